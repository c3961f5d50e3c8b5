//! Would this address be accepted, may this person go there, and what would the service learn? Answered by the rules
//! that the CAS server follows, without a ticket and without a trace at the service.

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use cas_protocol::{
    login::TicketParameter,
    service::{ServiceAddress, ServiceAddressError},
};
use db::DbError;

use crate::{
    Ent,
    directory::{self, Affiliation, Person},
    release::{self, ReleaseError},
    services::{self, Nearest, Service},
};

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
    let address = match ServiceAddress::parse(address) {
        Ok(address) => address,
        Err(error) => return Ok(Simulation::Unfit(error)),
    };
    let catalogue = services::catalogue(ent).await?;
    let Some((service, pattern)) = catalogue.matching(&address) else {
        return Ok(Simulation::Unknown(catalogue.nearest(&address, |_| true)));
    };
    let outcome = match person(ent, login).await? {
        None => Outcome::NoAccount,
        Some(person) if !catalogue.may_use(service, &person.affiliations) => {
            Outcome::NotEntitled(person.affiliations.clone())
        }
        Some(person) => Outcome::Enters(learnt(ent, service, &person, &address).await?),
    };
    Ok(Simulation::Known { service: Arc::clone(service), pattern: pattern.as_str().to_owned(), outcome })
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
