//! One ticket, very many takers; and very many people at once, each of whom must be told apart.

use std::sync::Arc;

use cas_protocol::{cas2::Answer, login::TicketParameter, ticket::ValidationTicket};
use http_body_util::BodyExt as _;
use model::PersonName;
use tokio::{sync::Barrier, task::JoinSet};
use tower::ServiceExt as _;
use web::{Body, Router, encode};

use super::{Asked, Manner, NotValidated, Proxies, Step, Wanted, validate};
use crate::{
    Ent, Tickets,
    directory::{self, Affiliation, NewAccount, Profile},
    login::{self, Attempt, Session},
    services::LogoutChannel,
    tests::{CHEAP, CREDENTIAL, PASSWORD, PRONOTE, SCHOOL, TestEnt, uai},
};

/// Validations of one ticket that begin at the same moment.
const TAKERS: usize = 200;
const ROUNDS: usize = 1_000;

/// Somebody who has signed in, and the nodes that issue and take their tickets in turn.
struct Race {
    nodes: Vec<Ent>,
    session: Session,
    wanted: Wanted,
}

impl Race {
    async fn at(nodes: Vec<Ent>) -> Self {
        let ent = nodes.first().unwrap();
        let opened = login::sign_in(ent, &Attempt::of("zoe", PASSWORD)).await.unwrap();
        let wanted = Wanted::find(ent, PRONOTE, TicketParameter::Ticket).await.unwrap();
        Self { session: opened.session, wanted, nodes }
    }

    fn node(&self, number: usize) -> &Ent {
        &self.nodes[number % self.nodes.len()]
    }

    async fn ticket(&self, round: usize) -> ValidationTicket {
        let step = super::visit(self.node(round), &self.session, &self.wanted, Manner::Agreed).await;
        match step.unwrap() {
            Step::Enter(ticket) => ticket.into(),
            _ => panic!("the person has agreed already"),
        }
    }

