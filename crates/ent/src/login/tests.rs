//! Signing in, staying signed in, signing out.

use walker::Walker;
use web::clock::SignedDuration;

use crate::tests::{PASSWORD, TestEnt};

#[tokio::test]
async fn the_form_is_the_one_that_real_clients_fill() {
    let test = TestEnt::start().await;
    let page = Walker::new().unwrap().open(&test.address("/cas/login")).await.unwrap();
    let form = "form#fm1.cas__login-form";
    assert_eq!(page.attribute(form, "method").as_deref(), Some("post"));
    assert_eq!(page.attribute(form, "action"), None, "it posts to its own address");
    assert_eq!(page.texts(&format!("{form} input:not([name])")).len(), 0, "every input has a name");
    for name in ["username", "password"] {
        assert!(page.attribute(&format!("{form} input[name={name}]"), "id").is_some(), "{name}");
    }
}

#[tokio::test]
async fn a_right_password_opens_the_portal_and_a_wrong_one_tells_nothing() {
    let test = TestEnt::start().await;
    let mut refusals = Vec::new();
    for (login, password) in [
        ("zoe", "wrong"),
        ("nobody", PASSWORD),
        ("leo1", PASSWORD),
        ("", ""),
        ("zoe", ""),
        ("zoe\0", PASSWORD),
    ] {
        let walker = Walker::new().unwrap();
        let page = test.sign_in(&walker, "/", login, password).await;
        assert_eq!(page.status, 401, "{login}");
        refusals.push(page.text("[role=alert]").unwrap());
        assert!(walker.open(&test.address("/")).await.unwrap().says("Connexion"), "{login} is not signed in");
    }
    refusals.dedup();
    assert_eq!(refusals.len(), 1, "unknown login, wrong password and no password look alike: {refusals:?}");
    let walker = Walker::new().unwrap();
    let page = test.sign_in(&walker, "/", " ZOE ", PASSWORD).await;
    assert!(page.says("Bonjour Zoé L'ÉTANG-ROUX"), "{}", page.body);
}

#[tokio::test]
async fn what_was_typed_is_kept_when_refused_and_the_password_is_not() {
    let test = TestEnt::start().await;
    let page = test.sign_in(&Walker::new().unwrap(), "/", "<zoe>", "wrong").await;
    assert_eq!(page.attribute("#username", "value").as_deref(), Some("<zoe>"));
    assert_eq!(page.attribute("#password", "value"), None);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_in_any_case_after_its_time() {
    for (steps, minutes, alive) in [(1, 119, true), (1, 120, false), (7, 68, true), (8, 68, false)] {
        let test = TestEnt::start().await;
        let walker = test.signed_in("zoe").await;
        let mut page = walker.open(&test.address("/")).await.unwrap();
        for _ in 0..steps {
            test.clock.pass(SignedDuration::from_mins(minutes));
            page = walker.open(&test.address("/")).await.unwrap();
        }
        assert_eq!(page.says("Bonjour"), alive, "{steps} × {minutes} min");
    }
}

#[tokio::test]
async fn signing_out_ends_portal_and_sso_at_once() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    let before = walker.clone();
    let page = walker.open(&test.address("/")).await.unwrap();
    let gone = walker.submit(&page, "header form", &[]).await.unwrap();
    assert!(gone.says("Vous êtes déconnecté"), "{}", gone.body);
    for walker in [walker, before] {
        assert!(walker.open(&test.address("/")).await.unwrap().says("Connexion à votre ENT"));
    }
}

#[tokio::test]
async fn a_new_password_ends_what_was_opened_with_the_former() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    super::set_password(&test.ent, &test.accounts["zoe"], "Un pont, deux rives").await.unwrap();
    assert!(walker.open(&test.address("/")).await.unwrap().says("Connexion à votre ENT"));
    let former = test.sign_in(&walker, "/", "zoe", PASSWORD).await;
    assert_eq!(former.status, 401);
    assert_eq!(test.sign_in(&walker, "/", "zoe", "Un pont, deux rives").await.status, 200);
}

#[tokio::test]
async fn the_portal_can_be_left_alone_when_the_session_ends_elsewhere() {
    let test = TestEnt::start().await;
    let opened = super::sign_in(&test.ent, &super::Attempt::of("zoe", PASSWORD)).await.unwrap();
    let token = super::open_portal(&test.ent, &opened.session.id).await.unwrap();
    super::close_portal(&test.ent, &token).await.unwrap();
    assert!(super::portal_visitor(&test.ent, Some(&token)).await.unwrap().is_none());
    assert!(super::is_open(&test.ent, &opened.session.id).await.unwrap());
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_new_password_ends_what_was_opened_with_the_former,
    the_portal_can_be_left_alone_when_the_session_ends_elsewhere,
    a_right_password_opens_the_portal_and_a_wrong_one_tells_nothing,
    a_session_ends_when_idle_and_in_any_case_after_its_time,
    signing_out_ends_portal_and_sso_at_once,
];
