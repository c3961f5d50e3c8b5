//! How well and how fast two lists of people are linked: `passerelle match` on invented academies whose true links are
//! known, and others on the same lists.

mod bound;
mod others;
mod report;
mod score;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::process::{self, Used};
use super::table::Figure;
use others::{Others, Row};
use score::Score;

/// Invented lists of one profile and one size, one for each seed.
struct Lists {
    profile: &'static str,
    size: &'static str,
    seeds: &'static [u64],
}

const fn lists(profile: &'static str, size: &'static str, seeds: &'static [u64]) -> Lists {
    Lists { profile, size, seeds }
}

/// Those that `testkit::academy` keeps for figures: `profiles::SEEDS` and `held_out::SEEDS`.
const SEEDS: &[u64] = &[20_250_901, 20_251_103, 20_260_105];
const HELD_OUT: &[u64] = &[7_190_341, 40_277_513, 615_902_887, 3_301_118_059];

/// What is always measured.
const ALWAYS: &[Lists] = &[
    lists(PROMISED, "school", SEEDS),
    lists(PROMISED, "academy", SEEDS),
    lists("hard", "academy", SEEDS),
    lists("minimal", "academy", SEEDS),
    lists("held-out", "academy", HELD_OUT),
    lists("held-out-minimal", "academy", HELD_OUT),
    lists(PROMISED, "region", SEEDS),
];
/// The profile of whose links at most one in a hundred thousand may be wrong: three regions are more than three million
/// links, fewer would say nothing of so rare a thing.
const PROMISED: &str = "typical";
/// What others link too, on the first seed.
const COMPARED: [&str; 3] = ["typical", "hard", "minimal"];

/// Counts and times everything, and prints the counts.
pub fn figures(root: &Path, program: PathBuf, generator: PathBuf) -> Result<Vec<Figure>> {
    let target = root.join("target");
    let bench = Bench { program, generator, target };
    let mut rows = Vec::new();
    let mut figures = Vec::new();
    let (mut promised, mut all) = (Score::default(), Score::default());
    for lists in ALWAYS {
        let (score, timed) = bench.measure(lists, lists.seeds)?;
        rows.push((format!("{}, {}, seeds {:?}", lists.profile, lists.size, lists.seeds), score));
        if lists.profile == PROMISED {
            promised += score;
        }
        all += score;
        figures.extend(timed);
    }
    rows.push((format!("all that are {PROMISED}"), promised));
    rows.push(("all of these".to_owned(), all));
    println!("\n{}", report::scores(&rows));
    match Others::install(root) {
        Ok(others) => bench.beside_others(&others)?,
        Err(error) => println!("not compared with others: {error:#}"),
    }
    Ok(figures)
}

/// Links the lists of one folder (`ent.csv`, `pronote.csv`, `truth.csv`) in every way, and prints the counts.
pub fn of_folder(root: &Path, program: PathBuf, folder: &Path) -> Result<()> {
    let bench = Bench { program, generator: PathBuf::new(), target: root.join("target") };
    let copy = tempfile::tempdir_in(&bench.target).context("making a folder")?;
    for name in ["ent.csv", "pronote.csv", "truth.csv"] {
        let from = folder.join(name);
        std::fs::copy(&from, copy.path().join(name))
            .with_context(|| format!("reading {}", from.display()))?;
    }
    let others = Others::install(root)?;
    bench.in_every_way(&others, &folder.display().to_string(), copy.path())
}

/// What is measured, and where files may lie.
struct Bench {
    program: PathBuf,
    generator: PathBuf,
    target: PathBuf,
}

impl Bench {
    /// Links the lists of each seed, scores them, and says what it took.
    fn measure(&self, lists: &Lists, seeds: &[u64]) -> Result<(Score, Vec<Figure>)> {
        let mut score = Score::default();
        let mut used = Vec::new();
        for seed in seeds {
            println!("measuring: {} {}, seed {seed}", lists.profile, lists.size);
            let folder = self.invent(lists.profile, lists.size, *seed)?;
            let row = self.link(folder.path())?;
            score += row.score;
            used.push(row.used);
        }
        let figure = |what: &str, unit, part: fn(&Used) -> f64| {
            let name = format!("passerelle match, {}, {}, {what}", lists.profile, lists.size);
            Figure::new(name, unit, used.iter().map(part).collect())
        };
        let figures = vec![
            figure("on the clock", "s", |used| used.wall),
            figure("CPU", "s", |used| used.cpu),
            figure("most memory", "MiB", |used| used.peak),
        ];
        Ok((score, figures))
    }

    /// Two invented lists and the truth, in a folder that is removed when it is dropped.
    fn invent(&self, profile: &str, size: &str, seed: u64) -> Result<tempfile::TempDir> {
        let folder = tempfile::tempdir_in(&self.target).context("making a folder")?;
        let mut command = Command::new(&self.generator);
        command.args(["--profile", profile, "--size", size, "--seed", &seed.to_string()]);
        process::run(command.arg("--out").arg(folder.path())).context("inventing two lists")?;
        Ok(folder)
    }

    fn link(&self, folder: &Path) -> Result<Row> {
        let mut command = Command::new(&self.program);
        command.arg("match").arg("--directory").arg(folder.join("ent.csv"));
        command.arg("--export").arg(folder.join("pronote.csv"));
        let links = folder.join("links.csv");
        command.arg("--out").arg(&links).stdout(std::process::Stdio::null());
        let used = process::run(&mut command)?;
        Ok(Row { tool: "Passerelle", score: Score::read(&folder.join("truth.csv"), &links)?, used })
    }

    fn beside_others(&self, others: &Others) -> Result<()> {
        for profile in COMPARED {
            let folder = self.invent(profile, "academy", 1)?;
            self.in_every_way(others, &format!("{profile}, academy, seed 1"), folder.path())?;
        }
        let folder = tempfile::tempdir_in(&self.target).context("making a folder")?;
        others.febrl(folder.path())?;
        self.in_every_way(others, "FEBRL 4, names and birth dates", folder.path())
    }

    fn in_every_way(&self, others: &Others, name: &str, folder: &Path) -> Result<()> {
        println!("comparing: {name}");
        let mut rows = others.link(folder)?;
        rows.push(self.link(folder)?);
        println!("\n{name}:\n\n{}", report::tools(&rows));
        Ok(())
    }
}
