//! Who is told that a session has ended, how, and what becomes of it.

use cas_protocol::logout::{PARAMETER, ended_ticket};
use db::Sql;
use testkit::Recorder;
use walker::Walker;
use web::{Fields, encode};

use crate::{
    ids::{ServiceId, SessionId},
    services::{self, LogoutChannel, NewService, ServiceKind},
    sso::tests::ticket,
    tests::{PASSWORD, SCHOOL, TestEnt, uai},
};

impl TestEnt {
    /// Registers an application that everybody may use.
    pub(crate) async fn register(&self, code: &str, url: &str, logout: LogoutChannel) -> ServiceId {
        let pattern = format!("{url}/**");
        let service = NewService {
            code,
            title: code,
            kind: ServiceKind::Cas,
            url,
            pattern: &pattern,
            open_to_all: true,
            logout,
            ..NewService::default()
        };
        services::register(&self.ent, &service).await.unwrap()
    }

    /// Enters an application, which validates its ticket; gives the ticket.
    pub(crate) async fn enter_application(&self, walker: &Walker, service: &str) -> String {
        let page = walker.step(&self.login_address(service)).await.unwrap();
        let ticket = ticket(&page.location().unwrap());
        let answer = self.validate(&ticket, service).await;
        assert!(answer.body.contains("authenticationSuccess"), "{}", answer.body);
        ticket
    }

    /// What administrators read of the calls: service and trouble, the latest first.
    async fn calls(&self) -> Vec<(String, Option<String>)> {
        let told = super::calls(&self.ent, None).await.unwrap();
        told.into_iter().map(|told| (told.service, told.trouble)).collect()
    }
}

db::row! { struct Open { id: SessionId => text } }

const OPEN: Sql = Sql::new("SELECT id FROM sso_session WHERE account_id = $1");

/// The ticket in the form that a service was sent.
fn told(body: &str) -> String {
    ended_ticket(Fields::parse(body).text(PARAMETER)).unwrap().as_str().to_owned()
}

#[tokio::test]
async fn each_ticket_of_the_session_is_told_to_its_service_and_no_other() {
    let test = TestEnt::start().await;
    let (app, quiet) = (Recorder::start().await, Recorder::start().await);
    test.register("APP", &app.url, LogoutChannel::Back).await;
    test.register("QUIET", &quiet.url, LogoutChannel::None).await;
    // As clients in use answer once they have ended the session.
    app.answer(302);
    let (zoe, awa) = (test.signed_in("zoe").await, test.signed_in("awa").await);
    let first = test.enter_application(&zoe, &format!("{}/a?x=é", app.url)).await;
    let second = test.enter_application(&zoe, &format!("{}/b", app.url)).await;
    test.enter_application(&zoe, &quiet.url).await;
    test.enter_application(&awa, &app.url).await;

    zoe.step(&test.address("/cas/logout")).await.unwrap();
    let requests = app.after(2).await;
    let mut heard: Vec<(String, String)> =
        requests.iter().map(|request| (request.path.clone(), told(&request.body))).collect();
    heard.sort();
    assert_eq!(heard, [("/a".to_owned(), first), ("/b".to_owned(), second)]);
    assert!(
        requests.iter().all(|request| request.body.starts_with("logoutRequest=%3Csamlp%3ALogoutRequest"))
    );
    test.ent.herald().close().await;
    assert_eq!((app.requests().len(), quiet.requests().len()), (2, 0), "awa's session goes on");
    assert_eq!(test.calls().await, [("APP".to_owned(), None), ("APP".to_owned(), None)]);
}

