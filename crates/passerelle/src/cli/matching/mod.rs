//! `passerelle match`: links between the accounts of a portal and the identities of PRONOTE, from file to file.

mod export;
mod history;
mod issues;
mod links;
mod people;
mod report;
mod source;
mod table;
mod why;

use std::{
    io::{IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use matching::{Engine, History};

use issues::Issues;
use links::{Place, Work};
use people::{List, Side};
use report::{Report, Times};
use source::Source;

const MORE_HELP: &str = "\
ent.csv : ent_id,categorie,civilite,nom,nom_famille,prenom,autres_prenoms,date_naissance,uai,classes,matieres,enfants
pronote.csv : pronote_id,uai,categorie,civilite,nom,prenom,date_naissance,classe,matieres,enfants
  Les colonnes vont dans n'importe quel ordre ; seuls l'identifiant, categorie, nom et prenom doivent être là. Plusieurs
  valeurs d'un champ sont séparées par « | ». categorie : enseignant, eleve, responsable, maitre_stage, inspecteur,
  personnel. enfants : identifiants d'élèves du même fichier. UTF-8 ou Windows-1252 ; virgules, points-virgules ou
  tabulations.
decisions.csv : pronote_id,ent_id,decision ; decision : confirmed, refused, ou auto (des liens d'avant).
liens : pronote_id,ent_id,score,decision ; decision : auto (une ligne), manual (une à cinq, la meilleure d'abord), none
  (une ligne sans compte). score : bits, 10 veut dire mille contre un.

Code de sortie : 0 quand les liens sont écrits, même si des lignes étaient fausses ; 1 quand un fichier ne peut pas être lu
ou écrit, et rien n'est alors changé ; 2 quand la commande est mal écrite.";

#[derive(Debug, Args)]
#[command(after_long_help = MORE_HELP)]
pub(super) struct Match {
    /// Comptes de l'ENT (CSV).
    #[arg(long, value_name = "FICHIER")]
    directory: PathBuf,
    /// Identités de PRONOTE : un CSV, ou l'export XML des identifiants, en clair ou chiffré.
    #[arg(long, value_name = "FICHIER")]
    export: PathBuf,
    /// Liens à écrire (CSV) ; « - » pour la sortie standard.
    #[arg(long, value_name = "FICHIER")]
    out: PathBuf,
    /// Décisions déjà prises (CSV).
    #[arg(long, value_name = "FICHIER")]
    history: Option<PathBuf>,
    /// Dossier des clés qui ouvrent un export chiffré.
    #[arg(long, value_name = "DOSSIER")]
    keys: Option<PathBuf>,
    /// Ajoute une colonne « why » : ce qui parle pour et contre chaque lien.
    #[arg(long)]
    explain: bool,
    /// Écrit le bilan sur la sortie standard en un objet JSON d'une ligne.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// What could not be read or written, with what to do; the file of links is then as it was.
pub(super) fn run(asked: &Match) -> anyhow::Result<ExitCode> {
    if asked.json && asked.out == Path::new("-") {
        complain("--json et --out - veulent tous deux la sortie standard : donnez un fichier à --out");
        return Ok(ExitCode::from(2));
    }
    let started = Instant::now();
    let sources = Sources::open(asked)?;
    if let Some(input) = sources.at(&asked.out) {
        complain(&format!("--out remplacerait {input}, qui est à lire : choisissez un autre nom"));
        return Ok(ExitCode::from(2));
    }
    let place = Place::at(&asked.out)?;
    progress("Lecture des listes…");
    let read = sources.read(asked.keys.as_deref())?;
    for line in read.issues().iter().flat_map(|issues| issues.lines()) {
        complain(&line);
    }
    progress("Rapprochement…");
    let Read { engine, exported, history, .. } = &read;
    let (outcome, matching) = timed(|| engine.reconcile(&exported.people, history));
    progress("Écriture des liens…");
    let work = Work { exported, engine, outcome: &outcome, explain: asked.explain };
    let (tally, write) = timed(|| place.fill(&work));
    let times = Times { matching, write, total: started.elapsed(), ..read.times };
    tell(
        asked,
        &Report { accounts: engine.directory().len(), tally: &tally?, issues: &read.issues(), times },
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Standard output belongs to the links when they go there.
fn tell(asked: &Match, report: &Report<'_>) -> anyhow::Result<()> {
    if asked.json {
        return super::say(&report.json());
    }
    if asked.out == Path::new("-") {
        complain(&report.text());
        return Ok(());
    }
    super::say(&report.text())
}

/// The files to read, open.
struct Sources {
    directory: Source,
    export: Source,
    history: Option<Source>,
}

/// What they hold.
struct Read {
    engine: Engine,
    accounts: Issues,
    exported: List,
    history: History,
    decisions: Option<Issues>,
    times: Times,
}

impl Sources {
    fn open(asked: &Match) -> anyhow::Result<Self> {
        Ok(Self {
            directory: Source::open(&asked.directory)?,
            export: Source::open(&asked.export)?,
            history: asked.history.as_deref().map(Source::open).transpose()?,
        })
    }

    /// The input that is at this path.
    fn at(&self, path: &Path) -> Option<String> {
        let mut sources =
            [Some(&self.directory), Some(&self.export), self.history.as_ref()].into_iter().flatten();
        sources.find(|source| source.is_at(path)).map(Source::name)
    }

    /// Reads the two lists at once.
    fn read(self, keys: Option<&Path>) -> anyhow::Result<Read> {
        let Self { directory, export, history } = self;
        thread::scope(|scope| {
            let accounts = scope.spawn(move || {
                let (list, read) = timed(|| people::read(directory, Side::Directory));
                let List { people, issues, .. } = list?;
                let (engine, prepared) = timed(|| Engine::new(people));
                anyhow::Ok((engine, issues, read, prepared))
            });
            let (exported, export) = timed(|| export::read(export, keys));
            let exported = exported?;
            let (history, decisions) = match history.map(history::read).transpose()? {
                Some((history, issues)) => (history, Some(issues)),
                None => (History::new(), None),
            };
            let accounts = accounts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            let (engine, accounts, directory, prepare) = accounts?;
            let times = Times { directory, prepare, export, ..Times::default() };
            Ok(Read { engine, accounts, exported, history, decisions, times })
        })
    }
}

impl Read {
    fn issues(&self) -> Vec<&Issues> {
        [Some(&self.accounts), Some(&self.exported.issues), self.decisions.as_ref()]
            .into_iter()
            .flatten()
            .collect()
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let done = work();
    (done, started.elapsed())
}

/// Says on standard error what is being done, to somebody who waits before a terminal.
fn progress(stage: &str) {
    if std::io::stderr().is_terminal() {
        complain(stage);
    }
}

/// Writes a line on standard error. Without one there is nobody to tell.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
