//! How many sign-ins may fail within a minute, for a login in a network and for a network.
//!
//! An attempt is counted before its password is looked at, so that no number of attempts at once overtakes the count,
//! and given back when it succeeds. The minute runs from the first of them and is never made longer: nobody is kept
//! out for good, and a login tried from elsewhere does not slow its owner down.

use std::net::IpAddr;

use db::{DbError, args};
use web::token;

use super::sql;
use crate::Pronote;

/// How long an attempt counts.
const WINDOW_MILLIS: i64 = 60_000;
/// A network may fail so many times as often as one of its logins: a whole school may sit behind one address.
const LOGINS_OF_A_NETWORK: i64 = 10;

db::row! { struct Counter { made: i64 => int, since: i64 => int } }

/// An attempt that may be made.
#[derive(Debug)]
pub struct Attempt {
    digests: [String; 2],
}

/// Counts an attempt at `login`, within what `place` names (a base, the console); gives it back, or says how many
/// seconds to wait. `most` attempts may fail within a minute.
///
/// # Errors
/// [`DbError`].
pub async fn attempt(
    pronote: &Pronote,
    place: &str,
    login: &str,
    from: IpAddr,
    most: i64,
) -> Result<Result<Attempt, i64>, DbError> {
    let now = pronote.now().as_millisecond();
    let network = web::network_of(from);
    let of_login = token::digest(&format!("{place}\u{0}{network}\u{0}{login}"));
    let of_network = token::digest(&format!("{place}\u{0}{network}"));
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::DROP_ATTEMPTS, args![now - WINDOW_MILLIS]).await?;
    let mut wait = None;
    for (digest, most) in [(&of_login, most), (&of_network, most * LOGINS_OF_A_NETWORK)] {
        let counter: Option<Counter> = tx.optional(sql::COUNT_ATTEMPT, args![digest, now]).await?;
        if let Some(counter) = counter.filter(|counter| counter.made > most) {
            wait = wait.max(Some((counter.since + WINDOW_MILLIS - now + 999) / 1000));
        }
    }
    tx.commit().await?;
    Ok(wait.map_or(Ok(Attempt { digests: [of_login, of_network] }), Err))
}

/// Gives an attempt back that succeeded: it was no guess.
///
/// # Errors
/// [`DbError`].
pub async fn succeeded(pronote: &Pronote, attempt: &Attempt) -> Result<(), DbError> {
    let [login, network] = &attempt.digests;
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::FORGET_ATTEMPTS, args![login]).await?;
    tx.run(sql::GIVE_ATTEMPT_BACK, args![network]).await?;
    tx.commit().await
}
