//! SSO sessions: how long they last, and who ends them.

use db::{DbError, Sql, Tx, args};
use web::{HeaderMap, Timestamp, clock::SignedDuration, cookies::Transport};

use super::{Attempt, SignInError, device::Device, millis, sql};
use crate::{
    Ent,
    directory::{self, Account},
    ids::{AccountId, SessionId},
    journal::{self, Event, Line},
};

/// A session that nobody used for so long is over, unless the person wanted to stay signed in.
pub(super) const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session is over after so long, used or not.
pub(super) const ABSOLUTE: SignedDuration = SignedDuration::from_hours(8);
/// So is the session of a person who wanted to stay signed in on a device of their own (CAS 3.0.3, section 4.1: the
/// text leaves the length to the server and asks for three months at most).
pub(super) const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The same in seconds, for the cookie.
pub(crate) const REMEMBERED_SECONDS: u32 = 30 * 24 * 3600;
/// How long after it was typed a password still counts as typed for the service on the way to which it was.
const ON_THE_WAY: SignedDuration = SignedDuration::from_mins(15);
/// How stale "last seen" may be: writing it at each request would make every page a write.
const SEEN_STEP: SignedDuration = SignedDuration::from_mins(1);

/// The ticket-granting cookie; names start with `TGC-` (CAS 3.0.3, section 3.6).
pub(crate) const TICKET_GRANTING_COOKIE: &str = "TGC-passerelle";
/// The cookie of the portal, a client of the CAS server like the others.
pub(crate) const PORTAL_COOKIE: &str = "ENT-portal";

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
        pub(crate) typed_for: Option<String> => text_opt,
        /// Whether the person wanted to stay signed in: services are told (`longTermAuthenticationRequestTokenUsed`).
        pub remembered: bool => flag,
        /// Whether the person wants to be asked before each further service (CAS 3.0.3, section 2.2.1, `warn`).
        pub warn: bool => flag,
    }
}

db::row! {
    /// A session as its owner sees it in the list of them.
    pub(crate) struct OpenSession {
        pub(crate) id: SessionId => text,
        /// In milliseconds, like `seen_at`.
        pub(crate) opened_at: i64 => int,
        /// Right to a minute.
        pub(crate) seen_at: i64 => int,
        pub(crate) remembered: bool => flag,
        device: String => text,
    }
}

impl OpenSession {
    /// What it was opened with.
    pub(crate) fn device(&self) -> Device {
        Device::stored(&self.device)
    }
}

impl Session {
    pub(super) fn new(ent: &Ent, attempt: &Attempt<'_>, account_id: AccountId) -> Self {
        let now = ent.now().as_millisecond();
        Self {
            id: SessionId::from_uuid(ent.new_key()),
            account_id,
            opened_at: now,
            seen_at: now,
            typed_for: attempt.typed_for.map(str::to_owned),
            remembered: attempt.remember,
            warn: attempt.warn,
        }
    }

    pub(super) async fn store(&self, tx: &mut Tx, token: &str, device: Device) -> Result<(), DbError> {
        let digest = web::token::digest(token);
        let typed_for = self.typed_for.as_deref();
        let device = device.to_string();
        let (id, account) = (&self.id, &self.account_id);
        let row = args![id, digest, account, self.opened_at, typed_for, self.remembered, self.warn, device];
        tx.run(sql::OPEN, row).await.map(drop)
    }

    fn is_over(&self, now: Timestamp) -> bool {
        is_over(self.opened_at, self.seen_at, self.remembered, now)
    }
}

fn is_over(opened_at: i64, seen_at: i64, remembered: bool, now: Timestamp) -> bool {
    let now = now.as_millisecond();
    if remembered {
        return opened_at <= now - millis(REMEMBERED);
    }
    opened_at <= now - millis(ABSOLUTE) || seen_at <= now - millis(IDLE)
}

db::row! { struct Key { id: SessionId => text } }

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
    let typed_long_ago = session.opened_at + millis(ON_THE_WAY) < ent.now().as_millisecond();
    if session.typed_for.as_deref() != Some(address) || typed_long_ago {
        return Ok(false);
    }
    let spent = ent.db().run(sql::SPEND_TYPED, args![&session.id, address]).await? > 0;
    ent.caches().sessions.forget(session.id.as_str());
    Ok(spent)
}

/// Ends an SSO session of this account, and with it the portal session and every later use of its cookie, on every
/// node. The session of somebody else, or none, is left alone.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn close(ent: &Ent, session: &SessionId, account: &AccountId) -> Result<(), DbError> {
    let (ent, session, account) = (ent.clone(), session.clone(), account.clone());
    // A browser that leaves in the middle must not keep the services from being told.
    let done = tokio::spawn(async move { close_to_the_end(&ent, &session, &account).await });
    done.await.unwrap_or(Ok(()))
}

async fn close_to_the_end(ent: &Ent, session: &SessionId, account: &AccountId) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    let closed = tx.run(sql::CLOSE, args![session, account]).await? > 0;
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

/// Ends a session in whose place the same person has opened another at the same browser: nobody has signed out.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn replace(ent: &Ent, former: &Session) -> Result<(), DbError> {
    let mut tx = ent.db().begin().await?;
    tx.run(sql::CLOSE, args![&former.id, &former.account_id]).await?;
    ent.caches().sessions.changed(&mut tx, former.id.as_str()).await?;
    ent.generations().commit(tx).await
}

/// Ends the portal session of this secret; the SSO session goes on.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn close_portal(ent: &Ent, token: &str) -> Result<(), DbError> {
    ent.db().run(sql::CLOSE_PORTAL, args![web::token::digest(token)]).await.map(drop)
}

/// Ends all sessions of an account but one.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn close_others(ent: &Ent, kept: &SessionId, account: &AccountId) -> Result<(), DbError> {
    let open: Vec<OpenSession> = ent.db().all(sql::SESSIONS_OF, args![account]).await?;
    for other in open.iter().filter(|session| session.id != *kept) {
        close(ent, &other.id, account).await?;
    }
    Ok(())
}

/// The open sessions of an account, the last seen first.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn sessions_of(ent: &Ent, account: &AccountId) -> Result<Vec<OpenSession>, DbError> {
    let mut open: Vec<OpenSession> = ent.db().all(sql::SESSIONS_OF, args![account]).await?;
    open.retain(|session| !is_over(session.opened_at, session.seen_at, session.remembered, ent.now()));
    Ok(open)
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
    let read = async { ent.db().optional(sql::BY_ID, args![id]).await };
    let held = sessions.get(id.as_str(), read).await?;
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
