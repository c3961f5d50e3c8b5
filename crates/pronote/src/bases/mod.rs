//! School bases: where each stands, whether it is published, which of its spaces are.
//!
//! While a base is published its parameters are locked; the statements that change them say so too.

pub(crate) mod pages;
mod place;
pub mod security;
mod space;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod throttle;

use std::sync::Arc;

use cas_protocol::service::{ServiceAddress, ServiceAddressError};
use db::{DbError, Tx, args};
use model::Uai;

pub use place::{Lead, Root, RootError, lead};
pub use security::{Networks, Security};
pub use space::{Space, Spaces, UnknownSpace};

use crate::{Failure, Pronote};

model::identifier! {
    /// Key of a base.
    BaseId
}

model::identifier! {
    /// Key of a delegation: the CAS server that a base trusts, or trusted when it learnt an identifier. It is
    /// known here because the base says which one is in force.
    DelegationId
}

db::row! {
    /// A base: one school, one year.
    pub struct SchoolBase {
        /// Key.
        pub id: BaseId => text,
        /// Name of the school.
        pub school_name: String => text,
        /// Its national number.
        pub uai: Uai => text,
        /// School year, such as `2026-2027`.
        pub year_label: String => text,
        /// Version of PRONOTE that the rehearsal plays, such as `2026`.
        pub version_label: String => text,
        /// The host on which the base answers; `None`: on any.
        pub host: Option<String> => text_opt,
        /// "Racine".
        pub root: Root => text,
        /// Whether people may enter.
        pub published: bool => flag,
        /// The spaces that are open when it is published.
        pub spaces: Spaces => text,
        /// The delegation in force.
        pub delegation: Option<DelegationId> => text_opt,
        /// The spaces that have a mobile version too.
        pub mobile: Spaces => text,
        /// Until when the support may read the history, in milliseconds since 1970; 0: not at all.
        pub support_until: i64 => int,
        /// Minutes after which a session of a space ends by itself.
        pub idle_minutes: i64 => int,
        /// Direct sign-ins that may fail within a minute.
        pub attempts: i64 => int,
        /// Where operators come from.
        pub networks: Networks => text,
        /// Whether operators must have a second factor.
        pub second_factor: bool => flag,
    }
}

impl PartialEq for SchoolBase {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for SchoolBase {}

impl SchoolBase {
    /// `Base exemple 2026-2027.not`, as consoles write it.
    pub fn file_name(&self) -> String {
        format!("{} {}.not", self.school_name, self.year_label)
    }

    /// The path of a page of this base: `/pronote/eleve.html`.
    pub fn path(&self, page: &str) -> String {
        format!("{}{page}", self.root.path())
    }

    /// "Paramètres de publication", as they are.
    pub fn parameters(&self) -> Parameters {
        Parameters { root: self.root.clone(), spaces: self.spaces.clone(), mobile: self.mobile.clone() }
    }

    /// The public address of a page of this base, from the configured address, never from a request.
    pub fn url(&self, spaces_url: &str, page: &str) -> String {
        let own_host = self.host.as_deref().and_then(|host| {
            let (scheme, authority) = spaces_url.split_once("://")?;
            let port = authority.rsplit_once(':').map(|(_, port)| port);
            let port = port.filter(|p| p.bytes().all(|b| b.is_ascii_digit())).map(|p| format!(":{p}"));
            Some(format!("{scheme}://{host}{}", port.unwrap_or_default()))
        });
        format!("{}{}", own_host.as_deref().unwrap_or(spaces_url), self.path(page))
    }

    /// The same, as the address of a CAS service.
    ///
    /// # Errors
    /// [`ServiceAddressError`] when the configured address cannot be one.
    pub fn service(&self, spaces_url: &str, page: &str) -> Result<ServiceAddress, ServiceAddressError> {
        ServiceAddress::parse(&self.url(spaces_url, page))
    }
}

/// A base to create.
#[derive(Debug, Clone)]
pub struct NewBase {
    /// Name of the school.
    pub school_name: String,
    /// Its national number.
    pub uai: Uai,
    /// School year, such as `2026-2027`.
    pub year_label: String,
    /// Version label, such as `2026`.
    pub version_label: String,
    /// A host of its own (without port), in lower case.
    pub host: Option<String>,
    /// Where it answers.
    pub root: Root,
}

/// Why parameters of a base were not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The base is published: publication must be stopped first.
    #[error("the base is published")]
    Published,
    /// Another base answers at this place.
    #[error("another base answers at this place")]
    PlaceTaken,
    /// Another delegation of the base trusts this server.
    #[error("another delegation of the base trusts this server")]
    ServerTaken,
    /// A failure of ours.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<DbError> for ChangeError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(_) => Self::PlaceTaken,
            other => Self::Failure(other.into()),
        }
    }
}

