//! Third-party services: their addresses, and who may use them.

mod kind;
mod sql;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use cas_protocol::service::{PathCase, ServiceAddress, ServicePattern};
use db::{DbError, Sql, args};
use model::Uai;

use crate::{
    Ent,
    directory::{Affiliation, Profile},
    ids::{BaseId, ServiceId},
};

pub use kind::{ServiceKind, UnknownServiceKind};
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
    }
}

impl Service {
    /// PRONOTE servers ignore the case of their paths; others may not.
    pub(crate) fn path_case(&self) -> PathCase {
        match self.kind {
            ServiceKind::PronoteWithCas => PathCase::Ignored,
            ServiceKind::Internal => PathCase::Exact,
        }
    }
}

db::row! {
    struct Grant {
        service_id: ServiceId => text,
        uai: Uai => text,
        profile: Profile => text,
    }
}

/// All services with their patterns read and their grants, as every node holds them in memory: each address that a
/// browser asks for is compared with all of them.
pub(crate) struct Catalogue(Vec<Registered>);

struct Registered {
    service: Arc<Service>,
    /// A pattern that cannot be read accepts nothing.
    pattern: Option<ServicePattern>,
    granted: HashSet<(Uai, Profile)>,
}

impl Catalogue {
    fn new(services: Vec<Service>, grants: Vec<Grant>) -> Self {
        let mut granted: HashMap<ServiceId, HashSet<(Uai, Profile)>> = HashMap::new();
        for grant in grants {
            granted.entry(grant.service_id).or_default().insert((grant.uai, grant.profile));
        }
        let register = |service: Service| Registered {
            pattern: ServicePattern::parse(&service.pattern).ok(),
            granted: granted.remove(&service.id).unwrap_or_default(),
            service: Arc::new(service),
        };
        Self(services.into_iter().map(register).collect())
    }

    /// The service that an address belongs to: where several accept it, the one with the longest pattern, so that a
    /// service below another's address keeps its own people.
    pub(crate) fn of_address(&self, address: &ServiceAddress) -> Option<Arc<Service>> {
        let accepting = self.0.iter().filter(|registered| registered.accepts(address));
        let longest = accepting.max_by_key(|registered| registered.service.pattern.len())?;
        Some(Arc::clone(&longest.service))
    }

    /// Whether a person may use a service: one of their profiles, in the school where they have it, has the right.
    pub(crate) fn may_use(&self, service: &Service, affiliations: &[Affiliation]) -> bool {
        let registered = self.0.iter().find(|registered| registered.service.id == service.id);
        registered.is_some_and(|registered| registered.admits(affiliations))
    }

    /// The services that a person finds in the portal.
    pub(crate) fn usable(&self, affiliations: &[Affiliation]) -> Vec<Arc<Service>> {
        let usable = self.0.iter().filter(|registered| registered.service.code != PORTAL);
        let usable = usable.filter(|registered| registered.admits(affiliations));
        usable.map(|registered| Arc::clone(&registered.service)).collect()
    }
}

impl Registered {
    fn accepts(&self, address: &ServiceAddress) -> bool {
        let pattern = self.pattern.as_ref();
        pattern.is_some_and(|pattern| pattern.accepts(address, self.service.path_case()))
    }

    fn admits(&self, affiliations: &[Affiliation]) -> bool {
        let granted = |at: &Affiliation| self.granted.contains(&(at.uai.clone(), at.profile));
        self.service.code == PORTAL || affiliations.iter().any(granted)
    }
}

/// A service to register.
#[derive(Debug, Clone)]
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
}

/// Why a service cannot be registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The address pattern cannot be read.
    #[error("the address pattern cannot be read: {0}")]
    Pattern(#[from] cas_protocol::service::PatternError),
    /// The code is taken, or the database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Registers a service. Nobody may use it before [`grant`].
///
/// # Errors
/// [`RegisterError`].
pub async fn register(ent: &Ent, service: &NewService<'_>) -> Result<ServiceId, RegisterError> {
    ServicePattern::parse(service.pattern)?;
    let id = ServiceId::from_uuid(ent.new_key());
    let kind: &str = service.kind.as_str();
    let row = args![
        &id,
        service.code,
        service.title,
        kind,
        service.url,
        service.pattern,
        service.group,
        service.base,
    ];
    let mut tx = ent.db().begin().await?;
    tx.run(sql::ADD, row).await?;
    ent.caches().services.changed(&mut tx).await?;
    ent.generations().commit(tx).await?;
    Ok(id)
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

/// All services and who may use them, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn catalogue(ent: &Ent) -> Result<Arc<Catalogue>, DbError> {
    let read = async {
        let services = ent.db().all(sql::ALL, []).await?;
        Ok(Catalogue::new(services, ent.db().all(sql::GRANTS, []).await?))
    };
    ent.caches().services.get(read).await
}
