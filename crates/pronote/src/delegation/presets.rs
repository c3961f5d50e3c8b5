//! The list "Mon ENT": data, never code.

use std::sync::LazyLock;

use serde::Deserialize;

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
    /// Address of its CAS server, as its source prints it.
    pub cas_url: String,
    /// Where the address was published.
    pub source: String,
}

#[derive(Debug, Clone, Deserialize)]
struct PresetFile {
    preset: Vec<Preset>,
}

/// The ENT that can be chosen: those of the configuration, then those that ship with the program.
///
/// # Errors
/// [`Failure::Presets`] when the shipped list cannot be read.
pub fn presets(pronote: &Pronote) -> Result<Vec<Preset>, Failure> {
    let shipped = SHIPPED.as_ref().map_err(|error| Failure::Presets(error.clone()))?;
    Ok(pronote.config().extra_presets.iter().chain(&shipped.preset).cloned().collect())
}
