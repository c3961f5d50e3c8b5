//! What a ticket is worth to the service that presents it.

use std::sync::Arc;

use cas_protocol::{
    Attributes,
    cas2::FailureCode,
    service::ServiceAddress,
    ticket::{ProxyGrantingTicketIou, ValidationTicket},
};
use db::DbError;
use web::Timestamp;

use super::{logout, proxies, tickets::Granted};
use crate::{
    Ent,
    directory::{self, Person},
    ids::SessionId,
    journal::{self, Event, Line},
    login,
    release::{self, ReleaseError},
    services,
};

/// What a service asks.
pub(crate) struct Asked<'a> {
    /// The ticket.
    pub(crate) ticket: &'a ValidationTicket,
    /// The address of the service, as it came.
    pub(crate) service: &'a str,
    /// Only a ticket born of typed credentials is good.
    pub(crate) renew: bool,
    /// Whether a ticket that came through proxies is good here.
    pub(crate) proxies: Proxies,
    /// Where the service wants a proxy-granting ticket.
    pub(crate) callback: Option<&'a str>,
}

/// Whether proxy tickets are good at an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proxies {
    /// `/validate`, `/serviceValidate`, `/samlValidate`.
    Refused,
    /// `/proxyValidate`.
    Accepted,
}

/// What a service learns from a good ticket.
pub(crate) struct Validated {
    pub(crate) person: Arc<Person>,
    pub(crate) session: SessionId,
    /// The address the ticket was issued for.
    pub(crate) address: ServiceAddress,
    pub(crate) attributes: Attributes,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) from_new_login: bool,
    /// Whether the session is one that the person wanted to be remembered.
    pub(crate) long_term: bool,
    /// The half of a proxy-granting ticket that the answer carries.
    pub(crate) proxy_granting: Option<ProxyGrantingTicketIou>,
    /// The proxies that the ticket has come through, the last first.
    pub(crate) proxies: Vec<String>,
}

/// Why a ticket is worth nothing. Every one of these is a protocol answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotValidated {
    /// Unknown, used or too old: on purpose not told apart.
    #[error("the ticket is unknown, has been used, or is too old")]
    Ticket,
    /// A proxy ticket where only service tickets are good.
    #[error("this is a proxy ticket: validate it at /proxyValidate")]
    Proxy,
    /// `renew` was asked for, and the ticket came from an open session.
    #[error("the ticket was not born of typed credentials")]
    Renew,
    /// The ticket was issued for another address.
    #[error("the ticket was issued for another service")]
    Service,
    /// A proxy-granting ticket was asked for by a service that may not have one.
    #[error("this service may not act as a proxy")]
    ProxyNotAllowed,
    /// The address for a proxy-granting ticket is not one of the service, or did not take it.
    #[error("the proxy callback is not an https address of this service, or did not answer with status 200")]
    Callback,
    /// A failure of ours; its cause is in the log.
    #[error("the server failed")]
    Failed,
}

impl NotValidated {
    /// The word of CAS 3.0.3, section 2.5.3.
    pub(crate) fn code(&self) -> FailureCode {
        match self {
            Self::Ticket | Self::Proxy | Self::Renew => FailureCode::InvalidTicket,
            Self::Service => FailureCode::InvalidService,
            Self::ProxyNotAllowed => FailureCode::UnauthorizedServiceProxy,
            Self::Callback => FailureCode::InvalidProxyCallback,
            Self::Failed => FailureCode::InternalError,
        }
    }

    fn failed(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "a ticket could not be validated");
        Self::Failed
    }
}

impl From<DbError> for NotValidated {
    fn from(error: DbError) -> Self {
        Self::failed(&error)
    }
}

impl From<crate::journal::Overflow> for NotValidated {
    fn from(error: crate::journal::Overflow) -> Self {
        Self::failed(&error)
    }
}

