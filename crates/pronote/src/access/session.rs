//! Sessions of the spaces.

use db::{DbError, Sql, Tx, Value, args};
use model::Category;
use web::{clock, token};

use super::sql;
use crate::{
    Failure, Pronote,
    bases::{BaseId, SchoolBase},
    people::{self, Person, PersonId},
    state::TOUCH_MILLIS,
};

db::row! {
    /// A session, as every node holds it in memory.
    pub(crate) struct Session {
        base: BaseId => text,
        category: Category => text,
        person: PersonId => text,
        last_seen_at: i64 => int,
        mobile: bool => flag,
        child: String => text,
    }
}
db::row! {
    /// How many sessions of a kind are alive.
    pub struct Connected {
        /// Of whom.
        pub category: Category => text,
        /// Whether they look at the mobile version.
        pub mobile: bool => flag,
        /// How many.
        pub people: i64 => int,
    }
}

/// A session that a person is in.
#[derive(Debug, Clone)]
pub struct Stay {
    digest: String,
    /// Whether the person looks at the mobile version.
    pub mobile: bool,
    /// The child that a parent looks at.
    pub child: Option<PersonId>,
    /// When it ends unless the person does something, in milliseconds since 1970.
    pub ends_at: i64,
}

/// Opens a session; gives its secret.
pub(super) async fn open(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &SchoolBase,
    category: Category,
    person: &PersonId,
) -> Result<String, Failure> {
    let secret = token::secret()?;
    let now = pronote.now().as_millisecond();
    tx.run(sql::DROP_IDLE, args![&base.id, now - base.idle_millis()]).await?;
    tx.run(sql::OPEN, args![&token::digest(&secret), &base.id, category.as_str(), person, now]).await?;
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
    Ok(stay(pronote, base, category, secret).await?.map(|(person, _)| person))
}

/// The person of a session that is still alive, and the session, which this prolongs.
///
/// # Errors
/// [`DbError`].
pub async fn stay(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    secret: &str,
) -> Result<Option<(Person, Stay)>, DbError> {
    let digest = token::digest(secret);
    let Some(session) = live(pronote, base, category, &digest).await? else { return Ok(None) };
    let now = pronote.now().as_millisecond();
    let mut seen_at = session.last_seen_at;
    if now - seen_at > TOUCH_MILLIS {
        pronote.db().run(sql::TOUCH, args![&digest, now]).await?;
        pronote.caches().sessions.forget(&digest);
        seen_at = now;
    }
    let Some(person) = people::find(pronote, &base.id, &session.person).await? else { return Ok(None) };
    let (mobile, child) = (session.mobile, session.child.parse().ok().filter(|_| !session.child.is_empty()));
    Ok(Some((person, Stay { digest, mobile, child, ends_at: seen_at + base.idle_millis() })))
}

/// When a session ends unless its person does something, in milliseconds since 1970; asking does not prolong it.
///
/// # Errors
/// [`DbError`].
pub async fn ends_at(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    secret: &str,
) -> Result<Option<i64>, DbError> {
    let session = live(pronote, base, category, &token::digest(secret)).await?;
    Ok(session.map(|session| session.last_seen_at + base.idle_millis()))
}

/// The session of this digest, if it is one of this base and category and not idle.
async fn live(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    digest: &str,
) -> Result<Option<Session>, DbError> {
    let sessions = &pronote.caches().sessions;
    let limit = pronote.now().as_millisecond() - base.idle_millis();
    let idle = |session: &Session| session.last_seen_at <= limit;
    let held = sessions.get(digest, pronote.db().optional(sql::SESSION, args![digest])).await?;
    let session = match held {
        // Idle, as far as this node remembers: another may have seen it since.
        Some(session) if idle(&session) => {
            sessions.forget(digest);
            let read: Option<Session> = pronote.db().optional(sql::SESSION, args![digest]).await?;
            read.filter(|session| !idle(session))
        }
        held => held,
    };
    Ok(session.filter(|session| session.base == base.id && session.category == category))
}

/// Notes that the person of a session looks at the mobile version now, or no longer does.
///
/// # Errors
/// [`DbError`].
pub async fn look_at(pronote: &Pronote, stay: &Stay, mobile: bool) -> Result<(), DbError> {
    change(pronote, &stay.digest, sql::SET_MOBILE, args![&stay.digest, mobile]).await
}

/// Notes which child a parent looks at: one of theirs, which the caller has made sure of.
///
/// # Errors
/// [`DbError`].
pub async fn choose_child(pronote: &Pronote, stay: &Stay, child: &PersonId) -> Result<(), DbError> {
    change(pronote, &stay.digest, sql::SET_CHILD, args![&stay.digest, child]).await
}

async fn change<const N: usize>(
    pronote: &Pronote,
    digest: &str,
    statement: Sql,
    values: [Value; N],
) -> Result<(), DbError> {
    let mut tx = pronote.db().begin().await?;
    tx.run(statement, values).await?;
    pronote.caches().sessions.changed(&mut tx, digest).await?;
    pronote.generations().commit(tx).await
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

/// How many sessions are alive, by category and kind.
///
/// # Errors
/// [`DbError`].
pub async fn connected(pronote: &Pronote, base: &SchoolBase) -> Result<Vec<Connected>, DbError> {
    let since = pronote.now().as_millisecond() - base.idle_millis();
    pronote.db().all(sql::CONNECTED, args![&base.id, since]).await
}

/// When a person was here before this visit, as their space prints it.
pub fn previous_visit(person: &Person) -> Option<String> {
    person.previous_login.map(clock::seed_form)
}
