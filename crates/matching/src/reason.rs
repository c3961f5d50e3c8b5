//! Why two people were brought together, or kept apart.

/// What was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Last names: usual and at birth.
    LastName,
    /// First names.
    FirstName,
    /// Birth dates.
    BirthDate,
    /// How they are addressed.
    Title,
    /// Classes.
    Class,
    /// Subjects taught.
    Subject,
    /// Of a guardian the pupils, of a pupil the guardians.
    Family,
    /// How many could be meant, and how many have no account at all.
    Scope,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The same, accents, case and hyphens aside.
    Same,
    /// The same but for spaces and particles.
    Joined,
    /// The name at birth, a further first name.
    Other,
    /// A part of the other: one of two surnames, one of two first names.
    Part,
    /// Another spelling of the same name.
    Variant,
    /// The short form of the other.
    Short,
    /// Sounds the same.
    Sound,
    /// One or two letters, or one part of the date, differ.
    Close,
    /// Only the beginning agrees.
    Beginning,
    /// The two names stand in each other's place; day and month do.
    Swapped,
    /// The last name is not the account's, but that of a pupil it answers for.
    Kin,
    /// The account answers for no pupil of this school.
    Alone,
    /// Another one.
    Different,
}

/// How many levels there are.
pub(crate) const LEVELS: usize = 14;

/// How many fields are compared by levels.
pub(crate) const FIELDS: usize = 7;

/// One reason of a link or of a doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What was compared.
    pub field: Field,
    /// How it compares.
    pub level: Level,
    /// What this says for (positive) or against (negative) the two being one person, in bits.
    pub bits: f32,
}

impl Field {
    /// The word for other programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LastName => "last-name",
            Self::FirstName => "first-name",
            Self::BirthDate => "birth-date",
            Self::Title => "title",
            Self::Class => "class",
            Self::Subject => "subject",
            Self::Family => "family",
            Self::Scope => "scope",
        }
    }
}

impl Level {
    /// The word for other programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Joined => "joined",
            Self::Other => "other",
            Self::Part => "part",
            Self::Variant => "variant",
            Self::Short => "short",
            Self::Sound => "sound",
            Self::Close => "close",
            Self::Beginning => "beginning",
            Self::Swapped => "swapped",
            Self::Kin => "kin",
            Self::Alone => "alone",
            Self::Different => "different",
        }
    }
}
