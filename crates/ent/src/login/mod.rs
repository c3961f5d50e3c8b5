//! Passwords, throttling, SSO sessions, and the portal's own sessions that hang on them.
//!
//! A session's secret lives in a cookie and is stored as a digest only. Ending the SSO session ends the portal
//! session with it, since one row refers to the other.

pub(crate) mod device;
pub(crate) mod known_device;
mod sessions;
mod sql;
mod sweep;
pub(crate) mod throttle;
pub(crate) mod ticket;

#[cfg(test)]
pub(crate) mod session_tests;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
pub(crate) mod throttle_tests;

use std::net::IpAddr;

use db::{DbError, args};
use web::clock::SignedDuration;

use crate::{
    Ent,
    directory::{self, Account},
    ids::AccountId,
    journal::{self, Event, Line},
};

use device::Device;
use throttle::{Admission, Admitted};

pub use sessions::Session;
pub(crate) use sessions::{
    OpenSession, PORTAL_COOKIE, REMEMBERED_SECONDS, TICKET_GRANTING_COOKIE, close, close_others,
    close_portal, find, is_open, open_portal, portal_token, portal_visitor, replace, session, sessions_of,
    spend_typed, transport,
};
pub(crate) use sql::STATEMENTS;
pub(crate) use sweep::Sweep;

db::row! { struct Credential { password_hash: String => text } }

/// What somebody typed, and where.
#[derive(Debug, Clone)]
pub(crate) struct Attempt<'a> {
    /// The login, in any case.
    pub(crate) login: &'a str,
    /// The password, as typed.
    pub(crate) password: &'a str,
    /// The address of the service on the way to which it was typed, if there is one.
    pub(crate) typed_for: Option<&'a str>,
    /// The address of the client.
    pub(crate) from: IpAddr,
    /// The cookie [`known_device::COOKIE`].
    pub(crate) known_device: Option<&'a str>,
    /// What the browser says it is.
    pub(crate) device: Device,
    /// The person wants to stay signed in on this device.
    pub(crate) remember: bool,
    /// The person wants to be asked before each further service.
    pub(crate) warn: bool,
    /// The login ticket of the form, which [`ticket::is_ours`].
    pub(crate) ticket: Option<&'a str>,
}

impl<'a> Attempt<'a> {
    /// A login and a password, with nothing else known and nothing else wanted.
    #[cfg(test)]
    pub(crate) fn of(login: &'a str, password: &'a str) -> Self {
        Self {
            login,
            password,
            typed_for: None,
            from: IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
            known_device: None,
            device: Device::default(),
            remember: false,
            warn: false,
            ticket: None,
        }
    }
}

/// A session just opened.
pub(crate) struct Opened {
    pub(crate) session: Session,
    /// The secret that goes into the cookie [`TICKET_GRANTING_COOKIE`].
    pub(crate) token: String,
    /// What goes into the cookie [`known_device::COOKIE`].
    pub(crate) known_device: String,
}

/// Why a person is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown login, wrong password, or no password set: on purpose not told apart.
    #[error("unknown login or wrong password")]
    Refused,
    /// The form has been used already.
    #[error("the login ticket is used")]
    Used,
    /// Too many failures before: the password was not looked at. The same for known and unknown logins.
    #[error("too many failures: wait {0:#}")]
    Wait(SignedDuration),
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

/// Gives a person a password. Whoever is signed in with a former one is signed out.
///
/// # Errors
/// [`SignInError`] when it is too long or cannot be stored.
pub async fn set_password(ent: &Ent, account: &AccountId, password: &str) -> Result<(), SignInError> {
    let hash = ent.passwords().hash(password).await?;
    ent.db().run(sql::SET_PASSWORD, args![account, hash]).await?;
    for session in sessions_of(ent, account).await? {
        close(ent, &session.id, account).await?;
    }
    Ok(())
}

