//! Where the values of attributes come from.

use std::{fmt, str::FromStr};

/// Something the ENT knows of a person, in the vocabulary of release rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The person's identifier in the base of the service.
    PronoteId,
    /// The national code of the category under which that identifier was given.
    Category,
    /// The opaque stable name, the same as the subject.
    Uid,
}

/// A word that names no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown source of an attribute {0:?}")]
pub struct UnknownSource(String);

impl Source {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PronoteId => "pronote-id",
            Self::Category => "category",
            Self::Uid => "uid",
        }
    }
}

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        let sources = [Self::PronoteId, Self::Category, Self::Uid];
        sources.into_iter().find(|s| s.as_str() == text).ok_or_else(|| UnknownSource(text.to_owned()))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
