//! `cargo xtask figures`: measures what the project promises about speed and memory, and prints one table.
//!
//! Figures are never asserted in tests: machines are noisy. Each is taken several times and shown as minimum, median
//! and maximum, beside a description of the machine.

mod demo;
mod machine;
mod process;
mod start;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use table::Figure;

/// Builds the release program, measures, prints.
pub fn all(root: &Path) -> ExitCode {
    match measure(root) {
        Ok(figures) => {
            println!("\n{}\n{}", machine::describe(), table::render(&figures));
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("no figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(root: &Path) -> Result<Vec<Figure>> {
    let program = build(root)?;
    let mut figures = start::figures(&program)?;
    figures.extend(demo::figures(&program)?);
    figures.extend(bench(root, "web", "passwords")?);
    figures.extend(bench(root, "ent", "signin")?);
    Ok(figures)
}

fn build(root: &Path) -> Result<PathBuf> {
    cargo(root, &["build", "--release", "-p", "passerelle"])?;
    Ok(root.join("target/release/passerelle"))
}

/// Runs a benchmark of a crate and reads the figures it prints.
fn bench(root: &Path, package: &str, name: &str) -> Result<Vec<Figure>> {
    println!("measuring: benchmark {name} of {package}");
    let text = cargo(root, &["bench", "--quiet", "-p", package, "--bench", name])?;
    let figures: Vec<Figure> = text.lines().filter_map(Figure::read).collect();
    ensure!(!figures.is_empty(), "the benchmark {name} printed no figure");
    Ok(figures)
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).args(arguments).stderr(std::process::Stdio::inherit());
    let output = command.output().context("starting cargo")?;
    ensure!(output.status.success(), "cargo {} failed", arguments.join(" "));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
