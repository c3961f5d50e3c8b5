//! Entering a base: by the ENT (CAS), or by PRONOTE's own login.

#[cfg(test)]
pub(crate) mod node_tests;
pub(crate) mod pages;
mod recognition;
mod session;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tls_tests;
mod validation;

use cas_protocol::{Principal, ticket::ServiceTicket};
use db::{DbError, Tx};
use model::{CasId, Category, PronoteId};
use web::outgoing::CertificateFault;

pub use recognition::{Candidate, Origin, Verdict, recognise};
pub(crate) use session::Session;
pub use session::{connected, end, person, previous_visit};

use crate::{
    Failure, Pronote,
    bases::{SchoolBase, Space},
    delegation::{self, Delegation},
    journal::{self, Kind, Line},
    people::{self, Person, PersonId},
};

/// Why somebody does not enter. Each has its words: what happened, what to do, who can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The CAS server does not answer.
    CasUnreachable,
    /// Its certificate cannot be trusted.
    CasCertificate(CertificateFault),
    /// What it answers cannot be understood.
    CasUnreadable,
    /// It does not accept the ticket, or its answer is not for us or not for now.
    TicketRefused,
    /// Nobody has the CAS identifier, and no attribute with a PRONOTE identifier came.
    NoAttribute,
    /// Nobody in the base has the PRONOTE identifier that came.
    UnknownPronoteId,
    /// [`Verdict::Conflict`].
    Conflict,
    /// [`Verdict::Duplicate`].
    Duplicate,
    /// The person is of another category than the space.
    OtherSpace,
    /// The space of the person's category is not published.
    SpaceClosed,
    /// Wrong PRONOTE login or password.
    WrongPassword,
    /// Direct connections are not allowed.
    DirectClosed,
}

impl Refusal {
    /// The word in the journal and in the keys of its sentences.
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
            Self::CasUnreadable => "cas-unreadable",
            Self::TicketRefused => "ticket",
            Self::NoAttribute => "no-attribute",
            Self::UnknownPronoteId => "unknown-id",
            Self::Conflict => "conflict",
            Self::Duplicate => "duplicate",
            Self::OtherSpace => "other-space",
            Self::SpaceClosed => "space-closed",
            Self::WrongPassword => "wrong-password",
            Self::DirectClosed => "direct-closed",
        }
    }
}

/// An open door.
#[derive(Debug)]
pub struct Entered {
    /// The category of the person, which tells their space.
    pub category: Category,
    /// The secret of the new session.
    pub secret: String,
    /// Under which CAS identifier; none for PRONOTE's own login.
    pub cas_id: Option<CasId>,
}

/// Lets in the person who comes back from the ENT with a ticket for `page`.
///
/// # Errors
/// [`Failure`].
pub async fn enter_by_cas(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    page: &str,
    ticket: &str,
) -> Result<Result<Entered, Refusal>, Failure> {
    let outcome = match delegation::current(pronote, base).await? {
        Some(delegation) => by_cas(pronote, base, &delegation, space, page, ticket).await?,
        None => Err(Refusal::TicketRefused),
    };
    if let Err(refusal) = outcome {
        note_refusal(pronote, base, refusal).await?;
    }
    Ok(outcome)
}

