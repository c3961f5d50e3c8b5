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
    /// A session, as every node holds it in memory.
    pub(crate) struct Session {
        base: BaseId => text,
        category: Category => text,
        person: PersonId => text,
        last_seen_at: i64 => int,
    }
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
    let Some(session) = live(pronote, &digest).await? else { return Ok(None) };
    if session.base != base.id || session.category != category {
        return Ok(None);
    }
    let now = pronote.now().as_millisecond();
    if now - session.last_seen_at > TOUCH_MILLIS {
        pronote.db().run(sql::TOUCH, args![&digest, now]).await?;
        pronote.caches().sessions.forget(&digest);
    }
    people::find(pronote, &base.id, &session.person).await
}

/// The session of this digest, if it is not idle.
async fn live(pronote: &Pronote, digest: &str) -> Result<Option<Session>, DbError> {
    let sessions = &pronote.caches().sessions;
    let idle = |session: &Session| session.last_seen_at <= pronote.now().as_millisecond() - IDLE_MILLIS;
    let held = sessions.get(digest, pronote.db().optional(sql::SESSION, args![digest])).await?;
    match held {
        // Idle, as far as this node remembers: another may have seen it since.
        Some(session) if idle(&session) => {
            sessions.forget(digest);
            let read: Option<Session> = pronote.db().optional(sql::SESSION, args![digest]).await?;
            Ok(read.filter(|session| !idle(session)))
        }
        held => Ok(held),
    }
}

/// Ends a session, on every node.
///
/// # Errors
/// [`DbError`].
pub async fn end(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    let digest = token::digest(secret);
    let mut tx = pronote.db().begin().await?;
    if tx.run(sql::END, args![&digest]).await? > 0 {
        pronote.caches().sessions.changed(&mut tx, &digest).await?;
    }
    pronote.generations().commit(tx).await
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
