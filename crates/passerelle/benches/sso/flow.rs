//! One sign-on: a browser with a session asks for a ticket, a service validates it. Whose it is, is looked at each time.

use std::{net::SocketAddr, path::Path};

use crate::{
    client::{Answer, Client, header},
    place::Server,
};

/// The service that people go to. No server needs to be there.
pub const SERVICE: &str = "https://app.example/entry?room=12";

/// Somebody who is signed in.
pub struct Person {
    /// What they type, which the service is told.
    pub login: String,
    /// What the service must be told.
    pub uid: String,
    /// What the browser sends.
    pub cookies: String,
}

/// What the service does with the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validation {
    /// Nothing: the cost of the first request alone.
    None,
    /// `GET /cas/p3/serviceValidate`.
    Cas3,
    /// `POST /cas/samlValidate`, SAML 1.1.
    Saml,
}

impl Validation {
    pub const ALL: [Self; 3] = [Self::None, Self::Cas3, Self::Saml];
}

/// The flows of one connection.
pub struct Flow {
    client: Client,
    host: SocketAddr,
    service: String,
}

impl Flow {
    pub fn over(host: SocketAddr) -> Self {
        Self { client: Client::to(host), host, service: web::encode(SERVICE) }
    }

    /// Goes through it once.
    pub fn go(&mut self, person: &Person, validation: Validation) {
        let ticket = self.ticket(person);
        match validation {
            Validation::None => {}
            Validation::Cas3 => {
                let answer = self.client.ask(&cas3(&self.service, self.host, &ticket));
                is_of(person, &answer, "<cas:user>", "<cas:login>");
            }
            Validation::Saml => {
                let answer = self.client.ask(&saml(&self.service, self.host, &ticket));
                is_of(person, &answer, "<NameIdentifier>", "<AttributeValue xsi:type=\"xs:string\">");
            }
        }
    }

    fn ticket(&mut self, person: &Person) -> String {
        let answer = self.client.ask(&login(&self.service, self.host, person));
        assert!(answer.head.starts_with("HTTP/1.1 303"), "{}{}", answer.head, answer.body);
        let location = header(answer.head, "location").unwrap();
        let (service, ticket) = location.split_once("&ticket=").unwrap();
        assert!(service == SERVICE && ticket.starts_with("ST-"), "{location}");
        ticket.to_owned()
    }
}

/// A wrong person fails the whole run.
fn is_of(person: &Person, answer: &Answer<'_>, user: &str, login: &str) {
    let named = |opening: &str, value: &str| {
        answer.body.match_indices(opening).any(|(at, _)| {
            let rest = answer.body.get(at + opening.len()..).unwrap_or_default();
            rest.strip_prefix(value).is_some_and(|rest| rest.starts_with("</"))
        })
    };
    let right = answer.head.starts_with("HTTP/1.1 200") && named(user, &person.uid);
    assert!(right && named(login, &person.login), "not {}: {}{}", person.login, answer.head, answer.body);
}

fn login(service: &str, host: SocketAddr, person: &Person) -> String {
    let cookies = &person.cookies;
    format!(
        "GET /cas/login?service={service} HTTP/1.1\r\nHost: {host}\r\n\
         User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
         Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
         Accept-Language: fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\
         Cookie: {cookies}\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Site: cross-site\r\n\r\n"
    )
}

fn cas3(service: &str, host: SocketAddr, ticket: &str) -> String {
    format!(
        "GET /cas/p3/serviceValidate?service={service}&ticket={ticket} HTTP/1.1\r\nHost: {host}\r\n\
         User-Agent: service\r\nAccept: */*\r\n\r\n"
    )
}

fn saml(service: &str, host: SocketAddr, ticket: &str) -> String {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Header/>\
         <SOAP-ENV:Body><samlp:Request xmlns:samlp=\"urn:oasis:names:tc:SAML:1.0:protocol\" MajorVersion=\"1\" \
         MinorVersion=\"1\" RequestID=\"_192.168.16.51.1024506224022\" IssueInstant=\"2026-01-05T08:00:00.000Z\">\
         <samlp:AssertionArtifact>{ticket}</samlp:AssertionArtifact></samlp:Request></SOAP-ENV:Body>\
         </SOAP-ENV:Envelope>"
    );
    format!(
        "POST /cas/samlValidate?TARGET={service} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: service\r\nAccept: text/xml\r\n\
         Content-Type: text/xml; charset=utf-8\r\nSOAPAction: http://www.oasis-open.org/committees/security\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Keeps one answer of each kind, for the ceiling to repeat; gives the only person who will be in them.
pub fn record(server: &Server, person: &Person, folder: &Path) -> [Person; 1] {
    let mut flow = Flow::over(server.address());
    let keep = |name: &str, answer: &Answer<'_>| {
        std::fs::write(folder.join(name), format!("{}{}", answer.head, answer.body)).unwrap();
    };
    for (name, ask) in [("cas3", cas3 as fn(&str, SocketAddr, &str) -> String), ("saml", saml)] {
        let ticket = flow.ticket(person);
        keep(name, &flow.client.ask(&ask(&flow.service, flow.host, &ticket)));
    }
    keep("login", &flow.client.ask(&login(&flow.service, flow.host, person)));
    let Person { login, uid, cookies } = person;
    [Person { login: login.clone(), uid: uid.clone(), cookies: cookies.clone() }]
}
