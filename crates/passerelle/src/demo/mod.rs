//! The demonstration: both ends with invented schools, and the whole road walked by HTTP and by the written file.

mod accounts;
mod certificates;
mod ends;
mod place;
mod report;
pub mod road;
mod settle_ent;
mod settle_pronote;
mod store;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use invented::District;
use tokio::signal::unix::{SignalKind, signal};

pub use accounts::Account;
pub use certificates::Authority;
pub use ends::{Ends, Site};
pub use place::Place;
use report::Report;
pub use store::Store;

/// What the demonstration is asked.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the ENT listens.
    pub ent: Place,
    /// Where the spaces of PRONOTE listen.
    pub pronote: Place,
    /// Where its console listens.
    pub console: Place,
    /// Folder of the databases and of the exported file; a temporary one without it.
    pub data: Option<PathBuf>,
    /// Where the databases are.
    pub database: Store,
    /// Seed of the invented schools.
    pub seed: u64,
    /// Whether to speak https, with a throw-away authority.
    pub tls: bool,
    /// Whether to stop after the road.
    pub once: bool,
    /// Whether to write JSON lines.
    pub json: bool,
}

/// Runs the demonstration. Without `once` the servers stay until they are told to stop. Told to stop before the end of
/// the road, it ends at once, and not with success: not every step has held.
///
/// # Errors
/// When the ends cannot be started; a step that fails is reported and makes the exit code 1.
pub async fn run(options: Options) -> anyhow::Result<ExitCode> {
    let folder = Folder::open(options.data.clone())?;
    let report = Report::new(options.json);
    let (ends, held) = tokio::select! {
        walked = start_and_walk(&options, folder.path(), &report) => walked?,
        told = told_to_stop() => return told.and_then(|()| report.interrupted()).map(|()| ExitCode::FAILURE),
    };
    report.end(&ends, held, options.once)?;
    if !options.once {
        told_to_stop().await?;
    }
    ends.stop().await;
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn start_and_walk(options: &Options, folder: &Path, report: &Report) -> anyhow::Result<(Ends, bool)> {
    report.hello()?;
    let ends = Ends::start(options, folder, || District::generate(options.seed)).await?;
    report.ready(&ends)?;
    let held = road::walk(&ends, async |_| {}, |outcome| report.step(outcome)).await?;
    Ok((ends, held))
}

/// Waits for Ctrl+C, or for the system to end the program.
async fn told_to_stop() -> anyhow::Result<()> {
    let mut ended = signal(SignalKind::terminate()).context("la fin ne peut pas être attendue")?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("l'interruption ne peut pas être attendue"),
        _ = ended.recv() => Ok(()),
    }
}

/// Where the demonstration writes: a folder that stays, or a temporary one.
enum Folder {
    Given(PathBuf),
    Temporary(tempfile::TempDir),
}

impl Folder {
    fn open(given: Option<PathBuf>) -> anyhow::Result<Self> {
        let Some(path) = given else {
            return Ok(Self::Temporary(
                tempfile::tempdir().context("aucun dossier provisoire ne peut être créé")?,
            ));
        };
        let shown = path.display().to_string();
        std::fs::create_dir_all(&path)
            .with_context(|| format!("le dossier {shown} ne peut pas être créé"))?;
        let mut inside =
            path.read_dir().with_context(|| format!("le dossier {shown} ne peut pas être lu"))?;
        anyhow::ensure!(
            inside.next().is_none(),
            "le dossier {shown} n'est pas vide : la démonstration part toujours de zéro, indiquez-en un autre"
        );
        Ok(Self::Given(path))
    }

    fn path(&self) -> &std::path::Path {
        match self {
            Self::Given(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}
