//! Sessions of the spaces.

use db::{DbError, Tx, args};
use model::Category;
use web::{clock, token};

use super::sql;
use crate::{
    Failure, Pronote,
    bases::{BaseId, SchoolBase},
    people::{self, Person, PersonId},
    state::{IDLE_MILLIS, TOUCH_MILLIS},
};

db::row! {
    struct Session { person: PersonId => text, last_seen_at: i64 => int }
}
db::row! {
    struct Connected { category: Category => text, people: i64 => int }
}

/// Opens a session; gives its secret.
pub(super) async fn open(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    category: Category,
    person: &PersonId,
) -> Result<String, Failure> {
    let secret = token::secret()?;
    let now = pronote.now().as_millisecond();
    tx.run(sql::DROP_IDLE, args![now - IDLE_MILLIS]).await?;
    tx.run(sql::OPEN, args![&token::digest(&secret), base, category.as_str(), person, now]).await?;
    Ok(secret)
}

/// The person of a session that is still alive.
///
/// # Errors
/// [`DbError`].
pub async fn person(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    secret: &str,
) -> Result<Option<Person>, DbError> {
    let digest = token::digest(secret);
    let now = pronote.now().as_millisecond();
    let values = args![&digest, &base.id, category.as_str(), now - IDLE_MILLIS];
    let session: Option<Session> = pronote.db().optional(sql::SESSION, values).await?;
    let Some(session) = session else { return Ok(None) };
    if now - session.last_seen_at > TOUCH_MILLIS {
        pronote.db().run(sql::TOUCH, args![&digest, now]).await?;
    }
    people::find(pronote, &base.id, &session.person).await
}

/// Ends a session.
///
/// # Errors
/// [`DbError`].
pub async fn end(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    pronote.db().run(sql::END, args![&token::digest(secret)]).await.map(drop)
}

/// How many sessions are alive, by category.
///
/// # Errors
/// [`DbError`].
pub async fn connected(pronote: &Pronote, base: &BaseId) -> Result<Vec<(Category, usize)>, DbError> {
    let since = pronote.now().as_millisecond() - IDLE_MILLIS;
    let rows: Vec<Connected> = pronote.db().all(sql::CONNECTED, args![base, since]).await?;
    let count = |row: Connected| (row.category, usize::try_from(row.people).unwrap_or_default());
    Ok(rows.into_iter().map(count).collect())
}

/// When a person was here before this visit, as their space prints it.
pub fn previous_visit(person: &Person) -> Option<String> {
    person.previous_login.map(clock::seed_form)
}
