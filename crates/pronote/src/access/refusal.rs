//! Why somebody does not enter, and the words for it.
//!
//! PRONOTE numbers its own kinds of errors; `docs/reference/messages.md` says which of ours stands for which.

use web::{StatusCode, Words, outgoing::CertificateFault};

use crate::bases::Space;

/// Why somebody does not enter. Each has its words: what happened, what to do, who can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The CAS server does not answer.
    CasUnreachable,
    /// Its certificate cannot be trusted.
    CasCertificate(CertificateFault),
    /// It sends us to another address.
    CasRedirects,
    /// It answers with a status that is no success; said: the status.
    CasStatus,
    /// It does not know the validation that is set: its answer is that of another one.
    ValidationMethod,
    /// Its answer cannot be understood.
    CasUnreadable,
    /// Its answer is longer than any answer should be.
    CasTooLong,
    /// Its answer is in a namespace that is not that of the protocol.
    CasNamespace,
    /// It does not accept the ticket; said: its words.
    TicketRefused,
    /// Its answer is for another service.
    OtherService,
    /// Its answer is for another time.
    Clocks,
    /// It accepts the ticket without naming the person, or names several.
    NoSubject,
    /// The attribute that is taken for the CAS identifier did not come; said: its name.
    NoCommonId,
    /// It came with several values; said: its name.
    SeveralCommonIds,
    /// The person came back without a ticket.
    TicketMissing,
    /// No CAS server is trusted any more.
    NoDelegation,
    /// Nobody has the CAS identifier, and the attribute that would tell who it is did not come; said: its name.
    NoAttribute,
    /// The same, and no attribute at all came, under a validation that carries none.
    WithoutAttributes,
    /// Only known CAS identifiers enter, and nobody has this one.
    AccessRefused,
    /// The same, of an identifier that an attribute holds; said: its name.
    UnknownCommonId,
    /// Nobody in the base has the PRONOTE identifier that came; said: the name of the attribute.
    UnknownPronoteId,
    /// The PRONOTE identifiers that came are those of two records of one category.
    SeveralPronoteIds,
    /// Nobody in the base has the name and birth date that came.
    UnknownIdentity,
    /// Whoever has them is known under another CAS identifier.
    IdentityTaken,
    /// The birth date that came has another form than `JJ/MM/AAAA`; said: the name of the attribute.
    BirthDateForm,
    /// People of several spaces have the name that came, and no postal code did; said: the name of its attribute.
    SeveralSpaces,
    /// So have people of one space.
    Homonyms,
    /// People of several spaces have the name and the postal code.
    SeveralSpacesAtHome,
    /// So have people of one space.
    HomonymsAtHome,
    /// [`super::Verdict::Conflict`].
    Conflict,
    /// [`super::Verdict::Duplicate`].
    Duplicate,
    /// The person is of another category than the space.
    OtherSpace,
    /// The space of the person's category is not published.
    SpaceClosed,
    /// The page that was answered has served already, or is too old.
    TooLate,
    /// Wrong PRONOTE login or password.
    WrongPassword,
    /// Direct connections are not allowed.
    DirectClosed,
}

impl Refusal {
    /// All of them, those that a CAS server causes first.
    pub const ALL: [Self; 40] = [
        Self::CasUnreachable,
        Self::CasCertificate(CertificateFault::UnknownIssuer),
        Self::CasCertificate(CertificateFault::OtherName),
        Self::CasCertificate(CertificateFault::Expired),
        Self::CasCertificate(CertificateFault::NotYetValid),
        Self::CasCertificate(CertificateFault::Unacceptable),
        Self::CasRedirects,
        Self::CasStatus,
        Self::ValidationMethod,
        Self::CasUnreadable,
        Self::CasTooLong,
        Self::CasNamespace,
        Self::TicketRefused,
        Self::OtherService,
        Self::Clocks,
        Self::NoSubject,
        Self::NoCommonId,
        Self::SeveralCommonIds,
        Self::TicketMissing,
        Self::NoDelegation,
        Self::NoAttribute,
        Self::WithoutAttributes,
        Self::AccessRefused,
        Self::UnknownCommonId,
        Self::UnknownPronoteId,
        Self::SeveralPronoteIds,
        Self::UnknownIdentity,
        Self::IdentityTaken,
        Self::BirthDateForm,
        Self::SeveralSpaces,
        Self::Homonyms,
        Self::SeveralSpacesAtHome,
        Self::HomonymsAtHome,
        Self::Conflict,
        Self::Duplicate,
        Self::OtherSpace,
        Self::SpaceClosed,
        Self::TooLate,
        Self::WrongPassword,
        Self::DirectClosed,
    ];

