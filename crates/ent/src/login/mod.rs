//! Passwords, SSO sessions, and the portal's own sessions that hang on them.
//!
//! A session's secret lives in a cookie and is stored as a digest only. Ending the SSO session ends the portal
//! session with it, since one row refers to the other.

mod sql;

#[cfg(test)]
pub(crate) mod tests;

use db::{DbError, Sql, args};
use web::{HeaderMap, Timestamp, clock::SignedDuration, cookies::Transport};

use crate::{
    Ent,
    directory::{self, Account},
    ids::{AccountId, SessionId},
    journal::{self, Event, Line},
};

pub(crate) use sql::STATEMENTS;

/// A session that nobody used for so long is over.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session is over after so long, used or not.
pub(crate) const ABSOLUTE: SignedDuration = SignedDuration::from_hours(8);
/// How stale "last seen" may be: writing it at each request would make every page a write.
const SEEN_STEP: SignedDuration = SignedDuration::from_mins(1);

/// The ticket-granting cookie; names start with `TGC-` (CAS 3.0.3, section 3.6).
pub(crate) const TICKET_GRANTING_COOKIE: &str = "TGC-passerelle";
/// The cookie of the portal, a client of the CAS server like the others.
pub(crate) const PORTAL_COOKIE: &str = "ENT-portal";

db::row! { struct Credential { password_hash: String => text } }

db::row! {
    /// An SSO session.
    pub struct Session {
        /// Its key.
        pub id: SessionId => text,
        /// Whose it is.
        pub account_id: AccountId => text,
        /// When the password was typed, in milliseconds.
        pub opened_at: i64 => int,
        seen_at: i64 => int,
        /// The address on the way to which the password was typed, until a ticket was born of it.
        typed_for: Option<String> => text_opt,
        /// Whether the person wanted it to be remembered.
        pub remembered: bool => flag,
    }
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        let (opened, seen) = oldest(now);
        self.opened_at <= opened || self.seen_at <= seen
    }
}

db::row! { struct Key { id: SessionId => text } }

/// A session just opened, with the secret that goes into the cookie.
pub(crate) struct Opened {
    pub(crate) session: Session,
    pub(crate) token: String,
}

/// Why a person is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown login, wrong password, or no password set: on purpose not told apart.
    #[error("unknown login or wrong password")]
    Refused,
    /// A failure of ours.
    #[error(transparent)]
    Failed(#[from] DbError),
    /// A failure of ours.
    #[error(transparent)]
    Hashing(#[from] web::passwords::HashingFailed),
    /// A failure of ours.
    #[error(transparent)]
    NoRandomness(#[from] web::token::NoRandomness),
    /// A failure of ours.
    #[error(transparent)]
    Journal(#[from] journal::Overflow),
}

/// Gives a person a password.
///
/// # Errors
/// [`SignInError`] when it is too long or cannot be stored.
pub async fn set_password(ent: &Ent, account: &AccountId, password: &str) -> Result<(), SignInError> {
    let hash = ent.passwords().hash(password).await?;
    ent.db().run(sql::SET_PASSWORD, args![account, hash]).await?;
    Ok(())
}

/// Opens an SSO session for the person who typed this login and password, on the way to the address `typed_for` if
/// there is one. Unknown people cost the same work.
///
/// # Errors
/// [`SignInError::Refused`], or a failure of ours.
pub(crate) async fn sign_in(
    ent: &Ent,
    login: &str,
    password: &str,
    typed_for: Option<&str>,
) -> Result<Opened, SignInError> {
    let account = directory::by_login(ent, login).await?;
    let stored: Option<Credential> = match &account {
        Some(account) => ent.db().optional(sql::PASSWORD_OF, args![&account.id]).await?,
        None => None,
    };
    let fits = ent.passwords().verify(stored.as_ref().map(|c| c.password_hash.as_str()), password).await?;
    match account {
        Some(account) if fits => open(ent, account.id, typed_for).await,
        account => {
            let line = Line::new(Event::SignInRefused);
            let line = match &account {
                Some(account) => line.account(&account.id),
                None => line,
            };
            journal::write(ent, &line).await?;
            Err(SignInError::Refused)
        }
    }
}

async fn open(ent: &Ent, account: AccountId, typed_for: Option<&str>) -> Result<Opened, SignInError> {
    let token = web::token::secret()?;
    let now = ent.now();
    let session = Session {
        id: SessionId::from_uuid(ent.new_key()),
        account_id: account,
        opened_at: now.as_millisecond(),
        seen_at: now.as_millisecond(),
        typed_for: typed_for.map(str::to_owned),
        remembered: false,
    };
    let mut tx = ent.db().begin().await?;
    let (opened, seen) = oldest(now);
    tx.run(sql::CLOSE_OLD, args![opened, seen]).await?;
    let digest = web::token::digest(&token);
    let row = args![&session.id, digest, &session.account_id, session.opened_at, typed_for];
    tx.run(sql::OPEN, row).await?;
    journal::write_in(ent, &mut tx, &Line::new(Event::SignedIn).account(&session.account_id)).await?;
    tx.commit().await?;
    Ok(Opened { session, token })
}

/// The SSO session behind the ticket-granting cookie.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn session(ent: &Ent, headers: &HeaderMap) -> Result<Option<Session>, DbError> {
    match transport(ent).read(headers, TICKET_GRANTING_COOKIE) {
        Some(token) => live(ent, sql::BY_TOKEN, token).await,
        None => Ok(None),
    }
}

/// An SSO session that is still open.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn find(ent: &Ent, session: &SessionId) -> Result<Option<Session>, DbError> {
    by_id(ent, session).await
}

/// Whether an SSO session is still open.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn is_open(ent: &Ent, session: &SessionId) -> Result<bool, DbError> {
    Ok(by_id(ent, session).await?.is_some())
}

