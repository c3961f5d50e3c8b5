//! `cargo xtask figures`: measures what the project promises about speed and memory, and prints one table.
//!
//! Figures are never asserted in tests: machines are noisy. Each is taken several times and shown as minimum, median
//! and maximum, beside a description of the machine.

mod demo;
mod machine;
mod matching;
mod process;
mod start;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use table::Figure;

/// One thing that is measured: the name it is asked for by, and how.
type Part = (&'static str, fn(&Path) -> Result<Vec<Figure>>);

const PARTS: [Part; 6] = [
    ("start", |root| start::figures(&build(root)?)),
    ("demo", |root| demo::figures(&build(root)?)),
    ("passwords", |root| bench(root, "web", "passwords")),
    ("signin", |root| bench(root, "ent", "signin")),
    ("sso", |root| bench(root, "passerelle", "sso")),
    ("matching", |root| {
        let mut figures = bench(root, "matching", "reconcile")?;
        figures.extend(matching::figures(root, build(root)?, generator(root)?)?);
        Ok(figures)
    }),
];

/// Builds what is measured, measures, prints: everything, or the one part that has a name.
pub fn all(root: &Path, name: Option<&str>) -> ExitCode {
    match chosen(name).and_then(|parts| measure(root, &parts)) {
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

/// Links the lists of one folder in every way that `matching` compares, and prints the counts.
pub fn of_lists(root: &Path, folder: &Path) -> ExitCode {
    match build(root).and_then(|program| matching::of_folder(root, program, folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("no figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chosen(name: Option<&str>) -> Result<Vec<Part>> {
    let parts: Vec<Part> =
        PARTS.into_iter().filter(|(known, _)| name.is_none_or(|name| name == *known)).collect();
    let known = PARTS.map(|(known, _)| known).join(", ");
    ensure!(!parts.is_empty(), "nothing is measured under {:?}; there is: {known}", name.unwrap_or_default());
    Ok(parts)
}

fn measure(root: &Path, parts: &[Part]) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (_, part) in parts {
        figures.extend(part(root)?);
    }
    Ok(figures)
}

fn build(root: &Path) -> Result<PathBuf> {
    cargo(root, &["build", "--release", "-p", "passerelle"])?;
    Ok(root.join("target/release/passerelle"))
}

/// The program that invents lists of people.
fn generator(root: &Path) -> Result<PathBuf> {
    cargo(root, &["build", "--release", "-p", "testkit", "--example", "academy"])?;
    Ok(root.join("target/release/examples/academy"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_chosen_by_its_name() {
        let names =
            |name| chosen(name).map(|parts| parts.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names(Some("sso")).unwrap(), ["sso"]);
        assert_eq!(names(None).unwrap().len(), PARTS.len());
        let refused = names(Some("ss")).unwrap_err().to_string();
        assert!(refused.contains("\"ss\"") && refused.contains("passwords, signin, sso"), "{refused}");
    }
}
