//! Accepting one more address for a service, by an administrator who looks after it.

use cas_protocol::service::{PatternError, ServiceAddress, ServicePattern};
use db::{DbError, args};

use super::{Catalogue, Nearest, Service, ServiceKind, catalogue, changed_in, sql};
use crate::{
    Ent, authority,
    ids::{AccountId, ServiceId},
    journal::{self, Event, Line},
};

/// Why an address is not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AcceptError {
    /// No service can have this address.
    #[error(transparent)]
    Unfit(#[from] PatternError),
    /// The service does not exist, or the person does not look after it: on purpose not told apart.
    #[error("the person looks after no such service")]
    NotTheirs,
    /// The service is not registered at this host, port and scheme, and only those who look after the whole ENT may
    /// change that: the server calls the addresses of services.
    #[error("the service has no address at this host, port and scheme")]
    OtherOrigin,
    /// Another service is registered at the address.
    #[error("another service has this address")]
    Taken,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The registered address nearest to `address` among the services that a person looks after.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn nearest_looked_after(
    ent: &Ent,
    by: &AccountId,
    address: &ServiceAddress,
) -> Result<Option<Nearest>, DbError> {
    let theirs = Theirs::of(ent, by).await?;
    Ok(catalogue(ent).await?.nearest(address, |service| theirs.hold(service)))
}

/// Adds exactly this address to those of a service. Accepting it twice changes nothing.
///
/// # Errors
/// [`AcceptError`].
pub(crate) async fn accept(
    ent: &Ent,
    by: &AccountId,
    service: &ServiceId,
    address: &str,
) -> Result<(), AcceptError> {
    // `/**` at the end would open everything below: that is not what came, and not what is looked at.
    if address.ends_with("/**") {
        return Err(PatternError::Wildcard.into());
    }
    ServicePattern::parse(address)?;
    let read = ServiceAddress::parse(address).map_err(PatternError::from)?;
    let catalogue = catalogue(ent).await?;
    let theirs = Theirs::of(ent, by).await?;
    let known = catalogue.services().find(|known| known.id == *service && theirs.hold(known));
    let known = known.ok_or(AcceptError::NotTheirs)?;
    match catalogue.of_address(&read) {
        Some(holder) if holder.id == known.id => return Ok(()),
        Some(_) => return Err(AcceptError::Taken),
        None => {}
    }
    if !theirs.everything && !known_origin(&catalogue, service, &read) {
        return Err(AcceptError::OtherOrigin);
    }
    let mut tx = ent.db().begin().await?;
    let added = tx.run(sql::ADD_ADDRESS, args![address, service, ent.now().as_millisecond(), by]).await?;
    if added == 0 {
        // Another administrator was quicker, perhaps for another service.
        let holder: Option<Holder> = tx.optional(sql::HOLDER_OF_ADDRESS, args![address]).await?;
        let theirs = holder.is_some_and(|holder| holder.service_id == *service);
        return if theirs { Ok(()) } else { Err(AcceptError::Taken) };
    }
    let line = Line::new(Event::AddressAccepted).account(by).service(service);
    let line = known.uai.as_ref().map_or(line.clone(), |school| line.school(school));
    journal::write_in(ent, &mut tx, &line).await?;
    changed_in(ent, &mut tx).await?;
    Ok(ent.generations().commit(tx).await?)
}

db::row! { struct Holder { service_id: ServiceId => text } }

/// Whether one of the addresses of a service has the scheme, host and port of this one.
fn known_origin(catalogue: &Catalogue, service: &ServiceId, address: &ServiceAddress) -> bool {
    let mut patterns = catalogue.patterns().filter(|(holder, _)| holder.id == *service);
    patterns.any(|(_, pattern)| pattern.origin() == address.origin())
}

/// What a person looks after.
struct Theirs {
    everything: bool,
    schools: Vec<model::Uai>,
}

impl Theirs {
    async fn of(ent: &Ent, account: &AccountId) -> Result<Self, DbError> {
        let everything = authority::is_super(ent, account).await?;
        Ok(Self { everything, schools: authority::administered(ent, account).await? })
    }

    /// The portal is nobody's: its address follows from the configuration.
    fn hold(&self, service: &Service) -> bool {
        let of_school = service.uai.as_ref().is_some_and(|school| self.schools.contains(school));
        service.kind != ServiceKind::Internal && (self.everything || of_school)
    }
}
