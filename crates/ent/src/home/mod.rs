//! The portal of a person: the services they may use, by menu.

mod connections;
mod pages;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use db::DbError;
use model::Category;

use crate::{
    Ent, directory,
    gate::Audience,
    identifiers,
    ids::AccountId,
    release::spaces,
    services::{self, Service, ServiceKind},
};

/// The pages of the portal.
pub(crate) fn routes() -> web::Routes<Ent, Audience> {
    pages::routes().merge(connections::routes())
}

/// One way into a service.
pub(crate) struct Entry {
    pub(crate) service: Arc<Service>,
    pub(crate) address: String,
    /// For a person who has several accounts in one PRONOTE: which one this leads to.
    pub(crate) category: Option<Category>,
}

/// What a person finds on the home page.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn entries(ent: &Ent, account: &AccountId) -> Result<Vec<Entry>, DbError> {
    let Some(person) = directory::find(ent, account).await? else { return Ok(Vec::new()) };
    let mut entries = Vec::new();
    for service in services::catalogue(ent).await?.usable(&person.affiliations) {
        let links = match (&service.kind, &service.base_id) {
            (ServiceKind::PronoteWithCas, Some(base)) => identifiers::links_of(ent, base, account).await?,
            _ => Arc::default(),
        };
        if links.len() > 1 {
            entries.extend(links.iter().map(|link| Entry {
                address: spaces::address(&service.url, link.category),
                category: Some(link.category),
                service: Arc::clone(&service),
            }));
        } else {
            entries.push(Entry { address: service.url.clone(), category: None, service });
        }
    }
    Ok(entries)
}
