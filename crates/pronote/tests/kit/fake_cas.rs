//! A CAS server made for one test: it knows the tickets that the test issues, and each once.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
};

use cas_protocol::{
    Attributes,
    saml11::{AuthenticationMethod, Failure, FailureStatus, MessageId, Request, Success},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use web::{
    Clock as _, Fields, Listener, Parts, RawQuery, Response, Routes, State, clock::SignedDuration, tls::Tls,
};

use super::TestClock;

#[derive(Clone)]
struct Issued {
    subject: String,
    pronote_ids: Vec<String>,
}

#[derive(Clone)]
struct Server {
    clock: Arc<TestClock>,
    tickets: Arc<Mutex<HashMap<String, Issued>>>,
    /// Answered in place of SAML, when set.
    instead: Arc<Mutex<Option<String>>>,
}

pub(crate) struct FakeCas {
    server: Server,
    address: String,
}

#[derive(Clone, Copy)]
struct Open;

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("open")
    }
}

impl web::Authority<Server> for Open {
    async fn admit(self, _: &Server, _: &mut Parts) -> Result<(), Response> {
        Ok(())
    }
}

impl FakeCas {
    pub(crate) async fn start(clock: Arc<TestClock>, tls: Option<Tls>) -> Self {
        let server = Server { clock, tickets: Arc::default(), instead: Arc::default() };
        let routes = Routes::new().message("/cas/samlValidate", Open, validate);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (scheme, port) =
            (if tls.is_some() { "https" } else { "http" }, listener.local_addr().unwrap().port());
        let address = format!("{scheme}://127.0.0.1:{port}/cas");
        let listener = Listener { tls, ..Listener::from(listener) };
        tokio::spawn(web::serve(listener, routes.into_router(server.clone()), std::future::pending()));
        Self { server, address }
    }

    pub(crate) fn url(&self) -> String {
        self.address.clone()
    }

    /// Issues a ticket for a subject, with the values of `idPronote` to release.
    pub(crate) fn ticket(&self, subject: &str, pronote_ids: &[&str]) -> String {
        let random = web::token::random::<32>().unwrap();
        let ticket = ServiceTicket::from_random(random).as_str().to_owned();
        let pronote_ids = pronote_ids.iter().map(|id| (*id).to_owned()).collect();
        let issued = Issued { subject: subject.to_owned(), pronote_ids };
        self.server.tickets.lock().unwrap().insert(ticket.clone(), issued);
        ticket
    }

    pub(crate) fn answer_instead(&self, text: &str) {
        *self.server.instead.lock().unwrap() = Some(text.to_owned());
    }
}

async fn validate(State(server): State<Server>, RawQuery(query): RawQuery, body: String) -> Response {
    if let Some(text) = server.instead.lock().unwrap().clone() {
        return web::xml(text);
    }
    let request = Request::parse(body.as_bytes()).unwrap();
    let query = Fields::parse(&query.unwrap_or_default());
    let service = ServiceAddress::parse(query.text("TARGET")).unwrap();
    let now = server.clock.now();
    let id = MessageId::from_random([7; 32]);
    let Some(issued) = server.tickets.lock().unwrap().remove(&request.artifact) else {
        let failure = Failure {
            response_id: &id,
            in_response_to: request.request_id.as_ref(),
            recipient: Some(&service),
            issue_instant: now,
            status: FailureStatus::RequestDenied,
            message: "unknown ticket",
        };
        return web::xml(failure.to_xml());
    };
    let mut attributes = Attributes::default();
    for value in &issued.pronote_ids {
        attributes.add("idPronote", value).unwrap();
    }
    let success = Success {
        response_id: &id,
        assertion_id: &MessageId::from_random([8; 32]),
        in_response_to: request.request_id.as_ref(),
        issuer: "https://cas.example",
        service: &service,
        issue_instant: now,
        not_before: now,
        not_on_or_after: now.checked_add(SignedDuration::from_secs(30)).unwrap(),
        subject: &issued.subject,
        attributes: &attributes,
        authentication_instant: now,
        authentication_method: AuthenticationMethod::Password,
        long_term: false,
        is_from_new_login: true,
    };
    web::xml(success.to_xml())
}
