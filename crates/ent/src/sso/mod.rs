//! The CAS server: who may have a ticket for which service, and what a ticket is worth.

mod api;
mod pages;
mod sql;
pub(crate) mod tickets;

#[cfg(test)]
pub(crate) mod node_tests;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use cas_protocol::{
    Attributes,
    cas2::FailureCode,
    login::TicketParameter,
    service::{ServiceAddress, ServiceAddressError},
    ticket::{ServiceTicket, ValidationTicket},
};
use db::{DbError, args};
use web::{Routes, Timestamp, clock};

use crate::{
    Ent,
    directory::{self, Person},
    gate::Audience,
    identifiers,
    ids::AccountId,
    journal::{self, Event, Line},
    login::{self, Session},
    release::{self, ReleaseError},
    services::{self, Service, ServiceKind},
};

pub(crate) use sql::STATEMENTS;
pub(crate) use tickets::TicketStore;

/// Everything under `/cas`.
pub(crate) fn routes() -> Routes<Ent, Audience> {
    pages::routes().merge(api::routes())
}

/// Why no ticket is issued.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoTicket {
    /// The address is not one that can be redirected to.
    #[error(transparent)]
    Address(#[from] ServiceAddressError),
    /// No registered service has this address.
    #[error("no service is registered at this address")]
    UnknownService,
    /// The person has no right to the service.
    #[error("the person may not use this service")]
    NotEntitled,
    /// The account behind the session is gone.
    #[error("the account is gone")]
    NoAccount,
    /// A failure of ours.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A failure of ours.
    #[error(transparent)]
    NoRandomness(#[from] web::token::NoRandomness),
    /// A failure of ours.
    #[error(transparent)]
    Journal(#[from] journal::Overflow),
    /// Too many tickets are alive, or a failure of ours.
    #[error(transparent)]
    NotKept(#[from] tickets::NotKept),
}

/// A registered service that a browser asked for, at one of its addresses.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) service: Arc<Service>,
    pub(crate) address: ServiceAddress,
    pub(crate) parameter: TicketParameter,
}

impl Wanted {
    /// Finds the service at an address given by a browser.
    pub(crate) async fn find(ent: &Ent, address: &str, parameter: TicketParameter) -> Result<Self, NoTicket> {
        let address = ServiceAddress::parse(address)?;
        let catalogue = services::catalogue(ent).await?;
        let service = catalogue.of_address(&address).ok_or(NoTicket::UnknownService)?;
        Ok(Self { service, address, parameter })
    }
}

/// How a visit of a service goes on.
pub(crate) enum Step {
    /// The first-visit page, once, before the first ticket for this service.
    FirstVisit(Arc<Person>),
    /// The browser goes to the service, with its ticket.
    Enter(String),
}

/// Whether a page may be shown on the way to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// The person is there and can read.
    Shown,
    /// `gateway`: nothing may be asked.
    Silent,
}

/// What a person who has a session gets for a service.
pub(crate) async fn visit(
    ent: &Ent,
    session: &Session,
    wanted: &Wanted,
    manner: Manner,
) -> Result<Step, NoTicket> {
    let person = directory::find(ent, &session.account_id).await?.ok_or(NoTicket::NoAccount)?;
    if !services::catalogue(ent).await?.may_use(&wanted.service, &person.affiliations) {
        return Err(NoTicket::NotEntitled);
    }
    let account = &person.account;
    if manner == Manner::Shown && !first_visit_done(ent, &account.id, &wanted.service).await? {
        return Ok(Step::FirstVisit(person));
    }
    let random = web::token::random::<32>()?;
    let ticket = ServiceTicket::from_random(random);
    let entered = wanted.address.with_parameter(wanted.parameter.as_str(), ticket.as_str());
    let granted = tickets::Granted {
        account: account.id.clone(),
        session: session.id.clone(),
        service: wanted.service.id.clone(),
        address: wanted.address.clone(),
        authenticated_at: clock::from_millis(session.opened_at),
        from_new_login: login::spend_typed(ent, session, wanted.address.as_str()).await?,
        proxies: Vec::new(),
    };
    ent.tickets().put(ValidationTicket::Service(ticket), granted, ent.now()).await?;
    let line = Line::new(Event::TicketIssued).account(&account.id).service(&wanted.service.id);
    journal::write(ent, &line).await?;
    Ok(Step::Enter(entered))
}

/// Whether the first-visit page of a PRONOTE was acknowledged, for the identifiers that the person has today: when
/// PRONOTE gives them another account, the page comes back.
async fn first_visit_done(ent: &Ent, account: &AccountId, service: &Service) -> Result<bool, DbError> {
    db::row! { struct Seen { times: i64 => int } }
    if service.kind != ServiceKind::PronoteWithCas {
        return Ok(true);
    }
    let accounts = pronote_accounts(ent, account, service).await?;
    let key = format!("{account} {} {accounts}", service.id);
    let read = async {
        let seen: Option<Seen> = ent.db().optional(sql::SEEN, args![account, &service.id, accounts]).await?;
        // Held once it is done: what a person has acknowledged stays so.
        Ok::<_, DbError>(seen.filter(|seen| seen.times > 0).map(drop))
    };
    Ok(ent.caches().first_visits.get(&key, read).await?.is_some())
}

/// Remembers that the person wants the first-visit page no more, on any device.
pub(crate) async fn acknowledge(ent: &Ent, session: &Session, service: &Service) -> Result<(), DbError> {
    let account = &session.account_id;
    let accounts = pronote_accounts(ent, account, service).await?;
    let now = ent.now().as_millisecond();
    ent.db().run(sql::ACKNOWLEDGE, args![account, &service.id, accounts, now]).await.map(drop)
}

/// The person's identifiers in the base of the service, as one text.
async fn pronote_accounts(ent: &Ent, account: &AccountId, service: &Service) -> Result<String, DbError> {
    let links = match &service.base_id {
        Some(base) => identifiers::links_of(ent, base, account).await?,
        None => Arc::default(),
    };
    Ok(links.iter().map(|link| link.pronote_id.as_str()).collect::<Vec<_>>().join(" "))
}

/// What a service learns from a good ticket.
pub(crate) struct Validated {
    pub(crate) person: Arc<Person>,
    pub(crate) session: crate::ids::SessionId,
    /// The address the ticket was issued for.
    pub(crate) address: ServiceAddress,
    pub(crate) attributes: Attributes,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) from_new_login: bool,
}

