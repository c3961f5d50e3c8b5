//! What a service learns of a person: only what its rules name. A service without rules learns the subject alone.

mod source;
pub(crate) mod spaces;
mod sql;

use std::{collections::HashMap, sync::Arc};

use cas_protocol::{AttributeNameError, Attributes, service::ServiceAddress};
use db::{DbError, args};
use model::Category;

use crate::{
    Ent,
    directory::Account,
    identifiers::{self, Link},
    ids::ServiceId,
    services::Service,
};

pub use source::{Source, UnknownSource};
pub(crate) use sql::STATEMENTS;

/// One attribute of a service.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name on the wire.
    pub name: String,
    /// Where its value comes from.
    pub source: Source,
}

/// The rules of each service, in their order.
pub(crate) type Rules = HashMap<ServiceId, Vec<Rule>>;

db::row! {
    struct RuleOfService {
        service_id: ServiceId => text,
        name: String => text,
        source: Source => text,
    }
}

/// Why the attributes cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A rule names an attribute that no answer can carry.
    #[error("a release rule cannot be followed: {0}")]
    Name(#[from] AttributeNameError),
}

/// Sets the attributes that a service learns.
///
/// # Errors
/// [`DbError::Constraint`] when the service has rules already.
pub async fn set_rules(ent: &Ent, service: &ServiceId, rules: &[Rule]) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    for (place, rule) in (0_i64..).zip(rules) {
        tx.run(sql::ADD, args![service, place, &rule.name, rule.source.as_str()]).await?;
    }
    ent.caches().rules.changed(&mut tx).await?;
    ent.generations().commit(tx).await
}

/// The rules of all services, from memory when nothing has changed.
async fn rules(ent: &Ent) -> Result<Arc<Rules>, DbError> {
    let read = async {
        let mut rules = Rules::new();
        for row in ent.db().all::<RuleOfService>(sql::RULES, []).await? {
            let rule = Rule { name: row.name, source: row.source };
            rules.entry(row.service_id).or_default().push(rule);
        }
        Ok(rules)
    };
    ent.caches().rules.get(read).await
}

/// The attributes that `service` learns of a person who comes for `address`.
///
/// # Errors
/// [`ReleaseError`].
pub(crate) async fn attributes(
    ent: &Ent,
    service: &Service,
    account: &Account,
    address: &ServiceAddress,
) -> Result<Attributes, ReleaseError> {
    let rules = rules(ent).await?;
    let links = match &service.base_id {
        Some(base) => identifiers::links_of(ent, base, &account.id).await?,
        None => Arc::default(),
    };
    let link = choose(&links, address);
    let mut attributes = Attributes::default();
    for rule in rules.get(&service.id).into_iter().flatten() {
        let value = match rule.source {
            Source::PronoteId => link.map(|l| l.pronote_id.to_string()),
            Source::Category => link.map(|l| national_code(l.category).to_owned()),
            Source::Uid => Some(account.uid.clone()),
        };
        if let Some(value) = value {
            attributes.add(&rule.name, &value)?;
        }
    }
    Ok(attributes)
}

/// A person may have several identifiers in one base, one per category: the page asked for decides, else the first
/// in the order of the categories. Services learn one value, never a list to choose from.
fn choose<'l>(links: &'l [Link], address: &ServiceAddress) -> Option<&'l Link> {
    let asked = spaces::asked_category(address);
    links.iter().find(|link| Some(link.category) == asked).or_else(|| links.first())
}

/// `categories` as PRONOTE connectors in use send it: one code per profile.
const fn national_code(category: Category) -> &'static str {
    match category {
        Category::Pupil => "National_1",
        Category::Guardian => "National_2",
        Category::Teacher => "National_3",
        Category::InternshipSupervisor | Category::Inspector | Category::Staff => "National_4",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(category: Category, id: &str) -> Link {
        Link { category, pronote_id: id.parse().unwrap() }
    }

    #[test]
    fn the_space_asked_for_decides_which_identifier_leaves() {
        let both = vec![link(Category::Teacher, "T"), link(Category::Guardian, "G")];
        for (address, expected) in [
            ("https://p.example/pronote/professeur.html", "T"),
            ("https://p.example/pronote/Parent.html", "G"),
            ("https://p.example/pronote/mobile.parent.html?page=1", "G"),
            ("https://p.example/pronote/parent/notes.html", "G"),
            ("https://p.example/pronote/professeur/parents.html", "T"),
            ("https://p.example/pronote/", "T"),
            ("https://p.example/pronote/eleve.html", "T"),
        ] {
            let address = ServiceAddress::parse(address).unwrap();
            let chosen = choose(&both, &address).unwrap();
            assert_eq!(chosen.pronote_id.as_str(), expected, "{}", address.as_str());
        }
        assert!(choose(&[], &ServiceAddress::parse("https://p.example/").unwrap()).is_none());
    }
}
