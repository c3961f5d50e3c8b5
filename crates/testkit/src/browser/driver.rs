//! chromedriver: one for a test program, on a free port of this machine.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

pub(super) const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
/// What must be there, and the Debian package that brings it.
const NEEDED: [(&str, &str); 2] = [(CHROMEDRIVER, "chromium-driver"), (CHROMIUM, "chromium")];

/// Keeps the driver and its browsers in a process group of their own, and ends them when the input ends: however the
/// tests end, nothing of them stays, neither processes nor files.
const WATCH: &str = "setsid \"$0\" --port=0 & driver=$!
cat > /dev/null
kill -s KILL -- \"-$driver\"
wait
rm -rf -- \"$1\" || { sleep 1; rm -rf -- \"$1\"; }";

/// A running chromedriver.
pub(super) struct Driver {
    /// Where it answers.
    pub(super) url: String,
    /// Where the browsers write; it goes away with the driver.
    pub(super) folder: tempfile::TempDir,
    watch: Child,
    /// Held open: the driver would fail when it writes to nobody.
    _said: BufReader<ChildStdout>,
}

impl Driver {
    pub(super) fn start() -> Self {
        Self::start_if(&NEEDED)
    }

    pub(super) fn start_if(needed: &[(&str, &str)]) -> Self {
        for (program, package) in needed {
            assert!(
                Path::new(program).exists(),
                "{program} is missing: install the Debian package {package} (apt-get install {package})"
            );
        }
        let folder = tempfile::Builder::new().prefix("passerelle-browser-").tempdir().unwrap();
        let mut watch = Command::new("sh")
            .args(["-c", WATCH, CHROMEDRIVER])
            .arg(folder.path())
            .envs(["HOME", "TMPDIR"].map(|name| (name, folder.path())))
            // Out of reach of Ctrl+C, which would end the watch before what it watches.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(watch.stdout.take().unwrap());
        let url = format!("http://127.0.0.1:{}", port(&mut said));
        Self { url, folder, watch, _said: said }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        // It ends by itself; its result says nothing.
        let _ = self.watch.wait();
    }
}

/// Reads the port that the driver took.
fn port(said: &mut impl BufRead) -> u16 {
    let mut all = String::new();
    while said.read_line(&mut all).unwrap() > 0 {
        let found = all.rsplit_once("started successfully on port ").map(|(_, rest)| rest);
        if let Some(port) = found.and_then(|rest| rest.trim_end().trim_end_matches('.').parse().ok()) {
            return port;
        }
    }
    panic!("chromedriver did not start: {all}")
}
