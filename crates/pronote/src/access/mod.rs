//! Entering a base: by the ENT (CAS), or by PRONOTE's own login.

mod admission;
mod cookies;
mod failures;
#[cfg(test)]
pub(crate) mod first_tests;
mod identity;
mod logout;
#[cfg(test)]
mod lying_tests;
#[cfg(test)]
pub(crate) mod node_tests;
pub(crate) mod pages;
mod pending;
mod recognition;
mod refusal;
#[cfg(test)]
mod refusal_tests;
mod rehearsal;
#[cfg(test)]
pub(crate) mod return_tests;
mod returns;
mod session;
#[cfg(test)]
pub(crate) mod several_tests;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tls_tests;
mod validation;
pub mod watch;

use cas_protocol::{Principal, ticket::ServiceTicket};
use db::{DbError, Tx, args};
use model::{CasId, Category};
use web::token;

pub use failures::{EntryFailure, failing, failures};
pub use logout::end_by_ent;
pub(crate) use pending::Pending;
pub use recognition::{Candidate, Origin, Verdict, recognise};
pub use refusal::{Refusal, Refused};
pub(crate) use rehearsal::{Foreseen, Rehearsal, rehearse};
pub(crate) use returns::ended_by_ent;
pub(crate) use session::Session;
pub use session::{
    Connected, Stay, choose_child, connected, end, ends_at, look_at, person, previous_visit, stay,
};
pub(crate) use validation::{not_asked, validate as ask_who_came};

use crate::{
    Failure, Pronote,
    bases::{DelegationId, SchoolBase, Space},
    delegation::{self, CommonId, Delegation, Identification},
    journal::{self, Kind, Line},
    people::{self, PersonId},
};

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

/// What becomes of somebody who comes back from the ENT.
#[derive(Debug)]
pub enum Arrival {
    /// They are inside.
    Entered(Entered),
    /// They say first, with PRONOTE's own login and password, who they are in the base.
    AskPassword {
        /// The secret of what waits for it.
        secret: String,
        /// The identifier under which the ENT knows them.
        cas_id: CasId,
    },
    /// Their browser had not asked to enter: they say first whether it is them.
    Confirm {
        /// The secret of what waits for it.
        secret: String,
        /// Whose space would open, `NOM Prénom`.
        name: String,
    },
    /// They came by the common page, and their own space is entered by another ENT.
    Elsewhere(Space),
    /// Not inside.
    Refused(Refused),
}

/// Somebody at the door with a ticket.
#[derive(Debug, Clone, Copy)]
pub struct AtTheDoor<'a> {
    /// The space.
    pub space: Space,
    /// The page asked for, below the root of the base.
    pub page: &'a str,
    /// The ticket, as it came.
    pub ticket: &'a str,
    /// The delegation by which this browser was sent to the ENT for this space; nothing when it was not.
    pub sent_by: Option<&'a DelegationId>,
}

/// Lets in the person who comes back from the ENT with a ticket.
///
/// # Errors
/// [`Failure`].
pub async fn enter_by_cas(
    pronote: &Pronote,
    base: &SchoolBase,
    door: AtTheDoor<'_>,
) -> Result<Arrival, Failure> {
    // A ticket means something to the ENT that gave it, and is shown to no other.
    let accepted = delegation::accepted(pronote, base, door.space).await?;
    let sent_by = door.sent_by.filter(|id| accepted.iter().any(|delegation| delegation.id == **id));
    let door = AtTheDoor { sent_by, ..door };
    let by = |delegation: &Delegation| sent_by.is_none_or(|id| delegation.id == *id);
    let Some(delegation) = accepted.into_iter().find(by) else {
        return refuse(pronote, base, door, Refusal::NoDelegation).await;
    };
    let Ok(ticket) = ServiceTicket::parse(door.ticket) else {
        return refuse(pronote, base, door, Refusal::TicketMissing).await;
    };
    let service = base.service(&pronote.config().spaces_url, door.page)?;
    let principal = match validation::validate(pronote, &delegation, &service, &ticket).await? {
        Ok(principal) => principal,
        Err(refused) => return refuse(pronote, base, door, refused).await,
    };
    let arrival = admission::admit(pronote, base, &delegation, door, &principal).await?;
    let Arrival::Refused(refused) = arrival else { return Ok(arrival) };
    if door.sent_by.is_some() && refused.why.is_of_a_person() {
        let mut tx = pronote.db().begin().await?;
        failures::note(pronote, &mut tx, base, &delegation, door.space, &principal, &refused).await?;
        tx.commit().await?;
    }
    refuse(pronote, base, door, refused).await
}

