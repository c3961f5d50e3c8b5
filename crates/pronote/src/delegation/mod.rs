//! The delegation of authentication: the CAS server that a base trusts.
//!
//! A change of server makes a new delegation. Identifiers remember which delegation taught them, so an identifier
//! of the former ENT can be told from one of this ENT, and replaced.

mod cas_url;
mod change;
mod export_settings;
mod history;
mod identification;
mod presets;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use cas_protocol::{login, service::ServiceAddressError};
use db::DbError;
use web::{Timestamp, clock};

pub use cas_url::{CasUrl, CasUrlError};
pub use change::{
    Choice, Settings, Which, accept_former, arrange, drop_beside, put, put_in_one_go, remove,
    remove_in_one_go, set,
};
pub use export_settings::{
    ExportReaders, ExportSettings, PairingCode, PairingCodeError, export_settings, set_export,
};
pub use history::{last_change, undo};
pub use identification::{
    CategoryWords, CommonId, Dialect, FirstConnection, Identification, USUAL_ATTRIBUTE, set_identification,
};
pub use presets::{Preset, preset, presets};

use crate::{
    Pronote,
    bases::{BaseId, DelegationId, SchoolBase, Space, Spaces},
};

db::row! {
    struct Record {
        id: DelegationId => text,
        base: BaseId => text,
        preset: Option<String> => text_opt,
        cas_url: CasUrl => text,
        validation_url: Option<CasUrl> => text_opt,
        direct_access: bool => flag,
        attribute: String => text,
        dialect: Dialect => text,
        common_attribute: CommonId => text,
        first_connection: FirstConnection => text,
        last_name_attribute: String => text,
        first_name_attribute: String => text,
        birth_date_attribute: String => text,
        postal_code_attribute: String => text,
        categories_attribute: String => text,
        category_words: CategoryWords => text,
        name: String => text,
        beside: bool => flag,
        spaces: Spaces => text,
        successor: String => text,
        accepted_until: i64 => int,
    }
}

/// A delegation.
#[derive(Debug, Clone)]
pub struct Delegation {
    /// Key.
    pub id: DelegationId,
    /// The base whose people enter by it.
    pub base: BaseId,
    /// The ENT chosen in the list; `None` when the address was typed.
    pub preset: Option<String>,
    /// "URL du serveur CAS".
    pub cas_url: CasUrl,
    /// The address for validation, when it is another one.
    pub validation_url: Option<CasUrl>,
    /// "Autoriser l'authentification directe par PRONOTE.net".
    pub direct_access: bool,
    /// How people are recognised.
    pub identification: Identification,
    /// The name that an operator gave it; often none.
    pub name: String,
    /// Whether it is kept beside the one of the base, for spaces to choose.
    pub beside: bool,
    /// The spaces that have chosen it.
    pub spaces: Spaces,
    /// The delegation that took its place.
    pub successor: Option<DelegationId>,
    /// Until when it is accepted beside its successor.
    pub accepted_until: Option<Timestamp>,
}

impl From<Record> for Delegation {
    fn from(record: Record) -> Self {
        Self {
            id: record.id,
            base: record.base,
            preset: record.preset,
            cas_url: record.cas_url,
            validation_url: record.validation_url,
            direct_access: record.direct_access,
            identification: Identification {
                dialect: record.dialect,
                common: record.common_attribute,
                first: record.first_connection,
                attribute: record.attribute,
                last_name: record.last_name_attribute,
                first_name: record.first_name_attribute,
                birth_date: record.birth_date_attribute,
                postal_code: record.postal_code_attribute,
                categories: record.categories_attribute,
                words: record.category_words,
            },
            name: record.name,
            beside: record.beside,
            spaces: record.spaces,
            successor: record.successor.parse().ok(),
            accepted_until: (record.accepted_until > 0).then(|| clock::from_millis(record.accepted_until)),
        }
    }
}

/// The addresses that follow from a base and its delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// "Lien d'authentification".
    pub login: String,
    /// "Lien de validation".
    pub validation: String,
    /// "URL à communiquer au socle ENT".
    pub service: String,
    /// The address for a direct connection, `…?login=true`.
    pub direct: String,
}

impl Delegation {
    /// The address at which tickets are validated, without query.
    pub fn validator(&self) -> String {
        let server = self.validation_url.as_ref().unwrap_or(&self.cas_url);
        format!("{server}{}", self.identification.dialect.path())
    }

