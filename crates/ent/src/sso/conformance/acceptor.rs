//! `/login` as the one who takes credentials (section 2.2), and how it leads on (appendix B).

use super::{
    Stage,
    row::rows,
    stage::{APP, APP_ELSEWHERE, FORM, accepted, browser, refused, ticket_in, way},
};
use crate::tests::PASSWORD;

rows! {
    "2.2.1" Must who_has_signed_in_goes_to_the_service
        "After a sign-in the browser is sent to the service that was named.";
    "2.2.1" Must who_wants_to_be_asked_is_asked
        "With `warn`, no further service is entered silently: the person is asked before each.";
    "2.2.1" Must who_does_not_want_to_be_asked_is_not
        "Without `warn`, further services are entered silently.";
    "2.2.1" Must gateway_passes_by_who_wants_to_be_asked
        "`gateway` (2.1.1) may lead on with a ticket, `warn` forbids to do so silently."
        deviates "Only a way back without ticket keeps both sentences: `gateway` with `warn` gives none.";
    "2.2.2" Must a_name_and_a_password_are_needed
        "`username` and `password` are required, under these names, with their case.";
    "2.2.2" May a_form_without_login_ticket_is_taken
        "`lt` is optional: a form without it is taken.";
    "2.2.4" Must the_way_on_is_a_get
        "The redirection makes the browser issue a GET to the service.";
    "2.2.4" Must credentials_do_not_reach_the_service
        "The redirection does not pass the credentials on to the service.";
    "2.2.4" Must the_ticket_is_a_parameter
        "The address to which the browser goes holds a good ticket, once, as the parameter `ticket`.";
    "2.2.4" Must without_service_the_session_is_said
        "Without a service, a page says that a session was opened.";
    "2.2.4" Must a_failure_leads_back_to_the_form
        "After a failure the form is there again, for the same service, and no session is open.";
    "2.2.4" Recommended a_failure_says_why
        "After a failure the page says why.";
    "B" Recommended redirections_are_not_kept
        "Pages of sign-in and redirections that hold a ticket are not kept: `Cache-Control: no-store`, `Pragma: no-cache`, `Expires` in the past.";
    "2.2" Advisory a_form_of_another_site_signs_nobody_in
        "A form that the browser was not given by this server signs nobody in.";
}

async fn who_has_signed_in_goes_to_the_service(stage: Stage) {
    let page = stage.sign_in(&browser(), &way(APP), &[]).await;
    let location = page.header("location").concat();
    assert!(location.starts_with(&format!("{APP}&ticket=ST-")), "{location}");
}

async fn who_wants_to_be_asked_is_asked(stage: Stage) {
    let walker = browser();
    stage.sign_in(&walker, "/cas/login", &[("warn", "true")]).await;
    for service in [APP, APP_ELSEWHERE, APP] {
        let page = stage.step(&walker, &way(service)).await;
        assert_eq!((page.status, page.location()), (200, None), "{service}");
        assert_eq!(page.text("h1").as_deref(), Some("Avant d'ouvrir ce service"));
        let ticket = ticket_in(&stage.send(&walker, &page, &[]).await);
        accepted(&stage.present("serviceValidate", &ticket, service, "").await);
    }
}

async fn who_does_not_want_to_be_asked_is_not(stage: Stage) {
    let walker = browser();
    stage.sign_in(&walker, "/cas/login", &[("warn", "false")]).await;
    for walker in [&walker, &stage.session().await] {
        for service in [APP, APP_ELSEWHERE] {
            ticket_in(&stage.step(walker, &way(service)).await);
        }
    }
}

async fn gateway_passes_by_who_wants_to_be_asked(stage: Stage) {
    let walker = browser();
    stage.sign_in(&walker, "/cas/login", &[("warn", "true")]).await;
    let page = stage.step(&walker, &(way(APP) + "&gateway=true")).await;
    assert_eq!((page.status, page.header("location")), (303, vec![APP.to_owned()]));
}

async fn a_name_and_a_password_are_needed(stage: Stage) {
    let walker = browser();
    for typed in [
        [("username", ""), ("password", PASSWORD)],
        [("username", "zoe"), ("password", "")],
        [("USERNAME", "zoe"), ("password", PASSWORD)],
        [("username", "zoe"), ("Password", PASSWORD)],
    ] {
        let page = stage.step(&walker, &way(APP)).await;
        let page = stage.send(&walker, &page, &typed).await;
        assert_eq!((page.status, page.location()), (401, None), "{typed:?}");
        assert!(page.attribute("#password", "name").is_some(), "{}", page.body);
    }
    ticket_in(&stage.sign_in(&walker, &way(APP), &[]).await);
}

