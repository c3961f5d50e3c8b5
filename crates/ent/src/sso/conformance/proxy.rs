//! Proxy-granting tickets and the callbacks that take them (section 2.5.4).

use cas_protocol::ticket::{ProxyGrantingTicket, ProxyGrantingTicketIou};
use testkit::{Recorder, TestCa};
use walker::Page;
use web::{Fields, encode, tls::Tls};

use super::{
    Stage,
    row::rows,
    stage::{APP, STRANGE, accepted, refused},
};
use crate::services::NewService;

rows! {
    "2.5.4" Must a_callback_gets_the_ticket_and_the_answer_its_other_half
        "With a good `pgtUrl`, the callback gets `pgtId` and `pgtIou` by GET, and after status 200 the answer holds that `pgtIou` as `cas:proxyGrantingTicket`.";
    "2.5.4" Must a_callback_keeps_its_parameters
        "Parameters that `pgtUrl` has already are kept.";
    "2.5.4" Must without_pgt_url_there_is_none
        "Without `pgtUrl` no proxy-granting ticket is made, and the answer holds none.";
    "2.5.4" Must a_callback_is_https
        "A `pgtUrl` that is not https is refused, and not called.";
    "2.5.4" Must its_certificate_is_verified
        "The certificate of the callback is verified: signed by an authority that we trust, or refused.";
    "2.5.4" Must its_certificate_is_for_its_host
        "The certificate of the callback is made for its host, or refused.";
    "2.5.4" Must another_status_gives_none
        "Any status but 200 gives no proxy-granting ticket; the text wavers between an answer without it and a failure."
        deviates "A failure, `INVALID_PROXY_CALLBACK`, as Apereo's present text has it: a service that asked for a ticket learns at once that it has none.";
    "2.5.4" May redirections_of_a_callback_are_not_followed
        "Redirections of the callback may be followed."
        deviates "None is: a server that goes where it is told opens the network it stands in.";
    "2.5.4" Advisory only_addresses_of_the_service_are_called
        "Only addresses registered for the service are called, whatever `pgtUrl` says.";
    "2.5.3" Must a_service_that_may_not_proxy_is_told_so
        "A service that may not proxy is told `UNAUTHORIZED_SERVICE_PROXY`.";
    "2.5.3" Must a_refused_callback_burns_the_ticket
        "After a callback was refused, the service ticket is worth nothing.";
    "2.5.1" Must a_callback_is_taken_by_every_validator_of_cas_2_and_3
        "`pgtUrl` is taken by `/serviceValidate`, `/proxyValidate` and their `/p3` twins, in XML and JSON.";
}

/// A service that listens over https and may proxy.
pub(super) async fn front(stage: &Stage) -> Recorder {
    let front = Recorder::over_https(&stage.ca, &stage.files).await;
    proxying(stage, "FRONT", &front.url).await;
    front
}

pub(super) async fn proxying(stage: &Stage, code: &str, url: &str) {
    stage.register(NewService { code, url, allow_proxy: true, ..NewService::default() }).await;
}

/// Presents a fresh ticket with a `pgtUrl`.
pub(super) async fn ask(stage: &Stage, service: &str, callback: &str) -> Page {
    let ticket = stage.fresh_ticket(service).await;
    stage.present("serviceValidate", &ticket, service, &format!("&pgtUrl={}", encode(callback))).await
}

/// The proxy-granting ticket and its other half, as the callback had them last.
pub(super) fn taken(front: &Recorder) -> (String, String) {
    let query = front.requests().pop().unwrap().query;
    let query = Fields::parse(&query);
    (query.text("pgtId").to_owned(), query.text("pgtIou").to_owned())
}

async fn a_callback_gets_the_ticket_and_the_answer_its_other_half(stage: Stage) {
    let front = front(&stage).await;
    let answer = ask(&stage, &front.url, &format!("{}/pgt", front.url)).await;
    accepted(&answer);
    let (ticket, other_half) = taken(&front);
    ProxyGrantingTicket::parse(&ticket).unwrap();
    ProxyGrantingTicketIou::parse(&other_half).unwrap();
    let element = format!("<cas:proxyGrantingTicket>{other_half}</cas:proxyGrantingTicket>");
    assert!(answer.body.contains(&element) && !answer.body.contains(&ticket), "{}", answer.body);
    let heard = front.requests();
    assert_eq!((heard.len(), heard[0].path.as_str(), heard[0].body.as_str()), (1, "/pgt", ""));
}

async fn a_callback_keeps_its_parameters(stage: Stage) {
    let front = front(&stage).await;
    accepted(&ask(&stage, &front.url, &format!("{}/pgt?mine=1&b=%20", front.url)).await);
    let query = &front.requests()[0].query;
    assert!(query.starts_with("mine=1&b=%20&pgtId=PGT-") && query.contains("&pgtIou=PGTIOU-"), "{query}");
}

async fn without_pgt_url_there_is_none(stage: Stage) {
    let front = front(&stage).await;
    let answer =
        stage.present("serviceValidate", &stage.fresh_ticket(&front.url).await, &front.url, "").await;
    accepted(&answer);
    assert!(!answer.body.contains("proxyGrantingTicket") && front.requests().is_empty(), "{}", answer.body);
}

