//! "Tester": the whole dialogue with the CAS server of a delegation, step by step, before anybody depends on it.
//!
//! The first steps need nobody: does the server answer, does it speak the protocol that is set. Then the operator
//! signs in at the ENT as any account, and comes back with a ticket to a page that says what PRONOTE was told and who
//! would have entered. Nobody enters, and no identifier is recorded. The base need not be published.

pub(crate) mod pages;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use cas_protocol::{
    login,
    service::{ServiceAddress, ServiceAddressError},
    ticket::ServiceTicket,
};
use db::args;
use web::{clock::SignedDuration, outgoing::CallError, token};

use crate::{
    Failure, Pronote,
    access::{self, Refusal, Refused, Rehearsal},
    bases::{DelegationId, SchoolBase, Space},
    delegation::{self, Delegation},
};

/// How long an operator may take to sign in at the ENT.
const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// What was seen of a CAS server without anybody's help.
#[derive(Debug)]
pub struct Seen {
    /// Whether its page of sign-in is there; else why not.
    pub login: Result<(), Refused>,
    /// What it makes of a made-up ticket.
    pub validator: Validator,
}

/// What a validator makes of a ticket that nobody has ever been given.
#[derive(Debug, PartialEq, Eq)]
pub enum Validator {
    /// It refuses it in the words of the protocol, as it should.
    Refuses,
    /// It accepts it: it would let anybody in as anybody.
    AcceptsAnything,
    /// It cannot be asked, or does not speak the protocol that is set.
    Fails(Refused),
}

/// Looks at the CAS server of a delegation.
///
/// # Errors
/// [`Failure`].
pub async fn look(pronote: &Pronote, base: &SchoolBase, delegation: &Delegation) -> Result<Seen, Failure> {
    let service = base.service(&pronote.config().spaces_url, "")?;
    let page = login::login_url(&delegation.cas_url.login(), &service);
    let login = match pronote.cas().get(&page).await {
        // A server with several ways to sign in leads to the choice.
        Ok(()) | Err(CallError::Status(300..400)) => Ok(()),
        Err(error) => Err(access::not_asked(&error)),
    };
    // Nobody has ever been given this ticket.
    let ticket = ServiceTicket::from_random(token::random()?);
    let validator = match access::ask_who_came(pronote, delegation, &service, &ticket).await? {
        Err(Refused { why: Refusal::TicketRefused, .. }) => Validator::Refuses,
        Err(refused) => Validator::Fails(refused),
        Ok(_) => Validator::AcceptsAnything,
    };
    Ok(Seen { login, validator })
}

/// Begins a trial for a space; gives the address to which the browser goes: the sign-in of the ENT.
///
/// # Errors
/// [`Failure`].
pub async fn begin(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
) -> Result<String, Failure> {
    let secret = token::secret()?;
    let now = pronote.now();
    let until = now.saturating_add(LIFE).unwrap_or(now).as_millisecond();
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::DROP_OLD, args![now.as_millisecond()]).await?;
    let digest = token::digest(&secret);
    tx.run(sql::ADD, args![&digest, &base.id, &delegation.id, space.as_str(), until]).await?;
    tx.commit().await?;
    let service = way_back(pronote, base, &secret, space)?;
    Ok(login::login_url(&delegation.cas_url.login(), &service))
}

/// Where the ENT sends the browser back to. The page of the space ends it, since an ENT may choose by it which of
/// several identifiers it tells.
fn way_back(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
    space: Space,
) -> Result<ServiceAddress, ServiceAddressError> {
    let page = format!("essai/{secret}/{}", space.page());
    base.service(&pronote.config().spaces_url, page.trim_end_matches('/'))
}

db::row! { struct Begun { delegation: DelegationId => text, space: Space => text } }

/// What a trial has shown.
pub struct Outcome {
    /// The delegation that was tried.
    pub delegation: Delegation,
    /// The space that was asked for.
    pub space: Space,
    /// What the ENT said, and who would have entered.
    pub rehearsal: Rehearsal,
}

/// Ends the trial of a secret with the ticket that came back; none when it has served, or is too old.
///
/// # Errors
/// [`Failure`].
pub async fn end(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
    ticket: &str,
) -> Result<Option<Outcome>, Failure> {
    let now = pronote.now().as_millisecond();
    let begun: Option<Begun> =
        pronote.db().take(sql::TAKE, args![&token::digest(secret), &base.id, now]).await?;
    let Some(Begun { delegation, space }) = begun else { return Ok(None) };
    let all = delegation::all(pronote, base).await?;
    let Some(delegation) = all.into_iter().find(|held| held.id == delegation) else { return Ok(None) };
    let service = way_back(pronote, base, secret, space)?;
    let rehearsal = access::rehearse(pronote, base, &delegation, space, &service, ticket).await?;
    Ok(Some(Outcome { delegation, space, rehearsal }))
}
