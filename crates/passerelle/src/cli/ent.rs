//! The commands that furnish an ENT: schools and accounts.

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use db::DbError;
use ent::{
    Ent, authority,
    directory::{self, AccountAttribute, AddError, Affiliation, NewAccount, Profile},
    login,
    release::Rule,
    schools::{self, School},
};
use model::{BirthDate, PersonName, Uai};
use url::Url;

use super::{ConfigFile, birth_date, password, say, service, uai};
use crate::{opening, settle};

#[derive(Debug, Subcommand)]
pub(super) enum SchoolCommand {
    /// Ajoute un établissement à l'ENT, et le service Pronote de cet établissement si son adresse est donnée.
    Add(SchoolAdd),
}

#[derive(Debug, Args)]
pub(super) struct SchoolAdd {
    #[command(flatten)]
    config: ConfigFile,
    /// Numéro UAI (RNE) de l'établissement.
    #[arg(long, value_name = "UAI", value_parser = uai)]
    uai: Uai,
    /// Nom de l'établissement.
    #[arg(long, value_name = "NOM")]
    name: String,
    /// Adresse publique de son PRONOTE, racine comprise : https://pronote.exemple.fr/pronote/
    #[arg(long, value_name = "ADRESSE", value_parser = pronote_url)]
    pronote: Option<Url>,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Crée un compte dans un établissement ; le mot de passe est lu sur l'entrée standard.
    Create(AccountCreate),
}