#[tokio::test]
async fn a_service_that_does_not_hear_holds_up_no_other_and_is_shown() {
    let test = TestEnt::start().await;
    let (good, bad) = (Recorder::start().await, Recorder::start().await);
    bad.answer(500);
    let (gone, gone_url) = testkit::socket("localhost").await;
    for (code, url) in [("GOOD", &good.url), ("BAD", &bad.url), ("GONE", &gone_url)] {
        test.register(code, url, LogoutChannel::Back).await;
    }
    let zoe = test.signed_in("zoe").await;
    for url in [&gone_url, &bad.url, &good.url] {
        test.enter_application(&zoe, url).await;
    }
    drop(gone);
    zoe.step(&test.address("/cas/logout")).await.unwrap();
    good.after(1).await;
    test.ent.herald().close().await;
    let mut calls = test.calls().await;
    calls.sort();
    let services: Vec<&str> = calls.iter().map(|(service, _)| service.as_str()).collect();
    assert_eq!(services, ["BAD", "GONE", "GOOD"]);
    assert_eq!(calls[0].1.as_deref(), Some("status 500"));
    assert_eq!(calls[1].1.as_deref(), Some("no-answer"));
    assert_eq!(calls[2].1, None);

    // Whoever looks after the whole ENT sees them; an administrator of a school sees those of its services.
    crate::authority::appoint_super(&test.ent, &test.accounts["ines"]).await.unwrap();
    let page = test.signed_in("ines").await.open(&test.address("/admin/logout-calls")).await.unwrap();
    assert!(page.says("Déconnexions transmises") && page.says("2 sans réponse correcte"), "{}", page.body);
    assert!(page.says("statut 500") && page.says("il ne répond pas"), "{}", page.body);
    let page = test.signed_in("admin").await.open(&test.address("/admin/logout-calls")).await.unwrap();
    assert!(page.says("Aucun service n'a encore été prévenu."), "{}", page.body);
    assert_eq!(super::calls(&test.ent, Some(&[uai(SCHOOL)])).await.unwrap().len(), 0);
    db::row! { struct Nothing { id: String => text } }
    const OF_SCHOOL: Sql = Sql::new("UPDATE service SET uai = $1 WHERE code = 'BAD' RETURNING id");
    let _: Option<Nothing> = test.ent.db().take(OF_SCHOOL, db::args![&uai(SCHOOL)]).await.unwrap();
    let other = test.another_node().await;
    let theirs = super::calls(&other, Some(&[uai(SCHOOL)])).await.unwrap();
    assert_eq!(theirs.iter().map(|call| call.service.as_str()).collect::<Vec<_>>(), ["BAD"]);
    other.close().await;
}

#[tokio::test]
async fn the_front_channel_is_a_page_with_pictures() {
    let test = TestEnt::start().await;
    let app = Recorder::start().await;
    test.register("APP", &app.url, LogoutChannel::Front).await;
    let zoe = test.signed_in("zoe").await;
    let service = format!("{}/in?a=1", app.url);
    let entered = test.enter_application(&zoe, &service).await;
    let address = test.address(&format!("/cas/logout?service={}", encode(&service)));
    let page = zoe.step(&address).await.unwrap();
    assert_eq!(page.status, 200, "the pictures need a page");
    let picture = page.attribute("main img", "src").unwrap();
    let (path, query) = picture.strip_prefix(&app.url).unwrap().split_once('?').unwrap();
    assert_eq!((path, told(query)), ("/in", entered));
    assert_eq!(page.attribute("main a.btn", "href").as_deref(), Some(service.as_str()));
    test.ent.herald().close().await;
    assert!(app.requests().is_empty(), "the server itself says nothing");
}

#[tokio::test]
async fn signing_out_of_the_portal_tells_the_services_too() {
    let test = TestEnt::start().await;
    let (back, front) = (Recorder::start().await, Recorder::start().await);
    test.register("BACK", &back.url, LogoutChannel::Back).await;
    test.register("FRONT", &front.url, LogoutChannel::Front).await;
    let zoe = test.signed_in("zoe").await;
    test.enter_application(&zoe, &back.url).await;
    test.enter_application(&zoe, &front.url).await;
    let home = zoe.open(&test.address("/")).await.unwrap();
    let page = zoe.submit(&home, "form[action='/sign-out']", &[]).await.unwrap();
    assert!(page.attribute("main img", "src").unwrap().starts_with(&front.url), "{}", page.body);
    assert_eq!(back.after(1).await.len(), 1);
}

