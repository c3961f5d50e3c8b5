//! Who administers which school, and who the whole ENT.
//!
//! An appointment is a row of account and school. One whose school is empty is for the whole ENT: for every school,
//! those that are added later included, and for services that belong to no school.

mod sql;

use std::sync::Arc;

use db::{DbError, args};
use model::Uai;

use crate::{
    Ent,
    directory::{self, Person},
    ids::AccountId,
    schools,
};

pub(crate) use sql::STATEMENTS;

db::row! { struct School { uai: Uai => text } }
db::row! { struct Appointments { number: i64 => int } }
db::row! { struct Administrator { account_id: AccountId => text } }

/// Makes a person administrator of a school.
///
/// # Errors
/// [`DbError`].
pub async fn appoint(ent: &Ent, account: &AccountId, school: &Uai) -> Result<(), DbError> {
    ent.db().run(sql::APPOINT, args![account, school]).await.map(drop)
}

/// Makes a person administrator of the whole ENT.
///
/// # Errors
/// [`DbError`].
pub async fn appoint_super(ent: &Ent, account: &AccountId) -> Result<(), DbError> {
    ent.db().run(sql::APPOINT, args![account, ""]).await.map(drop)
}

/// Whether a person administers the whole ENT.
///
/// # Errors
/// [`DbError`].
pub async fn is_super(ent: &Ent, account: &AccountId) -> Result<bool, DbError> {
    let found: Option<Appointments> = ent.db().optional(sql::IS_SUPER, args![account]).await?;
    Ok(found.is_some_and(|found| found.number > 0))
}

/// The schools that a person administers: all of them for an administrator of the whole ENT.
///
/// # Errors
/// [`DbError`].
pub async fn administered(ent: &Ent, account: &AccountId) -> Result<Vec<Uai>, DbError> {
    if is_super(ent, account).await? {
        let schools = schools::all(ent).await?;
        return Ok(schools.into_iter().map(|school| school.uai).collect());
    }
    let rows: Vec<School> = ent.db().all(sql::ADMINISTERED, args![account]).await?;
    Ok(rows.into_iter().map(|row| row.uai).collect())
}

/// The administrators appointed for a school; those of the whole ENT are not among them.
///
/// # Errors
/// [`DbError`].
pub async fn administrators(ent: &Ent, school: &Uai) -> Result<Vec<Arc<Person>>, DbError> {
    let rows: Vec<Administrator> = ent.db().all(sql::ADMINISTRATORS, args![school]).await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        people.extend(directory::find(ent, &row.account_id).await?);
    }
    Ok(people)
}
