//! A private cluster leaves nothing behind.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use testkit::postgres::Cluster;

/// Set in the process that is to be killed.
const HOLDER: &str = "PASSERELLE_TEST_HOLDS_A_CLUSTER";

fn answers(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}

#[test]
fn a_cluster_goes_with_its_value() {
    let cluster = Cluster::start();
    assert_eq!(cluster.run("SELECT 1"), "1");
    let (port, folder) = (cluster.port(), cluster.folder().to_owned());
    assert!(answers(port) && folder.exists());
    drop(cluster);
    assert!(!answers(port) && !folder.exists());
}

#[test]
fn a_cluster_goes_with_a_process_that_is_killed() {
    if std::env::var_os(HOLDER).is_some() {
        let cluster = Cluster::start();
        // Past the capture of tests: the parent reads it.
        let told = format!("\n{} {}\n", cluster.port(), cluster.folder().display());
        std::io::Write::write_all(&mut std::io::stdout(), told.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_secs(60));
        return;
    }
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_cluster_goes_with_a_process_that_is_killed", "--nocapture"])
        .env(HOLDER, "")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    let (port, folder) = lines
        .map_while(Result::ok)
        .find_map(|line| {
            let (port, folder) = line.split_once(" /tmp/")?;
            Some((port.parse::<u16>().ok()?, PathBuf::from("/tmp").join(folder)))
        })
        .unwrap_or_else(|| panic!("the cluster did not start"));
    assert!(answers(port));
    holder.kill().unwrap();
    holder.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while answers(port) || folder.exists() {
        assert!(Instant::now() < deadline, "{} is still there", folder.display());
        std::thread::sleep(Duration::from_millis(50));
    }
}