#[derive(Debug, Args)]
pub(super) struct AccountCreate {
    #[command(flatten)]
    config: ConfigFile,
    /// Numéro UAI de l'établissement, déjà ajouté par « passerelle school add ».
    #[arg(long, value_name = "UAI", value_parser = uai)]
    school: Uai,
    /// Ce que la personne tape pour se connecter.
    #[arg(long, value_name = "IDENTIFIANT")]
    login: String,
    /// Ce qu'elle est dans l'établissement.
    #[arg(long, value_name = "POPULATION")]
    population: Population,
    /// Nom.
    #[arg(long, value_name = "NOM")]
    last_name: String,
    /// Prénom.
    #[arg(long, value_name = "PRÉNOM")]
    first_name: String,
    /// Date de naissance, JJ/MM/AAAA ou AAAA-MM-JJ.
    #[arg(long, value_name = "DATE", value_parser = birth_date)]
    birth_date: Option<BirthDate>,
    /// Ce qu'elle administre ; rien sans cette option.
    #[arg(long, value_name = "RÔLE")]
    role: Option<AccountRole>,
    /// Un attribut que des services peuvent apprendre, comme mail=zoe@exemple.fr ; à répéter pour en donner plusieurs,
    /// ou plusieurs valeurs du même, dans l'ordre.
    #[arg(long = "attribute", value_name = "NOM=VALEUR", value_parser = attribute)]
    attributes: Vec<AccountAttribute>,
    /// Lit le mot de passe sur l'entrée standard (première ligne).
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Population {
    /// Élève.
    Pupil,
    /// Parent.
    Parent,
    /// Enseignant.
    Teacher,
    /// Non enseignant.
    Staff,
    /// Autre.
    Other,
}

impl Population {
    const fn profile(self) -> Profile {
        match self {
            Self::Pupil => Profile::Pupil,
            Self::Parent => Profile::Parent,
            Self::Teacher => Profile::Teacher,
            Self::Staff => Profile::Staff,
            Self::Other => Profile::Other,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AccountRole {
    /// Administre l'établissement.
    School,
    /// Administre tout l'ENT.
    Super,
}

fn attribute(text: &str) -> Result<AccountAttribute, String> {
    let (name, value) = text.split_once('=').ok_or("NOM=VALEUR est attendu")?;
    Rule::named(name).map_err(|error| service::unfit_name(&error))?;
    if value.chars().any(char::is_control) {
        return Err("la valeur tient sur une ligne, sans signe invisible".to_owned());
    }
    Ok(AccountAttribute { name: name.to_owned(), value: value.to_owned() })
}

/// The address of a PRONOTE, as the services of an ENT are registered: a slash at its end, nothing after it.
fn pronote_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(&format!("{}/", text.trim_end_matches('/'))).ok();
    let good = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.host().is_some()
            && url.username().is_empty()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    url.filter(good)
        .ok_or_else(|| "une adresse est attendue, comme https://pronote.exemple.fr/pronote/".to_owned())
}

/// Runs `passerelle school add`.
pub(super) async fn add_school(SchoolCommand::Add(asked): SchoolCommand) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_ent()?;
    let ent = opening::ent(&settings, &own).await?;
    let added = settle_school(&ent, &asked).await;
    ent.close().await;
    added?;
    say(&format!("L'établissement {} ({}) est ajouté.", asked.name, asked.uai))?;
    if let Some(url) = &asked.pronote {
        say(&format!(
            "Son PRONOTE à {url} est un service de l'ENT. Adresse du serveur CAS à lui donner : {}",
            { ent.config().cas_url() }
        ))?;
    }
    Ok(())
}

async fn settle_school(ent: &Ent, asked: &SchoolAdd) -> anyhow::Result<()> {
    let school = School { uai: asked.uai.clone(), name: asked.name.clone() };
    match schools::add(ent, &school).await {
        Err(DbError::Constraint(_)) => {
            anyhow::bail!("l'établissement {} existe déjà dans cet ENT", asked.uai)
        }
        added => added.map(drop).context("l'établissement n'a pas été ajouté")?,
    }
    if let Some(url) = &asked.pronote {
        settle::offer_pronote(ent, &school, url.as_str()).await.with_context(|| {
            format!("l'établissement est ajouté, mais pas son PRONOTE : l'adresse {url} est peut-être celle d'un autre")
        })?;
    }
    Ok(())
}

/// Runs `passerelle account create`.
pub(super) async fn create_account(AccountCommand::Create(asked): AccountCommand) -> anyhow::Result<()> {
    let (settings, own) = asked.config.load_ent()?;
    let ent = opening::ent(&settings, &own).await?;
    let created = settle_account(&ent, &asked).await;
    ent.close().await;
    created?;
    say(&format!(
        "Le compte « {} » est créé : {}",
        asked.login.trim().to_lowercase(),
        ent.config().public_url
    ))
}

async fn settle_account(ent: &Ent, asked: &AccountCreate) -> anyhow::Result<()> {
    let school = schools::find(ent, &asked.school).await?.with_context(|| {
        format!(
            "l'établissement {} n'existe pas dans cet ENT : ajoutez-le d'abord par « passerelle school add »",
            asked.school
        )
    })?;
    let login = asked.login.trim();
    anyhow::ensure!(
        (1..=64).contains(&login.chars().count())
            && !login.chars().any(|c| c.is_control() || c.is_whitespace()),
        "l'identifiant « {} » ne convient pas : de 1 à 64 signes, sans espace",
        login.escape_debug()
    );
    // Everything is checked before anything is written.
    let around = [login, &asked.last_name, &asked.first_name, &school.name, school.uai.as_str()];
    let password = password::from_stdin(&around)?;
    let taken = || format!("l'identifiant « {login} » est déjà pris dans cet ENT : choisissez-en un autre");
    anyhow::ensure!(directory::by_login(ent, login).await?.is_none(), taken());
    let person = NewAccount {
        name: PersonName::new(&asked.last_name, &asked.first_name),
        login: login.to_owned(),
        birth_date: asked.birth_date,
        affiliations: vec![Affiliation {
            uai: school.uai.clone(),
            profile: asked.population.profile(),
            class: None,
        }],
    };
    let ids = match directory::add_all(ent, &[person]).await {
        Err(AddError::Db(DbError::Constraint(_))) => anyhow::bail!(taken()),
        added => added.context("le compte n'a pas été créé")?,
    };
    for id in &ids {
        login::set_password(ent, id, &password)
            .await
            .context("le compte est créé, mais sans mot de passe")?;
        if !asked.attributes.is_empty() {
            directory::set_attributes(ent, id, &asked.attributes)
                .await
                .context("le compte est créé, mais sans ses attributs")?;
        }
        match asked.role {
            Some(AccountRole::School) => authority::appoint(ent, id, &school.uai).await,
            Some(AccountRole::Super) => authority::appoint_super(ent, id).await,
            None => Ok(()),
        }
        .context("le compte est créé, mais sans son rôle")?;
    }
    Ok(())
}
