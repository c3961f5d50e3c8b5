//! The CAS server: who may have a ticket for which service, and what a ticket is worth.

mod api;
pub(crate) mod logout;
mod on_the_way;
mod pages;
mod proxies;
pub(crate) mod refusal;
mod sql;
pub(crate) mod tickets;
mod validation;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod host_tests;
#[cfg(test)]
pub(crate) mod node_tests;
#[cfg(test)]
pub(crate) mod on_the_way_tests;
#[cfg(test)]
pub(crate) mod proxy_tests;
#[cfg(test)]
mod race_tests;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use cas_protocol::{
    login::TicketParameter,
    service::{ServiceAddress, ServiceAddressError},
    ticket::{ServiceTicket, ValidationTicket},
};
use db::{DbError, args};
use web::{Routes, clock};

use crate::{
    Ent,
    directory::{self, Person},
    gate::Audience,
    identifiers,
    ids::AccountId,
    journal::{self, Event, Line, Overflow},
    login::{self, Session},
    services::{self, Service, ServiceKind},
};

pub(crate) use sql::STATEMENTS;
pub(crate) use tickets::TicketStore;
pub(crate) use validation::{Asked, NotValidated, Proxies, Validated, validate};

/// Everything under `/cas`.
pub(crate) fn routes() -> Routes<Ent, Audience> {
    pages::routes()
        .merge(on_the_way::routes())
        .merge(logout::routes())
        .merge(refusal::pages::routes())
        .merge(api::routes())
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
    /// The proxy-granting ticket is unknown, or its session is over.
    #[error("the proxy-granting ticket is unknown, or its session is over")]
    UnknownGrant,
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
    Journal(#[from] Overflow),
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
    /// The ticket is posted to the service (CAS 3.0.3, section 2.1.1, `method`).
    pub(crate) by_post: bool,
}

impl Wanted {
    /// Finds the service at an address given by a browser.
    pub(crate) async fn find(ent: &Ent, address: &str, parameter: TicketParameter) -> Result<Self, NoTicket> {
        let catalogue = services::catalogue(ent).await?;
        let (address, service) = catalogue.find(address)?.ok_or(NoTicket::UnknownService)?;
        Ok(Self { service, address, parameter, by_post: false })
    }
}

/// How a visit of a service goes on.
pub(crate) enum Step {
    /// The first-visit page, once, before the first ticket for this service.
    FirstVisit(Arc<Person>),
    /// The page that names the service, for a person who wants to be asked before each.
    Warn(Arc<Person>),
    /// The browser goes to the service with this ticket.
    Enter(ServiceTicket),
    /// The browser goes to the service without a ticket.
    Unknown,
}

/// Whether a page may be shown on the way to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// The person is there and can read.
    Shown,
    /// The person has just clicked on the button of such a page.
    Agreed,
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
        // A service that only wonders who is there is not to end on a page of ours.
        return if manner == Manner::Silent { Ok(Step::Unknown) } else { Err(NoTicket::NotEntitled) };
    }
    let account = &person.account;
    if manner == Manner::Shown && !first_visit_done(ent, &account.id, &wanted.service).await? {
        return Ok(Step::FirstVisit(person));
    }
    match manner {
        Manner::Shown if warns(session, wanted) => return Ok(Step::Warn(person)),
        // CAS 3.0.3: the person "must be prompted" when they asked for it (2.2.1), and `gateway` must not ask (2.1.1).
        // Only a way back without ticket keeps both; the service then offers its own "sign in", which may ask.
        Manner::Silent if warns(session, wanted) => return Ok(Step::Unknown),
        Manner::Shown | Manner::Agreed | Manner::Silent => {}
    }
    let random = web::token::random::<32>()?;
    let ticket = ServiceTicket::from_random(random);
    let granted = tickets::Granted {
        account: account.id.clone(),
        session: session.id.clone(),
        service: wanted.service.id.clone(),
        address: wanted.address.clone(),
        authenticated_at: clock::from_millis(session.opened_at),
        from_new_login: login::spend_typed(ent, session, wanted.address.as_str()).await?,
        proxies: Vec::new(),
    };
    ent.tickets().put(ValidationTicket::Service(ticket.clone()), granted, ent.now()).await?;
    let line = Line::new(Event::TicketIssued).account(&account.id).service(&wanted.service.id);
    journal::write(ent, &line).await?;
    Ok(Step::Enter(ticket))
}

/// Puts a session in the place of the one that the same person had at this browser: what that one has entered is told
/// when this one ends.
pub(crate) async fn carry_over(ent: &Ent, former: &Session, session: &Session) -> Result<(), DbError> {
    logout::carry_over(ent, &former.id, &session.id).await?;
    proxies::carry_over(ent, &former.id, &session.id).await?;
    login::replace(ent, former).await
}

/// Whether the person wants to be asked before this service. The one for which they have just typed their password is
/// no surprise, and the portal is where they are.
fn warns(session: &Session, wanted: &Wanted) -> bool {
    session.warn
        && wanted.service.kind != ServiceKind::Internal
        && session.typed_for.as_deref() != Some(wanted.address.as_str())
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
