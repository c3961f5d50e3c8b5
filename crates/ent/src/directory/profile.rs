//! The profiles of the portal.

use std::{fmt, str::FromStr};

use model::Category;

/// What a person is in a school, in the portal's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// Elève.
    Pupil,
    /// Parent.
    Parent,
    /// Enseignant.
    Teacher,
    /// Non enseignant.
    Staff,
    /// Autre: inspectors, internship supervisors, partners.
    Other,
}

/// A word that names no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown profile {0:?}")]
pub struct UnknownProfile(String);

impl Profile {
    /// All five, in the order of the access tab.
    pub const ALL: [Self; 5] = [Self::Pupil, Self::Parent, Self::Teacher, Self::Staff, Self::Other];

    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pupil => "pupil",
            Self::Parent => "parent",
            Self::Teacher => "teacher",
            Self::Staff => "staff",
            Self::Other => "other",
        }
    }

    /// The profile under which the directory holds people of a PRONOTE category.
    pub const fn of(category: Category) -> Self {
        match category {
            Category::Teacher => Self::Teacher,
            Category::Pupil => Self::Pupil,
            Category::Guardian => Self::Parent,
            Category::Staff => Self::Staff,
            Category::InternshipSupervisor | Category::Inspector => Self::Other,
        }
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Self, UnknownProfile> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or_else(|| UnknownProfile(text.to_owned()))
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Profile {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
