//! What befell an identity, so that a test can count it and a report can say which cases an engine misses.

/// Something that befell an identity on its way into PRONOTE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each is the field of the same name in `Spelling`, `Facts`, `Presence` or `Families`"
)]
pub enum Case {
    AccentsLost,
    HyphenLost,
    BirthName,
    BothNames,
    Decorated,
    HalfSurname,
    SurnamesSwapped,
    Particle,
    Transliterated,
    Variant,
    Diminutive,
    SecondAdded,
    SecondAlone,
    CompoundShort,
    CompoundOdd,
    Typo,
    Mojibake,
    Truncated,
    Keyboard,
    Phonetic,
    Initial,
    DoubledSpaces,
    FieldsSwapped,
    DateMissing,
    DateWrong,
    StaleClass,
    ChildLinkMissing,
    TitleMissing,
    TitleWrong,
    SubjectDiffers,
    IdentityTwice,
    AccountTwice,
    LeftFamily,
    LeftSibling,
    KeptByOldSchool,
    ExtraGuardian,
    SameNameRelative,
    NamesakeCousin,
    Twin,
    TeacherParent,
}

impl Case {
    /// All of them.
    pub const ALL: [Self; 40] = [
        Self::AccentsLost,
        Self::HyphenLost,
        Self::BirthName,
        Self::BothNames,
        Self::Decorated,
        Self::HalfSurname,
        Self::SurnamesSwapped,
        Self::Particle,
        Self::Transliterated,
        Self::Variant,
        Self::Diminutive,
        Self::SecondAdded,
        Self::SecondAlone,
        Self::CompoundShort,
        Self::CompoundOdd,
        Self::Typo,
        Self::Mojibake,
        Self::Truncated,
        Self::Keyboard,
        Self::Phonetic,
        Self::Initial,
        Self::DoubledSpaces,
        Self::FieldsSwapped,
        Self::DateMissing,
        Self::DateWrong,
        Self::StaleClass,
        Self::ChildLinkMissing,
        Self::TitleMissing,
        Self::TitleWrong,
        Self::SubjectDiffers,
        Self::IdentityTwice,
        Self::AccountTwice,
        Self::LeftFamily,
        Self::LeftSibling,
        Self::KeptByOldSchool,
        Self::ExtraGuardian,
        Self::SameNameRelative,
        Self::NamesakeCousin,
        Self::Twin,
        Self::TeacherParent,
    ];
}

/// A set of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cases(u64);

impl Cases {
    /// Adds a case.
    pub fn add(&mut self, case: Case) {
        self.0 |= 1 << case as u8;
    }

    /// Tells whether a case is in the set.
    pub fn has(self, case: Case) -> bool {
        self.0 & (1 << case as u8) != 0
    }

    /// The cases of both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether nothing befell.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
