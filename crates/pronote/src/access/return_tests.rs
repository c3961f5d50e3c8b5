//! Visits that nobody asked for, single logout, and the list of those who were not recognised.

use cas_protocol::{logout::LogoutRequest, saml11::MessageId, ticket::ServiceTicket};
use web::Clock as _;

use super::*;
use crate::tests::{Browser, Fixture, PUPIL, TEACHER};

const PUPILS: &str = "/pronote/eleve.html";
const TEACHERS: &str = "/pronote/professeur.html";
const CONFIRM: &str = "/pronote/connexion/confirmer";

impl Fixture {
    fn logout_of(&self, ticket: &str) -> String {
        let ticket = ServiceTicket::parse(ticket).unwrap().into();
        let id = MessageId::from_random([3; 32]);
        LogoutRequest { id, issue_instant: self.clock.now(), name: None, ticket }.form_body()
    }

    /// A browser inside, and the ticket by which it entered.
    async fn inside_by(&self, subject: &str) -> (Browser, String) {
        let (browser, ticket) = (self.visitor(), self.cas.ticket(subject, &[PUPIL]));
        browser.get(PUPILS).await;
        assert_eq!(browser.get(&format!("{PUPILS}?ticket={ticket}")).await.location, PUPILS);
        (browser, ticket)
    }
}

#[tokio::test]
async fn an_unasked_visit_names_who_would_enter_and_opens_on_a_click_only() {
    let fixture = Fixture::new().await;
    let victim = fixture.visitor();
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    let page = victim.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert_eq!(page.location, CONFIRM, "no ticket stays in sight");
    let page = victim.get(CONFIRM).await;
    assert!(
        page.shows("sous le nom de ÉTOILÉ Zoé") && page.shows(&format!("href=\"{PUPILS}\"")),
        "{}",
        page.text
    );
    assert!(!victim.holds_cookie("-pupil"), "nobody is inside");
    assert_eq!(fixture.cas_id(PUPIL).await, None, "nothing is learnt");
    assert!(connected(&fixture.pronote, &fixture.school().await).await.unwrap().is_empty());
    assert_eq!(victim.forge(CONFIRM).await.status, 403);

    let other = fixture.visitor();
    assert_eq!(other.get(CONFIRM).await.location, "/pronote/", "bound to the browser");
    let page = other.submit("/pronote/?login=true", CONFIRM, &[]).await;
    assert!(page.status == 403 && page.shows("a attendu trop longtemps"), "{}", page.words());

    assert_eq!(victim.submit(CONFIRM, CONFIRM, &[]).await.location, PUPILS);
    assert_eq!(victim.get(PUPILS).await.status, 200);
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("z1").unwrap()));
    let again = victim.submit("/pronote/?login=true", CONFIRM, &[]).await;
    assert!(again.status == 403, "it serves once");
}

/// A ticket sent by somebody else must not link their account of the ENT to the record of whoever types a password.
#[tokio::test]
async fn an_unasked_visit_never_asks_for_a_password_and_leaves_no_trace() {
    let fixture = Fixture::new().await;
    let first = delegation::FirstConnection::DoubleAuth;
    fixture.identify(Identification { first, ..Identification::default() }).await;
    let victim = fixture.visitor();
    let ticket = fixture.cas.ticket("attacker", &[]);
    let page = victim.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert!(page.status == 200 && page.shows(&format!("href=\"{PUPILS}\"")), "{}", page.words());
    assert!(!victim.holds_cookie("pending"));
    assert!(failures(&fixture.pronote, &fixture.base).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_ent_ends_the_session_of_its_ticket_and_no_other() {
    let fixture = Fixture::new().await;
    let (browser, ticket) = fixture.inside_by("z1").await;
    let (second, other) = fixture.inside_by("z1").await;
    let ent = fixture.visitor();
    let junk = [
        String::new(),
        "logoutRequest=".to_owned(),
        "logoutRequest=%3Ca%3E".to_owned(),
        fixture.logout_of("ST-unknown-1"),
        format!("other={ticket}"),
    ];
    for body in &junk {
        let answer = ent.post(PUPILS, body).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""), "{body}");
    }
    assert_eq!(ent.post(PUPILS, &format!("logoutRequest={}", "x".repeat(70_000))).await.status, 413);
    assert_eq!(browser.get(PUPILS).await.status, 200);
    // Whichever page of the base it is told at; also while the base is not published.
    let answer = ent.post("/pronote/", &fixture.logout_of(&ticket)).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""));
    assert!(browser.get(PUPILS).await.location.starts_with(&fixture.cas.url()), "ended");
    assert_eq!(second.get(PUPILS).await.status, 200, "another ticket, another session");
    fixture.publish(false).await;
    assert_eq!(ent.post("/pronote/eleve/notes.html", &fixture.logout_of(&other)).await.status, 200);
    fixture.publish(true).await;
    assert_eq!(second.get(PUPILS).await.status, 303);
}

