//! An end as a service: it tells the service manager how far it is, logs, and stops in order.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use walker::Walker;

use crate::place::{PASSWORD, Place, Server};

#[tokio::test]
async fn both_ends_serve_until_they_are_told_to_stop() {
    let place = Place::new();
    place.furnish_ent();
    for signal in ["-TERM", "-INT"] {
        for (end, urls) in
            [("ent", vec![&place.ent_url]), ("pronote", vec![&place.spaces_url, &place.console_url])]
        {
            let mut server = place.serve(end);
            for url in &urls {
                assert!(Walker::new().unwrap().open(url).await.unwrap().status < 500, "{url}");
            }
            server.signal(signal);
            assert_eq!(server.told(), "STOPPING=1");
            assert!(server.child.wait().unwrap().success(), "{signal} is an ordinary end");
            let log = server.log();
            for line in ["started", "stopping", "stopped"] {
                assert_eq!(log.matches(&format!(": {line}")).count(), 1, "{line}: {log}");
            }
            for url in &urls {
                assert!(Walker::new().unwrap().open(url).await.is_err(), "nobody answers at {url} any more");
            }
        }
    }
    // What was closed in order is one whole file, and nobody else reads it.
    use std::os::unix::fs::PermissionsExt as _;
    assert!(!place.path("ent-data/ent.db-wal").exists());
    assert_eq!(place.path("ent-data/ent.db").metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn the_log_has_the_format_and_the_level_of_the_file() {
    let place = Place::new();
    place.furnish_ent();
    place.edit("ent.toml", "[ent]", "[log]\nformat = \"json\"\n[ent]");
    let server = place.serve("ent");
    assert_eq!(place.sign_in().await.text("h1").as_deref(), Some("Mon espace"));
    let (status, log) = server.stop();
    assert!(status.success());
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines[0]["message"].as_str(), lines[0]["end"].as_str()), (Some("started"), Some("ent")));
    assert!(!log.contains("ada") && !log.contains(PASSWORD), "{log}");

    place.edit("ent.toml", "format = \"json\"", "level = \"error\"");
    let (status, log) = place.serve("ent").stop();
    assert!(status.success());
    assert_eq!(log, "", "a start is no error");
}

/// A request whose body is still on its way.
fn half_a_request(place: &Place) -> TcpStream {
    let host = place.ent_url.strip_prefix("http://").unwrap();
    let mut client = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /cas/login HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 3\r\nConnection: close\r\n\r\n"
    );
    client.write_all(head.as_bytes()).unwrap();
    client
}

/// Stops a server once it reads a request, which an answer on another connection shows.
async fn stop_while_reading(place: &Place, server: &Server) {
    assert_eq!(Walker::new().unwrap().open(&place.ent_url).await.unwrap().status, 200);
    server.signal("-TERM");
    assert_eq!(server.told(), "STOPPING=1");
}

#[tokio::test]
async fn an_answer_under_way_is_finished_and_nobody_waits_for_ever() {
    let place = Place::new();
    let mut server = place.serve("ent");
    let mut client = half_a_request(&place);
    stop_while_reading(&place, &server).await;
    client.write_all(b"x=1").unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert!(server.child.wait().unwrap().success());

    let mut server = place.serve("ent");
    let _client = half_a_request(&place);
    stop_while_reading(&place, &server).await;
    let start = std::time::Instant::now();
    assert!(server.child.wait().unwrap().success());
    let longest = web::limits::STOP_TIME + std::time::Duration::from_secs(5);
    assert!(start.elapsed() < longest, "a client that never ends its request does not hold the end");
}

#[test]
fn the_service_manager_gets_its_signs_of_life() {
    let place = Place::new();
    let mut command = place.passerelle();
    command.args(["pronote", "--config", "pronote.toml"]).env("WATCHDOG_USEC", "200000");
    let server = place.started(&mut command, "pronote");
    for _ in 0..3 {
        assert_eq!(server.told(), "WATCHDOG=1");
    }
    assert!(server.stop().0.success());
}

/// The disk fills up while people are signed in: they get the page of a problem, and when there is room again the
/// service goes on by itself. A limit on the size of files stands for the full disk: the system refuses the same
/// writes, and no file system has to be made.
#[tokio::test]
async fn a_full_disk_is_a_page_and_not_an_end() {
    let place = Place::new();
    place.furnish_ent();
    // Without this the system would end the program at the first write beyond the limit, as it does not on a full disk.
    let mut command = place.through_shell("trap '' XFSZ; exec \"$0\" ent --config ent.toml");
    let server = place.started(&mut command, "ent");
    assert_eq!(place.sign_in().await.text("h1").as_deref(), Some("Mon espace"));
    let limit = |size: &str| {
        let pid = server.child.id().to_string();
        let done =
            std::process::Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}")]).status();
        assert!(done.unwrap().success(), "prlimit is part of the package util-linux");
    };
    let written = place.path("ent-data/ent.db-wal").metadata().unwrap().len();
    limit(&format!("{written}:unlimited"));
    let mut refused = None;
    for _ in 0..20 {
        let page = place.sign_in().await;
        if page.status >= 500 {
            refused = Some(page);
            break;
        }
    }
    let page = refused.expect("no write was refused");
    assert!(page.status == 500 && page.says("Référence"), "{}", page.body);
    limit("unlimited:unlimited");
    let page = place.sign_in().await;
    assert_eq!(page.text("h1").as_deref(), Some("Mon espace"), "{}", server.log());
    let (status, log) = server.stop();
    assert!(status.success());
    assert!(log.contains("a request failed"), "{log}");
}
