//! A service as somebody describes it, on the command line or in a list.

use clap::ValueEnum;
use db::DbError;
use ent::{
    Ent,
    ids::BaseId,
    release::{Offer, OfferError, Rule},
    schools,
    services::{LogoutChannel, NewService, ServiceKind, wording},
};
use model::Uai;

use super::{Failed, unfit_name};

/// Kind of a service, in the words of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Kind {
    /// N'importe quel client du protocole CAS.
    #[default]
    Cas,
    /// Le PRONOTE d'un établissement : la casse des chemins n'y compte pas.
    Pronote,
}

/// A service to register.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kind: Kind,
    pub(super) release: Option<Vec<String>>,
    pub(super) allow_proxy: bool,
    pub(super) school: Option<Uai>,
    pub(super) logout: LogoutChannel,
    pub(super) logout_url: Option<String>,
    pub(super) attributes_over_https_only: bool,
}

/// What a service needs of the database: the base of a PRONOTE; and where the portal leads.
pub(super) struct Place {
    base: Option<BaseId>,
    leads_to: String,
}

/// Why an entry is refused: which one, from 0, in which of its settings, and what to do.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) number: usize,
    pub(super) setting: &'static str,
    pub(super) sentence: String,
    pub(super) help: String,
}

/// What a PRONOTE learns unless told.
const OF_PRONOTE: [&str; 3] = ["idPronote", "uid", "categories"];

impl Entry {
    /// Finds what the entry names.
    pub(super) async fn place(&self, ent: &Ent, number: usize) -> Result<Place, Failed> {
        let refuse = |setting, sentence: String, help: &str| Refusal {
            number,
            setting,
            sentence,
            help: help.to_owned(),
        };
        if let Some(school) = &self.school
            && schools::find(ent, school).await?.is_none()
        {
            let sentence = format!("l'établissement {school} n'existe pas dans cet ENT");
            let help = "Ajoutez-le d'abord par « passerelle school add », ou corrigez son numéro.";
            return Err(refuse("school", sentence, help).into());
        }
        let base = match (self.kind, &self.school) {
            (Kind::Cas, _) => None,
            (Kind::Pronote, Some(school)) => schools::base_of(ent, school).await?.map(|base| base.id),
            (Kind::Pronote, None) => {
                let sentence = format!("le PRONOTE « {} » n'a pas d'établissement", self.name);
                let help = "Indiquez celui dont il sert les identifiants (school).";
                return Err(refuse("kind", sentence, help).into());
            }
        };
        Ok(Place { base, leads_to: self.url.strip_suffix("**").unwrap_or(&self.url).to_owned() })
    }

    /// The offer that the entry makes.
    pub(super) fn offer<'a>(&'a self, number: usize, place: &'a Place) -> Result<Offer<'a>, Refusal> {
        let refuse = |setting, sentence: String, help: String| Refusal { number, setting, sentence, help };
        let name = self.name.trim();
        if !(1..=64).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            let help = "Un nom a de 1 à 64 signes, tous visibles.".to_owned();
            return Err(refuse("name", "ce nom de service ne convient pas".to_owned(), help));
        }
        if let Some(url) = &self.logout_url
            && let Err(error) = cas_protocol::service::ServiceAddress::parse(url)
        {
            let sentence = format!("l'adresse de déconnexion {} ne convient pas", url.escape_debug());
            return Err(refuse("logout_url", sentence, wording::address_refused(ent::french(), error)));
        }
        let names: Vec<&str> = match (&self.release, self.kind) {
            (Some(names), _) => {
                names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect()
            }
            (None, Kind::Pronote) => OF_PRONOTE.to_vec(),
            (None, Kind::Cas) => Vec::new(),
        };
        let rules = names.into_iter().map(Rule::named).collect::<Result<Vec<_>, _>>().map_err(|error| {
            let help = format!("Corrigez la liste des attributs de « {name} » (release).");
            refuse("release", unfit_name(&error), help)
        })?;
        let (kind, group) = match self.kind {
            Kind::Cas => (ServiceKind::Cas, "Applications"),
            Kind::Pronote => (ServiceKind::PronoteWithCas, "Scolarité"),
        };
        let service = NewService {
            code: name,
            title: name,
            kind,
            url: &place.leads_to,
            pattern: &self.url,
            group,
            base: place.base.as_ref(),
            school: self.school.as_ref(),
            open_to_all: self.school.is_none(),
            allow_proxy: self.allow_proxy,
            logout: self.logout,
            logout_url: self.logout_url.as_deref(),
            attributes_over_https_only: self.attributes_over_https_only,
        };
        Ok(Offer { service, granted_to: self.school.as_ref(), rules })
    }
}

/// What the ENT answered, for the person who wrote the entries.
pub(super) fn refusal(error: OfferError, entries: &[Entry]) -> Failed {
    let of = |number: usize, setting, sentence: &dyn Fn(&Entry) -> String, help: &str| {
        let sentence = entries.get(number).map(sentence).unwrap_or_default();
        Failed::from(Refusal { number, setting, sentence, help: help.to_owned() })
    };
    match error {
        OfferError::Different(number) => of(
            number,
            "name",
            &|entry| {
                format!(
                    "un service « {} » est déjà enregistré, avec d'autres réglages ; rien n'a été changé",
                    entry.name
                )
            },
            "Donnez-lui un autre nom ; « passerelle service list » montre ce qui est enregistré.",
        ),
        OfferError::AddressTaken(number) => of(
            number,
            "url",
            &|entry| format!("l'adresse {} est déjà celle d'un autre service", entry.url.escape_debug()),
            "« passerelle service list » montre lequel.",
        ),
        OfferError::Pattern(number, why) => of(
            number,
            "url",
            &|entry| format!("l'adresse {} ne peut pas être enregistrée", entry.url.escape_debug()),
            &wording::pattern_refused(ent::french(), &why),
        ),
        OfferError::Db(error @ DbError::Constraint(_)) => Failed::Other(
            anyhow::Error::new(error)
                .context("un autre programme vient d'enregistrer des services : recommencez"),
        ),
        OfferError::Db(error) => {
            Failed::Other(anyhow::Error::new(error).context("les services n'ont pas été enregistrés"))
        }
    }
}