#[tokio::test]
async fn what_waits_ends_with_the_session_of_the_ent() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    browser.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert_eq!(browser.get(CONFIRM).await.status, 200);
    fixture.visitor().post(PUPILS, &fixture.logout_of(&ticket)).await;
    assert_eq!(browser.get(CONFIRM).await.location, "/pronote/");
}

#[tokio::test]
async fn those_who_are_not_recognised_are_listed_until_they_enter_or_thirty_days_pass() {
    let fixture = Fixture::new().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    let french = crate::words::CATALOGUE.words(web::Language::French);
    fixture.arrive(PUPILS, "z1", &[]).await;
    fixture.clock.advance(1);
    for _ in 0..2 {
        fixture.arrive(PUPILS, "z1", &[("idPronote", "ABCDEFGH23457894"), ("nom", "Secret")]).await;
    }
    fixture.clock.advance(1);
    fixture.arrive(TEACHERS, "w1", &[]).await;
    fixture.arrive(TEACHERS, "z1", &[("idPronote", PUPIL)]).await;
    let list = failures(pronote, base).await.unwrap();
    let seen: Vec<_> = list.iter().map(|one| (one.cas_id.as_str(), one.space, one.refused.why)).collect();
    let expected =
        [("w1", Space::Teachers, Refusal::NoAttribute), ("z1", Space::Pupils, Refusal::UnknownPronoteId)];
    assert_eq!(seen, expected, "one line each, the last cause; a wrong space is no failure");
    let [_, zoe] = list.as_slice() else { panic!("two") };
    assert_eq!((zoe.pronote_id.as_deref(), &zoe.name), (Some("ABCDEFGH23457894"), &None));
    let (what, help) = zoe.explain(french, "https://cas.example");
    assert!(what.contains("\"idPronote\"") && help.contains("exporter de nouveau"), "{what} {help}");
    assert_eq!(failing(pronote, base).await.unwrap(), 2);
    assert_eq!(failing(pronote, &fixture.other_base).await.unwrap(), 0);

    fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
    assert_eq!(failing(pronote, base).await.unwrap(), 1, "who enters leaves the list");
    fixture.clock.advance(30 * 24 * 60);
    assert!(failures(pronote, base).await.unwrap().is_empty(), "after thirty days");
    fixture.arrive(PUPILS, "z9", &[]).await;
    assert_eq!(failing(pronote, base).await.unwrap(), 1);
}

#[tokio::test]
async fn a_name_is_kept_only_where_people_are_recognised_by_it() {
    let fixture = Fixture::new().await;
    let first = delegation::FirstConnection::Identity;
    fixture.identify(Identification { first, ..Identification::default() }).await;
    let released = [("nom", "Inconnue"), ("prenom", "Ada"), ("dateNaissance", "01/06/2013")];
    fixture.arrive(PUPILS, "z1", &released).await;
    let list = failures(&fixture.pronote, &fixture.base).await.unwrap();
    let names: Vec<_> = list.iter().filter_map(|one| one.name.as_ref().map(|name| name.listed())).collect();
    assert_eq!(names, ["INCONNUE Ada"]);
}

#[tokio::test]
async fn signing_out_offers_to_leave_the_ent_of_the_space() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    fixture.enter(&browser, TEACHERS, "w1", &[TEACHER]).await;
    let left = browser.submit(TEACHERS, "/pronote/deconnexion", &[]).await;
    assert_eq!(left.location, "/pronote/deconnexion.html?espace=teachers");
    let page = browser.get(&left.location).await;
    assert!(page.shows(&format!("href=\"{}/logout\"", fixture.cas.url())), "{}", page.text);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    an_unasked_visit_names_who_would_enter_and_opens_on_a_click_only,
    the_ent_ends_the_session_of_its_ticket_and_no_other,
    what_waits_ends_with_the_session_of_the_ent,
    those_who_are_not_recognised_are_listed_until_they_enter_or_thirty_days_pass,
];
