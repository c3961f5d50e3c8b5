//! `passerelle keys`: the keys that open sealed files, and their public halves.

mod folder;
#[cfg(test)]
mod tests;

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use exchange::sealed::PartnerName;
use serde_json::json;

pub use folder::{Folder, StoredKey};

/// Bits of a key: what French guidance (ANSSI) asks of RSA beyond 2030.
const BITS: u16 = 3072;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Crée une clé : le dossier garde sa partie privée, lisible par vous seul.
    Make(OfName),
    /// Liste les clés, la plus récente de chaque nom en premier.
    List {
        #[command(flatten)]
        place: PlaceOfKeys,
        /// Écrit un tableau JSON.
        #[arg(long)]
        json: bool,
    },
    /// Crée une nouvelle clé pour un nom ; l'ancienne ouvre encore ce qui a été chiffré pour elle.
    Rotate(OfName),
    /// Écrit la partie publique de la clé la plus récente (PEM), à donner à qui chiffre pour vous.
    Public(OfName),
}

#[derive(Debug, Args)]
pub(crate) struct OfName {
    /// Nom sous lequel on chiffre pour vous, exactement comme dans les fichiers (KOSMOS par exemple).
    #[arg(long, value_name = "NOM", value_parser = name)]
    name: PartnerName,
    #[command(flatten)]
    place: PlaceOfKeys,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceOfKeys {
    /// Dossier des clés.
    #[arg(long, value_name = "DOSSIER", default_value = "cles")]
    folder: PathBuf,
}

fn name(raw: &str) -> Result<PartnerName, String> {
    let fits = |name: &PartnerName| folder::can_name_a_file(name);
    PartnerName::parse(raw).ok().filter(fits).ok_or_else(|| {
        "un nom a 1 à 64 caractères visibles, sans « / », et ne commence ni par un point ni par un tiret"
            .to_owned()
    })
}

/// Runs one of the commands.
///
/// # Errors
/// What could not be done, in French, with what to do.
pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    let text = match command {
        Command::Make(OfName { name, place }) => {
            let stored = Folder::at(&place.folder).make(&name, BITS)?;
            made(&stored)
        }
        Command::Rotate(OfName { name, place }) => {
            let stored = Folder::at(&place.folder).rotate(&name, BITS)?;
            made(&stored)
                + "Les anciennes clés ouvrent encore les fichiers déjà chiffrés. Quand tous vos partenaires ont la \
                   nouvelle, supprimez les fichiers des anciennes.\n"
        }
        Command::List { place, json } => {
            let keys = Folder::at(&place.folder).keys()?;
            if json { as_json(&keys) } else { as_text(&keys) }
        }
        Command::Public(OfName { name, place }) => {
            let keys = Folder::at(&place.folder).keys()?;
            let newest = keys.iter().find(|stored| stored.name == name);
            newest.with_context(|| missing(&name, &keys))?.key.public().to_pem()
        }
    };
    std::io::stdout().write_all(text.as_bytes()).context("le texte ne peut pas être écrit")?;
    Ok(ExitCode::SUCCESS)
}

fn made(stored: &StoredKey) -> String {
    let StoredKey { name, number, path, key } = stored;
    format!(
        "Clé « {name} » n° {number} créée : {}\n  RSA {} bits, empreinte SHA-256 {}\n\
         Gardez ce fichier secret et sauvegardé : sans lui, rien de ce qui est chiffré pour {name} ne s'ouvre.\n\
         Donnez sa partie publique à qui chiffre pour vous :\n  passerelle keys public --name {} --folder {}\n",
        path.display(),
        key.public().bits(),
        key.public().fingerprint(),
        folder::quoted(name.as_str()),
        folder::quoted(&path.parent().unwrap_or(path).to_string_lossy()),
    )
}

/// Names the recipient that is missing, and those that are there.
pub(crate) fn missing(name: &PartnerName, keys: &[StoredKey]) -> String {
    let mut names: Vec<&str> = keys.iter().map(|stored| stored.name.as_str()).collect();
    names.dedup();
    let held = if names.is_empty() { "aucune".to_owned() } else { names.join(", ") };
    format!(
        "aucune clé ne porte le nom « {name} » (clés du dossier : {held}) ; « passerelle keys make » en crée une"
    )
}

fn as_text(keys: &[StoredKey]) -> String {
    let mut text = String::new();
    let mut before = None;
    for stored in keys {
        let current = before != Some(&stored.name);
        before = Some(&stored.name);
        if current {
            text += &format!("{}\n", stored.name);
        }
        let state = if current { "actuelle" } else { "ancienne, ouvre encore" };
        let public = stored.key.public();
        text += &format!("  n° {}  RSA {}  {state}\n", stored.number, public.bits());
        text += &format!("    {}\n    {}\n", public.fingerprint(), stored.path.display());
    }
    if text.is_empty() { "Aucune clé dans ce dossier.\n".to_owned() } else { text }
}

fn as_json(keys: &[StoredKey]) -> String {
    let mut before = None;
    let lines: Vec<_> = keys
        .iter()
        .map(|stored| {
            let current = before != Some(&stored.name);
            before = Some(&stored.name);
            json!({
                "name": stored.name.as_str(),
                "number": stored.number,
                "current": current,
                "bits": stored.key.public().bits(),
                "sha256": stored.key.public().fingerprint(),
                "file": stored.path.to_string_lossy(),
            })
        })
        .collect();
    format!("{}\n", serde_json::Value::from(lines))
}
