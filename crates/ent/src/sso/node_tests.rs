//! Several nodes over one database, and what a visit costs once everything is known.

use std::sync::Arc;

use cas_protocol::{saml11, ticket::ServiceTicket};
use db::counted;
use http_body_util::BodyExt as _;
use testkit::{in_time, until};
use tower::ServiceExt as _;
use web::{Body, Router, clock::SignedDuration, encode};

use crate::{
    Ent, Tickets,
    directory::Profile,
    ids::ServiceId,
    journal::{self, Event},
    login::{self, Attempt, TICKET_GRANTING_COOKIE},
    services::{self, NewService, ServiceKind},
    tests::{PASSWORD, PRONOTE, SCHOOL, TestEnt, uai},
};

const PUPIL_ID: &str = "C7XK4MZ9QH2RWT8B";
const OTHER_ID: &str = "9JT7VHC2XK8RMQZ4";

struct Answer {
    status: u16,
    location: String,
    body: String,
}

/// The cookie of a person who has signed in and needs the first-visit page no more.
struct Visitor(String);

impl Visitor {
    async fn sign_in(ent: &Ent, who: &str) -> Self {
        let opened = login::sign_in(ent, &Attempt::of(who, PASSWORD)).await.unwrap();
        super::acknowledge(ent, &opened.session, pronote(ent).await.as_ref()).await.unwrap();
        let cookie = login::transport(ent).set(TICKET_GRANTING_COOKIE, &opened.token);
        Self(cookie.to_str().unwrap().split(';').next().unwrap().to_owned())
    }

    async fn get(&self, node: &Router, path: &str) -> Answer {
        let request = http::Request::get(path).header("cookie", &self.0).body(Body::empty()).unwrap();
        answer(node, request).await
    }

    /// Goes to a service; gives the ticket, or nothing.
    async fn ticket(&self, node: &Router, service: &str) -> Option<String> {
        let answer = self.get(node, &format!("/cas/login?service={}", encode(service))).await;
        answer.location.split_once("ticket=").map(|(_, ticket)| ticket.to_owned())
    }
}

