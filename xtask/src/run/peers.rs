//! Programs that others wrote, each against the demonstration: its folder under `peers/` holds what it needs and
//! the check it runs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::stages::Count;

/// The step after which nothing of the demonstration moves any more.
const LAST_STEP: &str = r#""name":"change-of-ent""#;

/// Runs every peer; one that does not start is a failure.
pub fn all(root: &Path) -> Count {
    let mut total = Count::default();
    let peers = match folders(&root.join("peers")) {
        Ok(peers) => peers,
        Err(error) => return failed(&error),
    };
    for peer in peers {
        println!("── peer {peer}");
        let count = run(root, &peer).unwrap_or_else(|error| failed(&error));
        total.passed += count.passed;
        total.failed += count.failed;
    }
    total
}

fn failed(error: &anyhow::Error) -> Count {
    println!("{error:#}");
    Count { passed: 0, failed: 1 }
}

fn folders(place: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place).with_context(|| format!("reading {}", place.display()))? {
        let entry = entry?;
        if entry.path().join("check.py").exists() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    ensure!(!names.is_empty(), "no peer under {}", place.display());
    Ok(names)
}

fn run(root: &Path, peer: &str) -> Result<Count> {
    let python = install(root, peer)?;
    let mut demo = Demo::start(root)?;
    let ready = demo.wait_for_the_road()?;
    let folder = root.join("peers").join(peer);
    let mut command = Command::new(python);
    command.arg("check.py").current_dir(folder).env("PYTHONPATH", root.join("peers"));
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PASSERELLE_READY", ready).stdout(Stdio::piped());
    let output = command.spawn().and_then(Child::wait_with_output).context("starting the peer")?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    Ok(tally(&text, output.status.success()))
}

/// Counts `ok` and `not ok`. A peer that ends badly, or that checked nothing, is one failure more.
fn tally(text: &str, success: bool) -> Count {
    let passed = text.lines().filter(|line| line.starts_with("ok ")).count();
    let failed = text.lines().filter(|line| line.starts_with("not ok ")).count();
    let silent = passed + failed == 0;
    Count { passed, failed: failed + usize::from(silent || !success) }
}

/// A Python environment of the peer's own, with exactly the versions it names.
fn install(root: &Path, peer: &str) -> Result<std::path::PathBuf> {
    let place = root.join("target/peers").join(peer);
    let python = place.join("bin/python");
    if !python.exists() {
        let made = Command::new("/usr/bin/python3").args(["-m", "venv"]).arg(&place).status();
        ensure!(made.context("starting python3")?.success(), "no Python environment could be made");
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    let done =
        pip.arg(root.join("peers").join(peer).join("requirements.txt")).status().context("starting pip")?;
    ensure!(done.success(), "the packages of {peer} could not be installed");
    Ok(python)
}

/// The demonstration, on free ports, ended when dropped.
struct Demo {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Demo {
    fn start(root: &Path) -> Result<Self> {
        let mut command = Command::new(root.join("target/debug/passerelle"));
        command.args(["demo", "--json", "--ent", "localhost:0", "--pronote", "127.0.0.1:0"]);
        command.args(["--console", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("starting the demonstration")?;
        let output = child.stdout.take().context("reading the demonstration")?;
        Ok(Self { child, lines: BufReader::new(output).lines() })
    }

    /// Gives the first event once the road has been walked.
    fn wait_for_the_road(&mut self) -> Result<String> {
        let ready = self.lines.next().context("the demonstration says nothing")??;
        for line in self.lines.by_ref() {
            let line = line?;
            ensure!(line.contains(r#""ok":true"#), "a step of the demonstration failed: {line}");
            if line.contains(LAST_STEP) {
                return Ok(ready);
            }
        }
        bail!("the demonstration ended before its road")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_check_counts_once() {
        let text = "ok one\nnot ok two\nsomething else\nok three\n";
        assert_eq!(tally(text, true), Count { passed: 2, failed: 1 });
        assert_eq!(tally(text, false), Count { passed: 2, failed: 2 });
    }

    #[test]
    fn a_check_that_says_nothing_failed() {
        assert_eq!(tally("", true), Count { passed: 0, failed: 1 });
    }

    #[test]
    fn a_folder_without_peers_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("notes")).unwrap();
        assert!(folders(folder.path()).is_err());
        fs::write(folder.path().join("notes/check.py"), "").unwrap();
        assert_eq!(folders(folder.path()).unwrap(), ["notes"]);
    }
}
