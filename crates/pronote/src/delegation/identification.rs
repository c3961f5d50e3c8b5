//! "Paramètres d'identification des utilisateurs": how the people whom a CAS server answers for are recognised.

use std::{collections::BTreeMap, fmt, str::FromStr};

use db::{Tx, args};
use model::Category;

use super::{change::Change, sql};
use crate::{
    Pronote,
    bases::{BaseId, ChangeError, DelegationId},
    journal::Kind,
};

/// The attribute in which ENT release the PRONOTE identifier, unless told otherwise.
pub const USUAL_ATTRIBUTE: &str = "idPronote";

/// A stored word that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {0:?}")]
pub struct UnknownWord(pub String);

/// A closed list of words, stored as they are written.
macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),* $(,)? }) => {
        impl $name {
            /// All of them, in the order of the screens.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word stored, used in forms and as a key for words.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let known = Self::ALL.iter().find(|known| known.as_str() == text);
                known.copied().ok_or_else(|| UnknownWord(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// The protocol in which the CAS server is asked who came with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// SAML 1.1, at `/samlValidate`.
    #[default]
    Saml11,
    /// CAS 3, at `/p3/serviceValidate`.
    Cas3,
    /// CAS 2, at `/serviceValidate`.
    Cas2,
}

impl Dialect {
    /// Where a CAS server answers it, below its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Saml11 => "/samlValidate",
            Self::Cas3 => "/p3/serviceValidate",
            Self::Cas2 => "/serviceValidate",
        }
    }
}

words!(Dialect { Saml11 => "saml11", Cas3 => "cas3", Cas2 => "cas2" });

/// How a person is recognised who has no known CAS identifier yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FirstConnection {
    /// By name, birth date, postal code and categories.
    Identity,
    /// By the PRONOTE identifier that an attribute holds.
    #[default]
    PronoteId,
    /// By PRONOTE's own login and password, typed once.
    DoubleAuth,
    /// Not at all: only those whose CAS identifier is known enter.
    Refuse,
}

words!(FirstConnection {
    Identity => "identity",
    PronoteId => "pronote-id",
    DoubleAuth => "double-auth",
    Refuse => "refuse",
});

/// What is taken for the CAS identifier. Stored as the name of the attribute, empty for the subject.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CommonId {
    /// "Utiliser l'identifiant utilisateur CAS (Subject)".
    #[default]
    Subject,
    /// "Utiliser l'attribut CAS".
    Attribute(String),
}

impl FromStr for CommonId {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Ok(if text.is_empty() { Self::Subject } else { Self::Attribute(text.to_owned()) })
    }
}

impl AsRef<str> for CommonId {
    fn as_ref(&self) -> &str {
        match self {
            Self::Subject => "",
            Self::Attribute(name) => name,
        }
    }
}

/// The words by which an ENT names the categories of people. Stored as `pupil=National_1;…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryWords(BTreeMap<Category, String>);

impl Default for CategoryWords {
    /// The words of the nomenclature that ENT share; it has none for the two remaining categories.
    fn default() -> Self {
        let usual = [
            (Category::Pupil, "National_1"),
            (Category::Guardian, "National_2"),
            (Category::Teacher, "National_3"),
            (Category::Staff, "National_4"),
        ];
        Self(usual.map(|(category, word)| (category, word.to_owned())).into())
    }
}

impl CategoryWords {
    /// The words given; an empty one stands for no word.
    pub fn of(words: impl IntoIterator<Item = (Category, String)>) -> Self {
        Self(words.into_iter().filter(|(_, word)| !word.is_empty()).collect())
    }

    /// The word for a category; empty when it has none.
    pub fn word(&self, category: Category) -> &str {
        self.0.get(&category).map_or("", String::as_str)
    }

    /// The categories that the values of the attribute name, each value holding one word or several joined by `;`.
    pub fn read(&self, values: &[String]) -> Vec<Category> {
        let came: Vec<&str> = values.iter().flat_map(|value| value.split(';')).map(str::trim).collect();
        let named = |word: &str| came.iter().any(|came| came.eq_ignore_ascii_case(word));
        self.0.iter().filter(|(_, word)| named(word)).map(|(category, _)| *category).collect()
    }
}

impl FromStr for CategoryWords {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let pairs = text.split(';').filter(|pair| !pair.is_empty()).map(|pair| {
            let unknown = || UnknownWord(pair.to_owned());
            let (category, word) = pair.split_once('=').ok_or_else(unknown)?;
            Ok((category.parse().map_err(|_| unknown())?, word.to_owned()))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for CategoryWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.0.iter().map(|(category, word)| format!("{category}={word}")).collect();
        f.write_str(&pairs.join(";"))
    }
}

/// How people are recognised under a delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identification {
    /// The protocol of the validation.
    pub dialect: Dialect,
    /// What is taken for the CAS identifier.
    pub common: CommonId,
    /// How people are recognised at their first visit.
    pub first: FirstConnection,
    /// The attribute that holds the PRONOTE identifier.
    pub attribute: String,
    /// The attribute that holds the last name; so for those that follow, which only [`FirstConnection::Identity`] reads.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date, `JJ/MM/AAAA`.
    pub birth_date: String,
    /// Postal code.
    pub postal_code: String,
    /// Categories.
    pub categories: String,
    /// The words found in the last one.
    pub words: CategoryWords,
}

impl Identification {
    /// The names of the attributes that a first visit looks at.
    pub fn looks_at(&self) -> impl Iterator<Item = &str> {
        let names: Vec<&str> = match self.first {
            FirstConnection::PronoteId => vec![&self.attribute],
            FirstConnection::Identity => {
                vec![&self.last_name, &self.first_name, &self.birth_date, &self.postal_code, &self.categories]
            }
            FirstConnection::DoubleAuth | FirstConnection::Refuse => Vec::new(),
        };
        names.into_iter()
    }
}

impl Default for Identification {
    fn default() -> Self {
        Self {
            dialect: Dialect::default(),
            common: CommonId::default(),
            first: FirstConnection::default(),
            attribute: USUAL_ATTRIBUTE.to_owned(),
            last_name: "nom".to_owned(),
            first_name: "prenom".to_owned(),
            birth_date: "dateNaissance".to_owned(),
            postal_code: "codePostal".to_owned(),
            categories: "categories".to_owned(),
            words: CategoryWords::default(),
        }
    }
}

/// Sets how people are recognised under a delegation of a base that is not published.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn set_identification(
    pronote: &Pronote,
    base: &BaseId,
    delegation: &DelegationId,
    identification: Identification,
) -> Result<(), ChangeError> {
    let mut change = Change::begin(pronote, base).await?;
    store(&mut change.tx, base, delegation, &identification).await?;
    let in_force = change.in_force();
    change.commit(in_force.as_ref(), Kind::DelegationSet, Some("identification")).await
}

/// Writes how people are recognised under a delegation of a base.
pub(super) async fn store(
    tx: &mut Tx,
    base: &BaseId,
    delegation: &DelegationId,
    identification: &Identification,
) -> Result<(), ChangeError> {
    let Identification { dialect, common, first, words, .. } = identification;
    let values = args![
        delegation,
        base,
        dialect.as_str(),
        common.as_ref(),
        first.as_str(),
        &identification.attribute,
        &identification.last_name,
        &identification.first_name,
        &identification.birth_date,
        &identification.postal_code,
        &identification.categories,
        &words.to_string()
    ];
    tx.run(sql::IDENTIFY, values).await?;
    Ok(())
}
