use super::*;
use crate::tests::{Fixture, PASSWORD};

#[tokio::test]
async fn an_operator_signs_in_with_exact_case_and_for_an_hour() {
    let fixture = Fixture::bare().await;
    let _browser = fixture.operator(Role::Console, "Camille", &fixture.base).await;
    let pronote = &fixture.pronote;
    for (role, login, password) in [
        (Role::Console, "camille", PASSWORD),
        (Role::Console, "Camille", "passerelle du pont 9"),
        (Role::Console, "Camille", ""),
        (Role::Console, "", ""),
        (Role::Console, "Camille\0", PASSWORD),
        (Role::Supervisor, "Camille", PASSWORD),
    ] {
        assert_eq!(sign_in(pronote, role, login, password).await.unwrap(), None, "{login}");
    }
    let secret = sign_in(pronote, Role::Console, "Camille", PASSWORD).await.unwrap().unwrap();
    let operator = session(pronote, Role::Console, &secret).await.unwrap().unwrap();
    assert_eq!(operator.bases.iter().map(|b| &b.id).collect::<Vec<_>>(), [&fixture.base]);
    assert!(session(pronote, Role::Supervisor, &secret).await.unwrap().is_none());
    fixture.clock.advance(59);
    assert!(session(pronote, Role::Console, &secret).await.unwrap().is_some());
    fixture.clock.advance(59);
    assert!(session(pronote, Role::Console, &secret).await.unwrap().is_some(), "each request prolongs it");
    fixture.clock.advance(60);
    assert!(session(pronote, Role::Console, &secret).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let fixture = Fixture::bare().await;
    let _browser = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    let secret = sign_in(&fixture.pronote, Role::Supervisor, "spr", PASSWORD).await.unwrap().unwrap();
    sign_out(&fixture.pronote, &secret).await.unwrap();
    assert!(session(&fixture.pronote, Role::Supervisor, &secret).await.unwrap().is_none());
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[an_operator_signs_in_with_exact_case_and_for_an_hour, signing_out_ends_the_session_for_good];
