//! Who administers which school.

mod sql;

use std::sync::Arc;

use db::{DbError, args};
use model::Uai;

use crate::{
    Ent,
    directory::{self, Person},
    ids::AccountId,
};

pub(crate) use sql::STATEMENTS;

db::row! { struct School { uai: Uai => text } }
db::row! { struct Administrator { account_id: AccountId => text } }

/// Makes a person administrator of a school.
///
/// # Errors
/// [`DbError`].
pub async fn appoint(ent: &Ent, account: &AccountId, school: &Uai) -> Result<(), DbError> {
    ent.db().run(sql::APPOINT, args![account, school]).await.map(drop)
}

/// The schools that a person administers.
///
/// # Errors
/// [`DbError`].
pub async fn administered(ent: &Ent, account: &AccountId) -> Result<Vec<Uai>, DbError> {
    let rows: Vec<School> = ent.db().all(sql::ADMINISTERED, args![account]).await?;
    Ok(rows.into_iter().map(|row| row.uai).collect())
}

/// The administrators of a school.
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
