//! Services that enter other services in a person's name, and those that may not.

use cas_protocol::cas2::Answer;
use testkit::{Recorder, Scratch, TestCa};
use walker::{Page, Walker};
use web::{Fields, encode, outgoing::Outgoing};

use super::tests::ticket;
use crate::{
    services::{self, NewService, ServiceKind},
    tests::TestEnt,
};

/// An application that may proxy, with its callback on https, and one that it enters.
struct Stage {
    test: TestEnt,
    front: Recorder,
    behind: Recorder,
    zoe: Walker,
    _scratch: Scratch,
}

impl Stage {
    async fn new() -> Self {
        let (ca, scratch) = (TestCa::new("Autorité inventée"), Scratch::new());
        let extra_ca = vec![ca.write(&scratch, "ca.pem")];
        let outgoing = Outgoing { extra_ca, ..Outgoing::default() };
        let test = TestEnt::start_as(|config| config.outgoing = outgoing).await;
        let front = Recorder::over_https(&ca, &scratch).await;
        let behind = Recorder::over_https(&ca, &scratch).await;
        for (code, app, allow_proxy) in [("FRONT", &front, true), ("BEHIND", &behind, false)] {
            test.register_https(code, &app.url, allow_proxy).await;
        }
        let zoe = test.signed_in("zoe").await;
        Self { test, front, behind, zoe, _scratch: scratch }
    }

    async fn ask(&self, path: &str) -> Page {
        Walker::new().unwrap().step(&self.test.address(path)).await.unwrap()
    }

    async fn fresh_ticket(&self, service: &str) -> String {
        let page = self.zoe.step(&self.test.login_address(service)).await.unwrap();
        ticket(&page.location().unwrap())
    }

    /// Enters the front application, which asks for a proxy-granting ticket at `callback`.
    async fn validate(&self, callback: &str) -> Page {
        let (ticket, service) = (self.fresh_ticket(&self.front.url).await, encode(&self.front.url));
        let callback = encode(callback);
        self.ask(&format!("/cas/serviceValidate?ticket={ticket}&service={service}&pgtUrl={callback}")).await
    }

    /// The proxy-granting ticket that the front application was given.
    async fn granted(&self) -> String {
        let callback = format!("{}/pgt?mine=1", self.front.url);
        let answer = self.validate(&callback).await;
        let asked = self.front.requests().pop().unwrap();
        assert_eq!(asked.path, "/pgt");
        let query = Fields::parse(&asked.query);
        assert!(asked.query.starts_with("mine=1&pgtId=PGT-"), "{}", asked.query);
        let (ticket, other_half) = (query.text("pgtId").to_owned(), query.text("pgtIou"));
        assert!(other_half.starts_with("PGTIOU-") && !other_half.contains(&ticket[4..]), "{other_half}");
        let element = format!("<cas:proxyGrantingTicket>{other_half}</cas:proxyGrantingTicket>");
        assert!(answer.body.contains(&element), "{}", answer.body);
        ticket
    }

    async fn proxy(&self, pgt: &str, target: &str) -> Page {
        self.ask(&format!("/cas/proxy?pgt={pgt}&targetService={}", encode(target))).await
    }
}

impl TestEnt {
    async fn register_https(&self, code: &str, url: &str, allow_proxy: bool) {
        let pattern = format!("{url}/**");
        let service = NewService {
            code,
            title: code,
            kind: ServiceKind::Cas,
            url,
            pattern: &pattern,
            open_to_all: true,
            allow_proxy,
            ..NewService::default()
        };
        services::register(&self.ent, &service).await.unwrap();
    }
}

/// The text of an element of the answer.
fn element<'a>(page: &'a Page, name: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!("<cas:{name}>")).unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('<').unwrap().0
}

fn refused(page: &Page, code: &str) {
    assert!(page.status == 200 && page.body.contains(&format!("code=\"{code}\"")), "{code}: {}", page.body);
}

#[tokio::test]
async fn a_proxy_enters_another_service_once_and_is_named_there() {
    let stage = Stage::new().await;
    let pgt = stage.granted().await;
    let target = format!("{}/api?b=é", stage.behind.url);
    for path in ["/cas/proxyValidate", "/cas/p3/proxyValidate"] {
        let ticket = element(&stage.proxy(&pgt, &target).await, "proxyTicket").to_owned();
        assert!(ticket.starts_with("PT-"));
        let address = format!("{path}?ticket={ticket}&service={}", encode(&target));
        let answer = stage.ask(&address).await;
        assert!(matches!(Answer::parse(&answer.bytes), Ok(Answer::Success(_))), "{}", answer.body);
        assert_eq!(element(&answer, "proxy"), format!("{}/pgt?mine=1", stage.front.url));
        refused(&stage.ask(&address).await, "INVALID_TICKET");
    }
}

