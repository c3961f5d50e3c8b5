//! `cargo xtask test`: the stages that a change passes before it is merged.

mod peers;
mod stages;
mod tally;
mod tools;

use std::ffi::OsString;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use stages::{Count, Stage};
use tally::Tally;

/// Runs every stage on the repository at `root`.
pub fn all(root: &Path, keep_going: bool) -> ExitCode {
    let stages = vec![
        Stage::new("tools", || Count::of(tools::ensure_installed(tools::FOR_TESTS))),
        Stage::new("format", || Count::of(succeeds(root, &["fmt", "--all", "--check"]))),
        Stage::new("clippy", || {
            Count::of(succeeds(root, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
        }),
        Stage::new("tidy", || Count::of(crate::tidy(root))),
        Stage::new("tests", || tests(root)),
    ];
    conclude(stages, keep_going)
}

/// Runs the stage of the clients that others wrote, or only the one of this name: each meets the program as a
/// user's would.
pub fn peers(root: &Path, only: Option<&str>) -> ExitCode {
    let stages = vec![
        Stage::new("tools", || Count::of(tools::ensure_installed(tools::FOR_PEERS))),
        Stage::new("build", || Count::of(succeeds(root, &["build", "-p", "passerelle"]))),
        Stage::new("peers", || peers::all(root, only)),
    ];
    conclude(stages, false)
}

fn conclude(stages: Vec<Stage<'_>>, keep_going: bool) -> ExitCode {
    let count = stages::run(stages, keep_going, &mut std::io::stdout());
    ExitCode::from(u8::from(count.failed > 0))
}

fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    command
}

fn succeeds(root: &Path, arguments: &[&str]) -> bool {
    match cargo(root).args(arguments).status() {
        Ok(status) => status.success(),
        Err(error) => {
            println!("cargo did not start: {error}");
            false
        }
    }
}

fn tests(root: &Path) -> Count {
    cargo_test(root).unwrap_or_else(|error| {
        println!("cargo test did not run: {error:#}");
        Count { passed: 0, failed: 1 }
    })
}

/// Runs cargo's own test runner, shows what it prints, and counts. Both streams go through one pipe: only then
/// does the name of a test program come before its results.
fn cargo_test(root: &Path) -> Result<Count> {
    let (output, input) = std::io::pipe().context("opening a pipe")?;
    let mut command = cargo(root);
    command.args(["test", "--workspace", "--no-fail-fast"]);
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.stdout(input.try_clone().context("sharing the pipe")?).stderr(input);
    let mut child = command.spawn().context("starting cargo")?;
    // The command holds the writing ends: while it lives, the pipe would not end.
    drop(command);
    let mut tally = Tally::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.context("reading what cargo prints")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.line(&line);
    }
    let status = child.wait().context("waiting for cargo")?;
    Ok(tally.finish(status.success()))
}
