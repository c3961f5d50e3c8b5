//! Login tickets (CAS 3.0.3, section 3.5): a sign-in form is good for one attempt.
//!
//! On a shared computer the next person can go back in the history and send a form again, with the password that the
//! browser still holds. A ticket is derived from the key of the browser's forms, so showing the form writes nothing; only
//! tickets that were used are noted, until they are too old anyway.

use db::{DbError, args};
use subtle::ConstantTimeEq as _;
use web::{
    CsrfToken, Timestamp,
    clock::SignedDuration,
    token::{self, NoRandomness},
};

use super::{millis, sql};
use crate::Ent;

/// How long a form may stay open. Used tickets are remembered for as long.
pub(super) const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// A ticket for a form that is shown to the browser of this key now: `LT-instant-random-proof`, of `A-Za-z0-9-`.
pub(crate) fn issue(now: Timestamp, browser: &CsrfToken) -> Result<String, NoRandomness> {
    let start = format!("{:x}-{}", now.as_millisecond(), token::opaque()?);
    Ok(format!("LT-{start}-{}", proof(&start, browser)))
}

/// Whether a ticket is of this browser and young enough.
pub(crate) fn is_ours(ticket: &str, now: Timestamp, browser: &CsrfToken) -> bool {
    let now = now.as_millisecond();
    issued_at(ticket, browser).is_some_and(|at| at <= now && now - at < millis(LIFE))
}

/// Whether a ticket that [`is_ours`] has not been used; from then on it is used.
pub(super) async fn spend(ent: &Ent, ticket: &str) -> Result<bool, DbError> {
    let now = ent.now().as_millisecond();
    Ok(ent.db().run(sql::USE_TICKET, args![token::digest(ticket), now]).await? > 0)
}

fn issued_at(ticket: &str, browser: &CsrfToken) -> Option<i64> {
    let (start, given) = ticket.strip_prefix("LT-")?.rsplit_once('-')?;
    let ours: bool = proof(start, browser).as_bytes().ct_eq(given.as_bytes()).into();
    let (at, _) = start.split_once('-').filter(|_| ours)?;
    i64::from_str_radix(at, 16).ok()
}

fn proof(start: &str, browser: &CsrfToken) -> String {
    token::digest(&format!("login ticket {start} {}", browser.as_str()))
}
