//! Third-party services: their addresses, and who may use them.

pub(crate) mod address;
mod catalogue;
mod kind;
mod nearest;
mod sql;
pub mod wording;

use std::sync::Arc;

use cas_protocol::service::{PathCase, PatternError, ServicePattern};
use db::{DbError, Sql, Tx, args};
use model::Uai;

use crate::{
    Ent,
    directory::Profile,
    ids::{BaseId, ServiceId},
};

pub(crate) use catalogue::Catalogue;
pub use kind::{LogoutChannel, ServiceKind, UnknownLogoutChannel, UnknownServiceKind};
pub use nearest::Nearest;
pub(crate) use sql::STATEMENTS;

/// Code of the portal, the first client of its own CAS server.
pub(crate) const PORTAL: &str = "INTERNE";

db::row! {
    /// A service.
    pub struct Service {
        /// Its key.
        pub id: ServiceId => text,
        /// "Code", unique.
        pub code: String => text,
        /// "Intitulé".
        pub title: String => text,
        /// "Type de SSO".
        pub kind: ServiceKind => text,
        /// "URL", where the portal leads.
        pub url: String => text,
        /// Addresses for which tickets are issued.
        pub pattern: String => text,
        /// "Regroupement": the menu it stands in.
        pub service_group: String => text,
        /// For a PRONOTE: the base it opens.
        pub base_id: Option<BaseId> => text_opt,
        /// The school whose administrators look after it; none: those of the whole ENT.
        pub uai: Option<Uai> => text_opt,
        /// Every account may use it.
        pub open_to_all: bool => flag,
        /// It may ask for tickets of other services in a person's name (CAS 3.0.3, section 2.7).
        pub allow_proxy: bool => flag,
        /// How it hears of the end of a session.
        pub logout: LogoutChannel => text,
        /// Where it wants to hear of it, instead of the address that a ticket was issued for.
        pub logout_url: Option<String> => text_opt,
        /// Attributes are kept from its addresses that are not encrypted (CAS 3.0.3, section 4.2.1).
        pub attributes_over_https_only: bool => flag,
    }
}

impl Service {
    /// PRONOTE servers ignore the case of their paths; others may not.
    pub(crate) fn path_case(&self) -> PathCase {
        match self.kind {
            ServiceKind::PronoteWithCas => PathCase::Ignored,
            ServiceKind::Internal | ServiceKind::Cas => PathCase::Exact,
        }
    }
}

/// A service to register. By default a CAS client that nobody may use yet, told of sign-outs by the back channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewService<'a> {
    /// "Code", unique.
    pub code: &'a str,
    /// "Intitulé".
    pub title: &'a str,
    /// "Type de SSO".
    pub kind: ServiceKind,
    /// "URL".
    pub url: &'a str,
    /// Addresses for which tickets are issued: an address, or an address followed by `/**`.
    pub pattern: &'a str,
    /// "Regroupement".
    pub group: &'a str,
    /// For a PRONOTE: the base it opens.
    pub base: Option<&'a BaseId>,
    /// The school whose administrators look after it; none: those of the whole ENT.
    pub school: Option<&'a Uai>,
    /// Every account may use it.
    pub open_to_all: bool,
    /// It may ask for tickets of other services in a person's name.
    pub allow_proxy: bool,
    /// How it hears of the end of a session.
    pub logout: LogoutChannel,
    /// Where it wants to hear of it, instead of the address that a ticket was issued for.
    pub logout_url: Option<&'a str>,
    /// Attributes are kept from its addresses that are not encrypted.
    pub attributes_over_https_only: bool,
}