/// Refuses. A visit that nobody asked for leaves no trace: anybody can send any number of them.
async fn refuse(
    pronote: &Pronote,
    base: &SchoolBase,
    door: AtTheDoor<'_>,
    refused: impl Into<Refused>,
) -> Result<Arrival, Failure> {
    let refused = refused.into();
    if door.sent_by.is_some() {
        note_refusal(pronote, base, refused.why).await?;
    }
    Ok(Arrival::Refused(refused))
}

/// The identifier by which the ENT names the person.
fn common_id(identification: &Identification, principal: &Principal) -> Result<CasId, Refused> {
    let CommonId::Attribute(name) = &identification.common else {
        return CasId::parse(&principal.subject).map_err(|_| Refusal::NoSubject.into());
    };
    let mut values = principal.values(name).iter().filter(|value| !value.trim().is_empty());
    let id = values.next().and_then(|value| CasId::parse(value).ok());
    match (id, values.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(Refused::about(Refusal::SeveralCommonIds, name)),
        (None, _) => Err(Refused::about(Refusal::NoCommonId, name)),
    }
}

/// Whether an answer told nothing of the person but its subject: what every answer says of the sign-in itself aside.
fn released_nothing(principal: &Principal) -> bool {
    const OF_THE_PROTOCOL: [&str; 3] =
        ["authenticationDate", "isFromNewLogin", "longTermAuthenticationRequestTokenUsed"];
    principal.attributes.iter().all(|(name, _)| OF_THE_PROTOCOL.contains(&name.as_str()))
}

/// Lets in somebody whose ticket nobody had asked for, once they have said that it is them.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn confirm(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
    pending: &Pending,
) -> Result<Result<Entered, Refused>, Failure> {
    let Some(person) = &pending.person else { return Ok(Err(Refusal::TooLate.into())) };
    admission::settle(pronote, base, secret, pending, person).await
}

/// Lets in somebody who says who they are by PRONOTE's own login and password, once: from then on the ENT's word is
/// enough.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn confirm_by_password(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
    pending: &Pending,
    login: &str,
    password: &str,
) -> Result<Result<Entered, Refused>, Failure> {
    if pending.person.is_some() || !pending::may_try(pronote, secret).await? {
        return Ok(Err(Refusal::TooLate.into()));
    }
    let Some((person, _)) = people::by_own_password(pronote, &base.id, login, password).await? else {
        note_refusal(pronote, base, Refusal::WrongPassword).await?;
        return Ok(Err(Refusal::WrongPassword.into()));
    };
    admission::settle(pronote, base, secret, pending, &person).await
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
    if !direct_allowed(pronote, base, space).await? {
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
    // The common page may be open to PRONOTE's own login where the person's space is not.
    if !direct_allowed(pronote, base, Space::of(category)).await? {
        return Ok(Err(Refusal::DirectClosed));
    }
    let tx = pronote.db().begin().await?;
    open(pronote, tx, base, category, &person, None).await.map(Ok)
}

/// Whether PRONOTE's own login may be used: always without delegation, else as the delegation says.
///
/// # Errors
/// [`DbError`].
pub async fn direct_allowed(pronote: &Pronote, base: &SchoolBase, space: Space) -> Result<bool, DbError> {
    let delegation = delegation::for_space(pronote, base, space).await?;
    Ok(delegation.is_none_or(|delegation| delegation.direct_access))
}

/// By which ticket of the ENT somebody enters, and under which identifier.
struct ByTicket<'a> {
    cas_id: &'a CasId,
    digest: &'a str,
}

async fn open(
    pronote: &Pronote,
    mut tx: Tx,
    base: &SchoolBase,
    category: Category,
    person: &PersonId,
    by: Option<ByTicket<'_>>,
) -> Result<Entered, Failure> {
    let secret = session::open(pronote, &mut tx, base, category, person).await?;
    if let Some(ByTicket { cas_id, digest }) = &by {
        tx.run(sql::NOTE_TICKET, args![&token::digest(&secret), digest]).await?;
        failures::forget(pronote, &mut tx, &base.id, cas_id).await?;
    }
    people::note_login(pronote, &mut tx, person).await?;
    let way = if by.is_some() { "cas" } else { "own" };
    let line = Line { person: Some(person.as_str()), ..line(Kind::Entered, base, way) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(Entered { category, secret, cas_id: by.map(|by| by.cas_id.clone()) })
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
