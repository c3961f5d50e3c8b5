//! What is wrong or doubtful in an identifier file that can be read.

/// An observation about one element of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The line of the element, from 1.
    pub line: u32,
    /// What was observed.
    pub kind: IssueKind,
}

/// What was observed. Texts are as the file has them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueKind {
    /// A person without `IDPN`: left out.
    #[error("this person has no PRONOTE identifier")]
    MissingPronoteId,
    /// A person without last name: left out.
    #[error("this person has no last name")]
    MissingName,
    /// A person without first name: kept.
    #[error("this person has no first name")]
    MissingFirstName,
    /// An `IDPN` that is no identifier: the person is left out.
    #[error("{0:?} is not a PRONOTE identifier")]
    BadPronoteId(String),
    /// An `IDPN` of another shape than PRONOTE's: kept.
    #[error("{0:?} does not look like a PRONOTE identifier")]
    UnusualPronoteId(String),
    /// An `IDPN` that another person of the file has: the second one is left out.
    #[error("line {first_line} already holds a person with this PRONOTE identifier")]
    DuplicatePronoteId {
        /// The line of the person who is kept.
        first_line: u32,
    },
    /// A person, by the look of it, in an element whose name is none of the six categories: left out.
    #[error("{0:?} is none of the six categories")]
    UnknownCategory(String),
    /// A birth date that is none: the person is kept without it.
    #[error("{0:?} is not a birth date")]
    BadBirthDate(String),
    /// A CAS identifier that is none: the person is kept without it.
    #[error("{0:?} is not a CAS identifier")]
    BadCasId(String),
    /// Bytes of a name that mean nothing in the encoding of the file: kept, with U+FFFD in their place.
    #[error("the name holds unreadable characters")]
    DamagedName,
    /// The number of the school is malformed.
    #[error("{0:?} is not a school number (UAI)")]
    BadUai(String),
    /// A value of the header that is not understood.
    #[error("the value of {0:?} is not understood")]
    BadHeader(String),
    /// An attribute of the root that is not understood.
    #[error("{0:?} is not understood in the header")]
    UnknownHeader(String),
}

impl IssueKind {
    /// Whether the person concerned is missing from [`super::Imported::people`].
    pub fn leaves_out(&self) -> bool {
        matches!(
            self,
            Self::MissingPronoteId
                | Self::MissingName
                | Self::BadPronoteId(_)
                | Self::DuplicatePronoteId { .. }
                | Self::UnknownCategory(_)
        )
    }
}
