//! The identifier by which a CAS server names a person to a service.

use std::{fmt, str::FromStr};

/// "Identifiant CAS": the subject of a CAS answer, as PRONOTE remembers it. 1 to 256 visible characters,
/// compared exactly: two subjects that differ only by case may be two people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CasId(String);

/// Why a text is not a CAS identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the CAS identifier is empty, longer than 256 characters, or holds an invisible character")]
pub struct CasIdError;

impl CasId {
    /// Reads a CAS identifier; spaces around it are dropped (answers are often indented).
    ///
    /// # Errors
    /// [`CasIdError`] when it is empty, too long or holds a control character.
    pub fn parse(raw: &str) -> Result<Self, CasIdError> {
        let text = raw.trim();
        let good = (1..=256).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if good { Ok(Self(text.to_owned())) } else { Err(CasIdError) }
    }

    /// The text of the identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CasId {
    type Err = CasIdError;

    fn from_str(text: &str) -> Result<Self, CasIdError> {
        Self::parse(text)
    }
}

impl fmt::Display for CasId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for CasId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_case_and_refuses_what_cannot_be_seen() {
        assert_eq!(CasId::parse(" ab-C ").unwrap().as_str(), "ab-C");
        assert_eq!(CasId::parse("o'neill@éc").unwrap().as_str(), "o'neill@éc");
        for bad in ["", "  ", "a\nb", "a\0", &"x".repeat(257)] {
            assert!(CasId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
