//! Tickets, their validation, the first-visit page, and who is refused.

use cas_protocol::{
    cas2::Answer,
    saml11::{MessageId, Request, Response},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use walker::{Page, Walker};
use web::{Clock as _, clock::SignedDuration, encode};

use crate::{
    Tickets,
    identifiers::{Losses, Mode, Order, families},
    tests::{PASSWORD, PRONOTE, TestEnt},
};

const ELSEWHERE: &str = "https://pronote.example/pronote/eleve.html";

impl TestEnt {
    pub(super) fn login_address(&self, service: &str) -> String {
        self.address(&format!("/cas/login?service={}", encode(service)))
    }

    /// Goes through the first-visit page, ticks its box, and gives the address that the browser is sent to.
    async fn enter(&self, walker: &Walker, service: &str) -> String {
        let page = walker.step(&self.login_address(service)).await.unwrap();
        if let Some(location) = page.location() {
            return location;
        }
        acknowledge(walker, &page, &[("acknowledged", "on")]).await
    }

    /// Imports a file that holds one pupil, whose identifier this is, among families whom nobody signs in.
    pub(super) async fn import_zoe(&self, pronote_id: &str) {
        let zoe = format!(
            "<Eleve Nom='L ETANG ROUX' Prenom='ZOE' DateNaissance='04/05/2013' IDPN='{pronote_id}'/>"
        );
        self.settle_families().await;
        let file =
            families::among_families(&format!("<x><Eleves>{zoe}</Eleves><Responsables></Responsables></x>"));
        let read = exchange::identifiers::read(file.as_bytes()).unwrap();
        let school = crate::tests::uai(crate::tests::SCHOOL);
        let (done_by, school) = (&self.accounts["admin"], &school);
        let order = Order { done_by, school, mode: Mode::Complete, losses: Losses::Ask };
        crate::identifiers::import(&self.ent, order, &read).await.unwrap();
    }

    pub(super) async fn validate(&self, ticket: &str, service: &str) -> Page {
        let path = format!("/cas/p3/serviceValidate?ticket={ticket}&service={}", encode(service));
        Walker::new().unwrap().step(&self.address(&path)).await.unwrap()
    }

    async fn saml_validate(&self, body: Vec<u8>, target: &str) -> Page {
        let address = self.address(&format!("/cas/samlValidate?TARGET={}", encode(target)));
        Walker::new().unwrap().post(&address, "text/xml", body).await.unwrap()
    }
}

/// Answers the first-visit page. The service is no real server: the walker stops where it is sent.
async fn acknowledge(walker: &Walker, page: &Page, filled: &[(&str, &str)]) -> String {
    assert_eq!(page.text("h1").as_deref(), Some("Service Pronote avec CAS"), "{}", page.body);
    let token = page.attribute("main input[name=csrf]", "value").unwrap();
    let service = page.attribute("main input[name=service]", "value").unwrap();
    let mut body = format!("csrf={token}&service={}&parameter=ticket", encode(&service));
    for (name, value) in filled {
        body += &format!("&{name}={value}");
    }
    let address = page.url.join("/cas/first-visit").unwrap();
    let kind = "application/x-www-form-urlencoded";
    walker.post(address.as_str(), kind, body.into_bytes()).await.unwrap().location().unwrap()
}

pub(super) fn ticket(location: &str) -> String {
    location.split_once("ticket=").unwrap().1.to_owned()
}

fn saml_request(ticket: &str) -> Vec<u8> {
    let id = MessageId::from_random([1; 32]);
    let at = "2026-09-07T06:30:00Z".parse().unwrap();
    Request::to_xml(&id, at, &ServiceTicket::parse(ticket).unwrap()).into_bytes()
}

#[tokio::test]
async fn a_ticket_gives_the_identifier_of_pronote_once() {
    let test = TestEnt::start().await;
    test.import_zoe("C7XK4MZ9QH2RWT8B").await;
    let walker = test.signed_in("zoe").await;
    let location = test.enter(&walker, PRONOTE).await;
    assert!(location.starts_with("https://pronote.example/pronote/?ticket=ST-"), "{location}");
    let answer = test.validate(&ticket(&location), PRONOTE).await;
    let Answer::Success(principal) = Answer::parse(&answer.bytes).unwrap() else { panic!("{}", answer.body) };
    assert_eq!(principal.values("idPronote"), ["C7XK4MZ9QH2RWT8B"]);
    assert_eq!(principal.values("categories"), ["National_1"]);
    assert_eq!(principal.values("uid"), [principal.subject.as_str()]);
    assert!(!answer.body.contains("ZOÉ") && !answer.body.contains("tang"), "no name leaves: {}", answer.body);
    let again = test.validate(&ticket(&location), PRONOTE).await;
    assert!(again.status == 200 && again.body.contains("INVALID_TICKET"), "{}", again.body);
}

#[tokio::test]
async fn saml_1_1_gives_the_same_in_its_own_words() {
    let test = TestEnt::start().await;
    test.import_zoe("C7XK4MZ9QH2RWT8B").await;
    let walker = test.signed_in("zoe").await;
    let service = ServiceAddress::parse(ELSEWHERE).unwrap();
    let location = test.enter(&walker, ELSEWHERE).await;
    let answer = test.saml_validate(saml_request(&ticket(&location)), ELSEWHERE).await;
    let response = Response::parse(&answer.bytes).unwrap();
    let principal = response.accept(test.clock.now(), SignedDuration::from_mins(3), &service).unwrap();
    assert_eq!(principal.values("idPronote"), ["C7XK4MZ9QH2RWT8B"]);
    let again = test.saml_validate(saml_request(&ticket(&location)), ELSEWHERE).await;
    assert!(again.status == 200 && again.body.contains("samlp:RequestDenied"), "{}", again.body);
}

#[tokio::test]
async fn a_person_without_identifier_gets_a_ticket_without_it() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("awa").await;
    let location = test.enter(&walker, PRONOTE).await;
    let answer = test.validate(&ticket(&location), PRONOTE).await;
    let Answer::Success(principal) = Answer::parse(&answer.bytes).unwrap() else { panic!("{}", answer.body) };
    assert!(principal.values("idPronote").is_empty());
}

