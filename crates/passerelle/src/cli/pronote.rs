//! The commands that furnish a PRONOTE end: bases and operators.

use anyhow::Context as _;
use clap::{ArgGroup, Args, Subcommand};
use db::DbError;
use model::Uai;
use pronote::{
    Failure, Pronote,
    bases::{self, ChangeError, NewBase, Root, SchoolBase},
    operators::{self, NewOperator, Role},
};

use super::{ConfigFile, password, say, uai};
use crate::opening;

#[derive(Debug, Subcommand)]
pub(super) enum BaseCommand {
    /// Ajoute la base d'un établissement ; la console la publie ensuite.
    Add(BaseAdd),
}

#[derive(Debug, Args)]
pub(super) struct BaseAdd {
    #[command(flatten)]
    config: ConfigFile,
    /// Numéro UAI (RNE) de l'établissement.
    #[arg(long, value_name = "UAI", value_parser = uai)]
    uai: Uai,
    /// Nom de l'établissement.
    #[arg(long, value_name = "NOM")]
    name: String,
    /// Année scolaire.
    #[arg(long, value_name = "AAAA-AAAA", value_parser = school_year)]
    year: String,
    /// Racine : le chemin sous lequel la base répond.
    #[arg(long, value_name = "RACINE", default_value = "pronote", value_parser = root)]
    root: Root,
}

#[derive(Debug, Subcommand)]
pub(super) enum OperatorCommand {
    /// Crée un opérateur de la console ou un superviseur ; le mot de passe est lu sur l'entrée standard.
    Create(OperatorCreate),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("role").required(true).args(["console", "supervisor"]))]
pub(super) struct OperatorCreate {
    #[command(flatten)]
    config: ConfigFile,
    /// Ce que la personne tape pour se connecter ; majuscules et minuscules comptent.
    #[arg(long, value_name = "IDENTIFIANT")]
    login: String,
    /// Nom affiché.
    #[arg(long, value_name = "NOM")]
    name: String,
    /// Opérateur de la console d'hébergement.
    #[arg(long)]
    console: bool,
    /// Superviseur (SPR) d'une base.
    #[arg(long)]
    supervisor: bool,
    /// Racine d'une base qui lui est confiée. Sans cette option, un opérateur de la console les a toutes.
    #[arg(long, value_name = "RACINE", value_parser = root)]
    base: Vec<Root>,
    /// Lit le mot de passe sur l'entrée standard (première ligne).
    #[arg(long, required = true)]
    password_stdin: bool,
}

fn root(text: &str) -> Result<Root, String> {
    Root::parse(text).map_err(|_| {
        "une racine s'écrit avec des lettres, chiffres, - _ . et /, en 100 signes au plus : pronote"
            .to_owned()
    })
}

fn school_year(text: &str) -> Result<String, String> {
    let years = text.split_once('-').and_then(|(first, second)| {
        let year = |text: &str| text.parse::<u16>().ok().filter(|year| (2000..2100).contains(year));
        Some((year(first)?, year(second)?))
    });
    match years {
        Some((first, second)) if second == first + 1 => Ok(text.to_owned()),
        _ => Err("une année scolaire est attendue, comme 2026-2027".to_owned()),
    }
}

/// Runs `passerelle base add`.
pub(super) async fn add_base(BaseCommand::Add(asked): BaseCommand) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_pronote()?;
    let pronote = opening::pronote(&settings, &own).await?;
    let version = asked.year.split('-').next().unwrap_or_default().to_owned();
    let new = NewBase {
        school_name: asked.name.clone(),
        uai: asked.uai,
        year_label: asked.year,
        version_label: version,
        host: None,
        root: asked.root.clone(),
    };
    let created = bases::create(&pronote, new).await;
    pronote.close().await;
    match created {
        Err(ChangeError::PlaceTaken) => {
            anyhow::bail!(
                "une autre base répond déjà à la racine « {} » : choisissez une autre --root",
                asked.root
            )
        }
        created => created.map(drop).context("la base n'a pas été ajoutée")?,
    }
    let url = format!("{}{}", own.spaces_url, asked.root.path());
    say(&format!("La base de {} est ajoutée à {url}. La console la publie : {}", asked.name, own.console_url))
}

/// Runs `passerelle operator create`.
pub(super) async fn create_operator(OperatorCommand::Create(asked): OperatorCommand) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_pronote()?;
    let pronote = opening::pronote(&settings, &own).await?;
    let created = settle_operator(&pronote, &asked).await;
    pronote.close().await;
    created?;
    let page = if asked.console { "/" } else { "/spr/" };
    say(&format!("L'opérateur « {} » est créé : {}{page}", asked.login, own.console_url))
}

async fn settle_operator(pronote: &Pronote, asked: &OperatorCreate) -> anyhow::Result<()> {
    let bases = entrusted(&bases::all(pronote).await?, asked)?;
    anyhow::ensure!(
        !asked.login.is_empty() && !asked.login.chars().any(|c| c.is_control() || c.is_whitespace()),
        "l'identifiant « {} » ne convient pas : au moins un signe, sans espace",
        asked.login.escape_debug()
    );
    let mut around = vec![asked.login.as_str(), asked.name.as_str()];
    around.extend(bases.iter().map(|base| base.school_name.as_str()));
    let password = password::from_stdin(&around)?;
    let new = NewOperator {
        role: if asked.console { Role::Console } else { Role::Supervisor },
        login: asked.login.clone(),
        name: asked.name.clone(),
        password,
        bases: bases.into_iter().map(|base| base.id).collect(),
    };
    match operators::create(pronote, new).await {
        Err(Failure::Db(DbError::Constraint(_))) => {
            anyhow::bail!("l'identifiant « {} » est déjà pris : choisissez-en un autre", asked.login)
        }
        created => created.map(drop).context("l'opérateur n'a pas été créé"),
    }
}

/// The bases that the operator is given.
fn entrusted(all: &[SchoolBase], asked: &OperatorCreate) -> anyhow::Result<Vec<SchoolBase>> {
    anyhow::ensure!(
        !all.is_empty(),
        "il n'y a encore aucune base : ajoutez-en une par « passerelle base add »"
    );
    if asked.console && asked.base.is_empty() {
        return Ok(all.to_vec());
    }
    anyhow::ensure!(
        asked.console || asked.base.len() == 1,
        "un superviseur a exactement une base : indiquez sa racine par --base"
    );
    let find = |root: &Root| {
        let found = all.iter().find(|base| base.root.path() == root.path()).cloned();
        found.with_context(|| {
            let known: Vec<&str> = all.iter().map(|base| base.root.as_str()).collect();
            format!("aucune base ne répond à la racine « {root} » ; il y a : {}", known.join(", "))
        })
    };
    asked.base.iter().map(find).collect()
}
