//! People as the two ends see them.

use model::{BirthDate, CasId, Category, PersonName, PronoteId, Uai};

use crate::{PersonKey, PronoteKey, Spelling};

/// How a person is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Civility {
    /// "Mme"; for a pupil, a girl.
    Madam,
    /// "M."; for a pupil, a boy.
    Sir,
}

impl Civility {
    /// `Mme` or `M.`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Madam => "Mme",
            Self::Sir => "M.",
        }
    }
}

/// A class, as both ends name it: classes carry no damage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class {
    /// Name, unique in its school, such as `6e 2`.
    pub name: String,
    /// Level, such as `6e` or `Tle`.
    pub level: &'static str,
}

/// What an ENT account is in a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntProfile {
    /// Élève.
    Pupil,
    /// Responsable of a pupil of the school.
    Guardian,
    /// Enseignant.
    Teacher,
    /// Personnel.
    Staff,
    /// Everybody else: inspectors and internship supervisors.
    Other,
}

impl EntProfile {
    /// The profile that an ENT gives to the people of a PRONOTE category.
    pub const fn of(category: Category) -> Self {
        match category {
            Category::Pupil => Self::Pupil,
            Category::Guardian => Self::Guardian,
            Category::Teacher => Self::Teacher,
            Category::Staff => Self::Staff,
            Category::InternshipSupervisor | Category::Inspector => Self::Other,
        }
    }
}

/// An account of the ENT: one per human being, whatever the number of schools and profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Key of the account.
    pub key: PersonKey,
    /// The name, well written.
    pub name: PersonName,
    /// How the person is addressed.
    pub civility: Civility,
    /// Known for every pupil and for some adults.
    pub birth_date: Option<BirthDate>,
    /// Sign-in name, `prenom.nom`, unique over the district; homonyms get a number.
    pub login: String,
    /// What the person is, and where; no pair occurs twice.
    pub profiles: Vec<(Uai, EntProfile)>,
    /// The class of a pupil.
    pub class: Option<Class>,
    /// Accounts of the children of a guardian, in both schools.
    pub children: Vec<PersonKey>,
}

impl Account {
    /// Tells whether the account has a profile in a school.
    pub fn is(&self, profile: EntProfile, school: &Uai) -> bool {
        self.profiles.iter().any(|(uai, p)| uai == school && *p == profile)
    }
}

/// The directory of the ENT, one for the two schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntView {
    /// Accounts in the order of their keys, which are 1, 2, 3…
    pub accounts: Vec<Account>,
}

/// A record of a PRONOTE base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PronotePerson {
    /// Key of the record.
    pub key: PronoteKey,
    /// Category in the base.
    pub category: Category,
    /// The name as this base writes it.
    pub name: PersonName,
    /// How `name` was made from the name of the account; [`Spelling::Same`] for people without account.
    pub spelling: Spelling,
    /// How the person is addressed.
    pub civility: Civility,
    /// Known for every pupil and for a few teachers; when both ends know it, they agree.
    pub birth_date: Option<BirthDate>,
    /// Unique in its base.
    pub pronote_id: PronoteId,
    /// The class of a pupil; none for a former pupil.
    pub class: Option<Class>,
    /// Records of the children, in this base.
    pub children: Vec<PronoteKey>,
    /// What the ENT of last year taught this base; about a third of the first base has one.
    pub former_cas_id: Option<CasId>,
    /// The truth: the account of the same human being, none when there is none.
    pub truth: Option<PersonKey>,
}

/// A PRONOTE base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PronoteView {
    /// Records by category, then by name, as PRONOTE lists them.
    pub people: Vec<PronotePerson>,
}
