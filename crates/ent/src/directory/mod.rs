//! People: their accounts, the schools and profiles they have there, the children they answer for.

mod profile;
mod sql;

use std::sync::Arc;

use db::{DbError, args};
use model::{BirthDate, PersonName, Uai};

use crate::{Ent, ids::AccountId};

pub use profile::{Profile, UnknownProfile};
pub(crate) use sql::STATEMENTS;

db::row! {
    /// An account: one per person, whatever the number of schools and profiles.
    pub struct Account {
        /// Its key.
        pub id: AccountId => text,
        /// The opaque, stable name under which services know the person: the CAS subject.
        pub uid: String => text,
        /// What the person types to sign in, in lower case.
        pub login: String => text,
        /// Nom.
        pub last_name: String => text,
        /// Prénom.
        pub first_name: String => text,
        /// Date of birth, when known.
        pub birth_date: Option<BirthDate> => text_opt,
    }
}

impl Account {
    /// The person's name.
    pub fn name(&self) -> PersonName {
        PersonName::new(&self.last_name, &self.first_name)
    }

    /// `Prénom NOM`, as a page addresses the person.
    pub fn shown(&self) -> String {
        format!("{} {}", self.first_name, self.last_name.to_uppercase())
    }
}

db::row! {
    /// What a person is in one school.
    pub struct Affiliation {
        /// The school.
        pub uai: Uai => text,
        /// The profile there.
        pub profile: Profile => text,
        /// The class, for pupils.
        pub class: Option<String> => text_opt,
    }
}

db::row! {
    /// One value of an attribute that no other table holds.
    #[derive(PartialEq, Eq)]
    pub struct AccountAttribute {
        /// Its name, as services may be told it.
        pub name: String => text,
        /// The value; one name may have several, in order.
        pub value: String => text,
    }
}

db::row! {
    /// The class of somebody in a school.
    pub struct InClass {
        /// The pupil.
        pub account_id: AccountId => text,
        /// The name of the class.
        pub class: String => text,
    }
}

db::row! {
    /// Who answers for whom.
    pub struct Guardianship {
        /// The guardian.
        pub guardian_id: AccountId => text,
        /// The pupil.
        pub pupil_id: AccountId => text,
    }
}

/// What is known of a person, as every node holds it in memory.
#[derive(Debug)]
pub struct Person {
    /// The account.
    pub account: Account,
    /// What the person is, and where.
    pub affiliations: Vec<Affiliation>,
    /// Further attributes, the values of one name in their order.
    pub attributes: Vec<AccountAttribute>,
}

impl Person {
    /// The values of a further attribute, in their order.
    pub fn values<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.attributes.iter().filter(move |held| held.name == name).map(|held| held.value.as_str())
    }
}

/// A person to add.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The person's name.
    pub name: PersonName,
    /// What they type to sign in; kept in lower case.
    pub login: String,
    /// Date of birth, when known.
    pub birth_date: Option<BirthDate>,
    /// What they are, and where.
    pub affiliations: Vec<Affiliation>,
}

/// Why people cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// A login is taken, or the database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The opaque name cannot be drawn.
    #[error(transparent)]
    NoRandomness(#[from] web::token::NoRandomness),
}

/// Adds people, all or none, and gives their keys in the same order.
///
/// # Errors
/// [`AddError`].
pub async fn add_all(ent: &Ent, people: &[NewAccount]) -> Result<Vec<AccountId>, AddError> {
    let now = ent.now().as_millisecond();
    let mut ids = Vec::with_capacity(people.len());
    let mut accounts = Vec::with_capacity(people.len());
    for person in people {
        let id = AccountId::from_uuid(ent.new_key());
        // Not a row key: it must tell nothing, not even when the account was made.
        let uid = web::token::opaque()?;
        let birth_date = person.birth_date.map(|d| d.to_string());
        let login = fold_login(&person.login);
        let (last, first) = (&person.name.last, &person.name.first);
        accounts.push(args![&id, uid, login, last, first, birth_date, now]);
        ids.push(id);
    }
    let affiliations = ids.iter().zip(people).flat_map(|(id, person)| {
        person.affiliations.iter().map(move |at| args![id, &at.uai, &at.profile, at.class.as_deref()])
    });
    let affiliations: Vec<_> = affiliations.collect();
    let mut tx = ent.db().begin().await?;
    tx.load(sql::ADD, &accounts).await?;
    tx.load(sql::AFFILIATE, &affiliations).await?;
    ent.caches().people.all_changed(&mut tx).await?;
    ent.generations().commit(tx).await?;
    Ok(ids)
}

/// Says who answers for whom.
///
/// # Errors
/// [`DbError::Constraint`] when an account does not exist.
pub async fn add_guardians(ent: &Ent, pairs: &[(AccountId, AccountId)]) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    let rows: Vec<_> = pairs.iter().map(|(guardian, pupil)| args![guardian, pupil]).collect();
    tx.load(sql::ADD_GUARDIANSHIP, &rows).await?;
    tx.commit().await
}

/// Gives an account these further attributes, in place of those it had.
///
/// # Errors
/// [`DbError::Constraint`] when the account does not exist.
pub async fn set_attributes(
    ent: &Ent,
    account: &AccountId,
    attributes: &[AccountAttribute],
) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    tx.run(sql::CLEAR_ATTRIBUTES, args![account]).await?;
    for (place, held) in (0_i64..).zip(attributes) {
        tx.run(sql::ADD_ATTRIBUTE, args![account, &held.name, place, &held.value]).await?;
    }
    ent.caches().people.changed(&mut tx, account.as_str()).await?;
    ent.generations().commit(tx).await
}

/// The person who has that account, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub async fn find(ent: &Ent, account: &AccountId) -> Result<Option<Arc<Person>>, DbError> {
    let read = async {
        let Some(found): Option<Account> = ent.db().optional(sql::FIND, args![account]).await? else {
            return Ok(None);
        };
        let affiliations = ent.db().all(sql::AFFILIATIONS, args![account]).await?;
        let attributes = ent.db().all(sql::ATTRIBUTES, args![account]).await?;
        Ok(Some(Arc::new(Person { account: found, affiliations, attributes })))
    };
    ent.caches().people.get(account.as_str(), read).await
}

/// The account with that login, typed in any case.
///
/// # Errors
/// [`DbError`].
pub async fn by_login(ent: &Ent, login: &str) -> Result<Option<Account>, DbError> {
    if login.len() > 256 || login.contains('\0') {
        return Ok(None);
    }
    ent.db().optional(sql::BY_LOGIN, args![fold_login(login)]).await
}

/// The people of a school who have a profile there.
///
/// # Errors
/// [`DbError`].
pub async fn people_of(ent: &Ent, school: &Uai, profile: Profile) -> Result<Vec<Account>, DbError> {
    ent.db().all(sql::PEOPLE_OF, args![school, &profile]).await
}

/// The classes of the people of a school.
///
/// # Errors
/// [`DbError`].
pub async fn classes_of(ent: &Ent, school: &Uai) -> Result<Vec<InClass>, DbError> {
    ent.db().all(sql::CLASSES_OF, args![school]).await
}

/// Who answers for the pupils of a school.
///
/// # Errors
/// [`DbError`].
pub async fn guardianships_of(ent: &Ent, school: &Uai) -> Result<Vec<Guardianship>, DbError> {
    ent.db().all(sql::GUARDIANSHIPS_OF, args![school, &Profile::Pupil]).await
}

/// One canonical form for logins: phones capitalise the first letter.
pub(crate) fn fold_login(login: &str) -> String {
    login.trim().to_lowercase()
}
