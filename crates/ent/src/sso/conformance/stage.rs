//! What the checks stand on: a server of their own, some services, a person, and ways to ask.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use cas_protocol::{Principal, cas2::Answer};
use testkit::{Recorder, Scratch, TestCa};
use walker::{Page, Walker};
use web::{encode, outgoing::Outgoing};

use crate::{
    Config,
    directory::{self, AccountAttribute},
    ids::ServiceId,
    release::{self, Rule},
    services::{self, LogoutChannel, NewService, ServiceKind},
    tests::{PASSWORD, TestEnt},
};

/// A service like any other. Its address has everything that careless servers change.
pub(super) const APP: &str = "https://App.example/in?a=1&b=%C3%A9%2520";
/// Another address of the same service.
pub(super) const APP_ELSEWHERE: &str = "https://app.example/elsewhere";
/// A service without encryption, and one that wants no attributes that way.
pub(super) const PLAIN: &str = "http://plain.example/in";
pub(super) const STRICT: &str = "http://strict.example/in";
/// A service that nobody has registered.
pub(super) const STRANGE: &str = "https://strange.example/in";
/// What the account of the person holds.
pub(super) const ROLES: [&str; 2] = ["élève", "déléguée d'une classe <&>\" ]]>"];
pub(super) const MAIL: &str = "zoe@ecole.example";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Whom the checks ask.
#[derive(Debug, Clone)]
pub(super) enum Against {
    OurServer,
    /// A server at this address that knows nothing of the protocol.
    Other(String),
}

pub(super) struct Stage {
    pub(super) test: TestEnt,
    /// Signs for the services that listen on this machine.
    pub(super) ca: TestCa,
    pub(super) files: Scratch,
    against: Against,
}

/// An answer with its head as it came.
pub(super) struct Raw {
    pub(super) head: String,
    pub(super) body: String,
}

impl Stage {
    pub(super) async fn start(against: Against) -> Self {
        Self::start_as(against, |_| {}).await
    }

    /// Another server, with other settings.
    pub(super) async fn settled(&self, settle: impl FnOnce(&mut Config)) -> Self {
        Self::start_as(self.against.clone(), settle).await
    }

    async fn start_as(against: Against, settle: impl FnOnce(&mut Config)) -> Self {
        let (ca, files) = (TestCa::new("Autorité inventée"), Scratch::new());
        let extra_ca = vec![ca.write(&files, "ca.pem")];
        let test = TestEnt::start_as(|config| {
            config.outgoing = Outgoing { extra_ca, ..Outgoing::default() };
            settle(config);
        })
        .await;
        let stage = Self { test, ca, files, against };
        for (code, url) in [("APP", "https://app.example"), ("PLAIN", "http://plain.example")] {
            stage.register(NewService { code, url, ..NewService::default() }).await;
        }
        let (code, url) = ("STRICT", "http://strict.example");
        stage
            .register(NewService { code, url, attributes_over_https_only: true, ..NewService::default() })
            .await;
        let held = [("role", ROLES[0]), ("role", ROLES[1]), ("mail", MAIL)]
            .map(|(name, value)| AccountAttribute { name: name.to_owned(), value: value.to_owned() });
        directory::set_attributes(&stage.test.ent, &stage.test.accounts["zoe"], &held).await.unwrap();
        stage
    }

    /// Registers a service for everybody at every address below its own, with attributes. Unless told so, it does not
    /// hear of the end of sessions.
    pub(super) async fn register(&self, service: NewService<'_>) -> ServiceId {
        let pattern = format!("{}/**", service.url);
        let logout = match service.logout_url {
            Some(_) => service.logout,
            None => LogoutChannel::None,
        };
        self.register_as(NewService { pattern: &pattern, logout, ..service }).await
    }

    pub(super) async fn register_as(&self, service: NewService<'_>) -> ServiceId {
        let service =
            NewService { title: service.code, kind: ServiceKind::Cas, open_to_all: true, ..service };
        let id = services::register(&self.test.ent, &service).await.unwrap();
        let rules = ["uid", "sn", "role", "mail"].map(|name| Rule::named(name).unwrap());
        release::set_rules(&self.test.ent, &id, &rules).await.unwrap();
        id
    }

    /// A service on this machine that keeps what it is asked, in plain http, told of sign-outs by this channel.
    pub(super) async fn listener(&self, code: &str, logout: LogoutChannel) -> Recorder {
        let recorder = Recorder::start().await;
        let (url, pattern) = (recorder.url.as_str(), format!("{}/**", recorder.url));
        let service = NewService { code, url, pattern: &pattern, logout, ..NewService::default() };
        self.register_as(service).await;
        recorder
    }

    pub(super) fn address(&self, path: &str) -> String {
        match &self.against {
            Against::OurServer => self.test.address(path),
            Against::Other(url) => format!("{url}{path}"),
        }
    }

