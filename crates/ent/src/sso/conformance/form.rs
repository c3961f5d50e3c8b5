//! `/login` as the one who asks for credentials: its form, and the silent visit (sections 2.1.3 and 2.1.5).

use super::{
    Stage,
    row::rows,
    stage::{APP, APP_ELSEWHERE, accepted, asks_for_credentials, browser, ticket_in, way},
};

rows! {
    "2.1.3" Must the_form_has_its_fields
        "The form has the fields `username`, `password` and `lt`.";
    "2.1.3" May the_form_has_a_box_to_be_asked
        "The form may have the field `warn`: it has, unticked.";
    "2.1.3" Must the_form_carries_the_service
        "When a service was named, the form has the field `service` with the value that was given.";
    "2.1.3" Must without_service_the_form_carries_none
        "When no service was named, the form has no field `service`.";
    "2.1.3" Must the_form_is_posted_to_login
        "The form is sent by POST to `/login`.";
    "2.1.5" Must an_open_session_needs_no_credentials
        "With an open session, each service gets a ticket at once, as after a sign-in.";
    "2.1.5" Must without_session_nothing_is_silent
        "Without a session, or with the cookie of none, nobody gets a ticket without credentials.";
}

async fn the_form_has_its_fields(stage: Stage) {
    let page = stage.get(&way(APP)).await;
    assert_eq!(page.attribute("#fm1 input[name=username]", "required").as_deref(), Some(""));
    assert_eq!(page.attribute("#fm1 input[name=password]", "type").as_deref(), Some("password"));
    let lt = page.attribute("#fm1 input[name=lt]", "value").unwrap();
    assert!(lt.starts_with("LT-") && lt.len() > 20, "{lt}");
}

async fn the_form_has_a_box_to_be_asked(stage: Stage) {
    let page = stage.get(&way(APP)).await;
    assert_eq!(page.attribute("#fm1 input[name=warn]", "type").as_deref(), Some("checkbox"));
    assert_eq!(page.attribute("#fm1 input[name=warn]", "checked"), None);
}

async fn the_form_carries_the_service(stage: Stage) {
    let page = stage.get(&way(APP)).await;
    assert_eq!(page.attribute("#fm1 input[name=service]", "value").as_deref(), Some(APP));
}

async fn without_service_the_form_carries_none(stage: Stage) {
    let page = stage.get("/cas/login").await;
    assert!(asks_for_credentials(&page), "{}", page.body);
    assert_eq!(page.attribute("#fm1 input[name=service]", "value"), None);
}

async fn the_form_is_posted_to_login(stage: Stage) {
    let page = stage.get(&way(APP)).await;
    assert_eq!(page.attribute("#fm1", "method").as_deref(), Some("post"));
    let action = page.attribute("#fm1", "action").unwrap_or_default();
    assert_eq!(page.url.join(&action).unwrap().path(), "/cas/login");
    ticket_in(&stage.sign_in(&browser(), &way(APP), &[]).await);
}

async fn an_open_session_needs_no_credentials(stage: Stage) {
    let walker = stage.session().await;
    for service in [APP, APP_ELSEWHERE, APP] {
        let ticket = stage.ticket(&walker, service).await;
        let principal = accepted(&stage.present("serviceValidate", &ticket, service, "").await);
        assert_eq!(principal.subject, stage.uid().await);
    }
}

async fn without_session_nothing_is_silent(stage: Stage) {
    assert!(asks_for_credentials(&stage.get(&way(APP)).await));
    let head = format!("GET {} HTTP/1.1\r\nCookie: TGC-passerelle=TGT-{}", way(APP), "0".repeat(29));
    let answer = stage.raw(&head, "").await;
    assert!(answer.head.starts_with("http/1.1 200") && !answer.head.contains("location:"), "{}", answer.head);
    assert!(answer.body.contains("id=\"password\""), "{}", answer.body);
}