impl From<ReleaseError> for NotValidated {
    fn from(error: ReleaseError) -> Self {
        Self::failed(&error)
    }
}

impl From<web::token::NoRandomness> for NotValidated {
    fn from(error: web::token::NoRandomness) -> Self {
        Self::failed(&error)
    }
}

/// Validates a ticket for the service that presents it. The ticket is taken first: whatever is found wrong
/// afterwards, it is burnt (CAS 3.0.3, section 2.5.3, INVALID_SERVICE).
pub(crate) async fn validate(ent: &Ent, asked: &Asked<'_>) -> Result<Validated, NotValidated> {
    // Not journalled when unknown: anybody can send any number of these.
    let granted = ent.tickets().take(asked.ticket, ent.now()).await?.ok_or(NotValidated::Ticket)?;
    let outcome = check(ent, &granted, asked).await;
    let line = Line::new(match &outcome {
        Ok(_) => Event::TicketValidated,
        Err(_) => Event::TicketRefused,
    });
    let detail = outcome.as_ref().map_or_else(|refused| refused.code().as_str(), |_| "");
    journal::write(ent, &line.account(&granted.account).service(&granted.service).detail(detail)).await?;
    outcome
}

/// Burns a ticket that came in a request which says too little, or too much, to be followed.
pub(crate) async fn burn(ent: &Ent, ticket: &str) -> Result<(), NotValidated> {
    if let Ok(ticket) = ValidationTicket::parse(ticket)
        && let Some(granted) = ent.tickets().take(&ticket, ent.now()).await?
    {
        let line = Line::new(Event::TicketRefused).account(&granted.account).service(&granted.service);
        journal::write(ent, &line.detail(FailureCode::InvalidRequest.as_str())).await?;
    }
    Ok(())
}

async fn check(ent: &Ent, granted: &Granted, asked: &Asked<'_>) -> Result<Validated, NotValidated> {
    // Most services give the address back as it was, and it was read when the ticket was issued.
    let address = if asked.service == granted.address.as_str() {
        granted.address.clone()
    } else {
        ServiceAddress::parse(asked.service).map_err(|_| NotValidated::Service)?
    };
    if asked.proxies == Proxies::Refused && matches!(asked.ticket, ValidationTicket::Proxy(_)) {
        return Err(NotValidated::Proxy);
    }
    let catalogue = services::catalogue(ent).await?;
    let found = catalogue.find(granted.address.as_str()).ok().flatten();
    let (_, registered) = found.ok_or(NotValidated::Service)?;
    if registered.id != granted.service || !granted.address.same_as(&address, registered.path_case()) {
        return Err(NotValidated::Service);
    }
    if asked.renew && !granted.from_new_login {
        return Err(NotValidated::Renew);
    }
    let person = directory::find(ent, &granted.account).await?.ok_or(NotValidated::Ticket)?;
    // What changed since the ticket was issued holds at once: signed out, or the right withdrawn.
    let session = login::find(ent, &granted.session).await?.ok_or(NotValidated::Ticket)?;
    if !catalogue.may_use(&registered, &person.affiliations) {
        return Err(NotValidated::Ticket);
    }
    let attributes = release::attributes(ent, &registered, &person, &granted.address).await?;
    let proxy_granting = match asked.callback {
        Some(callback) => Some(proxies::grant(ent, &registered, granted, callback).await?),
        None => None,
    };
    logout::remember(ent, asked.ticket, granted, &registered).await?;
    // Whoever signed out during a callback has been told already that this service was not entered.
    if asked.callback.is_some() && !login::is_open(ent, &granted.session).await? {
        return Err(NotValidated::Ticket);
    }
    Ok(Validated {
        person,
        session: granted.session.clone(),
        address,
        attributes,
        authenticated_at: granted.authenticated_at,
        from_new_login: granted.from_new_login,
        long_term: session.remembered,
        proxy_granting,
        proxies: granted.proxies.clone(),
    })
}