/// Whether the password was typed on the way to this address; true once, so that one ticket is born of it.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn spend_typed(ent: &Ent, session: &Session, address: &str) -> Result<bool, DbError> {
    // Once spent it never comes back, so only a session that still has it is worth a statement.
    if session.typed_for.as_deref() != Some(address) {
        return Ok(false);
    }
    let spent = ent.db().run(sql::SPEND_TYPED, args![&session.id, address]).await? > 0;
    ent.caches().sessions.forget(session.id.as_str());
    Ok(spent)
}

/// Ends an SSO session, and with it the portal session and every later use of its cookie, on every node.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn close(ent: &Ent, session: &SessionId, account: &AccountId) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    let closed = tx.run(sql::CLOSE, args![session]).await? > 0;
    if closed {
        journal::write_in(ent, &mut tx, &Line::new(Event::SignedOut).account(account)).await?;
        ent.caches().sessions.changed(&mut tx, session.as_str()).await?;
    }
    ent.generations().commit(tx).await?;
    if closed {
        ent.session_ended(session).await;
    }
    Ok(())
}

/// Opens a portal session on an SSO session; gives the secret of its cookie.
///
/// # Errors
/// [`SignInError`].
pub(crate) async fn open_portal(ent: &Ent, session: &SessionId) -> Result<String, SignInError> {
    let token = web::token::secret()?;
    ent.db().run(sql::OPEN_PORTAL, args![web::token::digest(&token), session]).await?;
    Ok(token)
}

/// The value of the portal's cookie.
pub(crate) fn portal_token<'h>(ent: &Ent, headers: &'h HeaderMap) -> Option<&'h str> {
    transport(ent).read(headers, PORTAL_COOKIE)
}

/// The person behind a portal session, and the SSO session it hangs on.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn portal_visitor(
    ent: &Ent,
    token: Option<&str>,
) -> Result<Option<(Account, SessionId)>, DbError> {
    let Some(token) = token else { return Ok(None) };
    let Some(session) = live(ent, sql::BY_PORTAL_TOKEN, token).await? else { return Ok(None) };
    let person = directory::find(ent, &session.account_id).await?;
    Ok(person.map(|person| (person.account.clone(), session.id)))
}

/// How the cookies of this end travel.
pub(crate) fn transport(ent: &Ent) -> Transport {
    Transport::of(&ent.config().public_url)
}

/// The session whose secret this is, if it is not over; notes that it was seen. `door` finds its key by the digest.
async fn live(ent: &Ent, door: Sql, token: &str) -> Result<Option<Session>, DbError> {
    let digest = web::token::digest(token);
    let read = async {
        let found: Option<Key> = ent.db().optional(door, args![&digest]).await?;
        Ok::<_, DbError>(found.map(|found| found.id))
    };
    // A secret opens one session as long as it exists: only the session itself needs a look at what others did.
    let keys = if door == sql::BY_PORTAL_TOKEN { &ent.caches().portal_keys } else { &ent.caches().sso_keys };
    let Some(id) = keys.get(&digest, read).await? else { return Ok(None) };
    let Some(session) = by_id(ent, &id).await? else { return Ok(None) };
    let now = ent.now().as_millisecond();
    if now - session.seen_at > millis(SEEN_STEP) {
        ent.db().run(sql::SEEN, args![&session.id, now]).await?;
        ent.caches().sessions.forget(session.id.as_str());
    }
    Ok(Some(session))
}

/// The session of this key, if it is not over.
async fn by_id(ent: &Ent, id: &SessionId) -> Result<Option<Session>, DbError> {
    let sessions = &ent.caches().sessions;
    let held = sessions.get(id.as_str(), ent.db().optional(sql::BY_ID, args![id])).await?;
    match held {
        // Idle, as far as this node remembers: another may have seen it since.
        Some(session) if session.is_over(ent.now()) => {
            sessions.forget(id.as_str());
            let read: Option<Session> = ent.db().optional(sql::BY_ID, args![id]).await?;
            Ok(read.filter(|session| !session.is_over(ent.now())))
        }
        held => Ok(held),
    }
}

/// Sessions opened, or last seen, at or before these instants are over.
fn oldest(now: Timestamp) -> (i64, i64) {
    (now.as_millisecond() - millis(ABSOLUTE), now.as_millisecond() - millis(IDLE))
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