/// Why a ticket is worth nothing. Every one of these is a protocol answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotValidated {
    /// The ticket or the service is missing, or cannot be read.
    #[error("the parameters 'service' and 'ticket' are both required")]
    Request,
    /// Unknown, used or too old: on purpose not told apart.
    #[error("the ticket is unknown, has been used, or is too old")]
    Ticket,
    /// `renew` was asked for, and the ticket came from an open session.
    #[error("the ticket was not born of typed credentials")]
    Renew,
    /// The ticket was issued for another address.
    #[error("the ticket was issued for another service")]
    Service,
    /// A failure of ours; its cause is in the log.
    #[error("the server failed")]
    Failed,
}

impl NotValidated {
    /// The word of CAS 3.0.3, section 2.5.3.
    pub(crate) fn code(&self) -> FailureCode {
        match self {
            Self::Request => FailureCode::InvalidRequest,
            Self::Ticket | Self::Renew => FailureCode::InvalidTicket,
            Self::Service => FailureCode::InvalidService,
            Self::Failed => FailureCode::InternalError,
        }
    }
}

impl From<DbError> for NotValidated {
    fn from(error: DbError) -> Self {
        tracing::error!(%error, "a ticket could not be validated");
        Self::Failed
    }
}

impl From<journal::Overflow> for NotValidated {
    fn from(error: journal::Overflow) -> Self {
        tracing::error!(%error, "a ticket could not be validated");
        Self::Failed
    }
}

impl From<ReleaseError> for NotValidated {
    fn from(error: ReleaseError) -> Self {
        tracing::error!(%error, "the attributes of a person could not be put together");
        Self::Failed
    }
}

/// Validates a ticket for the service that presents it. The ticket is taken first: whatever is found wrong
/// afterwards, it is burnt (CAS 3.0.3, section 2.5.3, INVALID_SERVICE).
pub(crate) async fn validate(
    ent: &Ent,
    ticket: &str,
    service: &str,
    renew: bool,
) -> Result<Validated, NotValidated> {
    let taken = match ValidationTicket::parse(ticket) {
        Ok(ticket) => ent.tickets().take(&ticket, ent.now()).await?,
        Err(_) => None,
    };
    let Some(granted) = taken else {
        // Not journalled: anybody can send any number of these.
        let missing = ticket.is_empty() || service.is_empty();
        return Err(if missing { NotValidated::Request } else { NotValidated::Ticket });
    };
    let outcome = check(ent, &granted, service, renew).await;
    let line = Line::new(match &outcome {
        Ok(_) => Event::TicketValidated,
        Err(_) => Event::TicketRefused,
    });
    let detail = outcome.as_ref().map_or_else(|refused| refused.code().as_str(), |_| "");
    journal::write(ent, &line.account(&granted.account).service(&granted.service).detail(detail)).await?;
    outcome
}

async fn check(
    ent: &Ent,
    granted: &tickets::Granted,
    service: &str,
    renew: bool,
) -> Result<Validated, NotValidated> {
    if service.is_empty() {
        return Err(NotValidated::Request);
    }
    let address = ServiceAddress::parse(service).map_err(|_| NotValidated::Service)?;
    let catalogue = services::catalogue(ent).await?;
    let registered = catalogue.of_address(&granted.address).ok_or(NotValidated::Service)?;
    if registered.id != granted.service || !granted.address.same_as(&address, registered.path_case()) {
        return Err(NotValidated::Service);
    }
    if renew && !granted.from_new_login {
        return Err(NotValidated::Renew);
    }
    let person = directory::find(ent, &granted.account).await?.ok_or(NotValidated::Ticket)?;
    // What changed since the ticket was issued holds at once: signed out, or the right withdrawn.
    let still_open = login::is_open(ent, &granted.session).await?;
    if !still_open || !catalogue.may_use(&registered, &person.affiliations) {
        return Err(NotValidated::Ticket);
    }
    let attributes = release::attributes(ent, &registered, &person, &granted.address).await?;
    Ok(Validated {
        person,
        session: granted.session.clone(),
        address,
        attributes,
        authenticated_at: granted.authenticated_at,
        from_new_login: granted.from_new_login,
    })
}
