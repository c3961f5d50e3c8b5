//! What a service learns of a person: only what its rules name. A service without rules learns the subject alone.

mod offer;
mod source;
pub(crate) mod spaces;
mod sql;

#[cfg(test)]
pub(crate) mod tests;

use std::{collections::HashMap, sync::Arc};

use cas_protocol::{AttributeNameError, Attributes, service::ServiceAddress};
use db::{DbError, Tx, args};
use model::Category;

use crate::{
    Ent,
    directory::{Account, Person},
    identifiers::{self, Link},
    ids::ServiceId,
    services::Service,
};

pub use offer::{Offer, OfferError, Offered, offer};
pub use source::{Source, UnknownSource};
pub(crate) use sql::STATEMENTS;

/// One attribute of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name on the wire.
    pub name: String,
    /// Where its value comes from.
    pub source: Source,
}

impl Rule {
    /// The rule for an attribute of this name: where the value comes from follows from it, see [`Source::named`].
    ///
    /// # Errors
    /// [`AttributeNameError`] when no answer can carry the name.
    pub fn named(name: &str) -> Result<Self, AttributeNameError> {
        // The type that writes answers is the judge of names.
        Attributes::default().add(name, "")?;
        Ok(Self { name: name.to_owned(), source: Source::named(name) })
    }
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
    set_rules_in(&mut tx, service, rules).await?;
    ent.caches().rules.changed(&mut tx).await?;
    ent.generations().commit(tx).await
}

async fn set_rules_in(tx: &mut Tx, service: &ServiceId, rules: &[Rule]) -> Result<(), DbError> {
    for (place, rule) in (0_i64..).zip(rules) {
        tx.run(sql::ADD, args![service, place, &rule.name, rule.source.to_string()]).await?;
    }
    Ok(())
}

/// The attributes that a service learns, in their order.
///
/// # Errors
/// [`DbError`].
pub async fn rules_of(ent: &Ent, service: &ServiceId) -> Result<Vec<Rule>, DbError> {
    Ok(rules(ent).await?.get(service).cloned().unwrap_or_default())
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
    person: &Person,
    address: &ServiceAddress,
) -> Result<Attributes, ReleaseError> {
    let mut attributes = Attributes::default();
    if withheld(service, address) {
        return Ok(attributes);
    }
    let rules = rules(ent).await?;
    let links = match &service.base_id {
        Some(base) => identifiers::links_of(ent, base, &person.account.id).await?,
        None => Arc::default(),
    };
    let link = choose(&links, address);
    for rule in rules.get(&service.id).into_iter().flatten() {
        for value in values(rule, person, link) {
            attributes.add(&rule.name, value)?;
        }
    }
    Ok(attributes)
}

/// Whether attributes are kept from this address because it is not encrypted (CAS 3.0.3, section 4.2.1).
pub(crate) fn withheld(service: &Service, address: &ServiceAddress) -> bool {
    service.attributes_over_https_only && !address.is_https()
}

/// The values of an attribute, in their order. An attribute that the account holds itself under the same name comes
/// before the facts of its sheet: somebody has put it there for services. Identifiers of PRONOTE come from the links of
/// the base where there is one: another value would open somebody else's space.
fn values(rule: &Rule, person: &Person, link: Option<&Link>) -> Vec<String> {
    let linked = match rule.source {
        Source::PronoteId => link.map(|l| l.pronote_id.to_string()),
        Source::Category => link.map(|l| national_code(l.category).to_owned()),
        _ => None,
    };
    if let Some(value) = linked {
        return vec![value];
    }
    let name = if let Source::Attribute(name) = &rule.source { name } else { &rule.name };
    let own: Vec<String> = person.values(name).map(str::to_owned).collect();
    if own.is_empty() { fact(&rule.source, &person.account).into_iter().collect() } else { own }
}

/// What the sheet of an account says.
fn fact(source: &Source, account: &Account) -> Option<String> {
    match source {
        Source::PronoteId | Source::Category | Source::Attribute(_) => None,
        Source::Uid => Some(account.uid.clone()),
        Source::Login => Some(account.login.clone()),
        Source::LastName => Some(account.last_name.clone()),
        Source::FirstName => Some(account.first_name.clone()),
        Source::DisplayName => Some(format!("{} {}", account.first_name, account.last_name)),
        Source::BirthDate => account.birth_date.map(|date| date.french()),
    }
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