#[tokio::test]
async fn a_proxy_ticket_is_good_for_its_target_and_where_proxies_are_accepted() {
    let stage = Stage::new().await;
    let pgt = stage.granted().await;
    let (target, other) = (format!("{}/api", stage.behind.url), format!("{}/other", stage.behind.url));
    for (path, service, code) in [
        ("/cas/proxyValidate", &other, "INVALID_SERVICE"),
        ("/cas/serviceValidate", &target, "INVALID_TICKET"),
        ("/cas/p3/serviceValidate", &target, "INVALID_TICKET"),
    ] {
        let ticket = element(&stage.proxy(&pgt, &target).await, "proxyTicket").to_owned();
        let answer = stage.ask(&format!("{path}?ticket={ticket}&service={}", encode(service))).await;
        refused(&answer, code);
        assert_eq!(answer.body.contains("proxyValidate"), code == "INVALID_TICKET", "{}", answer.body);
        // Burnt by the attempt.
        let again = format!("/cas/proxyValidate?ticket={ticket}&service={}", encode(&target));
        refused(&stage.ask(&again).await, "INVALID_TICKET");
    }
    let ticket = element(&stage.proxy(&pgt, &target).await, "proxyTicket").to_owned();
    let answer = stage.ask(&format!("/cas/validate?ticket={ticket}&service={}", encode(&target))).await;
    assert_eq!(answer.body, "no\n\n");
}

#[tokio::test]
async fn callbacks_are_https_addresses_of_the_service_that_answer() {
    let stage = Stage::new().await;
    let front = &stage.front.url;
    for callback in [
        front.replace("https:", "http:"),
        format!("{}/pgt", stage.behind.url),
        "https://localhost:1/pgt".to_owned(),
        "https://user@localhost/pgt".to_owned(),
        format!("{front}/a/../pgt"),
        "//localhost/pgt".to_owned(),
    ] {
        refused(&stage.validate(&callback).await, "INVALID_PROXY_CALLBACK");
    }
    assert!(stage.front.requests().is_empty() && stage.behind.requests().is_empty(), "nobody was called");
    for status in [302, 404, 500] {
        stage.front.answer(status);
        refused(&stage.validate(&format!("{front}/pgt")).await, "INVALID_PROXY_CALLBACK");
    }
    assert_eq!(stage.front.requests().len(), 3, "a redirection is not followed");
    let refused_pgt = Fields::parse(&stage.front.requests()[0].query).text("pgtId").to_owned();
    refused(&stage.proxy(&refused_pgt, &stage.behind.url).await, "INVALID_REQUEST");
    // A service that may not proxy is told so, and nobody is called.
    let (ticket, service) = (stage.fresh_ticket(&stage.behind.url).await, encode(&stage.behind.url));
    let answer = stage
        .ask(&format!("/cas/serviceValidate?ticket={ticket}&service={service}&pgtUrl={service}%2Fpgt"))
        .await;
    refused(&answer, "UNAUTHORIZED_SERVICE_PROXY");
    assert!(stage.behind.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_granting_ticket_dies_with_the_session() {
    let stage = Stage::new().await;
    let pgt = stage.granted().await;
    refused(&stage.proxy(&pgt, "https://nobody.example/").await, "UNAUTHORIZED_SERVICE");
    refused(&stage.proxy("PGT-00000", &stage.behind.url).await, "INVALID_REQUEST");
    let json = format!("/cas/proxy?pgt={pgt}&format=JSON&targetService={}", encode(&stage.behind.url));
    let answer: serde_json::Value = serde_json::from_str(&stage.ask(&json).await.body).unwrap();
    let ticket = answer["serviceResponse"]["proxySuccess"]["proxyTicket"].as_str().unwrap();
    assert!(ticket.starts_with("PT-"), "{answer}");
    stage.zoe.step(&stage.test.address("/cas/logout")).await.unwrap();
    refused(&stage.proxy(&pgt, &stage.behind.url).await, "INVALID_REQUEST");
    let late = format!("/cas/proxyValidate?ticket={ticket}&service={}", encode(&stage.behind.url));
    refused(&stage.ask(&late).await, "INVALID_TICKET");
}

/// Played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_proxy_enters_another_service_once_and_is_named_there,
    callbacks_are_https_addresses_of_the_service_that_answer,
    a_proxy_granting_ticket_dies_with_the_session,
];
