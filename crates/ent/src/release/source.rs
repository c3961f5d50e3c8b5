//! Where the values of attributes come from.

use std::{fmt, str::FromStr};

/// Something the ENT knows of a person, in the vocabulary of release rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The person's identifier in the base of the service.
    PronoteId,
    /// The national code of the category under which that identifier was given.
    Category,
    /// The opaque stable name, the same as the subject.
    Uid,
    /// What the person types to sign in.
    Login,
    /// Nom.
    LastName,
    /// Prénom.
    FirstName,
    /// Prénom and nom.
    DisplayName,
    /// Date of birth, `JJ/MM/AAAA`.
    BirthDate,
    /// The values of the account's own attribute of this name.
    Attribute(String),
}

/// A word that names no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown source of an attribute {0:?}")]
pub struct UnknownSource(String);

/// Each source that is a single fact: the word stored, and the name under which services usually learn it (the names
/// of RFC 4519 where it has one, those of PRONOTE's connectors elsewhere).
const KNOWN: [(Source, &str, &str); 8] = [
    (Source::PronoteId, "pronote-id", "idPronote"),
    (Source::Category, "category", "categories"),
    (Source::Uid, "uid", "uid"),
    (Source::Login, "login", "login"),
    (Source::LastName, "last-name", "sn"),
    (Source::FirstName, "first-name", "givenName"),
    (Source::DisplayName, "display-name", "displayName"),
    (Source::BirthDate, "birth-date", "dateNaissance"),
];

/// Before the name of an account's own attribute, as stored.
const ATTRIBUTE: &str = "attribute:";

impl Source {
    /// What an attribute of this name on the wire tells: a fact of ours, or the account's own attribute of that name.
    pub fn named(name: &str) -> Self {
        let known = KNOWN.into_iter().find(|(_, _, usual)| *usual == name);
        known.map_or_else(|| Self::Attribute(name.to_owned()), |(source, ..)| source)
    }
}

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        if let Some(name) = text.strip_prefix(ATTRIBUTE) {
            return Ok(Self::Attribute(name.to_owned()));
        }
        let known = KNOWN.into_iter().find(|(_, word, _)| *word == text);
        known.map(|(source, ..)| source).ok_or_else(|| UnknownSource(text.to_owned()))
    }
}

/// The word stored.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, KNOWN.iter().find(|(source, ..)| source == self)) {
            (Self::Attribute(name), _) => write!(f, "{ATTRIBUTE}{name}"),
            (_, known) => f.write_str(known.map_or("", |(_, word, _)| word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again() {
        for (source, word, usual) in KNOWN {
            assert_eq!(source.to_string(), word);
            assert_eq!(word.parse::<Source>().as_ref(), Ok(&source));
            assert_eq!(Source::named(usual), source);
        }
        let own = Source::named("ENTPersonMail");
        assert_eq!(own.to_string(), "attribute:ENTPersonMail");
        assert_eq!("attribute:ENTPersonMail".parse::<Source>(), Ok(own));
        assert!("mail".parse::<Source>().is_err());
    }
}
