//! "Type de SSO".

use std::{fmt, str::FromStr};

/// How a service signs people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceKind {
    /// A page of the portal itself.
    Internal,
    /// "SSO Pronote avec CAS".
    PronoteWithCas,
}

/// A word that names no kind of service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of service {0:?}")]
pub struct UnknownServiceKind(String);

impl ServiceKind {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::PronoteWithCas => "pronote-with-cas",
        }
    }
}

impl FromStr for ServiceKind {
    type Err = UnknownServiceKind;

    fn from_str(text: &str) -> Result<Self, UnknownServiceKind> {
        let kinds = [Self::Internal, Self::PronoteWithCas];
        kinds.into_iter().find(|k| k.as_str() == text).ok_or_else(|| UnknownServiceKind(text.to_owned()))
    }
}

impl fmt::Display for ServiceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
