//! The form of a delegation, as typed and as understood.

use web::Fields;

use crate::delegation::{CasUrl, CasUrlError, Delegation, Preset, Settings};

/// What is in the fields, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct DelegationForm {
    /// "Définir une délégation CAS"; else "Activer l'authentification sans CAS".
    pub enabled: bool,
    /// The name given to the delegation.
    pub name: String,
    /// The ENT chosen in the list, when the list has no address for it.
    pub preset: String,
    /// "URL du serveur CAS".
    pub cas_url: String,
    /// "Les adresses d'authentification et de validation sont différentes".
    pub separate: bool,
    /// The address for validation.
    pub validation_url: String,
    /// "Autoriser l'authentification directe par PRONOTE.net".
    pub direct_access: bool,
    /// Key of the sentence beside the address.
    pub cas_url_error: Option<&'static str>,
    /// Key of the sentence beside the address for validation.
    pub validation_url_error: Option<&'static str>,
    /// Key of the sentence beside the name.
    pub name_error: Option<&'static str>,
}

/// What a posted form asks for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// No delegation.
    Remove,
    /// A delegation with these settings.
    Set(Settings),
}

/// The field of an address to which nothing was written yet.
const EMPTY: &str = "https://";

impl DelegationForm {
    /// The form of a delegation, or an empty one.
    pub fn of(current: Option<&Delegation>) -> Self {
        let Some(current) = current else {
            return Self { direct_access: true, cas_url: EMPTY.to_owned(), ..Self::default() };
        };
        Self {
            enabled: true,
            name: current.name.clone(),
            preset: current.preset.clone().unwrap_or_default(),
            cas_url: current.cas_url.to_string(),
            separate: current.validation_url.is_some(),
            validation_url: current.validation_url.as_ref().map(ToString::to_string).unwrap_or_default(),
            direct_access: current.direct_access,
            ..Self::default()
        }
    }

    /// The form that waits for the address of an ENT of the list which no source publishes.
    pub fn waiting_for(preset: &Preset) -> Self {
        let error = Some("delegation-error-unpublished");
        Self { enabled: true, preset: preset.id.clone(), cas_url_error: error, ..Self::of(None) }
    }

    /// The form as posted.
    pub fn posted(fields: &Fields) -> Self {
        Self {
            // A delegation is given up only by who says so.
            enabled: fields.text("mode") != "without",
            name: fields.text("name").to_owned(),
            preset: fields.text("chosen").to_owned(),
            cas_url: fields.text("cas_url").to_owned(),
            separate: fields.ticked("separate"),
            validation_url: fields.text("validation_url").to_owned(),
            direct_access: fields.ticked("direct_access"),
            ..Self::default()
        }
    }

    /// The fields that bring what was typed to the button of the page that shows what changes.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mode = if self.enabled { "cas" } else { "without" };
        let texts = [
            ("mode", mode),
            ("name", &self.name),
            ("chosen", &self.preset),
            ("cas_url", &self.cas_url),
            ("validation_url", &self.validation_url),
        ];
        let ticked = [("separate", self.separate), ("direct_access", self.direct_access)];
        let ticked = ticked.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "on"));
        texts.into_iter().chain(ticked).map(|(name, value)| (name, value.to_owned())).collect()
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
        let good_name = self.name.chars().count() <= 80;
        match (cas_url, validation_url, good_name) {
            (Ok(cas_url), Ok(validation_url), true) => Ok(Asked::Set(Settings {
                cas_url,
                validation_url,
                direct_access: self.direct_access,
                name: self.name,
                preset: Some(self.preset).filter(|preset| !preset.is_empty()),
                fresh: false,
            })),
            (cas_url, validation_url, good_name) => {
                self.cas_url_error = cas_url.err().map(sentence);
                self.validation_url_error = validation_url.err().map(sentence);
                self.name_error = (!good_name).then_some("delegation-error-name");
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
