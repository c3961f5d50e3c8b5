//! The schools of the portal, and the PRONOTE base that each of them has.

mod sql;

use db::{DbError, args};
use model::Uai;

use crate::{Ent, ids::BaseId};

pub(crate) use sql::STATEMENTS;

db::row! {
    /// A school.
    pub struct School {
        /// Its national number.
        pub uai: Uai => text,
        /// Its name.
        pub name: String => text,
    }
}

db::row! {
    /// A PRONOTE base, as far as the ENT knows it.
    pub struct Base {
        /// Its key.
        pub id: BaseId => text,
        /// The school it belongs to.
        pub uai: Uai => text,
        /// Its name.
        pub name: String => text,
    }
}

/// Adds a school and the PRONOTE base it has.
///
/// # Errors
/// [`DbError::Constraint`] when the school is there already.
pub async fn add(ent: &Ent, school: &School) -> Result<Base, DbError> {
    let base =
        Base { id: BaseId::from_uuid(ent.new_key()), uai: school.uai.clone(), name: school.name.clone() };
    let mut tx = ent.db().begin().await?;
    tx.run(sql::ADD, args![&school.uai, &school.name]).await?;
    tx.run(sql::ADD_BASE, args![&base.id, &base.uai, &base.name]).await?;
    tx.commit().await?;
    Ok(base)
}

/// The school of that number.
///
/// # Errors
/// [`DbError`].
pub async fn find(ent: &Ent, uai: &Uai) -> Result<Option<School>, DbError> {
    ent.db().optional(sql::FIND, args![uai]).await
}

/// All schools, by number.
///
/// # Errors
/// [`DbError`].
pub async fn all(ent: &Ent) -> Result<Vec<School>, DbError> {
    ent.db().all(sql::ALL, []).await
}

/// The PRONOTE base of a school.
///
/// # Errors
/// [`DbError`].
pub async fn base_of(ent: &Ent, uai: &Uai) -> Result<Option<Base>, DbError> {
    ent.db().optional(sql::BASE_OF, args![uai]).await
}

/// The name of a base, when there is one.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn name_of_base(ent: &Ent, base: Option<&BaseId>) -> Result<Option<String>, DbError> {
    let Some(base) = base else { return Ok(None) };
    let found: Option<Base> = ent.db().optional(sql::BASE, args![base]).await?;
    Ok(found.map(|base| base.name))
}

db::row! { struct Mark { marked_at: i64 => int } }

/// Marks the database as that of the demonstration, whose people are invented and whose passwords are printed.
///
/// # Errors
/// [`DbError`].
pub async fn mark_demonstration(ent: &Ent) -> Result<(), DbError> {
    ent.db().run(sql::MARK_DEMONSTRATION, args![ent.now().as_millisecond()]).await.map(drop)
}

/// Whether the database is that of the demonstration, which must not be served to real people.
///
/// # Errors
/// [`DbError`].
pub async fn is_demonstration(ent: &Ent) -> Result<bool, DbError> {
    let mark: Option<Mark> = ent.db().optional(sql::DEMONSTRATION, []).await?;
    Ok(mark.is_some_and(|mark| mark.marked_at > 0))
}
