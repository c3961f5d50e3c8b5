//! The delegation of authentication: the CAS server that a base trusts.
//!
//! A change of server makes a new delegation. Identifiers remember which delegation taught them, so an identifier
//! of the former ENT can be told from one of this ENT, and replaced.

mod cas_url;
mod presets;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use cas_protocol::{login, service::ServiceAddressError};
use db::{DbError, args};

pub use cas_url::{CasUrl, CasUrlError};
pub use presets::{Preset, presets};

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, DelegationId, SchoolBase},
    journal::{self, Kind, Line},
};

/// The attribute in which ENT release the PRONOTE identifier, unless told otherwise.
pub const USUAL_ATTRIBUTE: &str = "idPronote";

db::row! {
    /// A delegation.
    pub struct Delegation {
        /// Key.
        pub id: DelegationId => text,
        /// The ENT chosen in the list; `None` when the address was typed.
        pub preset: Option<String> => text_opt,
        /// "URL du serveur CAS".
        pub cas_url: CasUrl => text,
        /// The address for validation, when it is another one.
        pub validation_url: Option<CasUrl> => text_opt,
        /// "Autoriser l'authentification directe par PRONOTE.net".
        pub direct_access: bool => flag,
        /// The attribute that holds the PRONOTE identifier.
        pub attribute: String => text,
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
        let all: Vec<Delegation> = pronote.db().all(sql::ALL, []).await?;
        Ok::<_, DbError>(all.into_iter().map(|delegation| (delegation.id.clone(), delegation)).collect())
    };
    Ok(pronote.caches().delegations.get(read).await?.get(id).cloned())
}

/// Sets the delegation of a base that is not published. Another server is another delegation; other settings of the
/// same server are the same one, also after the base trusted another for a while.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn set(pronote: &Pronote, base: &BaseId, settings: Settings) -> Result<DelegationId, ChangeError> {
    let preset = preset_at(pronote, &settings.cas_url)?;
    let mut tx = pronote.db().begin().await?;
    let known: Option<Delegation> = tx.optional(sql::AT_SERVER, args![base, &settings.cas_url]).await?;
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