#[tokio::test]
async fn of_very_many_tickets_the_latest_are_told() {
    let test = TestEnt::start().await;
    let app = Recorder::start().await;
    test.register("APP", &app.url, LogoutChannel::Back).await;
    let zoe = test.signed_in("zoe").await;
    let most = usize::try_from(super::remembered::REMEMBERED).unwrap();
    let spared = usize::try_from(super::remembered::SPARED).unwrap();
    let mut tickets = Vec::new();
    for _ in 0..(spared + 32) / 8 {
        // Eight windows of one browser at once.
        let windows: Vec<_> = (0..8).map(|_| test.enter_application(&zoe, &app.url)).collect();
        tickets.extend(futures_util::future::join_all(windows).await);
        test.clock.pass(web::clock::SignedDuration::from_millis(1));
    }
    zoe.step(&test.address("/cas/logout")).await.unwrap();
    let mut heard: Vec<String> = app.after(most).await.iter().map(|request| told(&request.body)).collect();
    let mut latest = tickets.split_off(spared + 32 - most);
    heard.sort();
    latest.sort();
    assert_eq!(heard, latest);
}

#[tokio::test]
async fn what_another_node_saw_is_told_too() {
    let test = TestEnt::start().await;
    let app = Recorder::start().await;
    test.register("APP", &app.url, LogoutChannel::Back).await;
    let zoe = test.signed_in("zoe").await;
    let entered = test.enter_application(&zoe, &app.url).await;
    test.ent.entered().flush().await;
    let other = test.another_node().await;
    let account = &test.accounts["zoe"];
    let open: Option<Open> = other.db().optional(OPEN, db::args![account]).await.unwrap();
    crate::login::close(&other, &open.unwrap().id, account).await.unwrap();
    assert_eq!(told(&app.after(1).await[0].body), entered);
    other.close().await;
}

#[tokio::test]
async fn typing_the_password_once_more_signs_nobody_out() {
    let test = TestEnt::start().await;
    let app = Recorder::start().await;
    test.register("APP", &app.url, LogoutChannel::Back).await;
    let zoe = test.signed_in("zoe").await;
    let first = test.enter_application(&zoe, &app.url).await;
    let again = format!("/cas/login?renew=true&service={}", encode(&app.url));
    let form = zoe.step(&test.address(&again)).await.unwrap();
    let token = form.attribute("form#fm1 input[name=csrf]", "value").unwrap();
    let body = format!("csrf={token}&username=zoe&password={}", encode(PASSWORD));
    let kind = "application/x-www-form-urlencoded";
    let answer = zoe.post(&test.address(&again), kind, body.into_bytes()).await.unwrap();
    let second = ticket(&answer.location().unwrap());
    test.validate(&second, &app.url).await;
    test.ent.herald().close().await;
    assert!(app.requests().is_empty(), "she is still there");
    zoe.step(&test.address("/cas/logout")).await.unwrap();
    let mut heard: Vec<String> = app.after(2).await.iter().map(|request| told(&request.body)).collect();
    let mut expected = vec![first, second];
    heard.sort();
    expected.sort();
    assert_eq!(heard, expected, "what the former session had entered is told too");
}

#[tokio::test]
async fn a_session_that_ends_by_its_age_leaves_nothing_and_tells_nobody() {
    let test = TestEnt::start().await;
    let app = Recorder::start().await;
    test.register("APP", &app.url, LogoutChannel::Back).await;
    let zoe = test.signed_in("zoe").await;
    test.enter_application(&zoe, &app.url).await;
    let open: Option<Open> = test.ent.db().optional(OPEN, db::args![&test.accounts["zoe"]]).await.unwrap();
    let session = open.unwrap().id;
    assert_eq!(super::entered(&test.ent, &session).await.unwrap().len(), 1);
    test.clock.pass(web::clock::SignedDuration::from_hours(9));
    // Somebody signs in, which sweeps.
    test.signed_in("awa").await;
    testkit::until("what is over is deleted", async || {
        super::entered(&test.ent, &session).await.unwrap().is_empty()
    })
    .await;
    test.ent.herald().close().await;
    assert!(app.requests().is_empty());
}

/// Played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    typing_the_password_once_more_signs_nobody_out,
    a_session_that_ends_by_its_age_leaves_nothing_and_tells_nobody,
    each_ticket_of_the_session_is_told_to_its_service_and_no_other,
    a_service_that_does_not_hear_holds_up_no_other_and_is_shown,
    of_very_many_tickets_the_latest_are_told,
    what_another_node_saw_is_told_too,
];
