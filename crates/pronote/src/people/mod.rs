//! The people of a base, their PRONOTE identifier, and the CAS identifier that the ENT taught.

pub mod cas_ids;
mod duplicates;
mod list;
mod namesakes;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use db::{DbError, Tx, args};
use model::{BirthDate, CasId, Category, PersonName, PronoteId};
use web::{Timestamp, clock};

pub use duplicates::{Pair, pairs};
pub use list::{Class, Entry, ListQuery, PAGE_SIZE, SortBy, classes, count, entries, entry, list};
pub use namesakes::by_name_in;

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, DelegationId},
};

model::identifier! {
    /// Key of a person of a base.
    PersonId
}

/// A person to add to a base.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// One of the six categories.
    pub category: Category,
    /// "Identifiant PRONOTE", unique in the base.
    pub pronote_id: PronoteId,
    /// Names.
    pub name: PersonName,
    /// `M.` or `Mme`.
    pub civility: Option<String>,
    /// Known for pupils, sometimes for adults.
    pub birth_date: Option<BirthDate>,
    /// Postal code of the home, as written in the base.
    pub postal_code: Option<String>,
    /// Class of a pupil.
    pub class: Option<String>,
    /// Children of a guardian: pupils of the same base, there already or added by the same call.
    pub children: Vec<PronoteId>,
    /// Whether a guardian is one by law, and not a grandparent or a neighbour who may fetch the pupil.
    pub legal_guardian: bool,
    /// "Identifiant CAS" known beforehand: learnt under the delegation in force now, typed by hand without one.
    pub cas_id: Option<CasId>,
}

db::row! {
    struct Record {
        id: PersonId => text,
        category: Category => text,
        pronote_id: PronoteId => text,
        cas_id: Option<CasId> => text_opt,
        cas_taught_by: Option<DelegationId> => text_opt,
        last_name: String => text,
        first_name: String => text,
        civility: Option<String> => text_opt,
        birth_date: Option<BirthDate> => text_opt,
        postal_code: Option<String> => text_opt,
        class: Option<String> => text_opt,
        previous_login_at: Option<i64> => int_opt,
    }
}

db::row! {
    struct Pupil { id: PersonId => text, pronote_id: PronoteId => text }
}

/// A person of a base.
#[derive(Debug, Clone)]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// One of the six categories.
    pub category: Category,
    /// "Identifiant PRONOTE".
    pub pronote_id: PronoteId,
    /// "Identifiant CAS", once the person came through the ENT.
    pub cas_id: Option<CasId>,
    /// The delegation that taught it; `None` when it was typed by hand.
    pub cas_taught_by: Option<DelegationId>,
    /// Names.
    pub name: PersonName,
    /// `M.` or `Mme`.
    pub civility: Option<String>,
    /// Birth date.
    pub birth_date: Option<BirthDate>,
    /// Postal code of the home.
    pub postal_code: Option<String>,
    /// Class of a pupil.
    pub class: Option<String>,
    /// The visit before this one.
    pub previous_login: Option<Timestamp>,
}

impl From<Record> for Person {
    fn from(record: Record) -> Self {
        Self {
            id: record.id,
            category: record.category,
            pronote_id: record.pronote_id,
            cas_id: record.cas_id,
            cas_taught_by: record.cas_taught_by,
            name: PersonName { last: record.last_name, first: record.first_name },
            civility: record.civility,
            birth_date: record.birth_date,
            postal_code: record.postal_code,
            class: record.class,
            previous_login: record.previous_login_at.map(clock::from_millis),
        }
    }
}

