//! Clients and servers that others wrote, each against the program: its folder under `peers/` holds what it needs and
//! the check it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::stages::Count;

/// How many seconds one check may last, and how many it then has to end what it started.
const LIMIT: &str = "300";
const GRACE: &str = "20";

/// Runs every peer, or the one of this name; one that does not start is a failure.
pub fn all(root: &Path, only: Option<&str>) -> Count {
    let mut total = Count::default();
    let peers = match folders(&root.join("peers"), only) {
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

fn folders(place: &Path, only: Option<&str>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place).with_context(|| format!("reading {}", place.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().join("check.py").exists() && only.is_none_or(|only| only == name) {
            names.push(name);
        }
    }
    names.sort();
    ensure!(
        !names.is_empty(),
        "no peer {}under {}",
        only.map(|o| format!("{o} ")).unwrap_or_default(),
        place.display()
    );
    Ok(names)
}

fn run(root: &Path, peer: &str) -> Result<Count> {
    let source = root.join("peers").join(peer);
    let place = root.join("target/peers").join(peer);
    let python = python(root, &source, &place)?;
    let modules = node(&source, &place)?;
    // `timeout` ends the whole group of processes: what the check started ends with it.
    let mut command = Command::new("/usr/bin/timeout");
    command.arg(format!("--kill-after={GRACE}")).arg(LIMIT).arg(python).arg("check.py");
    command.current_dir(source).env("PYTHONPATH", root.join("peers")).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("PASSERELLE_PROGRAM", root.join("target/debug/passerelle")).env("NODE_PATH", modules);
    let output =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().and_then(Child::wait_with_output);
    let output = output.context("starting the peer")?;
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

/// A Python environment of the peer's own, with exactly the versions that all checks and this one name.
fn python(root: &Path, source: &Path, place: &Path) -> Result<PathBuf> {
    let python = place.join("bin/python");
    if !python.exists() {
        let made = Command::new("/usr/bin/python3").args(["-m", "venv"]).arg(place).status();
        ensure!(made.context("starting python3")?.success(), "no Python environment could be made");
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    for list in [root.join("peers/requirements.txt"), source.join("requirements.txt")] {
        if list.exists() {
            pip.arg("--requirement").arg(list);
        }
    }
    ensure!(pip.status().context("starting pip")?.success(), "its Python packages could not be installed");
    Ok(python)
}

/// The folder of the peer's packages of npm, with exactly the versions and sums of its lock file; installed anew
/// only when that file has changed.
fn node(source: &Path, place: &Path) -> Result<PathBuf> {
    let modules = place.join("node_modules");
    let lock = source.join("package-lock.json");
    let done = place.join("installed-package-lock.json");
    if !lock.exists() || fs::read(&lock).ok() == fs::read(&done).ok() {
        return Ok(modules);
    }
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), place.join(name)).with_context(|| format!("copying {name}"))?;
    }
    let mut npm = Command::new("/usr/bin/npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(place);
    ensure!(npm.status().context("starting npm")?.success(), "its packages of npm could not be installed");
    fs::copy(lock, done).context("remembering what is installed")?;
    Ok(modules)
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
        assert!(folders(folder.path(), None).is_err());
        fs::write(folder.path().join("notes/check.py"), "").unwrap();
        assert_eq!(folders(folder.path(), None).unwrap(), ["notes"]);
    }

    #[test]
    fn one_peer_can_be_named_and_an_unknown_name_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one", "two"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("check.py"), "").unwrap();
        }
        assert_eq!(folders(folder.path(), Some("two")).unwrap(), ["two"]);
        let refused = folders(folder.path(), Some("three")).unwrap_err().to_string();
        assert!(refused.starts_with("no peer three under "), "{refused}");
    }
}
