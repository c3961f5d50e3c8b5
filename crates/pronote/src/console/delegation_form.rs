//! The form of the delegation, as typed and as understood.

use web::Fields;

use crate::delegation::{CasUrl, CasUrlError, Delegation, Settings, USUAL_ATTRIBUTE};

/// What is in the fields, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct DelegationForm {
    /// "Définir une délégation CAS".
    pub enabled: bool,
    /// "URL du serveur CAS".
    pub cas_url: String,
    /// "Les adresses d'authentification et de validation sont différentes".
    pub separate: bool,
    /// The address for validation.
    pub validation_url: String,
    /// "Autoriser l'authentification directe par PRONOTE.net".
    pub direct_access: bool,
    /// The attribute that holds the PRONOTE identifier.
    pub attribute: String,
    /// Key of the sentence beside the address.
    pub cas_url_error: Option<&'static str>,
    /// Key of the sentence beside the address for validation.
    pub validation_url_error: Option<&'static str>,
    /// Key of the sentence beside the attribute.
    pub attribute_error: Option<&'static str>,
}

/// What a posted form asks for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// No delegation.
    Remove,
    /// A delegation with these settings.
    Set(Settings),
}

impl DelegationForm {
    /// The form of the delegation in force, or an empty one.
    pub fn of(current: Option<&Delegation>) -> Self {
        let Some(current) = current else {
            return Self {
                direct_access: true,
                attribute: USUAL_ATTRIBUTE.to_owned(),
                cas_url: "https://".to_owned(),
                ..Self::default()
            };
        };
        Self {
            enabled: true,
            cas_url: current.cas_url.to_string(),
            separate: current.validation_url.is_some(),
            validation_url: current.validation_url.as_ref().map(ToString::to_string).unwrap_or_default(),
            direct_access: current.direct_access,
            attribute: current.identification.attribute.clone(),
            ..Self::default()
        }
    }

    /// The form as posted.
    pub fn posted(fields: &Fields) -> Self {
        Self {
            enabled: fields.ticked("enabled"),
            cas_url: fields.text("cas_url").to_owned(),
            separate: fields.ticked("separate"),
            validation_url: fields.text("validation_url").to_owned(),
            direct_access: fields.ticked("direct_access"),
            attribute: fields.text("attribute").to_owned(),
            ..Self::default()
        }
    }

    /// What it asks for. On an error, the form comes back as typed, with a sentence at each field that is wrong.
    ///
    /// # Errors
    /// The form itself, to be shown again.
    pub fn understand(mut self) -> Result<Asked, Box<Self>> {
        if !self.enabled {
            return Ok(Asked::Remove);
        }
        let cas_url = CasUrl::parse(&self.cas_url);
        let validation_url = self.separate.then(|| CasUrl::parse(&self.validation_url)).transpose();
        let attribute = if self.attribute.is_empty() { USUAL_ATTRIBUTE } else { &self.attribute };
        let good_attribute = attribute.len() <= 64
            && attribute.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        match (cas_url, validation_url, good_attribute) {
            (Ok(cas_url), Ok(validation_url), true) => Ok(Asked::Set(Settings {
                cas_url,
                validation_url,
                direct_access: self.direct_access,
                attribute: attribute.to_owned(),
            })),
            (cas_url, validation_url, good_attribute) => {
                self.cas_url_error = cas_url.err().map(sentence);
                self.validation_url_error = validation_url.err().map(sentence);
                self.attribute_error = (!good_attribute).then_some("delegation-error-attribute");
                Err(Box::new(self))
            }
        }
    }
}

fn sentence(error: CasUrlError) -> &'static str {
    match error {
        CasUrlError::Missing => "delegation-error-missing",
        CasUrlError::Shape => "delegation-error-shape",
        CasUrlError::NotHttps => "delegation-error-https",
    }
}