/// Adds people to a base, all or none.
///
/// # Errors
/// [`Failure`]; an identifier that the base has already is [`DbError::Constraint`].
pub async fn add_all(
    pronote: &Pronote,
    base: &BaseId,
    people: Vec<NewPerson>,
) -> Result<Vec<PersonId>, Failure> {
    let now = pronote.now().as_millisecond();
    let ids: Vec<PersonId> = people.iter().map(|_| PersonId::from_uuid(pronote.new_key())).collect();
    let mut tx = pronote.db().begin().await?;
    let taught_by = bases::find_in(&mut tx, base).await?.and_then(|base| base.delegation);
    let rows = ids.iter().zip(&people).map(|(id, person)| {
        let known = person.cas_id.is_some();
        args![
            id,
            base,
            person.category.as_str(),
            &person.pronote_id,
            person.cas_id.as_ref(),
            taught_by.as_ref().filter(|_| known),
            known.then_some(now),
            &person.name.last,
            &person.name.first,
            &list::sort_key(&person.name, person.class.as_deref()),
            person.civility.as_deref(),
            person.birth_date.map(|date| date.to_string()),
            person.postal_code.as_deref(),
            person.class.as_deref(),
            person.legal_guardian
        ]
    });
    tx.load(sql::ADD, &rows.collect::<Vec<_>>()).await?;
    // Guardians may come before their children, so relations wait until everybody is there.
    let pupils: HashMap<PronoteId, PersonId> = tx
        .all::<Pupil>(sql::PUPILS, args![base])
        .await?
        .into_iter()
        .map(|pupil| (pupil.pronote_id, pupil.id))
        .collect();
    let relations = ids.iter().zip(&people).flat_map(|(id, person)| {
        person.children.iter().filter_map(|child| pupils.get(child)).map(move |pupil| args![id, pupil])
    });
    tx.load(sql::ADD_CHILD, &relations.collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(ids)
}

/// One person of a base, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub async fn find(pronote: &Pronote, base: &BaseId, id: &PersonId) -> Result<Option<Person>, DbError> {
    let read = async {
        let record: Option<Record> = pronote.db().optional(sql::FIND, args![base, id]).await?;
        Ok::<_, DbError>(record.map(|record| (base.clone(), Person::from(record))))
    };
    let held = pronote.caches().people.get(id.as_str(), read).await?;
    Ok(held.filter(|(of, _)| of == base).map(|(_, person)| person))
}

/// The person who has a PRONOTE identifier in a base.
///
/// # Errors
/// [`DbError`].
pub async fn by_pronote_id(
    pronote: &Pronote,
    base: &BaseId,
    pronote_id: &PronoteId,
) -> Result<Option<Person>, DbError> {
    let record: Option<Record> = pronote.db().optional(sql::BY_PRONOTE_ID, args![base, pronote_id]).await?;
    Ok(record.map(Person::from))
}

/// The same, within a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn by_pronote_id_in(
    tx: &mut Tx,
    base: &BaseId,
    pronote_id: &PronoteId,
) -> Result<Option<Person>, DbError> {
    Ok(tx.optional::<Record>(sql::BY_PRONOTE_ID, args![base, pronote_id]).await?.map(Person::from))
}

/// Those who have a CAS identifier in a base: at most one of each category.
///
/// # Errors
/// [`DbError`].
pub async fn by_cas_id_in(tx: &mut Tx, base: &BaseId, cas_id: &CasId) -> Result<Vec<Person>, DbError> {
    let records: Vec<Record> = tx.all(sql::BY_CAS_ID, args![base, cas_id]).await?;
    Ok(records.into_iter().map(Person::from).collect())
}

/// One person of a base, read within a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn find_in(tx: &mut Tx, base: &BaseId, id: &PersonId) -> Result<Option<Person>, DbError> {
    Ok(tx.optional::<Record>(sql::FIND, args![base, id]).await?.map(Person::from))
}

/// Records the CAS identifier of a person and the delegation that taught it. The transaction is committed by
/// [`db::Generations::commit`], as after every change of a person.
///
/// # Errors
/// [`DbError::Constraint`] when another person of the category has it.
pub async fn learn_cas_id(
    pronote: &Pronote,
    tx: &mut Tx,
    person: &PersonId,
    cas_id: &CasId,
    taught_by: &DelegationId,
) -> Result<(), DbError> {
    let now = pronote.now().as_millisecond();
    tx.run(sql::LEARN_CAS_ID, args![person, cas_id, taught_by, now]).await?;
    pronote.caches().people.changed(tx, person.as_str()).await
}