async fn by_cas(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    page: &str,
    ticket: &str,
) -> Result<Result<Entered, Refusal>, Failure> {
    let Ok(ticket) = ServiceTicket::parse(ticket) else { return Ok(Err(Refusal::TicketRefused)) };
    let service = base.service(&pronote.config().spaces_url, page)?;
    let principal = match validation::validate(pronote, delegation, &service, &ticket).await? {
        Ok(principal) => principal,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Ok(cas_id) = CasId::parse(&principal.subject) else { return Ok(Err(Refusal::CasUnreadable)) };
    admit(pronote, base, delegation, space, &cas_id, &principal).await
}

/// Recognises the person and opens their session, in one transaction: two people who come at the same time with the
/// same identifier cannot both have it.
async fn admit(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    cas_id: &CasId,
    principal: &Principal,
) -> Result<Result<Entered, Refusal>, Failure> {
    let mut tx = pronote.db().begin().await?;
    let holders = people::by_cas_id_in(&mut tx, &base.id, cas_id).await?;
    let named = named(&mut tx, base, principal.values(&delegation.identification.attribute)).await?;
    let stranger = stranger(delegation, principal);
    // The common page takes people as what the ENT says they are, else as what they entered as last.
    let said = || named.iter().chain(&holders).next().map(|person| person.category);
    let Some(category) = space.category().or_else(said) else { return Ok(Err(stranger)) };
    if !base.spaces.contains(Space::of(category)) {
        return Ok(Err(Refusal::SpaceClosed));
    }
    let (person, learnt) = match decide(delegation, category, &holders, &named, stranger) {
        Ok(decided) => decided,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(detail) = learnt {
        people::learn_cas_id(pronote, &mut tx, &person, cas_id, &delegation.id).await?;
        let line = line(Kind::CasIdLearnt, base, detail);
        journal::append(pronote, &mut tx, Line { person: Some(person.as_str()), ..line }).await?;
    }
    open(pronote, tx, base, category, &person, Some(cas_id)).await.map(Ok)
}

/// Who enters as `category`, and the journal's word when the CAS identifier is learnt; or why nobody does: `stranger`
/// when the identifiers that came lead to nobody.
fn decide(
    delegation: &Delegation,
    category: Category,
    holders: &[Person],
    named: &[Person],
    stranger: Refusal,
) -> Result<(PersonId, Option<&'static str>), Refusal> {
    let a = holders.iter().find(|person| person.category == category);
    let mut others = named.iter().filter(|person| person.category == category);
    let b = others.next();
    if others.any(|person| b.is_some_and(|b| b.id != person.id)) {
        return Err(Refusal::Duplicate);
    }
    let candidate = |person| candidate(person, delegation);
    match recognise(a.map(candidate).as_ref(), b.map(candidate).as_ref()) {
        Verdict::Enter(person) => Ok((person, None)),
        Verdict::Record(person) => Ok((person, Some("recorded"))),
        Verdict::Replace(person) => Ok((person, Some("replaced"))),
        Verdict::Conflict => Err(Refusal::Conflict),
        Verdict::Duplicate => Err(Refusal::Duplicate),
        Verdict::Stranger if a.is_none() && !(holders.is_empty() && named.is_empty()) => {
            Err(Refusal::OtherSpace)
        }
        Verdict::Stranger => Err(stranger),
    }
}

/// The people whose PRONOTE identifiers came. Several may come: one for each profile of the account.
async fn named(tx: &mut Tx, base: &SchoolBase, values: &[String]) -> Result<Vec<Person>, DbError> {
    let mut found = Vec::new();
    for pronote_id in values.iter().take(8).filter_map(|value| PronoteId::parse(value).ok()) {
        found.extend(people::by_pronote_id_in(tx, &base.id, &pronote_id).await?);
    }
    Ok(found)
}

fn candidate(person: &Person, delegation: &Delegation) -> Candidate {
    let origin = match &person.cas_taught_by {
        None => Origin::ByHand,
        Some(id) if *id == delegation.id => Origin::ThisDelegation,
        Some(_) => Origin::FormerDelegation,
    };
    Candidate { person: person.id.clone(), cas_id: person.cas_id.as_ref().map(|_| origin) }
}

fn stranger(delegation: &Delegation, principal: &Principal) -> Refusal {
    let came =
        principal.values(&delegation.identification.attribute).iter().any(|value| !value.trim().is_empty());
    if came { Refusal::UnknownPronoteId } else { Refusal::NoAttribute }
}

/// Lets in a person who types PRONOTE's own login and password.
///
/// # Errors
/// [`Failure`].
pub async fn enter_by_password(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    login: &str,
    password: &str,
) -> Result<Result<Entered, Refusal>, Failure> {
    if !direct_allowed(pronote, base).await? {
        return Ok(Err(Refusal::DirectClosed));
    }
    let Some((person, category)) = people::by_own_password(pronote, &base.id, login, password).await? else {
        note_refusal(pronote, base, Refusal::WrongPassword).await?;
        return Ok(Err(Refusal::WrongPassword));
    };
    if !base.spaces.contains(Space::of(category)) {
        return Ok(Err(Refusal::SpaceClosed));
    }
    if space.category().is_some_and(|wanted| wanted != category) {
        return Ok(Err(Refusal::OtherSpace));
    }
    let tx = pronote.db().begin().await?;
    open(pronote, tx, base, category, &person, None).await.map(Ok)
}

/// Whether PRONOTE's own login may be used: always without delegation, else as the delegation says.
///
/// # Errors
/// [`DbError`].
pub async fn direct_allowed(pronote: &Pronote, base: &SchoolBase) -> Result<bool, DbError> {
    Ok(delegation::current(pronote, base).await?.is_none_or(|delegation| delegation.direct_access))
}

async fn open(
    pronote: &Pronote,
    mut tx: Tx,
    base: &SchoolBase,
    category: Category,
    person: &PersonId,
    cas_id: Option<&CasId>,
) -> Result<Entered, Failure> {
    let secret = session::open(pronote, &mut tx, &base.id, category, person).await?;
    people::note_login(pronote, &mut tx, person).await?;
    let way = if cas_id.is_some() { "cas" } else { "own" };
    let line = Line { person: Some(person.as_str()), ..line(Kind::Entered, base, way) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(Entered { category, secret, cas_id: cas_id.cloned() })
}

async fn note_refusal(pronote: &Pronote, base: &SchoolBase, refusal: Refusal) -> Result<(), Failure> {
    let mut tx = pronote.db().begin().await?;
    journal::append(pronote, &mut tx, line(Kind::Refused, base, refusal.as_str())).await?;
    tx.commit().await?;
    Ok(())
}

fn line<'a>(kind: Kind, base: &'a SchoolBase, detail: &'static str) -> Line<'a> {
    Line { base: Some(base.id.as_str()), detail: Some(detail), ..Line::new(kind) }
}
