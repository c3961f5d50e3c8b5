//! The list "Mon ENT": data, never code.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{CasUrl, CasUrlError};
use crate::{Failure, Pronote};

/// The list that ships with the program.
const FILE: &str = include_str!("../../data/ent-presets.toml");

static SHIPPED: LazyLock<Result<PresetFile, toml::de::Error>> = LazyLock::new(|| toml::from_str(FILE));

/// An ENT that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Word by which the choice is stored: `a-z`, `0-9`, `-`.
    pub id: String,
    /// Name in the list.
    pub label: String,
    /// Name in former versions of the list; empty when it had none, or the same.
    #[serde(default)]
    pub older: String,
    /// Address of its CAS server, as its source prints it; empty when no source publishes it.
    pub cas_url: String,
    /// Where the name, and the address if there is one, were published.
    pub source: String,
}

impl Preset {
    /// The address of its CAS server.
    ///
    /// # Errors
    /// [`CasUrlError::Missing`] when no source publishes it.
    pub fn address(&self) -> Result<CasUrl, CasUrlError> {
        CasUrl::parse(&self.cas_url)
    }
}

#[derive(Debug, Clone, Deserialize)]
struct PresetFile {
    preset: Vec<Preset>,
}

/// The ENT that can be chosen: those of the configuration, then those that ship with the program, by name.
///
/// # Errors
/// [`Failure::Presets`] when the shipped list cannot be read.
pub fn presets(pronote: &Pronote) -> Result<Vec<Preset>, Failure> {
    let shipped = SHIPPED.as_ref().map_err(|error| Failure::Presets(error.clone()))?;
    let mut shipped = shipped.preset.clone();
    shipped.sort_by_key(|preset| matching::fold(&preset.label));
    Ok(pronote.config().extra_presets.iter().cloned().chain(shipped).collect())
}

/// The ENT of this word.
///
/// # Errors
/// [`Failure::Presets`] when the shipped list cannot be read.
pub fn preset(pronote: &Pronote, word: &str) -> Result<Option<Preset>, Failure> {
    Ok(presets(pronote)?.into_iter().find(|preset| preset.id == word))
}
