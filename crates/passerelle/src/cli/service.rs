//! The commands about the services of an ENT.

mod entry;
mod list;
mod shown;
mod simulated;

use std::path::PathBuf;

use cas_protocol::AttributeNameError;
use clap::{Args, Subcommand};
use ent::{
    Ent,
    release::{self, Offered},
    services,
};
use model::Uai;

use super::{ConfigFile, say, uai};
use crate::opening;
use entry::{Entry, Kind, Refusal};

#[derive(Debug, Subcommand)]
pub(super) enum ServiceCommand {
    /// Enregistre un service, ou tous ceux d'un fichier. Ce qui est déjà là sous la même forme y reste.
    Add(Add),
    /// Liste les services enregistrés.
    List(List),
    /// Dit si une adresse serait acceptée, si une personne peut y aller, et ce que le service apprendrait d'elle ; aucun
    /// ticket n'est donné.
    Simulate(Simulate),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    config: ConfigFile,
    #[command(flatten)]
    one: Option<One>,
    /// Fichier TOML de services, [[service]] pour chacun, enregistrés tous ou aucun : name, url, kind, release,
    /// allow_proxy, school, logout (back, front ou none), logout_url, attributes_over_https_only.
    #[arg(long, value_name = "FICHIER", required_unless_present = "name", conflicts_with = "One")]
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct One {
    /// Nom du service, affiché dans le portail ; il est unique.
    #[arg(long, value_name = "NOM")]
    name: String,
    /// Adresse pour laquelle des tickets sont donnés : une seule, ou tout ce qui est dessous si elle finit par /**.
    #[arg(long, value_name = "ADRESSE")]
    url: String,
    /// Sorte de service.
    #[arg(long, value_name = "SORTE")]
    kind: Kind,
    /// Attributs qu'il apprend, séparés par des virgules ; aucun sans cette option (idPronote, uid et categories pour
    /// un PRONOTE).
    #[arg(long, value_name = "NOMS", value_delimiter = ',')]
    release: Option<Vec<String>>,
    /// Il peut demander des tickets pour d'autres services au nom de la personne.
    #[arg(long)]
    allow_proxy: bool,
    /// Établissement à qui il est ouvert ; sans cette option, un service « cas » est ouvert à tous les comptes.
    #[arg(long, value_name = "UAI", value_parser = uai)]
    school: Option<Uai>,
}

impl From<One> for Entry {
    fn from(one: One) -> Self {
        let One { name, url, kind, release, allow_proxy, school } = one;
        Self { name, url, kind, release, allow_proxy, school, ..Self::default() }
    }
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    config: ConfigFile,
    /// Écrit un tableau JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Simulate {
    #[command(flatten)]
    config: ConfigFile,
    /// L'adresse que le service enverrait.
    #[arg(long, value_name = "ADRESSE")]
    url: String,
    /// L'identifiant de la personne.
    #[arg(long, value_name = "IDENTIFIANT")]
    login: String,
    /// Écrit un objet JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `passerelle service`.
pub(super) async fn run(command: ServiceCommand) -> anyhow::Result<()> {
    match command {
        ServiceCommand::Add(asked) => add(asked).await,
        ServiceCommand::List(asked) => list_all(asked).await,
        ServiceCommand::Simulate(asked) => simulate(asked).await,
    }
}

async fn add(asked: Add) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_ent()?;
    // A list that cannot be read is refused before anything is opened.
    let (entries, list) = match (asked.one, asked.file) {
        (_, Some(path)) => {
            let (entries, list) = list::read(&path)?;
            (entries, Some(list))
        }
        (one, None) => (one.into_iter().map(Entry::from).collect(), None),
    };
    let ent = opening::ent(&settings, &own).await?;
    let outcomes = register(&ent, &entries).await;
    ent.close().await;
    let outcomes = outcomes.map_err(|failed| match (failed, list) {
        (Failed::Refused(refusal), Some(list)) => list.mistake(&refusal).into(),
        (Failed::Refused(refusal), None) => anyhow::anyhow!("{}. {}", refusal.sentence, refusal.help),
        (Failed::Other(error), _) => error,
    })?;
    for (entry, outcome) in entries.iter().zip(outcomes) {
        let name = &entry.name;
        say(&match outcome {
            Offered::Added => format!("Le service « {name} » est enregistré : {}", entry.url),
            Offered::AlreadyThere => format!("Le service « {name} » est déjà là, sous la même forme."),
        })?;
    }
    Ok(())
}

/// Why a list was not registered.
enum Failed {
    Refused(Refusal),
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

async fn register(ent: &Ent, entries: &[Entry]) -> Result<Vec<Offered>, Failed> {
    let mut places = Vec::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        places.push(entry.place(ent, number).await?);
    }
    let offers = entries.iter().zip(&places).enumerate();
    let offers = offers.map(|(number, (entry, place))| entry.offer(number, place));
    let offers = offers.collect::<Result<Vec<_>, Refusal>>()?;
    release::offer(ent, &offers).await.map_err(|error| entry::refusal(error, entries))
}

async fn list_all(asked: List) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_ent()?;
    let ent = opening::ent(&settings, &own).await?;
    let shown = async {
        let mut shown = Vec::new();
        for known in services::all(&ent).await? {
            let rules = release::rules_of(&ent, &known.service.id).await?;
            shown.push(shown::Line { known, rules });
        }
        anyhow::Ok(shown)
    };
    let lines = shown.await;
    ent.close().await;
    say(&if asked.json { shown::as_json(&lines?) } else { shown::as_text(&lines?) })
}

async fn simulate(asked: Simulate) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_ent()?;
    let ent = opening::ent(&settings, &own).await?;
    let simulation = ent::simulate::simulate(&ent, &asked.url, &asked.login).await;
    ent.close().await;
    let (simulation, url, login) = (simulation?, &asked.url, asked.login.trim());
    say(&if asked.json {
        simulated::as_json(&simulation, url, login)
    } else {
        simulated::as_text(&simulation, url, login)
    })
}

/// Why no service can learn an attribute of this name.
pub(super) fn unfit_name(error: &AttributeNameError) -> String {
    match error {
        AttributeNameError::Shape(name) => format!(
            "« {} » ne peut pas être le nom d'un attribut, que les réponses CAS écrivent en XML : une lettre d'abord, puis \
             lettres, chiffres, tirets ou points, sans espace ni deux-points",
            name.escape_debug()
        ),
        AttributeNameError::Reserved(name) => {
            format!("« {name} » est écrit par le protocole CAS lui-même : choisissez un autre nom")
        }
    }
}
