//! A list of services in TOML, with a place for each mistake.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use clap::ValueEnum as _;
use serde::Deserialize;
use toml::Spanned;

use super::entry::{Entry, Kind, Refusal};
use crate::{cli::uai, config::Mistake};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    service: Vec<Spanned<Written>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<Spanned<String>>,
    url: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    release: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    allow_proxy: bool,
    school: Option<Spanned<String>>,
    logout: Option<Spanned<String>>,
    logout_url: Option<Spanned<String>>,
    #[serde(default)]
    attributes_over_https_only: bool,
}

/// The file that was read, to show the place of what is refused later.
pub(super) struct ListFile {
    path: PathBuf,
    text: String,
    written: Vec<Spanned<Written>>,
}

/// Reads a list.
pub(super) fn read(path: &Path) -> Result<(Vec<Entry>, ListFile), Mistake> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let help = "Vérifiez le chemin donné à --file, les droits du fichier, et qu'il est en UTF-8.";
        Mistake::new(format!("cette liste de services ne peut pas être lue ({error})"), help).of(path, "")
    })?;
    let written = match toml::from_str::<File>(&text) {
        Ok(file) => file.service,
        Err(error) => return Err(Mistake::of_toml(&error, &[]).of(path, &text)),
    };
    if written.is_empty() {
        let help =
            "Écrivez [[service]] sur une ligne, puis name, url et kind au-dessous, pour chaque service.";
        return Err(Mistake::new("cette liste ne nomme aucun service", help).of(path, &text));
    }
    let entries = written.iter().map(entry).collect::<Result<Vec<_>, _>>();
    match entries {
        Ok(entries) => Ok((entries, ListFile { path: path.to_owned(), text, written })),
        Err(mistake) => Err(mistake.of(path, &text)),
    }
}

impl ListFile {
    /// The refusal of an entry, with its place in the file.
    pub(super) fn mistake(&self, refusal: &Refusal) -> Mistake {
        let mistake = Mistake::new(&refusal.sentence, &refusal.help);
        let mistake = match self.written.get(refusal.number) {
            Some(written) => mistake.at(place(written, refusal.setting)),
            None => mistake,
        };
        mistake.of(&self.path, &self.text)
    }
}

/// Where a setting of an entry stands; the entry itself when it is not written.
fn place(entry: &Spanned<Written>, setting: &str) -> Range<usize> {
    let written = entry.get_ref();
    let text = match setting {
        "name" => written.name.as_ref(),
        "url" => written.url.as_ref(),
        "kind" => written.kind.as_ref(),
        "school" => written.school.as_ref(),
        "logout" => written.logout.as_ref(),
        "logout_url" => written.logout_url.as_ref(),
        "release" => return written.release.as_ref().map_or(entry.span(), Spanned::span),
        _ => None,
    };
    text.map_or(entry.span(), Spanned::span)
}

fn entry(spanned: &Spanned<Written>) -> Result<Entry, Mistake> {
    let written = spanned.get_ref();
    let required = |value: &Option<Spanned<String>>, name: &str| match value {
        Some(value) => Ok(value.get_ref().clone()),
        None => Err(Mistake::new(
            format!("il manque « {name} » à ce service"),
            "Chaque service a name, url et kind (\"cas\" ou \"pronote\").",
        )
        .at(spanned.span())),
    };
    let refuse = |value: &Spanned<String>, expected: &str| {
        let sentence = format!("« {} » n'est pas attendu ici", value.get_ref().escape_debug());
        Mistake::new(sentence, format!("Écrivez {expected}.")).at(value.span())
    };
    let name = required(&written.name, "name")?;
    let url = required(&written.url, "url")?;
    required(&written.kind, "kind")?;
    let kind = written.kind.as_ref().map(|kind| {
        Kind::from_str(kind.get_ref(), false).map_err(|_| refuse(kind, "\"cas\" ou \"pronote\""))
    });
    let school = written.school.as_ref().map(|school| {
        uai(school.get_ref()).map_err(|why| {
            Mistake::new(format!("{} n'est pas un UAI", school.get_ref().escape_debug()), format!("{why}."))
                .at(school.span())
        })
    });
    let logout = written.logout.as_ref().map(|logout| {
        logout.get_ref().parse().map_err(|_| refuse(logout, "\"back\", \"front\" ou \"none\""))
    });
    Ok(Entry {
        name: name.trim().to_owned(),
        url: url.trim().to_owned(),
        kind: kind.transpose()?.unwrap_or_default(),
        release: written.release.as_ref().map(|names| names.get_ref().clone()),
        allow_proxy: written.allow_proxy,
        school: school.transpose()?,
        logout: logout.transpose()?.unwrap_or_default(),
        logout_url: written.logout_url.as_ref().map(|url| url.get_ref().clone()),
        attributes_over_https_only: written.attributes_over_https_only,
    })
}
