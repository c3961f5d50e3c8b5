//! Would this address be accepted, may this person go there, and what would the service learn? Answered by the rules
//! that the CAS server follows, without a ticket and without a trace at the service.

mod pages;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use cas_protocol::{
    login::TicketParameter,
    service::{ServiceAddress, ServiceAddressError},
};
use db::DbError;

use crate::{
    Ent, authority,
    directory::{self, Affiliation, Person},
    ids::AccountId,
    journal::{self, Event, Line},
    release::{self, ReleaseError},
    services::{self, Nearest, Service},
};

pub(crate) use pages::routes;

/// What would become of a visit.
#[derive(Debug, Clone)]
pub enum Simulation {
    /// No service can have such an address.
    Unfit(ServiceAddressError),
    /// No service is registered there; the nearest registered address, if there is any.
    Unknown(Option<Nearest>),
    /// A service is registered there.
    Known {
        /// The service.
        service: Arc<Service>,
        /// Which of its addresses accepts this one.
        pattern: String,
        /// What the person would get.
        outcome: Outcome,
    },
}

/// What a person would get at a registered service.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nobody has this login.
    NoAccount,
    /// None of the person's profiles has the right to the service.
    NotEntitled(Vec<Affiliation>),
    /// A ticket, and the service would learn this.
    Enters(Learnt),
}

/// What a service would learn.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// The name under which the service would know the person.
    pub subject: String,
    /// Each attribute with its values, of which there is at least one.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Attributes of its rules that have no value for this person.
    pub without_value: Vec<String>,
    /// Attributes are kept from this address because it is not encrypted.
    pub withheld: bool,
    /// The parameter that carries the ticket of a service that asks by `service`.
    pub parameter: TicketParameter,
}

/// Plays the visit of the person with this login at this address.
///
/// # Errors
/// [`ReleaseError`].
pub async fn simulate(ent: &Ent, address: &str, login: &str) -> Result<Simulation, ReleaseError> {
    let read = match ServiceAddress::parse(address) {
        Ok(read) => read,
        Err(error) => return Ok(Simulation::Unfit(error)),
    };
    match play(ent, &read, person(ent, login).await?).await? {
        Some(known) => Ok(known),
        None => Ok(Simulation::Unknown(services::catalogue(ent).await?.nearest(&read, |_| true))),
    }
}

/// The same for an administrator: of people outside their schools, and of services that they do not look after, they
/// learn no more than if there were none. The answer is noted in the journal.
///
/// # Errors
/// [`ReleaseError`].
pub(crate) async fn simulate_for(
    ent: &Ent,
    by: &AccountId,
    address: &str,
    login: &str,
) -> Result<Simulation, ReleaseError> {
    let read = match ServiceAddress::parse(address) {
        Ok(read) => read,
        Err(error) => return Ok(Simulation::Unfit(error)),
    };
    let schools = authority::administered(ent, by).await?;
    let everybody = authority::is_super(ent, by).await?;
    let theirs =
        |person: &Arc<Person>| everybody || person.affiliations.iter().any(|at| schools.contains(&at.uai));
    let person = person(ent, login).await?.filter(theirs);
    let seen = person.as_ref().map(|person| person.account.id.to_string()).unwrap_or_default();
    let known = play(ent, &read, person).await?;
    let mut tx = ent.db().begin().await?;
    let line = Line::new(Event::VisitSimulated).account(by).detail(&seen);
    let line = match &known {
        Some(Simulation::Known { service, .. }) => line.service(&service.id),
        _ => line,
    };
    journal::write_in(ent, &mut tx, &line).await?;
    tx.commit().await?;
    match known {
        Some(known) => Ok(known),
        None => Ok(Simulation::Unknown(services::address::nearest_looked_after(ent, by, &read).await?)),
    }
}

/// The visit of a person, if there is one, at a registered service, if there is one.
async fn play(
    ent: &Ent,
    address: &ServiceAddress,
    person: Option<Arc<Person>>,
) -> Result<Option<Simulation>, ReleaseError> {
    let catalogue = services::catalogue(ent).await?;
    let Some((service, pattern)) = catalogue.matching(address) else { return Ok(None) };
    let outcome = match person {
        None => Outcome::NoAccount,
        Some(person) if !catalogue.may_use(service, &person.affiliations) => {
            Outcome::NotEntitled(person.affiliations.clone())
        }
        Some(person) => Outcome::Enters(learnt(ent, service, &person, address).await?),
    };
    let (service, pattern) = (Arc::clone(service), pattern.as_str().to_owned());
    Ok(Some(Simulation::Known { service, pattern, outcome }))
}

async fn person(ent: &Ent, login: &str) -> Result<Option<Arc<Person>>, DbError> {
    match directory::by_login(ent, login).await? {
        Some(account) => directory::find(ent, &account.id).await,
        None => Ok(None),
    }
}

async fn learnt(
    ent: &Ent,
    service: &Service,
    person: &Person,
    address: &ServiceAddress,
) -> Result<Learnt, ReleaseError> {
    let attributes = release::attributes(ent, service, person, address).await?;
    let attributes: Vec<_> =
        attributes.iter().map(|(name, values)| (name.to_owned(), values.to_vec())).collect();
    let names = release::rules_of(ent, &service.id).await?.into_iter().map(|rule| rule.name);
    Ok(Learnt {
        subject: person.account.uid.clone(),
        without_value: names.filter(|name| attributes.iter().all(|(with, _)| with != name)).collect(),
        attributes,
        withheld: release::withheld(service, address),
        parameter: TicketParameter::Ticket,
    })
}