/// Creates a base, not published, with the usual spaces and no delegation.
///
/// # Errors
/// [`ChangeError::PlaceTaken`] or a failure.
pub async fn create(pronote: &Pronote, new: NewBase) -> Result<BaseId, ChangeError> {
    let id = BaseId::from_uuid(pronote.new_key());
    let spaces = Spaces::of(&Space::USUAL).to_string();
    let host = new.host.map(|host| host.to_ascii_lowercase());
    let values = args![
        &id,
        &new.school_name,
        &new.uai,
        &new.year_label,
        &new.version_label,
        host,
        &new.root,
        false,
        &spaces
    ];
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::ADD, values).await?;
    pronote.caches().bases.changed(&mut tx).await?;
    pronote.generations().commit(tx).await?;
    Ok(id)
}

/// All bases.
///
/// # Errors
/// [`DbError`].
pub async fn all(pronote: &Pronote) -> Result<Vec<SchoolBase>, DbError> {
    held(pronote).await.map(|bases| bases.to_vec())
}

/// All bases, from memory when nothing has changed.
pub(crate) async fn held(pronote: &Pronote) -> Result<Arc<Vec<SchoolBase>>, DbError> {
    pronote.caches().bases.get(pronote.db().all(sql::ALL, [])).await
}

/// One base.
///
/// # Errors
/// [`DbError`].
pub async fn find(pronote: &Pronote, id: &BaseId) -> Result<Option<SchoolBase>, DbError> {
    pronote.db().optional(sql::FIND, args![id]).await
}

/// One base, read within a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn find_in(tx: &mut Tx, id: &BaseId) -> Result<Option<SchoolBase>, DbError> {
    tx.optional(sql::FIND, args![id]).await
}

/// Publishes a base or stops its publication; says whether that changed anything. The transaction is committed by
/// [`db::Generations::commit`], as after every change of a base.
///
/// # Errors
/// [`DbError`].
pub async fn set_published(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    published: bool,
) -> Result<bool, DbError> {
    let changed = tx.run(sql::SET_PUBLISHED, args![id, published]).await? > 0;
    if changed {
        pronote.caches().bases.changed(tx).await?;
    }
    Ok(changed)
}

/// "Paramètres de publication".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// "Racine".
    pub root: Root,
    /// The spaces that are open when the base is published.
    pub spaces: Spaces,
    /// Those that have a mobile version too.
    pub mobile: Spaces,
}

/// Changes the parameters of publication of a base that is not published.
///
/// # Errors
/// [`ChangeError`].
pub async fn set_parameters(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    new: &Parameters,
) -> Result<(), ChangeError> {
    let values = args![id, &new.root, &new.spaces.to_string(), &new.mobile.to_string()];
    match tx.run(sql::SET_PARAMETERS, values).await? {
        0 => Err(ChangeError::Published),
        _ => Ok(pronote.caches().bases.changed(tx).await?),
    }
}

/// Opens the history of a base to whoever holds the code of `digest`, until an instant; `None` closes it.
///
/// # Errors
/// [`DbError`].
pub async fn set_support(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    open: Option<(&str, i64)>,
) -> Result<(), DbError> {
    let (digest, until) = open.unwrap_or_default();
    tx.run(sql::SET_SUPPORT, args![id, digest, until]).await?;
    pronote.caches().bases.changed(tx).await
}

db::row! { struct Found { id: BaseId => text } }

/// The base whose history this code opens at this moment.
///
/// # Errors
/// [`DbError`].
pub async fn opened_to_support(pronote: &Pronote, code: &str) -> Result<Option<SchoolBase>, DbError> {
    let values = args![&web::token::digest(code), pronote.now().as_millisecond()];
    let found: Option<Found> = pronote.db().optional(sql::BY_SUPPORT, values).await?;
    match found {
        Some(found) => find(pronote, &found.id).await,
        None => Ok(None),
    }
}

/// Says which delegation is in force in a base that is not published.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn set_delegation(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    delegation: Option<&DelegationId>,
) -> Result<(), ChangeError> {
    match tx.run(sql::SET_DELEGATION, args![id, delegation]).await? {
        0 => Err(ChangeError::Published),
        _ => Ok(pronote.caches().bases.changed(tx).await?),
    }
}

/// Gives a base another school year or version. Neither is a parameter of publication: the base may be published.
///
/// # Errors
/// [`DbError`].
pub async fn set_labels(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    year_label: &str,
    version_label: &str,
) -> Result<(), DbError> {
    tx.run(sql::SET_LABELS, args![id, year_label, version_label]).await?;
    pronote.caches().bases.changed(tx).await
}

db::row! { struct Mark { marked_at: i64 => int } }

/// Marks the database as that of the demonstration, whose people are invented and whose passwords are printed.
///
/// # Errors
/// [`DbError`].
pub async fn mark_demonstration(pronote: &Pronote) -> Result<(), DbError> {
    pronote.db().run(sql::MARK_DEMONSTRATION, args![pronote.now().as_millisecond()]).await.map(drop)
}

/// Whether the database is that of the demonstration, which must not be served to real people.
///
/// # Errors
/// [`DbError`].
pub async fn is_demonstration(pronote: &Pronote) -> Result<bool, DbError> {
    let mark: Option<Mark> = pronote.db().optional(sql::DEMONSTRATION, []).await?;
    Ok(mark.is_some_and(|mark| mark.marked_at > 0))
}
