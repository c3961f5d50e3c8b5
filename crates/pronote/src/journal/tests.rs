use super::*;
use crate::tests::Fixture;

#[tokio::test]
async fn lines_are_added_read_and_dropped_after_a_year() {
    let fixture = Fixture::bare().await;
    let pronote = &fixture.pronote;
    let base = fixture.base.as_str();
    let mut tx = pronote.db().begin().await.unwrap();
    let line = Line { base: Some(base), detail: Some("cas"), ..Line::new(Kind::Entered) };
    append(pronote, &mut tx, line).await.unwrap();
    tx.commit().await.unwrap();
    let stored = latest(pronote, base, 10).await.unwrap();
    assert_eq!((stored[0].kind.as_str(), stored[0].detail.as_deref()), ("entered", Some("cas")));
    assert_eq!(drop_old(pronote).await.unwrap(), 0);
    fixture.clock.advance(367 * 24 * 60);
    assert_eq!(drop_old(pronote).await.unwrap(), 1);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[lines_are_added_read_and_dropped_after_a_year];
