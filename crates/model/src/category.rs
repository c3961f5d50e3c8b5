//! The six categories of people that PRONOTE exports.

use std::{fmt, str::FromStr};

/// A category of PRONOTE people, in the order of the six steps of a reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Enseignant.
    Teacher,
    /// Élève.
    Pupil,
    /// Responsable (also "parent", "tuteur").
    Guardian,
    /// Maître de stage.
    InternshipSupervisor,
    /// Inspecteur pédagogique.
    Inspector,
    /// Personnel.
    Staff,
}

/// A word that names no category.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown category {0:?}")]
pub struct UnknownCategory(pub String);

impl Category {
    /// All six, in the order of the steps.
    pub const ALL: [Self; 6] = [
        Self::Teacher,
        Self::Pupil,
        Self::Guardian,
        Self::InternshipSupervisor,
        Self::Inspector,
        Self::Staff,
    ];

    /// The word stored in databases and used as a key for words on screens.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Teacher => "teacher",
            Self::Pupil => "pupil",
            Self::Guardian => "guardian",
            Self::InternshipSupervisor => "internship-supervisor",
            Self::Inspector => "inspector",
            Self::Staff => "staff",
        }
    }
}

impl FromStr for Category {
    type Err = UnknownCategory;

    fn from_str(text: &str) -> Result<Self, UnknownCategory> {
        Self::ALL.into_iter().find(|c| c.as_str() == text).ok_or_else(|| UnknownCategory(text.to_owned()))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Category {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