    /// What people call it: its own name, that of the ENT of the list, or the host of its server.
    pub fn label(&self, presets: &[Preset]) -> String {
        let chosen = presets.iter().find(|preset| self.preset.as_deref() == Some(preset.id.as_str()));
        match (self.name.as_str(), chosen) {
            ("", Some(preset)) => preset.label.clone(),
            ("", None) => self.cas_url.host().to_owned(),
            (name, _) => name.to_owned(),
        }
    }
}

/// Computes the addresses shown to the operator.
///
/// # Errors
/// [`ServiceAddressError`] when the configured public address cannot be a service.
pub fn links(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
) -> Result<Links, ServiceAddressError> {
    let service = base.service(&pronote.config().spaces_url, "")?;
    let validation = match delegation.identification.dialect {
        Dialect::Saml11 => login::validation_url(&delegation.validator(), &service),
        // A sign-in and a validation name the service in the same way; the ticket follows it.
        Dialect::Cas2 | Dialect::Cas3 => login::login_url(&delegation.validator(), &service),
    };
    Ok(Links {
        login: login::login_url(&delegation.cas_url.login(), &service),
        validation,
        direct: format!("{}?login=true", service.as_str()),
        service: service.as_str().to_owned(),
    })
}

/// The delegations of a base, with those that no longer serve: identifiers remember which one taught them.
async fn held(pronote: &Pronote, base: &BaseId) -> Result<Vec<Delegation>, DbError> {
    let read = async {
        let all: Vec<Record> = pronote.db().all(sql::ALL, []).await?;
        let mut held: HashMap<BaseId, Vec<Delegation>> = HashMap::new();
        for record in all {
            held.entry(record.base.clone()).or_default().push(record.into());
        }
        Ok::<_, DbError>(held)
    };
    let held = pronote.caches().delegations.get(read).await?;
    Ok(held.get(base).cloned().unwrap_or_default())
}

/// The delegation in force in a base, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub async fn current(pronote: &Pronote, base: &SchoolBase) -> Result<Option<Delegation>, DbError> {
    let Some(id) = &base.delegation else { return Ok(None) };
    Ok(held(pronote, &base.id).await?.into_iter().find(|delegation| delegation.id == *id))
}

/// The delegations of a base that serve: its own first, then those kept beside it.
///
/// # Errors
/// [`DbError`].
pub async fn all(pronote: &Pronote, base: &SchoolBase) -> Result<Vec<Delegation>, DbError> {
    let of_base = |delegation: &Delegation| base.delegation.as_ref() == Some(&delegation.id);
    let held = held(pronote, &base.id).await?;
    let mut all: Vec<Delegation> = held.into_iter().filter(|d| of_base(d) || d.beside).collect();
    all.sort_by_key(|delegation| !of_base(delegation));
    Ok(all)
}

/// The delegation by which people enter a space: the one it has chosen, else the one of the base. `None` where PRONOTE
/// asks for its own login.
///
/// # Errors
/// [`DbError`].
pub async fn for_space(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
) -> Result<Option<Delegation>, DbError> {
    if base.delegation.is_none() {
        return Ok(None);
    }
    let mut all = all(pronote, base).await?;
    let place = all.iter().position(|delegation| delegation.beside && delegation.spaces.contains(space));
    Ok((!all.is_empty()).then(|| all.swap_remove(place.unwrap_or_default())))
}

/// The former delegation in whose place `in_force` stands: the one that was given up for it.
///
/// # Errors
/// [`DbError`].
pub async fn former(pronote: &Pronote, in_force: &Delegation) -> Result<Option<Delegation>, DbError> {
    let held = held(pronote, &in_force.base).await?;
    Ok(held.into_iter().find(|delegation| delegation.successor.as_ref() == Some(&in_force.id)))
}

/// The delegations by which people may enter a space now: [`for_space`], and beside it the former one until its date.
///
/// # Errors
/// [`DbError`].
pub async fn accepted(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
) -> Result<Vec<Delegation>, DbError> {
    let Some(in_force) = for_space(pronote, base, space).await? else { return Ok(Vec::new()) };
    let former = former(pronote, &in_force).await?;
    let former = former.filter(|former| former.accepted_until.is_some_and(|until| until >= pronote.now()));
    Ok(std::iter::once(in_force).chain(former).collect())
}