/// Says whether a guardian is one by law, and whether they may read what PRONOTE publishes; says whether there is such a
/// guardian.
///
/// # Errors
/// [`DbError`].
pub async fn set_rights(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    guardian: &PersonId,
    legal_guardian: bool,
    consults: bool,
) -> Result<bool, DbError> {
    let known = tx.run(sql::SET_RIGHTS, args![base, guardian, legal_guardian, consults]).await? > 0;
    pronote.caches().people.changed(tx, guardian.as_str()).await?;
    Ok(known)
}

/// Takes a person out of a base, with their sessions; says whether they were there.
///
/// # Errors
/// [`DbError`].
pub async fn remove(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    person: &PersonId,
) -> Result<bool, DbError> {
    let known = tx.run(sql::REMOVE, args![base, person]).await? > 0;
    pronote.caches().people.changed(tx, person.as_str()).await?;
    Ok(known)
}

/// Notes that a person enters now: what was the last visit becomes the one before.
///
/// # Errors
/// [`DbError`].
pub async fn note_login(pronote: &Pronote, tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    tx.run(sql::NOTE_LOGIN, args![person, pronote.now().as_millisecond()]).await?;
    pronote.caches().people.changed(tx, person.as_str()).await
}

/// The children of a guardian.
///
/// # Errors
/// [`DbError`].
pub async fn children(pronote: &Pronote, guardian: &PersonId) -> Result<Vec<Person>, DbError> {
    let records: Vec<Record> = pronote.db().all(sql::CHILDREN, args![guardian]).await?;
    Ok(records.into_iter().map(Person::from).collect())
}

/// Gives a person a login and a password of PRONOTE itself; says whether the base has such a person.
///
/// # Errors
/// [`Failure`]; a login taken in the base is [`DbError::Constraint`].
pub async fn give_own_login(
    pronote: &Pronote,
    base: &BaseId,
    pronote_id: &PronoteId,
    login: &str,
    password: &str,
) -> Result<bool, Failure> {
    let hash = pronote.passwords().hash(password).await?;
    Ok(pronote.db().run(sql::GIVE_OWN_LOGIN, args![base, pronote_id, login, &hash]).await? > 0)
}

db::row! {
    struct OwnPassword { id: PersonId => text, category: Category => text, own_password: String => text }
}

/// The person whose PRONOTE login and password these are. The time taken tells nothing.
///
/// # Errors
/// [`Failure`].
pub async fn by_own_password(
    pronote: &Pronote,
    base: &BaseId,
    login: &str,
    password: &str,
) -> Result<Option<(PersonId, Category)>, Failure> {
    // A NUL cannot be in a stored login, and cannot be asked of the database.
    let login = login.replace('\0', "\u{fffd}");
    let found: Option<OwnPassword> = pronote.db().optional(sql::OWN_PASSWORD, args![base, &login]).await?;
    let stored = found.as_ref().map(|found| found.own_password.as_str());
    let fits = pronote.passwords().verify(stored, password).await?;
    Ok(found.filter(|_| fits).map(|found| (found.id, found.category)))
}

db::row! {
    /// A guardian and one of their children.
    pub struct Relation {
        /// The guardian.
        pub guardian: PersonId => text,
        /// The child.
        pub pupil: PersonId => text,
    }
}

/// The people to export, by category then name, and who is whose guardian.
///
/// # Errors
/// [`DbError`].
pub async fn exported(
    pronote: &Pronote,
    base: &BaseId,
    only_without_cas_id: bool,
) -> Result<(Vec<Person>, Vec<Relation>), DbError> {
    let records: Vec<Record> = pronote.db().all(sql::EXPORTED, args![base, only_without_cas_id]).await?;
    let relations = relations(pronote, base).await?;
    Ok((records.into_iter().map(Person::from).collect(), relations))
}

/// Who is whose guardian in a base.
///
/// # Errors
/// [`DbError`].
pub async fn relations(pronote: &Pronote, base: &BaseId) -> Result<Vec<Relation>, DbError> {
    pronote.db().all(sql::GUARDIANS_OF_ALL, args![base]).await
}
