//! One person as one of the two lists tells it.

/// What a person is to the school. Only people of one category are compared: a teacher who is also a parent has
/// two identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Category {
    /// Enseignant.
    Teacher,
    /// Élève.
    #[default]
    Pupil,
    /// Responsable: answers for a pupil.
    Guardian,
    /// Maître de stage.
    InternshipSupervisor,
    /// Inspecteur pédagogique.
    Inspector,
    /// Personnel.
    Staff,
}

impl Category {
    /// All, in the order of the six steps of an import.
    pub const ALL: [Self; 6] = [
        Self::Teacher,
        Self::Pupil,
        Self::Guardian,
        Self::InternshipSupervisor,
        Self::Inspector,
        Self::Staff,
    ];

    pub(crate) const fn number(self) -> usize {
        self as usize
    }
}

/// How somebody is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Title {
    /// Not told, or told in a word that is not one of the two.
    #[default]
    Unknown,
    /// M.
    Mr,
    /// Mme, Mlle.
    Mrs,
}

impl Title {
    /// Reads what registers write: `M.`, `MR`, `Monsieur`, `Mme`, `MLLE`, `Madame`… in any case.
    ///
    /// ```
    /// assert_eq!(matching::Title::read("MME."), matching::Title::Mrs);
    /// assert_eq!(matching::Title::read("Dr"), matching::Title::Unknown);
    /// ```
    pub fn read(text: &str) -> Self {
        match text {
            "" => return Self::Unknown,
            "M." => return Self::Mr,
            "Mme" => return Self::Mrs,
            _ => {}
        }
        let word: String =
            text.chars().take(16).filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        match word.as_str() {
            "m" | "mr" | "monsieur" => Self::Mr,
            "mme" | "mlle" | "mrs" | "madame" | "mademoiselle" => Self::Mrs,
            _ => Self::Unknown,
        }
    }
}

/// A day of the calendar. Days are only compared: the caller checks that they exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    /// Four digits.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// One person of a list, borrowed from wherever it was read. Everything but the identifier and the category may be
/// empty. Fields that hold several values separate them by `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record<'a> {
    /// The identifier of this person in its list.
    pub id: &'a str,
    /// Only people of one category are compared.
    pub category: Category,
    /// How the person is addressed.
    pub title: Title,
    /// Last name: the usual one where two are told.
    pub last: &'a str,
    /// Last name at birth, where it is told besides.
    pub birth_last: &'a str,
    /// First name, compound or not.
    pub first: &'a str,
    /// Further first names.
    pub other_first: &'a str,
    /// Birth date.
    pub born: Option<Day>,
    /// Schools, by any word that both lists share (UAI). One link at most is made in each school for a person of
    /// the directory.
    pub schools: &'a str,
    /// Classes.
    pub classes: &'a str,
    /// Subjects taught.
    pub subjects: &'a str,
    /// Of a guardian: identifiers of pupils of the same list.
    pub children: &'a str,
}
