//! Who waits after failed sign-ins, and who does not.

use std::net::IpAddr;

use db::{Sql, args};
use web::clock::SignedDuration;

use super::{
    Attempt, Opened, SignInError, set_password, sign_in,
    throttle::{self, Admission, FREE, NETWORK_BUDGET, NETWORK_DRAIN},
};
use crate::{
    Ent,
    tests::{PASSWORD, TestEnt},
};

const SCHOOL: &str = "192.0.2.1";
const HOME: &str = "2001:db8:1:2::3";
const STRANGER: &str = "198.51.100.66";

fn at(place: &str) -> IpAddr {
    place.parse().unwrap()
}

async fn attempt(ent: &Ent, place: &str, login: &str, password: &str) -> Result<Opened, SignInError> {
    sign_in(ent, &Attempt { from: at(place), ..Attempt::of(login, password) }).await
}

async fn known(ent: &Ent, place: &str, cookie: &str, password: &str) -> Result<Opened, SignInError> {
    let attempt = Attempt { from: at(place), known_device: Some(cookie), ..Attempt::of("zoe", password) };
    sign_in(ent, &attempt).await
}

/// Guesses until the next attempt has to wait.
async fn guess(ent: &Ent, place: &str, login: &str) {
    for _ in 0..FREE {
        let refused = attempt(ent, place, login, "guess").await;
        assert!(matches!(refused, Err(SignInError::Refused)), "{:?}", refused.err());
    }
}

