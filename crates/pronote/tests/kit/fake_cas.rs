//! A CAS server made for one test: it knows the tickets that the test issues, and each once.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use cas_protocol::{
    Attributes, cas2,
    saml11::{AuthenticationMethod, Failure, FailureStatus, MessageId, Request, Success},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use web::{
    Clock as _, Fields, IntoResponse as _, Listener, Parts, RawQuery, Response, Routes, State, StatusCode,
    clock::SignedDuration, tls::Tls,
};

use super::TestClock;

#[derive(Clone)]
struct Issued {
    subject: String,
    attributes: Attributes,
}

/// Answered in place of the protocol.
#[derive(Clone)]
pub(crate) enum Instead {
    /// This text.
    Text(String),
    /// This status.
    Status(u16),
    /// Another address, which would answer.
    Redirect(String),
    /// Nothing for so long.
    Slow(Duration),
}

#[derive(Clone)]
struct Server {
    clock: Arc<TestClock>,
    tickets: Arc<Mutex<HashMap<String, Issued>>>,
    instead: Arc<Mutex<Option<Instead>>>,
    /// Answers are changed on their way: the first text is replaced by the second.
    edit: Arc<Mutex<Option<(String, String)>>>,
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
        let server = Server { clock, tickets: Arc::default(), instead: Arc::default(), edit: Arc::default() };
        let routes = Routes::new()
            .get("/cas/login", Open, sign_in)
            .message("/cas/samlValidate", Open, validate)
            .get("/cas/serviceValidate", Open, validate_cas2)
            .get("/cas/p3/serviceValidate", Open, validate_cas3);
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
        let attributes: Vec<_> = pronote_ids.iter().map(|id| ("idPronote", *id)).collect();
        self.ticket_with(subject, &attributes)
    }

    /// The same, with any attributes.
    pub(crate) fn ticket_with(&self, subject: &str, released: &[(&str, &str)]) -> String {
        let random = web::token::random::<32>().unwrap();
        let ticket = ServiceTicket::from_random(random).as_str().to_owned();
        let mut attributes = Attributes::default();
        for (name, value) in released {
            attributes.add(name, *value).unwrap();
        }
        let issued = Issued { subject: subject.to_owned(), attributes };
        self.server.tickets.lock().unwrap().insert(ticket.clone(), issued);
        ticket
    }

    pub(crate) fn answer_instead(&self, text: &str) {
        self.answer(Some(Instead::Text(text.to_owned())));
    }

    pub(crate) fn answer(&self, instead: Option<Instead>) {
        *self.server.instead.lock().unwrap() = instead;
    }

    /// Replaces a text in what it answers from now on.
    pub(crate) fn edit(&self, from: &str, to: &str) {
        *self.server.edit.lock().unwrap() = Some((from.to_owned(), to.to_owned()));
    }
}

impl Server {
    async fn instead(&self) -> Option<Response> {
        let instead = self.instead.lock().unwrap().clone()?;
        Some(match instead {
            Instead::Text(text) => web::xml(text),
            Instead::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
            Instead::Redirect(address) => web::redirect(&address),
            Instead::Slow(time) => {
                tokio::time::sleep(time).await;
                web::xml(String::new())
            }
        })
    }

    fn answer(&self, text: String) -> Response {
        let edit = self.edit.lock().unwrap().clone();
        web::xml(match edit {
            Some((from, to)) => {
                assert!(text.contains(&from), "{from} is not in {text}");
                text.replace(&from, &to)
            }
            None => text,
        })
    }
}

/// A page on which nobody signs in: tests issue tickets themselves.
async fn sign_in(State(server): State<Server>) -> Response {
    server.instead().await.unwrap_or_else(|| web::text("the page of sign-in".to_owned()))
}

async fn validate_cas2(State(server): State<Server>, RawQuery(query): RawQuery) -> Response {
    cas(&server, cas2::Dialect::Cas2, query).await
}

async fn validate_cas3(State(server): State<Server>, RawQuery(query): RawQuery) -> Response {
    cas(&server, cas2::Dialect::Cas3, query).await
}

async fn cas(server: &Server, dialect: cas2::Dialect, query: Option<String>) -> Response {
    if let Some(answer) = server.instead().await {
        return answer;
    }
    let query = Fields::parse(&query.unwrap_or_default());
    ServiceAddress::parse(query.text("service")).unwrap();
    let Some(issued) = server.tickets.lock().unwrap().remove(query.text("ticket")) else {
        let message = format!("ticket {} is not known", query.text("ticket"));
        let failure = cas2::Failure { code: cas2::FailureCode::InvalidTicket, message: &message };
        return server.answer(failure.write(cas2::Format::Xml));
    };
    let success = cas2::Success {
        user: &issued.subject,
        attributes: &issued.attributes,
        authentication_date: server.clock.now(),
        long_term: false,
        is_from_new_login: true,
        proxy_granting_ticket: None,
        proxies: &[],
    };
    server.answer(success.to_xml(dialect))
}

async fn validate(State(server): State<Server>, RawQuery(query): RawQuery, body: String) -> Response {
    if let Some(answer) = server.instead().await {
        return answer;
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
        return server.answer(failure.to_xml());
    };
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
        attributes: &issued.attributes,
        authentication_instant: now,
        authentication_method: AuthenticationMethod::Password,
        long_term: false,
        is_from_new_login: true,
    };
    server.answer(success.to_xml())
}
