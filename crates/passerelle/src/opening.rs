//! Opening an end over its configured database, with a sentence for each thing that can be mended.

use std::{fs::File, os::unix::fs::OpenOptionsExt as _, path::Path, sync::Arc};

use anyhow::Context as _;
use db::{Cause, DbError};
use ent::Ent;
use exchange::sealed::{KeyRing, PublicKey, Recipient};
use pronote::{ExportRecipient, Pronote};
use web::SystemClock;

use crate::{
    config::{self, Database, Keys, Settings},
    keys::Folder,
};

/// Opens the ENT that `own` describes.
///
/// # Errors
/// A sentence that says what to do.
pub async fn ent(settings: &Settings, own: &config::Ent) -> anyhow::Result<Ent> {
    prepare(settings)?;
    let config = ent::Config {
        name: own.name.clone(),
        cas_origin: own.cas_origin.clone(),
        ticket_life: own.ticket_life,
        tickets: own.tickets,
        keys: key_ring(&own.keys)?,
        outgoing: settings.outgoing.clone(),
        ..ent::Config::new(&own.public_url)
    };
    let opened = Ent::open(&settings.database.address(), config, Arc::new(SystemClock)).await;
    let ent = opened.map_err(|failure| match failure {
        ent::OpenError::Db(error) => explain(error, &settings.database),
        other => anyhow::Error::new(other).context("l'ENT ne peut pas démarrer"),
    })?;
    if ent::schools::is_demonstration(&ent).await? {
        ent.close().await;
        return Err(demonstration(&settings.database));
    }
    Ok(ent)
}

/// Opens the PRONOTE end that `own` describes.
///
/// # Errors
/// A sentence that says what to do.
pub async fn pronote(settings: &Settings, own: &config::Pronote) -> anyhow::Result<Pronote> {
    prepare(settings)?;
    let config = pronote::Config {
        spaces_url: own.spaces_url.clone(),
        console_url: own.console_url.clone(),
        extra_presets: Vec::new(),
        outgoing: settings.outgoing.clone(),
        recipients: own.recipients.iter().map(recipient).collect::<anyhow::Result<_>>()?,
    };
    let opened = Pronote::open(&settings.database.address(), config, Arc::new(SystemClock)).await;
    let pronote = opened.map_err(|failure| match failure {
        pronote::Failure::Db(error) => explain(error, &settings.database),
        other => anyhow::Error::new(other).context("le côté PRONOTE ne peut pas démarrer"),
    })?;
    if pronote::bases::is_demonstration(&pronote).await? {
        pronote.close().await;
        return Err(demonstration(&settings.database));
    }
    Ok(pronote)
}

/// The keys that open sealed files.
fn key_ring(keys: &Keys) -> anyhow::Result<KeyRing> {
    match keys {
        Keys::Usual(folder) if !folder.exists() => Ok(KeyRing::default()),
        Keys::Named(folder) | Keys::Usual(folder) => Folder::at(folder).ring(),
    }
}

fn recipient(configured: &config::Recipient) -> anyhow::Result<ExportRecipient> {
    let (name, path) = (configured.name.clone(), configured.key.display());
    let pem = std::fs::read_to_string(&configured.key).with_context(|| {
        format!("la clé publique {path} ne peut pas être lue : vérifiez les droits du fichier")
    })?;
    let key = PublicKey::from_pem(&pem).with_context(|| {
        format!("{path} n'est pas la clé publique de {name} : demandez au partenaire celle qu'écrit « passerelle keys public »")
    })?;
    Ok(ExportRecipient { label: configured.label.clone(), sealed: Recipient { name, key } })
}

/// Checks the folder, and makes the file of a new database readable by its owner alone: it holds names and hashes.
fn prepare(settings: &Settings) -> anyhow::Result<()> {
    check_data_folder(&settings.data)?;
    if let Database::Sqlite(path) = &settings.database {
        // When it is there already, or cannot be made, opening it says the rest.
        let _ = File::options().write(true).create_new(true).mode(0o600).open(path);
    }
    Ok(())
}

/// Whether the folder is there and can be written. The program creates its database, never its folder: one that is
/// missing is a disk that is not mounted, or a mistake in the configuration.
///
/// # Errors
/// A sentence that says what to do.
pub fn check_data_folder(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    let found = std::fs::metadata(folder).with_context(|| {
        format!(
            "le dossier des données {shown} n'existe pas : créez-le (mkdir -p {shown}), ou corrigez « data »"
        )
    })?;
    anyhow::ensure!(found.is_dir(), "{shown} n'est pas un dossier : corrigez « data » dans la configuration");
    tempfile::tempfile_in(folder).with_context(|| {
        format!(
            "rien ne peut être écrit dans le dossier des données {shown} : donnez-en le droit à l'utilisateur qui \
             lance passerelle, et vérifiez que le disque n'est ni plein ni en lecture seule"
        )
    })?;
    Ok(())
}

/// The French sentence for a database that cannot be used; the error of the engine comes after it.
pub fn explain(error: DbError, database: &Database) -> anyhow::Error {
    let cure = match database {
        Database::Sqlite(_) => cure_of_file(error.cause()),
        Database::Postgres(_) => error.advice().unwrap_or("elle ne peut pas être utilisée"),
    };
    anyhow::Error::new(error).context(format!("la base de données {database} : {cure}"))
}

const fn cure_of_file(cause: Cause) -> &'static str {
    match cause {
        Cause::UnknownAddress => "corrigez « database » dans la configuration",
        Cause::Damaged => {
            "ce n'est pas une base de données, ou elle est abîmée : reprenez une sauvegarde par « passerelle restore »"
        }
        Cause::Locked => "un autre programme la tient : arrêtez-le, puis recommencez",
        Cause::ReadOnly => {
            "elle ne peut pas être écrite : donnez-en le droit à l'utilisateur qui lance passerelle, sur le fichier et \
             sur son dossier"
        }
        Cause::DiskFull => {
            "le disque est plein, ou une limite de taille est atteinte : libérez de la place, puis recommencez"
        }
        Cause::Unreachable => {
            "elle ne peut pas être ouverte : vérifiez le chemin et les droits de l'utilisateur qui lance \
             passerelle"
        }
        Cause::Newer => {
            "une version plus récente de passerelle l'a déjà modifiée : installez cette version ; rien n'a été changé"
        }
        Cause::Foreign => {
            "elle appartient à un autre programme, ou à l'autre côté : chaque côté a sa base, corrigez « database » ou \
             « data »"
        }
        Cause::Other => "elle ne peut pas être utilisée",
    }
}

fn demonstration(database: &Database) -> anyhow::Error {
    anyhow::anyhow!(
        "la base de données {database} est celle d'une démonstration : ses personnes sont inventées et des mots de \
         passe ont été affichés. Indiquez un autre dossier « data », vide"
    )
}
