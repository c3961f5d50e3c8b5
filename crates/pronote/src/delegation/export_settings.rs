//! "Export des identifiants PRONOTE": what the identification window sets for a base, whatever its delegation.

use std::{fmt, str::FromStr};

use db::{DbError, args};
use model::Uai;

use super::sql;
use crate::{
    Pronote,
    bases::{self, BaseId, ChangeError, SchoolBase},
    journal::{self, Kind, Line},
};

/// "Code de rapprochement": the word by which the ENT knows this PRONOTE, 64 signs at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingCode(String);

/// Why a text is no such word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairingCodeError {
    /// Nothing was typed.
    #[error("the code is missing")]
    Missing,
    /// Another sign than letters, digits, `-`, `_` and `.`, or too many of them.
    #[error("a code is made of letters, digits, - _ and .")]
    Shape,
}

impl PairingCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`PairingCodeError`].
    pub fn parse(raw: &str) -> Result<Self, PairingCodeError> {
        let text = raw.trim();
        let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        match text {
            "" => Err(PairingCodeError::Missing),
            _ if text.len() <= 64 && text.bytes().all(good) => Ok(Self(text.to_owned())),
            _ => Err(PairingCodeError::Shape),
        }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PairingCode {
    type Err = PairingCodeError;

    fn from_str(text: &str) -> Result<Self, PairingCodeError> {
        Self::parse(text)
    }
}

impl AsRef<str> for PairingCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// "Les données exportées peuvent être déchiffrées par". Stored as the name of the recipient, with `*` for all of them
/// and nothing for whoever has the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExportReaders {
    /// All recipients of the configuration; whoever has the file, where there is none.
    #[default]
    Recipients,
    /// The recipient with this name.
    Recipient(String),
    /// Whoever has the file: it is written in clear.
    Anyone,
}

impl FromStr for ExportReaders {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "*" => Self::Recipients,
            "" => Self::Anyone,
            label => Self::Recipient(label.to_owned()),
        })
    }
}

impl AsRef<str> for ExportReaders {
    fn as_ref(&self) -> &str {
        match self {
            Self::Recipients => "*",
            Self::Recipient(label) => label,
            Self::Anyone => "",
        }
    }
}

impl fmt::Display for ExportReaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_ref())
    }
}

db::row! {
    /// What is set for the export of a base.
    #[derive(PartialEq, Eq)]
    pub struct ExportSettings {
        /// "Numéro de l'établissement", written into the file.
        pub uai: Uai => text,
        /// "Code de rapprochement", written into the file.
        pub pairing_code: PairingCode => text,
        /// Who can open the file.
        pub readers: ExportReaders => text,
        /// "Export vers une URL".
        pub url: Option<String> => text_opt,
        /// "Exporter automatiquement".
        pub automatic: bool => flag,
    }
}

/// What is set for the export of a base; nothing as long as nobody has set it.
///
/// # Errors
/// [`DbError`].
pub async fn export_settings(pronote: &Pronote, base: &BaseId) -> Result<Option<ExportSettings>, DbError> {
    pronote.db().optional(sql::EXPORT_SETTINGS, args![base]).await
}

/// Sets the export of a base that is not published.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn set_export(
    pronote: &Pronote,
    base: &SchoolBase,
    settings: &ExportSettings,
) -> Result<(), ChangeError> {
    let mut tx = pronote.db().begin().await?;
    // Nothing changes by it: its condition is the lock.
    bases::set_delegation(pronote, &mut tx, &base.id, base.delegation.as_ref()).await?;
    let ExportSettings { uai, pairing_code, readers, url, automatic } = settings;
    let values = args![&base.id, uai, pairing_code, readers, url.as_deref(), *automatic];
    tx.run(sql::SET_EXPORT, values).await?;
    let line =
        Line { base: Some(base.id.as_str()), detail: Some("export"), ..Line::new(Kind::DelegationSet) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}