async fn a_callback_is_https(stage: Stage) {
    let plain = Recorder::start().await;
    proxying(&stage, "FRONT", &plain.url).await;
    refused(&ask(&stage, &plain.url, &format!("{}/pgt", plain.url)).await, "INVALID_PROXY_CALLBACK");
    assert!(plain.requests().is_empty());
}

async fn its_certificate_is_verified(stage: Stage) {
    let stranger = Recorder::over_https(&TestCa::new("Une autre autorité"), &stage.files).await;
    proxying(&stage, "FRONT", &stranger.url).await;
    let answer = ask(&stage, &stranger.url, &format!("{}/pgt", stranger.url)).await;
    refused(&answer, "INVALID_PROXY_CALLBACK");
    assert!(stranger.requests().is_empty());
}

async fn its_certificate_is_for_its_host(stage: Stage) {
    let issued = stage.ca.for_hosts(&["other.example"], testkit::VALID);
    let tls = Tls::load(&issued.write(&stage.files, "other")).unwrap();
    let (socket, url) = testkit::socket("localhost").await;
    let listener = web::Listener { tls: Some(tls), ..web::Listener::from(socket) };
    testkit::serve(listener, stage.test.ent.router());
    let url = url.replace("http:", "https:");
    proxying(&stage, "FRONT", &url).await;
    // Its sign-in form is answered with status 200: only the certificate is wrong.
    refused(&ask(&stage, &url, &format!("{url}/cas/login")).await, "INVALID_PROXY_CALLBACK");
}

async fn another_status_gives_none(stage: Stage) {
    let front = front(&stage).await;
    for status in [400, 404, 500, 503] {
        front.answer(status);
        let answer = ask(&stage, &front.url, &format!("{}/pgt", front.url)).await;
        refused(&answer, "INVALID_PROXY_CALLBACK");
        let (ticket, _) = taken(&front);
        let path = format!("/cas/proxy?pgt={ticket}&targetService={}", encode(APP));
        assert!(stage.get(&path).await.body.contains("code=\"INVALID_REQUEST\""), "the ticket opens nothing");
    }
    assert_eq!(front.requests().len(), 4, "each was called");
}

async fn redirections_of_a_callback_are_not_followed(stage: Stage) {
    let front = front(&stage).await;
    for status in [301, 302, 303, 307] {
        front.answer(status);
        let answer = ask(&stage, &front.url, &format!("{}/pgt", front.url)).await;
        refused(&answer, "INVALID_PROXY_CALLBACK");
    }
    assert_eq!(front.requests().len(), 4);
}

async fn only_addresses_of_the_service_are_called(stage: Stage) {
    let (front, other) = (front(&stage).await, Recorder::over_https(&stage.ca, &stage.files).await);
    proxying(&stage, "OTHER", &other.url).await;
    let unknown = Recorder::over_https(&stage.ca, &stage.files).await;
    for callback in [
        format!("{}/pgt", other.url),
        format!("{}/pgt", unknown.url),
        STRANGE.to_owned(),
        front.url.replace("localhost", "user@localhost"),
        format!("{}/a/../pgt", front.url),
        "https://127.0.0.1/pgt".to_owned(),
        "file:///etc/hostname".to_owned(),
    ] {
        refused(&ask(&stage, &front.url, &callback).await, "INVALID_PROXY_CALLBACK");
    }
    assert!([front, other, unknown].iter().all(|recorder| recorder.requests().is_empty()));
}

async fn a_service_that_may_not_proxy_is_told_so(stage: Stage) {
    refused(&ask(&stage, APP, APP).await, "UNAUTHORIZED_SERVICE_PROXY");
}

async fn a_refused_callback_burns_the_ticket(stage: Stage) {
    let front = front(&stage).await;
    front.answer(500);
    for (service, code) in
        [(front.url.as_str(), "INVALID_PROXY_CALLBACK"), (APP, "UNAUTHORIZED_SERVICE_PROXY")]
    {
        let ticket = stage.fresh_ticket(service).await;
        let callback = format!("&pgtUrl={}%2Fpgt", encode(&front.url));
        refused(&stage.present("serviceValidate", &ticket, service, &callback).await, code);
        refused(&stage.present("serviceValidate", &ticket, service, "").await, "INVALID_TICKET");
    }
}

async fn a_callback_is_taken_by_every_validator_of_cas_2_and_3(stage: Stage) {
    let front = front(&stage).await;
    let callback = format!("&pgtUrl={}%2Fpgt", encode(&front.url));
    for endpoint in super::validation::VALIDATORS {
        let ticket = stage.fresh_ticket(&front.url).await;
        let answer = stage.present(endpoint, &ticket, &front.url, &callback).await;
        accepted(&answer);
        assert!(answer.body.contains(&taken(&front).1), "{endpoint}: {}", answer.body);
        let ticket = stage.fresh_ticket(&front.url).await;
        let json = stage.present(endpoint, &ticket, &front.url, &format!("{callback}&format=JSON")).await;
        let read: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        let success = &read["serviceResponse"]["authenticationSuccess"];
        assert_eq!(success["proxyGrantingTicket"], taken(&front).1.as_str(), "{endpoint}");
    }
}