fn wait(outcome: Result<Opened, SignInError>) -> i64 {
    match outcome {
        Err(SignInError::Wait(wait)) => wait.as_secs(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("let in"),
    }
}

#[tokio::test]
async fn whoever_leaves_before_the_answer_has_failed_all_the_same() {
    let test = TestEnt::start().await;
    // A hash that takes as long as a real one.
    set_password(&test.ent, &test.accounts["zoe"], PASSWORD).await.unwrap();
    for _ in 0..FREE {
        let before = test.ent.passwords().checks();
        let mut leaving = Box::pin(attempt(&test.ent, STRANGER, "zoe", "guess"));
        // Up to the hash, which goes on without the visitor.
        while test.ent.passwords().checks() == before {
            let step = tokio::time::timeout(std::time::Duration::from_millis(1), &mut leaving).await;
            assert!(step.is_err(), "answered before anybody could leave");
        }
        drop(leaving);
    }
    testkit::until("the failures are counted", async || {
        matches!(attempt(&test.ent, STRANGER, "zoe", PASSWORD).await, Err(SignInError::Wait(_)))
    })
    .await;
}

#[tokio::test]
async fn after_five_failures_even_the_right_password_waits_unread_and_for_everybody_alike() {
    let test = TestEnt::start().await;
    let mut told = Vec::new();
    for login in ["zoe", "nobody", "leo1"] {
        let before = test.ent.passwords().checks();
        guess(&test.ent, STRANGER, login).await;
        let outcome = attempt(&test.ent, STRANGER, &login.to_uppercase(), PASSWORD).await;
        told.push((outcome.err().unwrap().to_string(), test.ent.passwords().checks() - before));
    }
    told.dedup();
    assert_eq!(
        told,
        [("too many failures: wait 1m".to_owned(), 5)],
        "same words, same work, no hash while waiting"
    );
    test.clock.pass(SignedDuration::from_secs(59));
    assert_eq!(
        wait(attempt(&test.ent, STRANGER, "zoe", PASSWORD).await),
        1,
        "asking does not make it longer"
    );
    test.clock.pass(SignedDuration::from_secs(1));
    assert!(attempt(&test.ent, STRANGER, "zoe", PASSWORD).await.is_ok());
    guess(&test.ent, STRANGER, "zoe").await;
}

/// A known login, one without a password, and one that nobody has.
#[tokio::test]
async fn a_refusal_costs_the_same_statements_and_hashes_whoever_is_meant() {
    let test = TestEnt::start().await;
    // The first one sweeps.
    let _ = attempt(&test.ent, HOME, "somebody", "guess").await;
    let mut work = Vec::new();
    for login in ["zoe", "leo1", "nobody"] {
        let before = test.ent.passwords().checks();
        let (_, refused) = db::counted(attempt(&test.ent, STRANGER, login, "guess")).await;
        let hashes = test.ent.passwords().checks() - before;
        for _ in 1..FREE {
            let _ = attempt(&test.ent, STRANGER, login, "guess").await;
        }
        let (waits, waited) = db::counted(attempt(&test.ent, STRANGER, login, "guess")).await;
        work.push((hashes, refused, waited, wait(waits)));
    }
    work.dedup();
    assert!(
        matches!(work[..], [(1, _, _, 60)]),
        "hashes, statements of a refusal, of a wait, seconds: {work:?}"
    );
}

#[tokio::test]
async fn the_wait_grows_to_a_quarter_of_an_hour_and_a_day_makes_it_good() {
    let test = TestEnt::start().await;
    guess(&test.ent, STRANGER, "zoe").await;
    for minutes in [1, 2, 4, 8, 15, 15] {
        assert_eq!(wait(attempt(&test.ent, STRANGER, "zoe", PASSWORD).await), minutes * 60);
        test.clock.pass(SignedDuration::from_mins(minutes));
        assert!(matches!(attempt(&test.ent, STRANGER, "zoe", "guess").await, Err(SignInError::Refused)));
    }
    test.clock.pass(SignedDuration::from_hours(24));
    guess(&test.ent, STRANGER, "zoe").await;
}

#[tokio::test]
async fn many_attempts_at_once_are_many_attempts() {
    let test = TestEnt::start().await;
    let tasks: Vec<_> = (0..30)
        .map(|_| {
            let ent = test.ent.clone();
            tokio::spawn(
                async move { attempt(&ent, STRANGER, "zoe", "guess").await.err().unwrap().to_string() },
            )
        })
        .collect();
    let mut waited = 0;
    for task in tasks {
        waited += usize::from(task.await.unwrap().contains("wait"));
    }
    let places = std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
    let checked = usize::try_from(test.ent.passwords().checks()).unwrap();
    assert!(checked < 5 + places, "{checked} passwords were looked at");
    assert_eq!(checked + waited, 30);
}

#[tokio::test]
async fn strangers_cannot_keep_anybody_out_of_a_browser_or_a_network_of_their_own() {
    let test = TestEnt::start().await;
    let cookie = attempt(&test.ent, HOME, "zoe", PASSWORD).await.unwrap().known_device;
    guess(&test.ent, STRANGER, "zoe").await;
    assert_eq!(wait(attempt(&test.ent, SCHOOL, "zoe", PASSWORD).await), 60, "a place never seen");
    let sixty_four = "2001:db8:1:2:ffff::1";
    assert!(
        attempt(&test.ent, sixty_four, "zoe", PASSWORD).await.is_ok(),
        "another machine of the household"
    );
    assert!(known(&test.ent, SCHOOL, &cookie, PASSWORD).await.is_ok(), "their own browser, anywhere");
    assert!(attempt(&test.ent, SCHOOL, "zoe", PASSWORD).await.is_ok(), "and now the school is known too");
    // Whoever has the browser guesses under a counter of its own.
    for _ in 0..FREE {
        assert!(matches!(known(&test.ent, STRANGER, &cookie, "guess").await, Err(SignInError::Refused)));
    }
    assert_eq!(wait(known(&test.ent, STRANGER, &cookie, PASSWORD).await), 60);
    assert!(attempt(&test.ent, HOME, "zoe", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_changed_password_makes_every_browser_a_strange_one() {
    let test = TestEnt::start().await;
    let cookie = attempt(&test.ent, HOME, "zoe", PASSWORD).await.unwrap().known_device;
    guess(&test.ent, STRANGER, "zoe").await;
    set_password(&test.ent, &test.accounts["zoe"], "un autre mot de passe").await.unwrap();
    assert_eq!(wait(known(&test.ent, SCHOOL, &cookie, "un autre mot de passe").await), 60);
}

#[tokio::test]
async fn a_network_that_has_spent_its_budget_shuts_out_newcomers_only() {
    let test = TestEnt::start().await;
    let cookie = attempt(&test.ent, HOME, "zoe", PASSWORD).await.unwrap().known_device;
    assert!(attempt(&test.ent, SCHOOL, "ines", PASSWORD).await.is_ok());
    // One failure at each of many accounts.
    for n in 0..NETWORK_BUDGET {
        fail(&test.ent, SCHOOL, &format!("guess{n}")).await;
    }
    for login in ["zoe", "awa", "nobody"] {
        assert_eq!(
            wait(attempt(&test.ent, SCHOOL, login, PASSWORD).await),
            NETWORK_DRAIN.as_secs(),
            "{login}"
        );
    }
    assert!(attempt(&test.ent, SCHOOL, "ines", PASSWORD).await.is_ok(), "seen here before");
    assert!(known(&test.ent, SCHOOL, &cookie, PASSWORD).await.is_ok(), "a browser seen before");
    assert!(attempt(&test.ent, STRANGER, "awa", PASSWORD).await.is_ok(), "another network");
    test.clock.pass(NETWORK_DRAIN);
    assert!(
        attempt(&test.ent, SCHOOL, "awa", PASSWORD).await.is_ok(),
        "it drains, and successes take nothing"
    );
    assert!(attempt(&test.ent, SCHOOL, "admin", PASSWORD).await.is_ok());
}

/// 2,000 people who were never there, one in ten of whom mistypes once.
#[tokio::test]
async fn the_first_morning_of_a_school_behind_one_address_stays_within_its_budget() {
    let test = TestEnt::start().await;
    for person in 0..200 {
        fail(&test.ent, SCHOOL, &format!("pupil{person}")).await;
    }
    for login in ["pupil1", "pupil1999"] {
        assert!(matches!(admit(&test.ent, SCHOOL, login).await, Admission::Now(_)), "{login}");
    }
}

async fn admit(ent: &Ent, place: &str, login: &str) -> Admission {
    throttle::admit(ent, login, at(place), None).await.unwrap()
}

/// A failure without the hash, which would make hundreds of them slow.
async fn fail(ent: &Ent, place: &str, login: &str) {
    let Admission::Now(admitted) = admit(ent, place, login).await else { panic!("{login} waits") };
    throttle::failed(ent, &admitted).await.unwrap();
}

#[tokio::test]
async fn what_is_too_old_to_count_is_swept_out() {
    db::row! { struct Count { rows: i64 => int } }
    const ROWS: Sql = Sql::new("SELECT count(*) AS rows FROM sign_in_failure");
    let test = TestEnt::start().await;
    let rows = async || test.ent.db().optional::<Count>(ROWS, args![]).await.unwrap().unwrap().rows;
    assert!(attempt(&test.ent, HOME, "zoe", PASSWORD).await.is_ok());
    guess(&test.ent, STRANGER, "awa").await;
    assert_eq!(rows().await, 3, "a mark, a counter, a budget");
    for (hours, left) in [(25, 1), (31 * 24, 0)] {
        test.clock.pass(SignedDuration::from_hours(hours));
        assert!(attempt(&test.ent, SCHOOL, "ines", PASSWORD).await.is_ok());
        // The mark of this sign-in comes on top. Nobody waits for the sweeping.
        let since = std::time::Instant::now();
        while rows().await != left + 1 {
            assert!(since.elapsed().as_secs() < 10, "{hours} h");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    after_five_failures_even_the_right_password_waits_unread_and_for_everybody_alike,
    many_attempts_at_once_are_many_attempts,
    strangers_cannot_keep_anybody_out_of_a_browser_or_a_network_of_their_own,
    what_is_too_old_to_count_is_swept_out,
];
