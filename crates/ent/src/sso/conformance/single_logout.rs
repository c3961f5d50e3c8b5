//! Single logout (section 2.3.3, appendix C).

use std::time::Duration;

use cas_protocol::logout::{PARAMETER, ended_ticket};
use testkit::{Recorded, Recorder};
use walker::Walker;
use web::Fields;

use super::{
    Stage,
    row::rows,
    stage::{accepted, asks_for_credentials, way},
};
use crate::services::{LogoutChannel, NewService};

rows! {
    "2.3.3" May each_service_entered_is_told
        "When a session ends, each service that it has entered is told, once for each ticket.";
    "2.3.3" May the_message_is_a_post_to_the_address_of_the_ticket
        "The message is a POST to the address for which the ticket was issued, with its query.";
    "C" Must the_message_is_that_of_the_text
        "The message is a `LogoutRequest` of the SAML 2.0 protocol, with `ID`, `Version=\"2.0\"` and `IssueInstant`, a `NameID`, and the ticket as it was issued in `SessionIndex`.";
    "2.3.3" Should errors_are_ignored
        "Errors of a service that is told are of no account for the person, nor for other services.";
    "2.3.3" Should nobody_waits_for_a_service
        "The person does not wait until services have heard.";
    "2.3.3" May a_service_may_have_its_own_address_for_it
        "A service may have an address of its own for these messages.";
    "2.3.3" May a_service_may_be_told_by_the_browser
        "A service may be told through the browser (front channel).";
    "2.3.3" May a_service_may_want_no_word
        "A service that wants no such messages gets none.";
    "2.3.3" Must tickets_not_validated_are_not_told
        "A ticket that opened nothing is not told: a service hears of sessions that it has.";
    "2.3.3" Client the_field_is_logout_request
        "The message is the only field, `logoutRequest`, of a body encoded as forms are, and has the literal prefix `samlp:`.";
}

/// Enters an address of a service, which validates its ticket.
async fn enter(stage: &Stage, walker: &Walker, service: &str) -> String {
    let ticket = stage.ticket(walker, service).await;
    accepted(&stage.present("serviceValidate", &ticket, service, "").await);
    ticket
}

