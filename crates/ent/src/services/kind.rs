//! "Type de SSO", and how a service hears of the end of a session.

use std::{fmt, str::FromStr};

/// How a service signs people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServiceKind {
    /// A page of the portal itself.
    Internal,
    /// "SSO Pronote avec CAS".
    PronoteWithCas,
    /// Any other client of the CAS protocol.
    #[default]
    Cas,
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
            Self::Cas => "cas",
        }
    }
}

impl FromStr for ServiceKind {
    type Err = UnknownServiceKind;

    fn from_str(text: &str) -> Result<Self, UnknownServiceKind> {
        let kinds = [Self::Internal, Self::PronoteWithCas, Self::Cas];
        kinds.into_iter().find(|k| k.as_str() == text).ok_or_else(|| UnknownServiceKind(text.to_owned()))
    }
}

impl fmt::Display for ServiceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// By which way a service is told that a session has ended (CAS 3.0.3, section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogoutChannel {
    /// A call from server to server.
    #[default]
    Back,
    /// Through the person's browser.
    Front,
    /// It is not told.
    None,
}

/// A word that names no way of telling.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown channel of single logout {0:?}")]
pub struct UnknownLogoutChannel(String);

impl LogoutChannel {
    /// The word stored, and written in lists of services.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Front => "front",
            Self::None => "none",
        }
    }
}

impl FromStr for LogoutChannel {
    type Err = UnknownLogoutChannel;

    fn from_str(text: &str) -> Result<Self, UnknownLogoutChannel> {
        let channels = [Self::Back, Self::Front, Self::None];
        channels.into_iter().find(|c| c.as_str() == text).ok_or_else(|| UnknownLogoutChannel(text.to_owned()))
    }
}

impl fmt::Display for LogoutChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