#[tokio::test]
async fn a_ticket_is_worth_something_only_in_time_and_for_its_own_service() {
    for place in [Tickets::Memory, Tickets::Database] {
        worth_something_only_in_time_and_for_its_own_service(&TestEnt::with_tickets_in(place).await).await;
    }
}

async fn worth_something_only_in_time_and_for_its_own_service(test: &TestEnt) {
    let walker = test.signed_in("zoe").await;
    for (service, wait, code) in [
        (PRONOTE, 0, None),
        ("https://PRONOTE.example:443/Pronote/", 0, None),
        (PRONOTE, 9, None),
        (PRONOTE, 10, Some("INVALID_TICKET")),
        (ELSEWHERE, 0, Some("INVALID_SERVICE")),
        ("http://pronote.example/pronote/", 0, Some("INVALID_SERVICE")),
        ("https://evil.example/", 0, Some("INVALID_SERVICE")),
        ("not an address", 0, Some("INVALID_SERVICE")),
        ("", 0, Some("INVALID_REQUEST")),
    ] {
        let ticket = ticket(&test.enter(&walker, PRONOTE).await);
        test.clock.pass(SignedDuration::from_secs(wait));
        let answer = test.validate(&ticket, service).await;
        assert_eq!(answer.status, 200);
        match code {
            None => {
                assert!(answer.body.contains("<cas:authenticationSuccess>"), "{service}: {}", answer.body)
            }
            Some(code) => assert!(answer.body.contains(code), "{service}: {}", answer.body),
        }
        let burnt = test.validate(&ticket, PRONOTE).await;
        assert!(
            burnt.body.contains("INVALID_TICKET"),
            "{service}: burnt whatever came of it: {}",
            burnt.body
        );
    }
    let forged = test.validate("ST-00000000000000000000000000000", PRONOTE).await;
    assert!(forged.body.contains("INVALID_TICKET"));
    let missing = test.validate("", PRONOTE).await;
    assert!(missing.body.contains("INVALID_REQUEST"));
}