/// What a service has heard, once it is so much.
async fn after(app: &Recorder, count: usize) -> Vec<Recorded> {
    for _ in 0..1_000 {
        if app.requests().len() >= count {
            return app.requests();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not even after ten seconds: {:?}", app.requests().len())
}

fn message(request: &Recorded) -> String {
    Fields::parse(&request.body).exact(PARAMETER).to_owned()
}

/// A person enters a service and signs out; gives the ticket, and what the service heard.
async fn told(stage: &Stage, app: &Recorder) -> (String, Recorded) {
    let walker = stage.session().await;
    let ticket = enter(stage, &walker, &format!("{}/in?x=1", app.url)).await;
    stage.step(&walker, "/cas/logout").await;
    (ticket, after(app, 1).await.remove(0))
}

async fn each_service_entered_is_told(stage: Stage) {
    let (one, two) =
        (stage.listener("ONE", LogoutChannel::Back).await, stage.listener("TWO", LogoutChannel::Back).await);
    let walker = stage.session().await;
    let mut expected = Vec::new();
    for path in ["a", "b", "a"] {
        expected.push(enter(&stage, &walker, &format!("{}/{path}", one.url)).await);
    }
    let other = enter(&stage, &walker, &two.url).await;
    stage.step(&walker, "/cas/logout").await;
    let of_two = after(&two, 1).await;
    let mut heard: Vec<String> = after(&one, 3).await.iter().map(message).collect();
    heard = heard.iter().map(|text| ended_ticket(text).unwrap().as_str().to_owned()).collect();
    heard.sort();
    expected.sort();
    assert_eq!(heard, expected);
    assert_eq!(ended_ticket(&message(&of_two[0])).unwrap().as_str(), other);
    stage.test.ent.herald().close().await;
    assert_eq!((one.requests().len(), two.requests().len()), (3, 1));
}

async fn the_message_is_a_post_to_the_address_of_the_ticket(stage: Stage) {
    let app = stage.listener("ONE", LogoutChannel::Back).await;
    let (_, heard) = told(&stage, &app).await;
    assert_eq!((heard.path.as_str(), heard.query.as_str()), ("/in", "x=1"));
    assert!(!heard.body.is_empty(), "a GET has no body");
}

async fn the_message_is_that_of_the_text(stage: Stage) {
    let app = stage.listener("ONE", LogoutChannel::Back).await;
    let (ticket, heard) = told(&stage, &app).await;
    let text = message(&heard);
    for part in [
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_",
        "\" Version=\"2.0\" IssueInstant=\"20",
        "<saml:NameID xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">@NOT_USED@</saml:NameID>",
        &format!("<samlp:SessionIndex>{ticket}</samlp:SessionIndex>"),
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

async fn errors_are_ignored(stage: Stage) {
    let (bad, good) =
        (stage.listener("BAD", LogoutChannel::Back).await, stage.listener("GOOD", LogoutChannel::Back).await);
    bad.answer(500);
    let walker = stage.session().await;
    for app in [&bad, &good] {
        enter(&stage, &walker, &app.url).await;
    }
    let page = stage.step(&walker, "/cas/logout").await;
    assert!(page.status == 200 && page.says("Vous êtes déconnecté"), "{}", page.body);
    assert_eq!((after(&bad, 1).await.len(), after(&good, 1).await.len()), (1, 1));
}

async fn nobody_waits_for_a_service(stage: Stage) {
    // It accepts connections, and never says a word.
    let (deaf, url) = testkit::socket("localhost").await;
    let pattern = format!("{url}/**");
    let service = NewService { code: "DEAF", url: &url, pattern: &pattern, ..NewService::default() };
    stage.register_as(service).await;
    let good = stage.listener("GOOD", LogoutChannel::Back).await;
    let walker = stage.session().await;
    for service in [&url, &good.url] {
        enter(&stage, &walker, service).await;
    }
    let signed_out = tokio::time::timeout(Duration::from_secs(4), stage.step(&walker, "/cas/logout")).await;
    assert_eq!(signed_out.unwrap().status, 200, "a call may take five seconds");
    assert_eq!(after(&good, 1).await.len(), 1);
    assert!(asks_for_credentials(&stage.step(&walker, &way(&good.url)).await));
    drop(deaf);
}

async fn a_service_may_have_its_own_address_for_it(stage: Stage) {
    let app = Recorder::start().await;
    let out = format!("{}/out", app.url);
    let service = NewService { code: "ONE", url: &app.url, logout_url: Some(&out), ..NewService::default() };
    stage.register(service).await;
    let (ticket, heard) = told(&stage, &app).await;
    assert_eq!((heard.path.as_str(), heard.query.as_str()), ("/out", ""));
    assert_eq!(ended_ticket(&message(&heard)).unwrap().as_str(), ticket);
}

async fn a_service_may_be_told_by_the_browser(stage: Stage) {
    let app = stage.listener("ONE", LogoutChannel::Front).await;
    let walker = stage.session().await;
    let ticket = enter(&stage, &walker, &app.url).await;
    let page = stage.step(&walker, "/cas/logout").await;
    let picture = page.attribute("main img", "src").unwrap();
    let (address, query) = picture.split_once('?').unwrap();
    assert_eq!(address, app.url);
    assert_eq!(ended_ticket(Fields::parse(query).exact(PARAMETER)).unwrap().as_str(), ticket);
    stage.test.ent.herald().close().await;
    assert!(app.requests().is_empty(), "the server itself says nothing");
}

async fn a_service_may_want_no_word(stage: Stage) {
    let quiet = stage.listener("QUIET", LogoutChannel::None).await;
    let walker = stage.session().await;
    enter(&stage, &walker, &quiet.url).await;
    let page = stage.step(&walker, "/cas/logout").await;
    assert_eq!((page.status, page.attribute("main img", "src")), (200, None));
    stage.test.ent.herald().close().await;
    assert!(quiet.requests().is_empty());
}

async fn tickets_not_validated_are_not_told(stage: Stage) {
    let app = stage.listener("ONE", LogoutChannel::Back).await;
    let walker = stage.session().await;
    let unused = stage.ticket(&walker, &app.url).await;
    let used = enter(&stage, &walker, &app.url).await;
    stage.step(&walker, "/cas/logout").await;
    after(&app, 1).await;
    stage.test.ent.herald().close().await;
    let heard: Vec<String> = app.requests().iter().map(message).collect();
    assert_eq!(heard.len(), 1);
    assert!(heard[0].contains(&used) && !heard[0].contains(&unused), "{heard:?}");
}

async fn the_field_is_logout_request(stage: Stage) {
    let app = stage.listener("ONE", LogoutChannel::Back).await;
    let (_, heard) = told(&stage, &app).await;
    assert!(heard.body.starts_with("logoutRequest=%3Csamlp%3ALogoutRequest%20"), "{}", heard.body);
    assert!(!heard.body.contains('<') && !heard.body.contains('&'), "one field, encoded: {}", heard.body);
}
