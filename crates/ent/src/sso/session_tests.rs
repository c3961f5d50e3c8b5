//! What ends a session ends its tickets, and one browser never holds two people.

use walker::{Page, Walker};
use web::{clock::SignedDuration, encode};

use crate::tests::{PASSWORD, PRONOTE, TestEnt};

const FIRST_VISIT: &str = "form[action='/cas/first-visit']";

impl TestEnt {
    /// Signs in on the way to PRONOTE; gives the first-visit page.
    async fn on_the_way(&self, walker: &Walker, who: &str, extra: &str) -> Page {
        let path = format!("/cas/login?service={}{extra}", encode(PRONOTE));
        let page = self.sign_in(walker, &path, who, PASSWORD).await;
        assert_eq!(page.text("h1").as_deref(), Some("Service Pronote avec CAS"), "{}", page.body);
        page
    }

    /// Answers the first-visit page; gives the ticket. The service is no real server: the walker stops before it.
    async fn ticket(&self, walker: &Walker, page: &Page) -> String {
        let field = |name: &str| {
            let value = page.attribute(&format!("{FIRST_VISIT} input[name={name}]"), "value").unwrap();
            format!("{name}={}", encode(&value))
        };
        let body = ["csrf", "service", "parameter"].map(field).join("&");
        let kind = "application/x-www-form-urlencoded";
        let address = self.address("/cas/first-visit");
        let answer = walker.post(&address, kind, body.into_bytes()).await.unwrap();
        answer.location().unwrap().split_once("ticket=").unwrap().1.to_owned()
    }

    async fn validated(&self, ticket: &str, extra: &str) -> bool {
        let path = format!("/cas/serviceValidate?ticket={ticket}&service={}{extra}", encode(PRONOTE));
        let answer = Walker::new().unwrap().step(&self.address(&path)).await.unwrap();
        answer.body.contains("<cas:authenticationSuccess>")
    }
}

#[tokio::test]
async fn a_password_typed_long_ago_is_not_typed_for_this_ticket() {
    let test = TestEnt::start().await;
    for (minutes, fresh) in [(14, true), (16, false)] {
        let walker = Walker::new().unwrap();
        let page = test.on_the_way(&walker, "zoe", "").await;
        test.clock.pass(SignedDuration::from_mins(minutes));
        let ticket = test.ticket(&walker, &page).await;
        assert_eq!(test.validated(&ticket, "&renew=true").await, fresh, "after {minutes} minutes");
    }
}

#[tokio::test]
async fn a_service_that_only_wonders_gets_its_visitor_back_even_without_the_right() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("inspector").await;
    let asked = test.address(&format!("/cas/login?gateway=true&service={}", encode(PRONOTE)));
    assert_eq!(walker.step(&asked).await.unwrap().location().as_deref(), Some(PRONOTE));
    let asked = test.address(&format!("/cas/login?service={}", encode(PRONOTE)));
    assert_eq!(walker.step(&asked).await.unwrap().status, 403);
}

#[tokio::test]
async fn a_ticket_dies_with_its_session() {
    let test = TestEnt::start().await;
    for signed_out in [false, true] {
        let walker = Walker::new().unwrap();
        let page = test.on_the_way(&walker, "zoe", "").await;
        let ticket = test.ticket(&walker, &page).await;
        if signed_out {
            walker.open(&test.address("/cas/logout")).await.unwrap();
        }
        assert_eq!(test.validated(&ticket, "").await, !signed_out);
    }
}

#[tokio::test]
async fn typed_credentials_count_as_new_for_one_ticket_even_behind_the_first_visit_page() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let page = test.on_the_way(&walker, "zoe", "&renew=true").await;
    let first = test.ticket(&walker, &page).await;
    let second = test.ticket(&walker, &page).await;
    assert!(test.validated(&first, "&renew=true").await);
    assert!(!test.validated(&second, "&renew=true").await, "this one is born of the open session");
}

#[tokio::test]
async fn somebody_else_signing_in_takes_the_browser_over() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    let former = walker.open(&test.address("/")).await.unwrap();
    assert!(former.says("Zoé"));
    test.on_the_way(&walker, "ines", "&renew=true").await;
    let page = walker.open(&test.address("/")).await.unwrap();
    assert!(page.says("Bonjour Inès") && !page.says("Zoé"), "{}", page.body);
}

#[tokio::test]
async fn a_first_visit_page_left_open_too_long_leads_back_to_the_sign_in_form() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let page = test.on_the_way(&walker, "zoe", "").await;
    test.clock.pass(SignedDuration::from_hours(9));
    let form = walker.submit(&page, FIRST_VISIT, &[]).await.unwrap();
    assert_eq!(form.url.path(), "/cas/login");
    let typed = [("username", "zoe"), ("password", PASSWORD)];
    let page = walker.submit(&form, "form#fm1", &typed).await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some("Service Pronote avec CAS"), "{}", page.body);
}

#[tokio::test]
async fn a_person_whose_service_is_refused_is_signed_in_all_the_same() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let path = format!("/cas/login?service={}", encode(PRONOTE));
    let refused = test.sign_in(&walker, &path, "inspector", PASSWORD).await;
    assert!(refused.status == 403 && refused.says("Vous n'avez pas accès à ce service"), "{}", refused.body);
    assert!(walker.open(&test.address("/")).await.unwrap().says("Bonjour Paul"));
}

/// Somebody gets a ticket for the portal, does not use it, and has another person open its address.
#[tokio::test]
async fn the_portal_opens_only_for_the_browser_that_it_sent_to_the_cas_server() {
    let test = TestEnt::start().await;
    let attacker = test.signed_in("zoe").await;
    let asked = attacker.step(&test.address("/sign-in?to=%2F")).await.unwrap().location().unwrap();
    let ticketed = attacker.step(&asked).await.unwrap().location().unwrap();
    assert!(ticketed.contains("ticket=ST-"), "{ticketed}");
    for victim in [Walker::new().unwrap(), test.signed_in("ines").await] {
        let page = victim.open(&ticketed).await.unwrap();
        assert!(!page.says("Zoé"), "{}", page.body);
    }
}

#[tokio::test]
async fn head_burns_no_ticket() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let page = test.on_the_way(&walker, "zoe", "").await;
    let ticket = test.ticket(&walker, &page).await;
    let path = format!("/cas/serviceValidate?ticket={ticket}&service={}", encode(PRONOTE));
    assert_eq!(walker.head(&test.address(&path)).await.unwrap().status, 405);
    assert!(test.validated(&ticket, "").await);
}

#[tokio::test]
async fn the_longest_pattern_decides_whose_address_it_is() {
    use crate::services::{NewService, ServiceKind, catalogue, register};
    let test = TestEnt::start().await;
    let below = NewService {
        code: "ZZ",
        title: "Zz",
        kind: ServiceKind::PronoteWithCas,
        url: "https://pronote.example/pronote/lycee/",
        pattern: "https://pronote.example/pronote/lycee/**",
        group: "Scolarité",
        ..NewService::default()
    };
    register(&test.ent, &below).await.unwrap();
    for (address, code) in [
        ("https://pronote.example/pronote/lycee/eleve.html", "ZZ"),
        ("https://pronote.example/pronote/eleve.html", "PRONOTE1"),
    ] {
        let address = cas_protocol::service::ServiceAddress::parse(address).unwrap();
        assert_eq!(catalogue(&test.ent).await.unwrap().of_address(&address).unwrap().code, code);
    }
    let twice = NewService { code: "ZZ2", ..below };
    assert!(register(&test.ent, &twice).await.is_err(), "two services cannot have one pattern");
}
