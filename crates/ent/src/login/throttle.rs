//! How failed sign-ins slow further ones down, and nobody else.
//!
//! Whoever guesses passwords has to wait; whoever owns the account must not be kept out by it, nor a school of 2,000
//! people behind one address at eight o'clock. So every attempt runs under one of two kinds of counter:
//!
//! - from a **familiar** place, that is a browser, or else a network, in which this login has succeeded before: under the
//!   counter of this login at this place. What strangers do elsewhere does not touch it;
//! - from anywhere else: under the counter of the login, and within the budget of the network.
//!
//! A counter lets [`FREE`] failures pass, then each further attempt waits: 1, 2, 4, 8, then 15 minutes. It is empty again
//! after a success under it, or a day without a failure. Attempts that had to wait count for nothing, so the wait always
//! ends. The budget of a network counts failures at unfamiliar accounts only, and drains: it bounds how many accounts a
//! stranger may try from one address; an IPv6 network is a /64.
//!
//! Keys are digests, and whether an account exists is never asked: unknown logins wait like known ones. Counters live in
//! the database, so they hold for all nodes. They are asked again when the password's turn to be hashed has come, and a
//! failure is counted before that turn ends: however many attempts come at once, no more of them overtake a count than
//! hashes run at the same time. See docs/decisions/0012-throttling.md.

use std::net::IpAddr;

use db::{DbError, Tx, args};
use web::{Timestamp, clock::SignedDuration, network_of, token};

use super::{millis, sql};
use crate::Ent;

/// Failures that cost no delay: fingers slip.
pub(crate) const FREE: i64 = 5;
/// The delay after the last free failure; it doubles with each further one.
pub(crate) const FIRST_DELAY: SignedDuration = SignedDuration::from_mins(1);
/// No delay is longer, or guessing would be a way to keep somebody out.
pub(crate) const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(15);
/// A counter that nobody raised for so long is empty.
pub(super) const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);
/// A network in which nobody signed in to an account for so long is a strange one again.
pub(super) const FAMILIAR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Failures at unfamiliar accounts that one network may have on its account. On the first day of school 2,000 people
/// come from one address that they never used, and one in ten mistypes: half of this.
pub(crate) const NETWORK_BUDGET: i64 = 400;
/// How long until the budget gets one failure back.
pub(crate) const NETWORK_DRAIN: SignedDuration = SignedDuration::from_secs(20);

db::row! { struct Counter { failures: i64 => int, last_at: i64 => int } }

/// An attempt that may be made, and where its outcome is noted.
pub(super) struct Admitted {
    counter: String,
    /// The mark that this login has succeeded in this network.
    mark: String,
    /// The budget that a failure takes from.
    budget: Option<String>,
}

/// Whether an attempt may be made.
pub(super) enum Admission {
    Now(Admitted),
    /// Not before so long.
    After(SignedDuration),
}

/// Whether somebody may try a login, in its folded form, from a client's address, in a browser that has proved before
/// that it belongs there.
pub(super) async fn admit(
    ent: &Ent,
    login: &str,
    from: IpAddr,
    known_device: Option<&str>,
) -> Result<Admission, DbError> {
    let (now, network) = (ent.now(), network_of(from));
    let mark = key(&["mark", &network, login]);
    let marked = read(ent, &mark).await?.is_some_and(|mark| !is_past(mark.last_at, FAMILIAR, now));
    let (counter, budget) = match known_device {
        Some(device) => (key(&["device", device, login]), None),
        None if marked => (key(&["place", &network, login]), None),
        None => (key(&["login", login]), Some(key(&["network", &network]))),
    };
    if let Some(budget) = &budget {
        let level = Level::of(read(ent, budget).await?, now);
        if level.failures >= NETWORK_BUDGET {
            return Ok(Admission::After(until(level.since, NETWORK_DRAIN, now)));
        }
    }
    match read(ent, &counter).await? {
        Some(counter) if !is_past(counter.last_at, delay(counter.failures), now) => {
            Ok(Admission::After(until(counter.last_at, delay(counter.failures), now)))
        }
        _ => Ok(Admission::Now(Admitted { counter, mark, budget })),
    }
}

