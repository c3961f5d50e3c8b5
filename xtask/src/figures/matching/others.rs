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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const DIRECTORY: &str = "\
ent_id,categorie,civilite,nom,nom_famille,prenom,autres_prenoms,date_naissance,uai,classes,matieres,enfants
1,eleve,,Rivage,,Zoé,,2012-03-04,0990001A,6A,,
2,eleve,,d'Anjou,,Jean-Luc,,2012-03-05,0990001A,6A,,
3,responsable,Mme,Rivage,,Anne,,,0990001A|0990002B,,,1
4,responsable,Mme,Rivage,,Anne,,,0990002B,,,
5,enseignant,M.,,,,,,0990001A,,,
6,eleve,,Lac,,Ida,,2012-03-06,0990001A,6B,,
";
    /// In turn: two spellings, a homonym in the other school, nobody's name, the birth date of somebody else, two
    /// identities of one person.
    const EXPORT: &str = "\
pronote_id,uai,categorie,civilite,nom,prenom,date_naissance,classe,matieres,enfants
a,0990001A,eleve,,RIVAGE,Zoé,04/03/2012,6A,,
b,0990001A,eleve,,D ANJOU,Jean Luc,05/03/2012,6A,,
c,0990001A,responsable,Mme,RIVAGE,Anne,,,,a
d,0990002B,responsable,Mme,RIVAGE,Anne,,,,
e,0990001A,enseignant,M.,,,,,,
f,0990001A,eleve,,RIVAGE,Zoé,05/03/2012,6A,,
g,0990001A,eleve,,LAC,Ida,06/03/2012,6B,,
h,0990001A,eleve,,LAC,Ida,06/03/2012,6B,,
";

    /// `pronote_id`, `ent_id` and decision of each row, without the score.
    fn links(way: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ent.csv"), DIRECTORY).unwrap();
        fs::write(folder.path().join("pronote.csv"), EXPORT).unwrap();
        let script = crate::root().join("benches/matching/compare.py");
        Others { script, python: "/usr/bin/python3".into() }.run(way, folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(format!("{way}.csv"))).unwrap();
        let kept = |line: &str| {
            let fields: Vec<&str> = line.split(',').collect();
            [fields[0], fields[1], fields[3]].join(" ")
        };
        text.lines().skip(1).map(kept).collect()
    }

    #[test]
    fn names_that_nobody_else_has_are_linked_and_others_are_asked_about() {
        let asked =
            ["c 3 auto", "d 3 manual", "d 4 manual", "e  none", "f  none", "g 6 manual", "h 6 manual"];
        assert_eq!(links("exact"), [&["a 1 auto", "b  none"], &asked[..]].concat());
        assert_eq!(links("folded"), [&["a 1 auto", "b 2 auto"], &asked[..]].concat());
    }
}