    async fn run(self) {
        for round in 0..ROUNDS {
            let (ticket, start) = (self.ticket(round).await, Arc::new(Barrier::new(TAKERS)));
            let mut takers = JoinSet::new();
            for taker in 0..TAKERS {
                let (ent, ticket, start) = (self.node(taker).clone(), ticket.clone(), Arc::clone(&start));
                takers.spawn(async move {
                    start.wait().await;
                    let (service, proxies) = (PRONOTE, Proxies::Refused);
                    let asked = Asked { ticket: &ticket, service, renew: false, proxies, callback: None };
                    validate(&ent, &asked).await.map(|validated| validated.person.account.login.clone())
                });
            }
            let mut winners = Vec::new();
            for outcome in takers.join_all().await {
                match outcome {
                    Ok(login) => winners.push(login),
                    Err(NotValidated::Ticket) => {}
                    Err(other) => {
                        panic!("round {round}: a late taker is told that the ticket is used: {other}")
                    }
                }
            }
            assert_eq!(winners, ["zoe"], "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_takers_at_once_one_has_the_ticket_in_memory() {
    let test = TestEnt::with_tickets_in(Tickets::Memory).await;
    Race::at(vec![test.ent.clone()]).await.run().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_takers_at_once_one_has_the_ticket_in_the_database() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    Race::at(vec![test.ent.clone()]).await.run().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_takers_at_two_nodes_one_has_the_ticket() {
    let test = TestEnt::with_tickets_in(Tickets::Database).await;
    let nodes = vec![test.ent.clone(), test.another_node().await];
    Race::at(nodes).await.run().await;
}

#[test]
fn on_postgresql_too_one_has_the_ticket() {
    testkit::on_postgres(&[of_200_takers_at_once_one_has_the_ticket_in_the_database]);
}

#[test]
fn on_postgresql_too_one_has_the_ticket_at_two_nodes() {
    testkit::on_postgres(&[of_200_takers_at_two_nodes_one_has_the_ticket]);
}

/// People who sign in at the same time, and how often each does.
const CROWD: usize = 64;
const TIMES: usize = 157;
const APP: &str = "https://app.example/in";

/// Adds people who differ in everything; gives the opaque name of each, by which services know them.
async fn crowd(test: &TestEnt) -> Vec<String> {
    let at_school = Affiliation { uai: uai(SCHOOL), profile: Profile::Pupil, class: None };
    let people: Vec<NewAccount> = (0..CROWD)
        .map(|number| NewAccount {
            name: PersonName::new(&format!("Foule{number}"), &format!("Élève{number}")),
            login: format!("foule{number}"),
            birth_date: None,
            affiliations: vec![at_school.clone()],
        })
        .collect();
    let mut uids = Vec::new();
    for account in directory::add_all(&test.ent, &people).await.unwrap() {
        test.ent.db().run(CREDENTIAL, db::args![&account, CHEAP]).await.unwrap();
        uids.push(directory::find(&test.ent, &account).await.unwrap().unwrap().account.uid.clone());
    }
    uids
}

/// A fresh browser, in the process: what it was told to remember, and the last answer.
struct Browser {
    node: Router,
    cookies: Vec<String>,
}

struct Answered {
    location: String,
    body: String,
}

impl Browser {
    fn at(test: &TestEnt) -> Self {
        Self { node: test.ent.router(), cookies: Vec::new() }
    }

    async fn get(&mut self, path: &str) -> Answered {
        self.ask(http::Request::get(path), String::new()).await
    }

    async fn post(&mut self, path: &str, form: String) -> Answered {
        let kind = "application/x-www-form-urlencoded";
        self.ask(http::Request::post(path).header("content-type", kind), form).await
    }

    async fn ask(&mut self, request: http::request::Builder, body: String) -> Answered {
        let request = request.header("cookie", self.cookies.join("; ")).body(Body::from(body)).unwrap();
        let (parts, body) = self.node.clone().oneshot(request).await.unwrap().into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let cookie = set.to_str().unwrap().split(';').next().unwrap();
            self.cookies.push(cookie.to_owned());
        }
        let location = parts.headers.get("location").map(|to| to.to_str().unwrap().to_owned());
        let body = body.collect().await.unwrap().to_bytes();
        Answered { location: location.unwrap_or_default(), body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// The value of a hidden field.
fn field<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
    rest.split_once('"').unwrap().0
}

/// Whom a service is told about when it presents the ticket in this address.
async fn told(browser: &mut Browser, location: &str) -> String {
    let (_, ticket) = location.split_once("?ticket=").unwrap_or_else(|| panic!("no ticket in {location}"));
    let path = format!("/cas/p3/serviceValidate?ticket={ticket}&service={}", encode(APP));
    let answer = browser.get(&path).await;
    match Answer::parse(answer.body.as_bytes()).unwrap() {
        Answer::Success(principal) => principal.subject,
        Answer::Failure { code, message } => panic!("{code}: {message}"),
    }
}

async fn sign_in(test: &TestEnt, number: usize, uid: &str) {
    let (mut browser, way) = (Browser::at(test), format!("/cas/login?service={}", encode(APP)));
    let form = browser.get(&way).await.body;
    let (csrf, lt, password) = (field(&form, "csrf"), field(&form, "lt"), encode(PASSWORD));
    let typed = format!("csrf={csrf}&lt={lt}&username=foule{number}&password={password}");
    let entered = browser.post(&way, typed).await;
    assert_eq!(told(&mut browser, &entered.location).await, uid, "foule{number}, who has just signed in");
    let again = browser.get(&way).await;
    assert_eq!(told(&mut browser, &again.location).await, uid, "foule{number}, whose session is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_of_64_people_who_sign_in_at_once_is_told_apart_10_000_times() {
    let test = Arc::new(TestEnt::start().await);
    test.register("APP", "https://app.example", LogoutChannel::None).await;
    let uids = Arc::new(crowd(&test).await);
    let mut browsers = JoinSet::new();
    for place in 0..CROWD {
        let (test, uids) = (Arc::clone(&test), Arc::clone(&uids));
        browsers.spawn(async move {
            for time in 0..TIMES {
                // At each place another person comes next, as at a shared computer.
                let number = (place + time) % CROWD;
                sign_in(&test, number, &uids[number]).await;
            }
        });
    }
    browsers.join_all().await;
}
