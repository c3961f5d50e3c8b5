//! What is written down, and for how long.

use web::clock::SignedDuration;

use super::{Event, count, forget_old};
use crate::tests::{PASSWORD, TestEnt};

#[tokio::test]
async fn sign_ins_and_refusals_leave_a_line_without_what_was_typed() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    test.sign_in(&walker::Walker::new().unwrap(), "/", "zoe", "secret mal tapé").await;
    assert_eq!(count(&test.ent, Event::SignedIn).await.unwrap(), 1);
    assert_eq!(count(&test.ent, Event::SignInRefused).await.unwrap(), 1);
    assert_eq!(
        count(&test.ent, Event::TicketValidated).await.unwrap(),
        1,
        "the portal is a client like others"
    );
    let page = walker.open(&test.address("/")).await.unwrap();
    walker.submit(&page, "header form", &[]).await.unwrap();
    assert_eq!(count(&test.ent, Event::SignedOut).await.unwrap(), 1);
    test.ent.close().await;
    for name in ["ent.db", "ent.db-wal"] {
        let stored = std::fs::read(test.scratch.path(name)).unwrap_or_default();
        let stored = String::from_utf8_lossy(&stored);
        assert!(!stored.contains("secret mal") && !stored.contains(PASSWORD), "{name} holds a password");
        assert!(!stored.contains("ST-"), "{name} holds a ticket");
    }
}

#[tokio::test]
async fn lines_are_kept_a_year() {
    let test = TestEnt::start().await;
    test.signed_in("zoe").await;
    test.clock.pass(SignedDuration::from_hours(364 * 24));
    assert_eq!(forget_old(&test.ent).await.unwrap(), 0);
    test.clock.pass(SignedDuration::from_hours(25));
    assert!(forget_old(&test.ent).await.unwrap() >= 1);
    assert_eq!(count(&test.ent, Event::SignedIn).await.unwrap(), 0);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[sign_ins_and_refusals_leave_a_line_without_what_was_typed, lines_are_kept_a_year];