/// Opens an SSO session for the person who typed a login and its password. Unknown people cost the same work: the same
/// statements, the same hash.
///
/// # Errors
/// [`SignInError::Refused`], [`SignInError::Wait`], or a failure of ours.
pub(crate) async fn sign_in(ent: &Ent, attempt: &Attempt<'_>) -> Result<Opened, SignInError> {
    // Browsers do not send an empty form, and nobody's password is empty: not worth a hash, nor a count.
    if attempt.login.trim().is_empty() || attempt.password.is_empty() {
        return Err(SignInError::Refused);
    }
    sweep::if_due(ent);
    let account = directory::by_login(ent, attempt.login).await?;
    let nobody = "";
    let holder = account.as_ref().map_or(nobody, |account| account.id.as_str());
    let stored: Option<Credential> = ent.db().optional(sql::PASSWORD_OF, args![holder]).await?;
    let known_device = match (attempt.known_device, &account, &stored) {
        (Some(cookie), Some(account), Some(stored)) => {
            known_device::recognised(cookie, &account.id, &stored.password_hash)
        }
        _ => None,
    };
    let login = directory::fold_login(attempt.login);
    let may_try = async || match throttle::admit(ent, &login, attempt.from, known_device.as_deref()).await? {
        Admission::Now(admitted) => Ok(admitted),
        // Not in the journal, which anybody could fill this way: the failures that led here are.
        Admission::After(wait) => Err(SignInError::Wait(wait)),
    };
    may_try().await?;
    // Only now: whoever has to wait writes nothing.
    if let Some(ticket) = attempt.ticket
        && !ticket::spend(ent, ticket).await?
    {
        return Err(SignInError::Used);
    }
    let turn = ent.passwords().turn().await?;
    // Once more: others who stood in line before may have failed meanwhile.
    let admitted = may_try().await?;
    let hash = stored.as_ref().map(|stored| stored.password_hash.as_str());
    let unanswered = Unanswered::new(ent, admitted);
    let (fits, turn) = turn.verify(hash, attempt.password).await?;
    match (account, hash) {
        (Some(account), Some(hash)) if fits => {
            drop(turn);
            let admitted = unanswered.succeeded()?;
            open(ent, attempt, account.id, hash, &admitted).await
        }
        (account, _) => {
            let delayed = unanswered.failed().await?;
            drop(turn);
            refuse(ent, account.as_ref(), if delayed { "delayed" } else { "" }).await
        }
    }
}

/// An attempt whose password is being hashed. A visitor who leaves meanwhile has failed: otherwise leaving would be a way
/// to keep the line of hashes busy without being counted.
struct Unanswered(Option<(Ent, Admitted)>);

impl Unanswered {
    fn new(ent: &Ent, admitted: Admitted) -> Self {
        Self(Some((ent.clone(), admitted)))
    }

    fn succeeded(mut self) -> Result<Admitted, SignInError> {
        let (_, admitted) = self.0.take().ok_or(SignInError::Refused)?;
        Ok(admitted)
    }

    /// Counts the failure, whether or not anybody waits to hear of it.
    async fn failed(mut self) -> Result<bool, DbError> {
        let Some((ent, admitted)) = self.0.take() else { return Ok(true) };
        let counted = tokio::spawn(async move { throttle::failed(&ent, &admitted).await });
        counted.await.unwrap_or(Ok(true))
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        let Some((ent, admitted)) = self.0.take() else { return };
        tokio::spawn(async move {
            if let Err(error) = throttle::failed(&ent, &admitted).await {
                tracing::warn!(%error, "an attempt that was given up could not be counted");
            }
        });
    }
}

async fn refuse<T>(ent: &Ent, account: Option<&Account>, detail: &str) -> Result<T, SignInError> {
    let line = Line::new(Event::SignInRefused).detail(detail);
    let line = match account {
        Some(account) => line.account(&account.id),
        None => line,
    };
    journal::write(ent, &line).await?;
    Err(SignInError::Refused)
}

async fn open(
    ent: &Ent,
    attempt: &Attempt<'_>,
    account: AccountId,
    password_hash: &str,
    admitted: &Admitted,
) -> Result<Opened, SignInError> {
    // CAS 3.0.3, section 3.8.
    let token = cas_protocol::ticket::random_token("TGT-", web::token::random()?);
    let known_device = known_device::remember(attempt.known_device, &account, password_hash)?;
    let session = Session::new(ent, attempt, account);
    let mut tx = ent.db().begin().await?;
    session.store(&mut tx, &token, attempt.device).await?;
    throttle::succeeded(&mut tx, admitted, ent.now()).await?;
    journal::write_in(ent, &mut tx, &Line::new(Event::SignedIn).account(&session.account_id)).await?;
    tx.commit().await?;
    Ok(Opened { session, token, known_device })
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