async fn answer(node: &Router, request: http::Request<Body>) -> Answer {
    let answer = node.clone().oneshot(request).await.unwrap();
    let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    Answer {
        status,
        location: location.unwrap_or_default(),
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

async fn validate(node: &Router, ticket: &str) -> String {
    let path = format!("/cas/p3/serviceValidate?ticket={ticket}&service={}", encode(PRONOTE));
    answer(node, http::Request::get(path).body(Body::empty()).unwrap()).await.body
}

async fn saml_validate(node: &Router, ticket: &str) -> String {
    let id = saml11::MessageId::from_random([1; 32]);
    let at = "2026-09-07T06:30:00Z".parse().unwrap();
    let body = saml11::Request::to_xml(&id, at, &ServiceTicket::parse(ticket).unwrap());
    let path = format!("/cas/samlValidate?TARGET={}", encode(PRONOTE));
    answer(node, http::Request::post(path).body(Body::from(body)).unwrap()).await.body
}

async fn pronote(ent: &Ent) -> Arc<services::Service> {
    let address = cas_protocol::service::ServiceAddress::parse(PRONOTE).unwrap();
    services::catalogue(ent).await.unwrap().of_address(&address).unwrap()
}

#[tokio::test]
async fn once_everything_is_known_a_visit_awaits_no_statement() {
    let test = TestEnt::start().await;
    test.import_zoe(PUPIL_ID).await;
    let node = test.ent.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    for (warm, by_saml) in [(false, false), (true, false), (true, true), (true, false)] {
        let (ticket, at_login) = counted(visitor.ticket(&node, PRONOTE)).await;
        let ticket = ticket.unwrap();
        let (answer, at_validation) = if by_saml {
            counted(saml_validate(&node, &ticket)).await
        } else {
            counted(validate(&node, &ticket)).await
        };
        assert!(answer.contains(PUPIL_ID), "{answer}");
        if warm {
            assert_eq!((at_login, at_validation), (0, 0));
        } else {
            assert!(at_login > 0 && at_validation > 0, "the counter counts");
        }
    }
    // The trace is complete all the same.
    assert_eq!(journal::count(&test.ent, Event::TicketIssued).await.unwrap(), 4);
    assert_eq!(journal::count(&test.ent, Event::TicketValidated).await.unwrap(), 4);
    // Once a minute the session is noted as seen, then read anew.
    test.clock.pass(SignedDuration::from_secs(61));
    for expected in [1, 1, 0] {
        assert_eq!(counted(visitor.ticket(&node, PRONOTE)).await.1, expected);
    }
}

#[tokio::test]
async fn with_tickets_in_the_database_a_visit_awaits_one_statement_to_put_and_one_to_take() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    test.import_zoe(PUPIL_ID).await;
    let node = test.ent.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    let first = visitor.ticket(&node, PRONOTE).await.unwrap();
    assert!(validate(&node, &first).await.contains(PUPIL_ID));
    let (ticket, at_login) = counted(visitor.ticket(&node, PRONOTE)).await;
    let (answer, at_validation) = counted(validate(&node, &ticket.unwrap())).await;
    assert!(answer.contains(PUPIL_ID), "{answer}");
    assert_eq!((at_login, at_validation), (1, 1));
}

#[tokio::test]
async fn the_ticket_of_one_node_is_validated_by_the_other_once() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    test.import_zoe(PUPIL_ID).await;
    let (a, b) = (test.ent.router(), test.another_node().await.router());
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    for (from, to) in [(&a, &b), (&b, &a)] {
        let ticket = visitor.ticket(from, PRONOTE).await.unwrap();
        let answer = validate(to, &ticket).await;
        assert!(answer.contains(PUPIL_ID), "{answer}");
        for node in [from, to] {
            assert!(validate(node, &ticket).await.contains("INVALID_TICKET"));
        }
    }
    let ticket = visitor.ticket(&a, PRONOTE).await.unwrap();
    let takers: Vec<_> = (0..20)
        .map(|n| {
            let (node, ticket) = (if n % 2 == 0 { a.clone() } else { b.clone() }, ticket.clone());
            tokio::spawn(async move { validate(&node, &ticket).await.contains("authenticationSuccess") })
        })
        .collect();
    let mut winners = 0;
    for taker in takers {
        winners += usize::from(taker.await.unwrap());
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn a_session_ended_on_one_node_is_refused_on_the_other_in_time() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    let (a, b) = (test.ent.router(), test.another_node().await.router());
    in_time("a session ended", async |_| {
        let visitor = Visitor::sign_in(&test.ent, "zoe").await;
        assert!(visitor.ticket(&b, PRONOTE).await.is_some());
        let pending = visitor.ticket(&b, PRONOTE).await.unwrap();
        visitor.get(&a, "/cas/logout").await;
        assert_eq!(visitor.ticket(&a, PRONOTE).await, None, "at once where it was ended");
        let took = until("a session ended", async || visitor.ticket(&b, PRONOTE).await.is_none()).await;
        assert!(validate(&b, &pending).await.contains("INVALID_TICKET"), "its tickets go with it");
        took
    })
    .await;
}

#[tokio::test]
async fn the_portal_of_one_node_follows_a_session_ended_on_the_other() {
    let test = TestEnt::start().await;
    let other = test.another_node().await;
    let opened = login::sign_in(&test.ent, &Attempt::of("zoe", PASSWORD)).await.unwrap();
    let token = login::open_portal(&test.ent, &opened.session.id).await.unwrap();
    let visitor = async || login::portal_visitor(&other, Some(&token)).await.unwrap();
    assert_eq!(visitor().await.unwrap().0.login, "zoe");
    login::close(&test.ent, &opened.session.id, &opened.session.account_id).await.unwrap();
    assert!(login::portal_visitor(&test.ent, Some(&token)).await.unwrap().is_none());
    until("the portal", async || visitor().await.is_none()).await;
    // The secret of the portal opens no SSO session, nor the other way round.
    let crossed = login::sign_in(&test.ent, &Attempt::of("zoe", PASSWORD)).await.unwrap();
    assert!(login::portal_visitor(&test.ent, Some(&crossed.token)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_right_withdrawn_and_given_back_holds_on_the_other_node_in_time() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    let (a, other) = (test.ent.router(), test.another_node().await);
    let b = other.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    let service = pronote(&test.ent).await;
    in_time("a right withdrawn", async |_| {
        let pending = visitor.ticket(&b, PRONOTE).await.unwrap();
        services::withdraw(&test.ent, &service.id, &uai(SCHOOL), &[Profile::Pupil]).await.unwrap();
        assert_eq!(visitor.ticket(&a, PRONOTE).await, None, "at once where it was withdrawn");
        let took = until("a right withdrawn", async || visitor.ticket(&b, PRONOTE).await.is_none()).await;
        assert!(validate(&b, &pending).await.contains("INVALID_TICKET"), "the ticket under way too");
        services::grant(&test.ent, &service.id, &uai(SCHOOL), &[Profile::Pupil]).await.unwrap();
        until("a right given", async || visitor.ticket(&b, PRONOTE).await.is_some()).await;
        took
    })
    .await;
}

async fn register(ent: &Ent, code: &str, address: &str) -> ServiceId {
    let service = NewService {
        code,
        title: "Manuels",
        kind: ServiceKind::PronoteWithCas,
        url: address,
        pattern: &format!("{address}**"),
        group: "Manuels",
        ..NewService::default()
    };
    let id = services::register(ent, &service).await.unwrap();
    services::grant(ent, &id, &uai(SCHOOL), &[Profile::Pupil]).await.unwrap();
    id
}

#[tokio::test]
async fn a_service_registered_by_the_command_line_is_known_to_a_running_node_in_time() {
    let test = TestEnt::start().await;
    let node = test.ent.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    in_time("a service registered", async |round| {
        let address = format!("https://manuels-{round}.example/");
        let silently = format!("/cas/login?gateway=true&service={}", encode(&address));
        assert_eq!(visitor.get(&node, &silently).await.status, 403);
        // As the command line does: open, change, close.
        let command = test.another_node().await;
        register(&command, &format!("MANUELS-{round}"), &address).await;
        let took = until("a service registered", async || {
            visitor.get(&node, &silently).await.location.contains("ticket=ST-")
        })
        .await;
        command.close().await;
        took
    })
    .await;
}

#[tokio::test]
async fn an_identifier_imported_on_one_node_is_released_by_the_other_in_time() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    test.import_zoe(PUPIL_ID).await;
    let b = test.another_node().await.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    let silently = format!("/cas/login?gateway=true&service={}", encode(PRONOTE));
    let released = async || {
        let location = visitor.get(&b, &silently).await.location;
        validate(&b, location.split_once("ticket=").unwrap().1).await
    };
    assert!(released().await.contains(PUPIL_ID));
    in_time("an identifier", async |round| {
        let (new, old) = if round % 2 == 0 { (OTHER_ID, PUPIL_ID) } else { (PUPIL_ID, OTHER_ID) };
        test.import_zoe(new).await;
        let took = until("an identifier", async || released().await.contains(new)).await;
        assert!(!released().await.contains(old));
        took
    })
    .await;
}

/// A node remembers when a session was last seen; another may have seen it since.
#[tokio::test]
async fn a_session_in_use_on_one_node_is_not_idle_on_the_other() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    let (a, b) = (test.ent.router(), test.another_node().await.router());
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    assert!(visitor.ticket(&b, PRONOTE).await.is_some());
    test.clock.pass(SignedDuration::from_mins(110));
    assert!(visitor.ticket(&a, PRONOTE).await.is_some());
    test.clock.pass(SignedDuration::from_mins(20));
    assert!(visitor.ticket(&b, PRONOTE).await.is_some(), "seen twenty minutes ago, elsewhere");
    test.clock.pass(SignedDuration::from_mins(121));
    for node in [&a, &b] {
        assert_eq!(visitor.ticket(node, PRONOTE).await, None, "idle everywhere");
    }
}

#[tokio::test]
async fn typed_credentials_count_as_new_once_whichever_node_is_asked() {
    let test = TestEnt::start().await;
    let other = test.another_node().await;
    let opened =
        login::sign_in(&test.ent, &Attempt { typed_for: Some(PRONOTE), ..Attempt::of("zoe", PASSWORD) })
            .await
            .unwrap();
    let mut spent = Vec::new();
    for node in [&other, &test.ent, &other] {
        spent.push(login::spend_typed(node, &opened.session, PRONOTE).await.unwrap());
    }
    assert_eq!(spent, [true, false, false]);
}

#[tokio::test]
async fn without_its_database_a_node_soon_answers_nothing_from_memory() {
    let test = TestEnt::start().await;
    let node = test.ent.router();
    let visitor = Visitor::sign_in(&test.ent, "zoe").await;
    assert!(visitor.ticket(&node, PRONOTE).await.is_some());
    test.ent.db().close().await;
    let path = format!("/cas/login?service={}", encode(PRONOTE));
    until("the database is gone", async || visitor.get(&node, &path).await.status == 500).await;
    let page = visitor.get(&node, &path).await;
    assert!(page.body.contains("<h1"), "{}", page.body);
}

#[tokio::test]
async fn two_nodes_that_start_at_once_keep_one_portal() {
    let test = TestEnt::start().await;
    let (one, two) = tokio::join!(test.another_node(), test.another_node());
    for node in [&one, &two] {
        let address = cas_protocol::service::ServiceAddress::parse(&services::portal_address(node)).unwrap();
        let portal = services::catalogue(node).await.unwrap().of_address(&address).unwrap();
        assert_eq!(portal.code, services::PORTAL);
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    with_tickets_in_the_database_a_visit_awaits_one_statement_to_put_and_one_to_take,
    the_ticket_of_one_node_is_validated_by_the_other_once,
    a_session_ended_on_one_node_is_refused_on_the_other_in_time,
    the_portal_of_one_node_follows_a_session_ended_on_the_other,
    a_right_withdrawn_and_given_back_holds_on_the_other_node_in_time,
    a_service_registered_by_the_command_line_is_known_to_a_running_node_in_time,
    an_identifier_imported_on_one_node_is_released_by_the_other_in_time,
    a_session_in_use_on_one_node_is_not_idle_on_the_other,
    typed_credentials_count_as_new_once_whichever_node_is_asked,
    two_nodes_that_start_at_once_keep_one_portal,
];