async fn a_form_without_login_ticket_is_taken(stage: Stage) {
    let page = stage.sign_in(&browser(), &way(APP), &[("lt", "")]).await;
    accepted(&stage.present("serviceValidate", &ticket_in(&page), APP, "").await);
}

async fn the_way_on_is_a_get(stage: Stage) {
    let page = stage.sign_in(&browser(), &way(APP), &[]).await;
    assert_eq!(page.status, 303, "the only status after which every browser issues a GET");
    assert!(page.header("location").concat().starts_with(APP));
}

async fn credentials_do_not_reach_the_service(stage: Stage) {
    let walker = browser();
    let page = stage.sign_in(&walker, &way(APP), &[]).await;
    let location = page.header("location").concat();
    let parameters = web::Fields::parse(location.split_once('?').unwrap().1);
    assert_eq!((parameters.text("a"), parameters.all("ticket").count()), ("1", 1));
    for told in [location.as_str(), page.body.as_str()] {
        assert!(!told.contains("zoe") && !told.contains("quatre") && !told.contains("LT-"), "{told}");
    }
    // Nor by the form that carries a ticket.
    let page = stage.sign_in(&walker, &(way(APP) + "&renew=true&method=POST"), &[]).await;
    assert_eq!(page.texts("form#send input").len(), 1, "{}", page.body);
}

async fn the_ticket_is_a_parameter(stage: Stage) {
    let page = stage.sign_in(&browser(), &way(APP_ELSEWHERE), &[]).await;
    let location = page.header("location").concat();
    let (address, ticket) = location.split_once("?ticket=").unwrap();
    assert_eq!((address, location.matches("ticket=").count()), (APP_ELSEWHERE, 1));
    let principal = accepted(&stage.present("serviceValidate", ticket, APP_ELSEWHERE, "").await);
    assert_eq!(principal.subject, stage.uid().await);
}

async fn without_service_the_session_is_said(stage: Stage) {
    let page = stage.sign_in(&browser(), "/cas/login", &[]).await;
    assert_eq!((page.status, page.location()), (200, None));
    assert_eq!(page.text("h1").as_deref(), Some("Vous êtes connecté"));
}

async fn a_failure_leads_back_to_the_form(stage: Stage) {
    let page = stage.sign_in(&browser(), &way(APP), &[("password", "wrong")]).await;
    assert_eq!((page.status, page.location()), (401, None));
    assert_eq!(page.attribute("#fm1 input[name=service]", "value").as_deref(), Some(APP));
    assert!(page.header("set-cookie").iter().all(|cookie| !cookie.contains("TGC-")));
}

async fn a_failure_says_why(stage: Stage) {
    let walker = browser();
    let form = stage.step(&walker, &way(APP)).await;
    let page = stage.send(&walker, &form, &[("username", "zoe"), ("password", "wrong")]).await;
    let why = page.text("#login-error").unwrap();
    assert!(why.contains("mot de passe n'est pas le bon"), "{why}");
    let again = stage.send(&walker, &form, &[("username", "zoe"), ("password", PASSWORD)]).await;
    assert!(again.text("#login-error").unwrap().contains("déjà servi"), "{}", again.body);
}

async fn redirections_are_not_kept(stage: Stage) {
    let walker = browser();
    let form = stage.step(&walker, &way(APP)).await;
    let entered = stage.sign_in(&walker, &way(APP), &[]).await;
    let silent = stage.step(&walker, &way(APP)).await;
    for page in [form, entered, silent] {
        assert_eq!(page.header("cache-control"), ["no-store"]);
        assert_eq!(page.header("pragma"), ["no-cache"]);
        assert_eq!(page.header("expires"), ["0"], "a date that no parser takes for one to come");
    }
}

async fn a_form_of_another_site_signs_nobody_in(stage: Stage) {
    let (walker, other) = (browser(), browser());
    let body = format!("username=zoe&password={}", web::encode(PASSWORD)).into_bytes();
    let page = walker.post(&stage.address(&way(APP)), FORM, body).await.unwrap();
    assert_eq!((page.status, page.location()), (403, None));
    let stolen = stage.step(&other, &way(APP)).await;
    stage.step(&walker, &way(APP)).await;
    let typed = [("username", "zoe"), ("password", PASSWORD)];
    assert_eq!(stage.send(&walker, &stolen, &typed).await.status, 403);
    // The same form in its own browser.
    let ticket = ticket_in(&stage.send(&other, &stolen, &typed).await);
    accepted(&stage.present("serviceValidate", &ticket, APP, "").await);
    refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
}
