//! Others on the same lists: exact names, folded names and Splink, by `benches/matching/compare.py`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::super::process::{self, Used};
use super::score::Score;

/// What a tool made of two lists.
pub struct Row {
    pub tool: &'static str,
    pub score: Score,
    pub used: Used,
}

/// The script, and the Python that it needs.
pub struct Others {
    script: PathBuf,
    python: PathBuf,
}

impl Others {
    /// Makes a Python environment under `target`, with exactly the versions that the script's list names.
    pub fn install(root: &Path) -> Result<Self> {
        let script = root.join("benches/matching/compare.py");
        let place = root.join("target/matching-venv");
        let python = place.join("bin/python");
        if !python.exists() {
            let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place).status();
            ensure!(made.context("starting python3")?.success(), "python3 has no venv: install python3-venv");
        }
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        pip.arg(script.with_file_name("requirements.txt"));
        ensure!(
            pip.status().context("starting pip")?.success(),
            "its Python packages could not be installed"
        );
        Ok(Self { script, python })
    }

    /// Links the lists of `folder` in each of their ways.
    pub fn link(&self, folder: &Path) -> Result<Vec<Row>> {
        let score = |name: &str| Score::read(&folder.join("truth.csv"), &folder.join(name));
        let exact = self.run("exact", folder)?;
        let mut rows = vec![Row { tool: "exact names", score: score("exact.csv")?, used: exact }];
        let folded = self.run("folded", folder)?;
        rows.push(Row { tool: "exact names, folded", score: score("folded.csv")?, used: folded });
        let used = self.run("splink", folder)?;
        for (tool, name) in [("Splink, from 2 bits", "splink-2.csv"), ("Splink, from 8 bits", "splink-8.csv")]
        {
            rows.push(Row { tool, score: score(name)?, used });
        }
        Ok(rows)
    }

    /// Writes the public set FEBRL 4 into `folder`.
    pub fn febrl(&self, folder: &Path) -> Result<()> {
        process::run(self.command("febrl").arg(folder)).map(drop)
    }

    fn run(&self, way: &str, folder: &Path) -> Result<Used> {
        println!("  {way}");
        let mut command = self.command(way);
        command
            .arg("--directory")
            .arg(folder.join("ent.csv"))
            .arg("--export")
            .arg(folder.join("pronote.csv"));
        process::run(command.arg("--out").arg(folder.join(format!("{way}.csv"))))
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new(&self.python);
        command.env("PYTHONDONTWRITEBYTECODE", "1").arg(&self.script).arg(word);
        command
    }
}
