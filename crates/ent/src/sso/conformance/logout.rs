//! `/logout` (section 2.3).

use web::encode;

use super::{
    Stage,
    row::rows,
    stage::{APP, STRANGE, asks_for_credentials, browser, refused, ticket_in, way},
};

rows! {
    "2.3" Must the_session_ends
        "After it, nobody gets a ticket without typing credentials again.";
    "2.3" Must the_cookie_goes_and_is_worth_nothing
        "The ticket-granting cookie is destroyed, and a copy of it opens nothing.";
    "2.3" Should tickets_under_way_go_with_the_session
        "A ticket that was not validated before the end of its session is worth nothing after it.";
    "2.3.2" Must a_page_says_so
        "Without `service`, a page says that one is signed out.";
    "2.3.1" May it_leads_back_to_the_service
        "With `service`, the browser goes there after the end of the session.";
    "2.3.1" Recommended it_leads_to_registered_services_only
        "It leads to registered services only.";
    "2.3.1" Must the_former_parameter_is_ignored
        "The parameter `url` of CAS 2 is ignored.";
    "2.3" Client without_session_it_leads_back_too
        "Without a session it does the same: leads back to the service, or says that one is signed out.";
}

async fn the_session_ends(stage: Stage) {
    let walker = stage.session().await;
    ticket_in(&stage.step(&walker, &way(APP)).await);
    let page = stage.step(&walker, "/cas/logout").await;
    assert_eq!(page.status, 200);
    assert!(asks_for_credentials(&stage.step(&walker, &way(APP)).await));
    assert!(asks_for_credentials(&stage.step(&walker, "/cas/login").await));
}

async fn the_cookie_goes_and_is_worth_nothing(stage: Stage) {
    let walker = browser();
    let opened = stage.sign_in(&walker, "/cas/login", &[]).await.header("set-cookie");
    let copy = opened.iter().find(|cookie| cookie.starts_with("TGC-")).unwrap();
    let copy = copy.split(';').next().unwrap();
    let head = format!("GET {} HTTP/1.1\r\nCookie: {copy}", way(APP));
    assert!(stage.raw(&head, "").await.head.contains("ticket=st-"), "the copy is good before the end");
    let cleared = stage.step(&walker, "/cas/logout").await.header("set-cookie");
    assert!(
        cleared.iter().any(|cookie| cookie.starts_with("TGC-passerelle=; ") && cookie.contains("Max-Age=0"))
    );
    let answer = stage.raw(&head, "").await;
    assert!(answer.body.contains("id=\"password\"") && !answer.head.contains("ticket="), "{}", answer.head);
}

async fn tickets_under_way_go_with_the_session(stage: Stage) {
    let walker = stage.session().await;
    let ticket = stage.ticket(&walker, APP).await;
    stage.step(&walker, "/cas/logout").await;
    refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
}

async fn a_page_says_so(stage: Stage) {
    let page = stage.step(&stage.session().await, "/cas/logout").await;
    assert_eq!((page.status, page.location()), (200, None));
    assert_eq!(page.text("h1").as_deref(), Some("Vous êtes déconnecté"));
}

async fn it_leads_back_to_the_service(stage: Stage) {
    let walker = stage.session().await;
    let page = stage.step(&walker, &format!("/cas/logout?service={}", encode(APP))).await;
    assert_eq!((page.status, page.header("location")), (303, vec![APP.to_owned()]));
    assert!(asks_for_credentials(&stage.step(&walker, &way(APP)).await), "and the session is over");
}

async fn it_leads_to_registered_services_only(stage: Stage) {
    for service in [
        STRANGE,
        "https://app.example@strange.example/",
        "https://app.example.strange.example/",
        "//strange.example/",
        "https://app.example\\@strange.example/",
        "javascript:alert(1)",
        "http://app.example/in",
    ] {
        let page = stage.get(&format!("/cas/logout?service={}", encode(service))).await;
        assert_eq!((page.status, page.location()), (200, None), "{service}");
        assert!(page.says("Vous êtes déconnecté") && !page.body.contains("strange"), "{service}");
    }
}

async fn the_former_parameter_is_ignored(stage: Stage) {
    for address in [APP, STRANGE] {
        let page = stage.step(&stage.session().await, &format!("/cas/logout?url={}", encode(address))).await;
        assert_eq!((page.status, page.location()), (200, None));
        assert!(page.says("Vous êtes déconnecté") && !page.body.contains(address), "{}", page.body);
    }
}

async fn without_session_it_leads_back_too(stage: Stage) {
    let page = stage.get(&format!("/cas/logout?service={}", encode(APP))).await;
    assert_eq!((page.status, page.header("location")), (303, vec![APP.to_owned()]));
    assert!(stage.get("/cas/logout").await.says("Vous êtes déconnecté"));
}
