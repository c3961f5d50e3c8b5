//! The delegation of authentication: the CAS server that a base trusts.
//!
//! A change of server makes a new delegation. Identifiers remember which delegation taught them, so an identifier
//! of the former ENT can be told from one of this ENT, and replaced.

mod cas_url;
mod identification;
mod presets;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use cas_protocol::{login, service::ServiceAddressError};
use db::{DbError, args};

pub use cas_url::{CasUrl, CasUrlError};
pub use identification::{
    CategoryWords, CommonId, Dialect, FirstConnection, Identification, USUAL_ATTRIBUTE, set_identification,
};
pub use presets::{Preset, presets};

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, DelegationId, SchoolBase, Space},
    journal::{self, Kind, Line},
};

db::row! {
    struct Record {
        id: DelegationId => text,
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
    }
}

/// A delegation.
#[derive(Debug, Clone)]
pub struct Delegation {
    /// Key.
    pub id: DelegationId,
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
}

impl From<Record> for Delegation {
    fn from(record: Record) -> Self {
        Self {
            id: record.id,
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
        }
    }
}

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// "URL du serveur CAS".
    pub cas_url: CasUrl,
    /// The address for validation, when it is another one.
    pub validation_url: Option<CasUrl>,
    /// "Autoriser l'authentification directe par PRONOTE.net".
    pub direct_access: bool,
    /// The attribute that holds the PRONOTE identifier.
    pub attribute: String,
}

impl Settings {
    /// The usual settings for a server.
    pub fn of(cas_url: CasUrl) -> Self {
        Self { cas_url, validation_url: None, direct_access: true, attribute: USUAL_ATTRIBUTE.to_owned() }
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
    /// The address of the validator.
    pub fn saml_validate(&self) -> String {
        self.validation_url.as_ref().unwrap_or(&self.cas_url).saml_validate()
    }
}

/// Computes the addresses shown to the operator.
///
/// # Errors
/// [`ServiceAddressError`] when the configured public address cannot be a service.
pub fn links(
    pronote: &Pronote,
    base: &SchoolBase,
    cas_url: &CasUrl,
    validation_url: Option<&CasUrl>,
) -> Result<Links, ServiceAddressError> {
    let service = base.service(&pronote.config().spaces_url, "")?;
    Ok(Links {
        login: login::login_url(&cas_url.login(), &service),
        validation: login::validation_url(&validation_url.unwrap_or(cas_url).saml_validate(), &service),
        direct: format!("{}?login=true", service.as_str()),
        service: service.as_str().to_owned(),
    })
}

/// The delegation in force in a base, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub async fn current(pronote: &Pronote, base: &SchoolBase) -> Result<Option<Delegation>, DbError> {
    let Some(id) = &base.delegation else { return Ok(None) };
    let read = async {
        let all: Vec<Record> = pronote.db().all(sql::ALL, []).await?;
        Ok::<_, DbError>(all.into_iter().map(|record| (record.id.clone(), record.into())).collect())
    };
    Ok(pronote.caches().delegations.get(read).await?.get(id).cloned())
}

/// The delegation by which people enter a space; `None` where PRONOTE asks for its own login.
///
/// # Errors
/// [`DbError`].
pub async fn for_space(
    pronote: &Pronote,
    base: &SchoolBase,
    _space: Space,
) -> Result<Option<Delegation>, DbError> {
    current(pronote, base).await
}

/// Sets the delegation of a base that is not published. Another server is another delegation; other settings of the
/// same server are the same one, also after the base trusted another for a while.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn set(pronote: &Pronote, base: &BaseId, settings: Settings) -> Result<DelegationId, ChangeError> {
    let preset = preset_at(pronote, &settings.cas_url)?;
    let mut tx = pronote.db().begin().await?;
    let known: Option<Record> = tx.optional(sql::AT_SERVER, args![base, &settings.cas_url]).await?;
    let (id, detail) = match known {
        Some(known) => {
            let (direct, attribute) = (settings.direct_access, &settings.attribute);
            let values = args![&known.id, settings.validation_url.as_ref(), direct, attribute, preset];
            tx.run(sql::CHANGE, values).await?;
            (known.id, "same")
        }
        None => {
            let id = DelegationId::from_uuid(pronote.new_key());
            let values = args![
                &id,
                base,
                preset,
                &settings.cas_url,
                settings.validation_url.as_ref(),
                settings.direct_access,
                &settings.attribute,
                pronote.now().as_millisecond()
            ];
            tx.run(sql::ADD, values).await?;
            (id, "new")
        }
    };
    pronote.caches().delegations.changed(&mut tx).await?;
    bases::set_delegation(pronote, &mut tx, base, Some(&id)).await?;
    let line = Line { base: Some(base.as_str()), detail: Some(detail), ..Line::new(Kind::DelegationSet) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(id)
}

/// Removes the delegation of a base that is not published: its spaces ask for PRONOTE's own login again.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn remove(pronote: &Pronote, base: &BaseId) -> Result<(), ChangeError> {
    let mut tx = pronote.db().begin().await?;
    bases::set_delegation(pronote, &mut tx, base, None).await?;
    let line = Line { base: Some(base.as_str()), ..Line::new(Kind::DelegationRemoved) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

/// The ENT of the list that has this address; an address typed by hand has none.
fn preset_at(pronote: &Pronote, cas_url: &CasUrl) -> Result<Option<String>, Failure> {
    let found = presets(pronote)?.into_iter().find(|p| CasUrl::parse(&p.cas_url).as_ref() == Ok(cas_url));
    Ok(found.map(|preset| preset.id))
}