#[tokio::test]
async fn a_malformed_soap_message_is_answered_in_the_protocol() {
    let test = TestEnt::start().await;
    for body in [
        Vec::new(),
        b"not xml".to_vec(),
        b"<a>".to_vec(),
        b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>".to_vec(),
        b"\xff\xfe\x00".to_vec(),
        b"<Envelope><Body><Request><AssertionArtifact>ST-1</AssertionArtifact></Request></Body></Envelope>"
            .to_vec(),
        vec![b'x'; 100_000],
        "<a>".repeat(20_000).into_bytes(),
    ] {
        for target in [PRONOTE, "", "javascript:alert(1)"] {
            let answer = test.saml_validate(body.clone(), target).await;
            assert_eq!(answer.status, 200, "{} bytes", body.len());
            assert!(answer.body.contains("samlp:Requester"), "{}", answer.body);
            assert!(
                !answer.body.contains("Assertion ") && !answer.body.contains("javascript"),
                "{}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn the_older_address_of_saml_validation_is_an_alias_in_any_case() {
    let test = TestEnt::start().await;
    for (path, known) in [("validate", true), ("Validate", true), ("VALIDATE", true), ("other", false)] {
        let address = test.address(&format!("/cas/saml/{path}?TARGET=x"));
        let answer = Walker::new().unwrap().post(&address, "text/xml", Vec::new()).await.unwrap();
        assert_eq!(answer.status, if known { 200 } else { 404 }, "{path}");
    }
}

#[tokio::test]
async fn the_first_visit_page_comes_once_when_ticked() {
    let test = TestEnt::start().await;
    test.import_zoe("C7XK4MZ9QH2RWT8B").await;
    let walker = test.signed_in("zoe").await;
    let address = test.login_address(PRONOTE);
    let page = walker.step(&address).await.unwrap();
    assert!(page.says(
        "Le bouton ci-dessous vous permet d'accéder à votre compte Pronote sans avoir à vous identifier."
    ));
    assert!(page.says("Zoé L'ÉTANG-ROUX"), "the account is shown");
    // Not ticked: one goes through, and the page is shown again.
    assert!(acknowledge(&walker, &page, &[]).await.contains("ticket=ST-"));
    let page = walker.step(&address).await.unwrap();
    assert!(acknowledge(&walker, &page, &[("acknowledged", "on")]).await.contains("ticket=ST-"));
    assert!(walker.step(&address).await.unwrap().location().unwrap().contains("ticket=ST-"));
    // Nor on another device.
    let other = test.signed_in("zoe").await;
    assert!(other.step(&address).await.unwrap().location().unwrap().contains("ticket=ST-"));
    // The PRONOTE account changes: the page is back.
    test.import_zoe("9JT7VHC2XK8RMQZ4").await;
    assert_eq!(walker.step(&address).await.unwrap().location(), None);
}

#[tokio::test]
async fn an_unknown_service_gets_a_page_and_never_a_redirection() {
    let test = TestEnt::start().await;
    let signed_in = test.signed_in("zoe").await;
    for service in [
        "https://evil.example/",
        "https://pronote.example.evil.example/pronote/",
        "https://pronote.example@evil.example/pronote/",
        "https://pronote.example/other/",
        "https://pronote.example/pronote/../x",
        "http://pronote.example/pronote/",
        "//evil.example",
        "javascript:alert(1)",
        "https://pronote.example\\@evil.example/pronote/",
    ] {
        for walker in [&signed_in, &Walker::new().unwrap()] {
            for extra in ["", "&gateway=true", "&renew=true"] {
                let page = walker.step(&(test.login_address(service) + extra)).await.unwrap();
                assert_eq!((page.status, page.location()), (403, None), "{service} {extra}");
                assert!(page.says("Ce service n'est pas connu de votre ENT"), "{}", page.body);
            }
        }
        let page = test.logout(&signed_in, service).await;
        assert_eq!(page.location(), None, "{service}");
    }
    let twice = test.login_address(PRONOTE) + "&service=https://evil.example/";
    assert_eq!(Walker::new().unwrap().step(&twice).await.unwrap().status, 400);
}

impl TestEnt {
    async fn logout(&self, walker: &Walker, service: &str) -> Page {
        walker.step(&self.address(&format!("/cas/logout?service={}", encode(service)))).await.unwrap()
    }
}

#[tokio::test]
async fn logging_out_leads_back_to_a_registered_service() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    assert_eq!(test.logout(&walker, PRONOTE).await.location().as_deref(), Some(PRONOTE));
    assert!(walker.step(&test.login_address(PRONOTE)).await.unwrap().says("Connexion à votre ENT"));
}

#[tokio::test]
async fn a_profile_without_right_is_refused_with_a_sentence() {
    let test = TestEnt::start().await;
    for who in ["inspector", "elsewhere"] {
        let walker = test.signed_in(who).await;
        let page = walker.step(&test.login_address(PRONOTE)).await.unwrap();
        assert!(
            page.status == 403 && page.says("Vous n'avez pas accès à ce service"),
            "{who}: {}",
            page.body
        );
        let home = walker.open(&test.address("/")).await.unwrap();
        assert_eq!(home.attribute("a.tile", "href"), None, "{who} has no tile");
    }
    let walker = test.signed_in("zoe").await;
    let home = walker.open(&test.address("/")).await.unwrap();
    assert_eq!(home.attribute("a.tile", "href").as_deref(), Some(PRONOTE));
    assert_eq!(home.text("main h2").as_deref(), Some("Scolarité"));
}

#[tokio::test]
async fn gateway_never_asks_and_renew_always_does() {
    let test = TestEnt::start().await;
    let stranger = Walker::new().unwrap();
    let gateway = test.login_address(PRONOTE) + "&gateway=true";
    assert_eq!(stranger.step(&gateway).await.unwrap().location().as_deref(), Some(PRONOTE));
    let walker = test.signed_in("zoe").await;
    let silent = walker.step(&gateway).await.unwrap().location().unwrap();
    assert!(silent.contains("ticket=ST-"), "no first-visit page in between: {silent}");
    let renew = test.login_address(PRONOTE) + "&renew=true";
    assert!(walker.step(&renew).await.unwrap().says("Connexion à votre ENT"));
    // A ticket of an open session does not pass where typed credentials are asked for.
    let ticket = ticket(&walker.step(&gateway).await.unwrap().location().unwrap());
    let path = format!("/cas/serviceValidate?renew=true&ticket={ticket}&service={}", encode(PRONOTE));
    assert!(walker.step(&test.address(&path)).await.unwrap().body.contains("INVALID_TICKET"));
}

#[tokio::test]
async fn a_saml_client_gets_its_artifact() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    let address = test.address(&format!("/cas/login?gateway=1&TARGET={}", encode(PRONOTE)));
    let location = walker.step(&address).await.unwrap().location().unwrap();
    assert!(location.contains("?SAMLart=ST-"), "{location}");
}

#[tokio::test]
async fn the_sign_in_form_leads_on_to_the_service() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let path = format!("/cas/login?service={}", encode(PRONOTE));
    let page = test.sign_in(&walker, &path, "zoe", PASSWORD).await;
    assert_eq!(page.text("h1").as_deref(), Some("Service Pronote avec CAS"), "{}", page.body);
    assert!(acknowledge(&walker, &page, &[]).await.starts_with(PRONOTE));
}

#[tokio::test]
async fn each_of_many_people_at_once_gets_an_answer_about_themselves() {
    let test = std::sync::Arc::new(TestEnt::start().await);
    let people = ["zoe", "awa", "ines"];
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let (test, who) = (std::sync::Arc::clone(&test), people[n % people.len()]);
            tokio::spawn(async move {
                let walker = test.signed_in(who).await;
                let location = test.enter(&walker, PRONOTE).await;
                let answer = test.validate(&ticket(&location), PRONOTE).await;
                let Answer::Success(principal) = Answer::parse(&answer.bytes).unwrap() else {
                    panic!("{}", answer.body)
                };
                let account = crate::directory::by_login(&test.ent, who).await.unwrap().unwrap();
                assert_eq!(principal.subject, account.uid, "{who}");
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_ticket_gives_the_identifier_of_pronote_once,
    the_first_visit_page_comes_once_when_ticked,
    gateway_never_asks_and_renew_always_does,
    the_sign_in_form_leads_on_to_the_service,
];