/// Why a service cannot be registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The address pattern cannot be read.
    #[error("the address pattern cannot be read: {0}")]
    Pattern(#[from] PatternError),
    /// The code is taken, or the database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Registers a service. Unless it is open to every account, nobody may use it before [`grant`].
///
/// # Errors
/// [`RegisterError`].
pub async fn register(ent: &Ent, service: &NewService<'_>) -> Result<ServiceId, RegisterError> {
    check(service)?;
    let mut tx = ent.db().begin().await?;
    let id = register_in(ent, &mut tx, service).await?;
    ent.caches().services.changed(&mut tx).await?;
    ent.generations().commit(tx).await?;
    Ok(id)
}

/// Whether the pattern of a new service can be read.
pub(crate) fn check(service: &NewService<'_>) -> Result<(), PatternError> {
    ServicePattern::parse(service.pattern).map(drop)
}

/// Registers a service that [`check`] has let pass, in a transaction that ends with [`changed_in`].
pub(crate) async fn register_in(
    ent: &Ent,
    tx: &mut Tx,
    service: &NewService<'_>,
) -> Result<ServiceId, DbError> {
    let id = ServiceId::from_uuid(ent.new_key());
    let row = args![
        &id,
        service.code,
        service.title,
        service.kind.as_str(),
        service.url,
        service.pattern,
        service.group,
        service.base,
        service.school,
        service.open_to_all,
        service.allow_proxy,
        service.logout.as_str(),
        service.logout_url,
        service.attributes_over_https_only,
    ];
    tx.run(sql::ADD, row).await?;
    Ok(id)
}

/// Gives every profile of a school the right to use a service, in a transaction that ends with [`changed_in`].
pub(crate) async fn grant_in(tx: &mut Tx, service: &ServiceId, school: &Uai) -> Result<(), DbError> {
    for profile in Profile::ALL {
        tx.run(sql::GRANT, args![service, school, &profile]).await?;
    }
    Ok(())
}

/// Says that services have changed: last before the commit.
pub(crate) async fn changed_in(ent: &Ent, tx: &mut Tx) -> Result<(), DbError> {
    ent.caches().services.changed(tx).await
}

/// Gives the profiles of a school the right to use a service.
///
/// # Errors
/// [`DbError`].
pub async fn grant(
    ent: &Ent,
    service: &ServiceId,
    school: &Uai,
    profiles: &[Profile],
) -> Result<(), DbError> {
    change_grants(ent, sql::GRANT, service, school, profiles).await
}

/// Takes the right to use a service from profiles of a school.
///
/// # Errors
/// [`DbError`].
pub async fn withdraw(
    ent: &Ent,
    service: &ServiceId,
    school: &Uai,
    profiles: &[Profile],
) -> Result<(), DbError> {
    change_grants(ent, sql::WITHDRAW, service, school, profiles).await
}

async fn change_grants(
    ent: &Ent,
    statement: Sql,
    service: &ServiceId,
    school: &Uai,
    profiles: &[Profile],
) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    for profile in profiles {
        tx.run(statement, args![service, school, profile]).await?;
    }
    ent.caches().services.changed(&mut tx).await?;
    ent.generations().commit(tx).await
}

/// Makes sure that the portal is registered at its present public address.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn keep_portal(ent: &Ent) -> Result<(), DbError> {
    let url = portal_address(ent);
    let id = ServiceId::from_uuid(ent.new_key());
    // One transaction: nodes that start at once do not both find it missing.
    let mut tx = ent.db().begin().await?;
    let changed =
        tx.run(sql::KEEP, args![&id, PORTAL, "Portail", ServiceKind::Internal.as_str(), &url]).await?;
    if changed > 0 {
        ent.caches().services.changed(&mut tx).await?;
    }
    ent.generations().commit(tx).await
}

/// Where the CAS server sends a person back to the portal.
pub(crate) fn portal_address(ent: &Ent) -> String {
    format!("{}/sign-in", ent.config().public_url)
}

/// A service with every address under which it is known, its own pattern first.
#[derive(Debug, Clone)]
pub struct Known {
    /// The service.
    pub service: Arc<Service>,
    /// Its patterns.
    pub patterns: Vec<String>,
}

/// All services but the portal itself, by group and title.
///
/// # Errors
/// [`DbError`].
pub async fn all(ent: &Ent) -> Result<Vec<Known>, DbError> {
    let catalogue = catalogue(ent).await?;
    let known = |service: &Arc<Service>| {
        let own = catalogue.patterns().filter(|(of, _)| of.id == service.id);
        Known {
            patterns: own.map(|(_, pattern)| pattern.as_str().to_owned()).collect(),
            service: Arc::clone(service),
        }
    };
    Ok(catalogue.services().filter(|service| service.code != PORTAL).map(known).collect())
}

/// All services and who may use them, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn catalogue(ent: &Ent) -> Result<Arc<Catalogue>, DbError> {
    let read = async {
        let services = ent.db().all(sql::ALL, []).await?;
        let addresses = ent.db().all(sql::ADDRESSES, []).await?;
        Ok(Catalogue::new(services, addresses, ent.db().all(sql::GRANTS, []).await?))
    };
    ent.caches().services.get(read).await
}