    /// The word in the journal, in the list of failures and in the keys of its sentences.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CasUnreachable => "cas-unreachable",
            Self::CasCertificate(fault) => match fault {
                CertificateFault::UnknownIssuer => "cas-certificate-issuer",
                CertificateFault::OtherName => "cas-certificate-name",
                CertificateFault::Expired => "cas-certificate-expired",
                CertificateFault::NotYetValid => "cas-certificate-early",
                CertificateFault::Unacceptable => "cas-certificate",
            },
            Self::CasRedirects => "cas-redirects",
            Self::CasStatus => "cas-status",
            Self::ValidationMethod => "method",
            Self::CasUnreadable => "cas-unreadable",
            Self::CasTooLong => "cas-too-long",
            Self::CasNamespace => "cas-namespace",
            Self::TicketRefused => "ticket",
            Self::OtherService => "other-service",
            Self::Clocks => "clocks",
            Self::NoSubject => "no-subject",
            Self::NoCommonId => "no-common-id",
            Self::SeveralCommonIds => "several-common-ids",
            Self::TicketMissing => "no-ticket",
            Self::NoDelegation => "no-delegation",
            Self::NoAttribute => "no-attribute",
            Self::WithoutAttributes => "without-attributes",
            Self::AccessRefused => "not-known",
            Self::UnknownCommonId => "unknown-common-id",
            Self::UnknownPronoteId => "unknown-id",
            Self::SeveralPronoteIds => "several-ids",
            Self::UnknownIdentity => "unknown-identity",
            Self::IdentityTaken => "identity-taken",
            Self::BirthDateForm => "birth-date",
            Self::SeveralSpaces => "several-spaces",
            Self::Homonyms => "homonyms",
            Self::SeveralSpacesAtHome => "several-spaces-at-home",
            Self::HomonymsAtHome => "homonyms-at-home",
            Self::Conflict => "conflict",
            Self::Duplicate => "duplicate",
            Self::OtherSpace => "other-space",
            Self::SpaceClosed => "space-closed",
            Self::TooLate => "too-late",
            Self::WrongPassword => "wrong-password",
            Self::DirectClosed => "direct-closed",
        }
    }

    /// The status of its page: whether somebody else's server is at fault.
    pub fn status(self) -> StatusCode {
        match self {
            Self::CasUnreachable
            | Self::CasCertificate(_)
            | Self::CasRedirects
            | Self::CasStatus
            | Self::ValidationMethod
            | Self::CasUnreadable
            | Self::CasTooLong
            | Self::CasNamespace => StatusCode::BAD_GATEWAY,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// Whether the ENT said who it is and PRONOTE did not recognise the person: what the supervisor can mend.
    pub fn is_of_a_person(self) -> bool {
        matches!(
            self,
            Self::NoCommonId
                | Self::SeveralCommonIds
                | Self::NoAttribute
                | Self::WithoutAttributes
                | Self::AccessRefused
                | Self::UnknownCommonId
                | Self::UnknownPronoteId
                | Self::SeveralPronoteIds
                | Self::UnknownIdentity
                | Self::IdentityTaken
                | Self::BirthDateForm
                | Self::SeveralSpaces
                | Self::Homonyms
                | Self::SeveralSpacesAtHome
                | Self::HomonymsAtHome
                | Self::Conflict
                | Self::Duplicate
        )
    }

    /// Whether what to do is for those who run the school rather than for the person.
    pub fn is_for_administrators(self) -> bool {
        !matches!(
            self,
            Self::OtherSpace
                | Self::DirectClosed
                | Self::WrongPassword
                | Self::CasUnreachable
                | Self::TicketMissing
                | Self::TooLate
                | Self::SeveralSpaces
                | Self::SeveralSpacesAtHome
        )
    }

    /// The refusal of this word, when this version has one.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.as_str() == word)
    }
}

/// A refusal with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// The name of an attribute, a status, or the words of the CAS server; empty for most. To be escaped where shown.
    pub said: String,
}

impl Refused {
    /// A refusal about `said`.
    pub fn about(why: Refusal, said: impl Into<String>) -> Self {
        Self { why, said: said.into() }
    }

    /// What happened, and what to do, in words.
    pub fn explain(&self, words: Words, cas: &str, space: Space) -> (String, String) {
        let key = format!("refusal-{}", self.why.as_str());
        let about = match self.why {
            Refusal::OtherSpace => ("space", words.t(&format!("space-{space}"))),
            Refusal::CasStatus | Refusal::TicketRefused => ("said", self.said.clone()),
            _ => ("attribute", self.said.clone()),
        };
        let say = |key: &str| words.t2(key, ("cas", cas), about.clone());
        (say(&key), say(&format!("{key}-help")))
    }
}

impl From<Refusal> for Refused {
    fn from(why: Refusal) -> Self {
        Self::about(why, "")
    }
}