    /// The opaque name of the person, by which services know them.
    pub(super) async fn uid(&self) -> String {
        let account = &self.test.accounts["zoe"];
        directory::find(&self.test.ent, account).await.unwrap().unwrap().account.uid.clone()
    }

    /// Asks as a program or a fresh browser does, and follows no redirection.
    pub(super) async fn get(&self, path: &str) -> Page {
        self.step(&browser(), path).await
    }

    pub(super) async fn step(&self, walker: &Walker, path: &str) -> Page {
        walker.step(&self.address(path)).await.unwrap()
    }

    /// Asks with bytes of our own making: no cookie, no header that a library would add.
    pub(super) async fn raw(&self, head: &str, body: &str) -> Raw {
        let address = self.address("");
        let host = address.strip_prefix("http://").unwrap().to_owned();
        let request = format!("{head}\r\nHost: {host}\r\nConnection: close\r\n\r\n{body}");
        let answer = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(host).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        });
        let answer = answer.await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Raw { head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    /// Opens the sign-in form, types what is right but for `more`, and sends it; follows no redirection.
    pub(super) async fn sign_in(&self, walker: &Walker, path: &str, more: &[(&str, &str)]) -> Page {
        let page = self.step(walker, path).await;
        let right = [("username", "zoe"), ("password", PASSWORD)];
        let right = right.into_iter().filter(|(name, _)| more.iter().all(|(typed, _)| typed != name));
        let typed: Vec<_> = right.chain(more.iter().copied()).collect();
        self.send(walker, &page, &typed).await
    }

    /// Sends the form of a page; what is typed stands in place of what the page gave. Follows no redirection.
    pub(super) async fn send(&self, walker: &Walker, page: &Page, typed: &[(&str, &str)]) -> Page {
        let given = |name: &str| page.attribute(&format!("main form input[name={name}]"), "value");
        let action = page.attribute("main form", "action").unwrap_or_default();
        let mut fields: Vec<String> =
            typed.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        for name in ["csrf", "lt", "service", "parameter", "method"] {
            if let Some(value) = given(name).filter(|_| typed.iter().all(|(typed, _)| *typed != name)) {
                fields.push(format!("{name}={}", encode(&value)));
            }
        }
        let address = page.url.join(&action).unwrap();
        walker.post(address.as_str(), FORM, fields.join("&").into_bytes()).await.unwrap()
    }

    /// A browser whose person has signed in, without a service.
    pub(super) async fn session(&self) -> Walker {
        let walker = browser();
        let page = self.sign_in(&walker, "/cas/login", &[]).await;
        assert!(page.says("Vous êtes connecté"), "{}", page.body);
        walker
    }

    /// The ticket of a silent visit.
    pub(super) async fn ticket(&self, walker: &Walker, service: &str) -> String {
        ticket_in(&self.step(walker, &way(service)).await)
    }

    /// The ticket of a fresh session.
    pub(super) async fn fresh_ticket(&self, service: &str) -> String {
        self.ticket(&self.session().await, service).await
    }

    /// Presents a ticket at an endpoint of CAS 1, 2 or 3; `more` begins with `&`.
    pub(super) async fn present(&self, endpoint: &str, ticket: &str, service: &str, more: &str) -> Page {
        self.get(&format!("/cas/{endpoint}?ticket={ticket}&service={}{more}", encode(service))).await
    }
}

pub(super) fn browser() -> Walker {
    Walker::new().unwrap()
}

/// The way to a service through the sign-in form.
pub(super) fn way(service: &str) -> String {
    format!("/cas/login?service={}", encode(service))
}

/// The ticket with which an answer sends the browser to the service.
pub(super) fn ticket_in(page: &Page) -> String {
    let location = page.location().unwrap_or_else(|| panic!("{} {}", page.status, page.body));
    location.split_once("ticket=").unwrap_or_else(|| panic!("{location}")).1.to_owned()
}

pub(super) fn asks_for_credentials(page: &Page) -> bool {
    page.status == 200 && page.location().is_none() && page.attribute("#password", "name").is_some()
}

/// Whom an answer in XML names.
pub(super) fn accepted(page: &Page) -> Principal {
    match Answer::parse(&page.bytes) {
        Ok(Answer::Success(principal)) => principal,
        _ => panic!("{} {}", page.status, page.body),
    }
}

/// Checks that an answer in XML refuses with this code, and says why in words.
pub(super) fn refused(page: &Page, expected: &str) {
    match Answer::parse(&page.bytes) {
        Ok(Answer::Failure { code, message }) => {
            assert_eq!((page.status, code.as_str()), (200, expected), "{message}");
            assert!(message.len() > 10, "{message}");
        }
        _ => panic!("{} {}", page.status, page.body),
    }
}
