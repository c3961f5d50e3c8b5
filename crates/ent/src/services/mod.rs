//! Third-party services: their addresses, and who may use them.

mod kind;
mod sql;

use cas_protocol::service::{PathCase, ServiceAddress, ServicePattern};
use db::{DbError, args};
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
    /// Whether an address is one of this service's. A pattern that cannot be read accepts nothing.
    fn accepts(&self, address: &ServiceAddress) -> bool {
        ServicePattern::parse(&self.pattern).is_ok_and(|pattern| pattern.accepts(address, self.path_case()))
    }

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
        uai: Uai => text,
        profile: Profile => text,
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
    ent.db().run(sql::ADD, row).await?;
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
    let mut tx = ent.db().begin().await?;
    for profile in profiles {
        tx.run(sql::GRANT, args![service, school, profile]).await?;
    }
    tx.commit().await
}

/// Makes sure that the portal is registered at its present public address.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn keep_portal(ent: &Ent) -> Result<(), DbError> {
    let url = portal_address(ent);
    let moved = ent.db().run(sql::MOVE, args![PORTAL, &url, &url]).await?;
    if moved == 0 {
        let id = ServiceId::from_uuid(ent.new_key());
        let kind = ServiceKind::Internal.as_str();
        ent.db().run(sql::ADD, args![&id, PORTAL, "Portail", kind, &url, &url, "", None::<&str>]).await?;
    }
    Ok(())
}

/// Where the CAS server sends a person back to the portal.
pub(crate) fn portal_address(ent: &Ent) -> String {
    format!("{}/sign-in", ent.config().public_url)
}

/// The service that an address belongs to: where several accept it, the one with the longest pattern, so that a
/// service below another's address keeps its own people.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn of_address(ent: &Ent, address: &ServiceAddress) -> Result<Option<Service>, DbError> {
    let all: Vec<Service> = ent.db().all(sql::ALL, []).await?;
    Ok(all.into_iter().filter(|service| service.accepts(address)).max_by_key(|service| service.pattern.len()))
}

/// The services that a person finds in the portal.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn usable(ent: &Ent, affiliations: &[Affiliation]) -> Result<Vec<Service>, DbError> {
    let all: Vec<Service> = ent.db().all(sql::ALL, []).await?;
    let mut usable = Vec::new();
    for service in all {
        if service.code != PORTAL && may_use(ent, &service, affiliations).await? {
            usable.push(service);
        }
    }
    Ok(usable)
}

/// Whether a person may use a service: one of their profiles, in the school where they have it, has the right.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn may_use(
    ent: &Ent,
    service: &Service,
    affiliations: &[Affiliation],
) -> Result<bool, DbError> {
    if service.code == PORTAL {
        return Ok(true);
    }
    let grants: Vec<Grant> = ent.db().all(sql::GRANTS, args![&service.id]).await?;
    Ok(affiliations.iter().any(|at| grants.iter().any(|g| g.uai == at.uai && g.profile == at.profile)))
}