/// Counts a failure; says whether the next attempt will have to wait.
pub(super) async fn failed(ent: &Ent, admitted: &Admitted) -> Result<bool, DbError> {
    let now = ent.now();
    let mut tx = ent.db().begin().await?;
    let so_far: Option<Counter> = tx.optional(sql::FAILURES, args![&admitted.counter]).await?;
    let so_far = so_far.filter(|counter| !is_past(counter.last_at, FORGOTTEN, now));
    let failures = so_far.map_or(0, |counter| counter.failures) + 1;
    tx.run(sql::COUNT_FAILURE, args![&admitted.counter, failures, now.as_millisecond()]).await?;
    if let Some(budget) = &admitted.budget {
        let level = Level::of(tx.optional(sql::FAILURES, args![budget]).await?, now);
        tx.run(sql::COUNT_FAILURE, args![budget, level.failures + 1, level.since]).await?;
    }
    tx.commit().await?;
    Ok(failures >= FREE)
}

/// Empties the counter and makes the network familiar, in the transaction that opens the session.
pub(super) async fn succeeded(tx: &mut Tx, admitted: &Admitted, now: Timestamp) -> Result<(), DbError> {
    tx.run(sql::FORGET_FAILURES, args![&admitted.counter]).await?;
    tx.run(sql::COUNT_FAILURE, args![&admitted.mark, 0_i64, now.as_millisecond()]).await.map(drop)
}

/// How full the budget of a network is, and since when it drains.
struct Level {
    failures: i64,
    since: i64,
}

impl Level {
    fn of(stored: Option<Counter>, now: Timestamp) -> Self {
        let now = now.as_millisecond();
        let Some(stored) = stored else { return Self { failures: 0, since: now } };
        let drained = (now - stored.last_at).max(0) / millis(NETWORK_DRAIN);
        if drained >= stored.failures {
            return Self { failures: 0, since: now };
        }
        Self { failures: stored.failures - drained, since: stored.last_at + drained * millis(NETWORK_DRAIN) }
    }
}

/// How long the next attempt waits after so many failures.
fn delay(failures: i64) -> SignedDuration {
    if failures < FREE {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from(failures - FREE).unwrap_or(u32::MAX);
    let doubled = 2_i32.checked_pow(doublings).and_then(|times| FIRST_DELAY.checked_mul(times));
    doubled.map_or(LONGEST_DELAY, |delay| delay.min(LONGEST_DELAY))
}

async fn read(ent: &Ent, key: &str) -> Result<Option<Counter>, DbError> {
    ent.db().optional(sql::FAILURES, args![key]).await
}

fn is_past(at: i64, duration: SignedDuration, now: Timestamp) -> bool {
    at.saturating_add(millis(duration)) <= now.as_millisecond()
}

fn until(at: i64, duration: SignedDuration, now: Timestamp) -> SignedDuration {
    SignedDuration::from_millis(at.saturating_add(millis(duration)) - now.as_millisecond())
}

/// A digest, so that the table tells neither who was tried nor from where. The separator is in no login.
fn key(parts: &[&str]) -> String {
    token::digest(&parts.join("\u{0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_a_bound() {
        for (failures, minutes) in
            [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (50, 15), (i64::MAX, 15)]
        {
            assert_eq!(delay(failures), SignedDuration::from_mins(minutes), "{failures}");
        }
    }

    #[test]
    fn a_budget_drains_to_nothing() {
        let now = "2026-09-01T06:00:00Z".parse::<Timestamp>().unwrap();
        let stored = |failures, seconds_ago: i64| {
            let last_at = now.as_millisecond() - seconds_ago * 1000;
            Level::of(Some(Counter { failures, last_at }), now)
        };
        assert_eq!(stored(10, 0).failures, 10);
        assert_eq!(stored(10, 50).failures, 8);
        assert_eq!(now.as_millisecond() - stored(10, 50).since, 10_000, "half a step is not lost");
        assert_eq!(stored(10, 200).failures, 0);
        assert_eq!(stored(10, -60).failures, 10, "the clock of another node is ahead");
    }
}
