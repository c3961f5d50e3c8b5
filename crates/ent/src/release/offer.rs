//! A service with all that belongs to it: who may use it and what it learns. Lists of services come this way, all of
//! a list or none.

use db::DbError;
use model::Uai;

use super::{Rule, rules, set_rules_in};
use crate::{
    Ent,
    services::{self, NewService, Service},
};

/// A service to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The service; its code says whether it is there already.
    pub service: NewService<'a>,
    /// The school all of whose people may use it.
    pub granted_to: Option<&'a Uai>,
    /// The attributes it learns, in their order.
    pub rules: Vec<Rule>,
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// The service was registered.
    Added,
    /// The same service was there already.
    AlreadyThere,
}

/// Why nothing of a list was registered, with the place of the offer in it, from 0.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// A service of that code is there and says something else.
    #[error("another service has this code")]
    Different(usize),
    /// The address is that of another service.
    #[error("another service has this address")]
    AddressTaken(usize),
    /// The address pattern cannot be read.
    #[error("the address pattern cannot be read")]
    Pattern(usize, #[source] cas_protocol::service::PatternError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Registers the services of a list, all or none. Services that are there already, with the same content, stay as they
/// are, so that a list may be given twice.
///
/// # Errors
/// [`OfferError`], the first in the order of the list; nothing is registered then.
pub async fn offer(ent: &Ent, offers: &[Offer<'_>]) -> Result<Vec<Offered>, OfferError> {
    let catalogue = services::catalogue(ent).await?;
    let rules = rules(ent).await?;
    let mut outcomes = Vec::with_capacity(offers.len());
    for (place, offer) in offers.iter().enumerate() {
        let (code, pattern) = (offer.service.code, offer.service.pattern);
        services::check(&offer.service).map_err(|error| OfferError::Pattern(place, error))?;
        let there = catalogue.services().find(|service| service.code == code);
        let earlier = offers.iter().take(place).find(|earlier| earlier.service.code == code);
        let outcome = match (there, earlier) {
            (Some(there), _) => {
                let learns = rules.get(&there.id).map_or(&[][..], Vec::as_slice);
                (is_same(offer, there) && learns == offer.rules).then_some(Offered::AlreadyThere)
            }
            (None, Some(earlier)) => (earlier == offer).then_some(Offered::AlreadyThere),
            (None, None) => Some(Offered::Added),
        };
        let outcome = outcome.ok_or(OfferError::Different(place))?;
        let known = catalogue.patterns().any(|(_, known)| known.as_str() == pattern);
        let given = offers.iter().take(place).any(|earlier| earlier.service.pattern == pattern);
        if outcome == Offered::Added && (known || given) {
            return Err(OfferError::AddressTaken(place));
        }
        outcomes.push(outcome);
    }
    let mut tx = ent.db().begin().await?;
    let added = offers.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Offered::Added);
    for (offer, _) in added {
        let id = services::register_in(ent, &mut tx, &offer.service).await?;
        if let Some(school) = offer.granted_to {
            services::grant_in(&mut tx, &id, school).await?;
        }
        set_rules_in(&mut tx, &id, &offer.rules).await?;
    }
    ent.caches().rules.changed(&mut tx).await?;
    services::changed_in(ent, &mut tx).await?;
    ent.generations().commit(tx).await?;
    Ok(outcomes)
}

/// Whether a service that is there says what an offer says. Who may use it is not compared: that may have been changed
/// since, and is for its administrators to say.
fn is_same(offer: &Offer<'_>, there: &Service) -> bool {
    let new = &offer.service;
    (new.kind, new.pattern, new.url, new.school, new.open_to_all)
        == (there.kind, there.pattern.as_str(), there.url.as_str(), there.uai.as_ref(), there.open_to_all)
        && (new.allow_proxy, new.logout, new.logout_url, new.attributes_over_https_only)
            == (
                there.allow_proxy,
                there.logout,
                there.logout_url.as_deref(),
                there.attributes_over_https_only,
            )
}
