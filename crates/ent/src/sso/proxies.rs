//! Proxy tickets (CAS 3.0.3, sections 2.5.4, 2.7, 3.2 and 3.3): a service that a person has entered may enter others
//! in their name, when the administrator lets it.

use cas_protocol::{
    cas2::callback_address,
    service::ServiceAddress,
    ticket::{ProxyGrantingTicket, ProxyGrantingTicketIou, ProxyTicket, ValidationTicket},
};
use db::{DbError, args};
use web::{clock, token};

use super::{NoTicket, NotValidated, sql, tickets::Granted};
use crate::{
    Ent, directory,
    ids::{AccountId, ServiceId, SessionId},
    journal::{self, Event, Line},
    login,
    services::{self, Service},
};

/// Proxies that a ticket may come through. The text sets no bound; nobody needs more, and each makes answers longer.
const LONGEST_CHAIN: usize = 8;

db::row! {
    struct Kept {
        account_id: AccountId => text,
        session_id: SessionId => text,
        service_id: ServiceId => text,
        proxies: String => text,
        authenticated_at: i64 => int,
    }
}

/// Gives a proxy-granting ticket to the service that a ticket was good for, at the address it names; what the
/// validation answers with is the other half, by which the service knows it (CAS 3.0.3, section 2.5.4).
///
/// Only an address of that same service is called: a server that calls whatever it is told to opens the network it
/// stands in.
pub(super) async fn grant(
    ent: &Ent,
    service: &Service,
    granted: &Granted,
    callback: &str,
) -> Result<ProxyGrantingTicketIou, NotValidated> {
    if !service.allow_proxy {
        return Err(NotValidated::ProxyNotAllowed);
    }
    let catalogue = services::catalogue(ent).await?;
    let own = |address: &ServiceAddress| {
        let found = catalogue.of_address(address);
        address.is_https() && found.is_some_and(|found| found.id == service.id)
    };
    let address = ServiceAddress::parse(callback).ok().filter(own).ok_or(NotValidated::Callback)?;
    if granted.proxies.len() >= LONGEST_CHAIN {
        return Err(NotValidated::ProxyNotAllowed);
    }
    let ticket = ProxyGrantingTicket::from_random(token::random()?);
    let other_half = ProxyGrantingTicketIou::from_random(token::random()?);
    let digest = token::digest(ticket.as_str());
    // The address as it was given, whatever it leads to (CAS 3.0.3, section 2.6.2).
    let mut proxies = vec![callback.to_owned()];
    proxies.extend_from_slice(&granted.proxies);
    let row = args![
        &digest,
        &granted.account,
        &granted.session,
        &granted.service,
        proxies.join("\n"),
        granted.authenticated_at.as_millisecond(),
        ent.now().as_millisecond(),
    ];
    // Before the call: the service may use the ticket as soon as it has it.
    ent.db().run(sql::KEEP_PGT, row).await?;
    let called = ent.outgoing().get(&callback_address(&address, &ticket, &other_half)).await;
    if let Err(error) = called {
        tracing::warn!(service = service.code, %error, "a proxy callback failed");
        ent.db().run(sql::FORGET_PGT, args![&digest]).await?;
        return Err(NotValidated::Callback);
    }
    let line = Line::new(Event::ProxyGranted).account(&granted.account).service(&granted.service);
    journal::write(ent, &line).await?;
    Ok(other_half)
}

/// A ticket with which the holder of a proxy-granting ticket enters `target` in the person's name (CAS 3.0.3,
/// section 2.7).
pub(super) async fn proxy(
    ent: &Ent,
    ticket: &ProxyGrantingTicket,
    target: &str,
) -> Result<ProxyTicket, NoTicket> {
    let digest = token::digest(ticket.as_str());
    let kept: Option<Kept> = ent.db().optional(sql::FIND_PGT, args![digest]).await?;
    let kept = kept.ok_or(NoTicket::UnknownGrant)?;
    // It dies with the session (CAS 3.0.3, section 3.3).
    if !login::is_open(ent, &kept.session_id).await? {
        return Err(NoTicket::UnknownGrant);
    }
    let catalogue = services::catalogue(ent).await?;
    let person = directory::find(ent, &kept.account_id).await?.ok_or(NoTicket::NoAccount)?;
    // What was allowed when the ticket was given may not be any more.
    let may_proxy =
        |service: &Service| service.allow_proxy && catalogue.may_use(service, &person.affiliations);
    if !catalogue.get(&kept.service_id).is_some_and(|service| may_proxy(&service)) {
        return Err(NoTicket::UnknownGrant);
    }
    let address = ServiceAddress::parse(target)?;
    let service = catalogue.of_address(&address).ok_or(NoTicket::UnknownService)?;
    if !catalogue.may_use(&service, &person.affiliations) {
        return Err(NoTicket::NotEntitled);
    }
    let ticket = ProxyTicket::from_random(token::random()?);
    let granted = Granted {
        account: kept.account_id,
        session: kept.session_id,
        service: service.id.clone(),
        address,
        authenticated_at: clock::from_millis(kept.authenticated_at),
        from_new_login: false,
        proxies: kept.proxies.lines().map(str::to_owned).collect(),
    };
    let line = Line::new(Event::ProxyTicketIssued).account(&granted.account).service(&granted.service);
    journal::write(ent, &line).await?;
    ent.tickets().put(ValidationTicket::Proxy(ticket.clone()), granted, ent.now()).await?;
    Ok(ticket)
}

/// Lets a session have the proxy-granting tickets of the one in whose place it was opened.
pub(super) async fn carry_over(ent: &Ent, former: &SessionId, session: &SessionId) -> Result<(), DbError> {
    ent.db().run(sql::CARRY_PGTS, args![former, session]).await.map(drop)
}

/// Ends the proxy-granting tickets of a session.
pub(super) async fn end(ent: &Ent, session: &SessionId) -> Result<(), DbError> {
    ent.db().run(sql::FORGET_PGTS_OF_SESSION, args![session]).await.map(drop)
}
