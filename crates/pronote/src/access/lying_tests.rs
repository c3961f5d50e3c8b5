//! A CAS server that lies, stumbles or sleeps: nobody enters, the cause is said, PRONOTE goes on.

use std::time::Duration;

use web::outgoing::Outgoing;

use super::*;
use crate::{
    delegation::Dialect,
    tests::{Fixture, Instead, PASSWORD, PUPIL, TEACHER},
};

const PUPILS: &str = "/pronote/eleve.html";
const SAML: &str = "urn:oasis:names:tc:SAML:1.0:protocol";
const CAS: &str = "http://www.yale.edu/tp/cas";

/// What becomes of a good ticket when a text of the answer is replaced by another.
async fn edited(dialect: Dialect, from: &str, to: &str) -> (u16, String) {
    let fixture = Fixture::new().await;
    fixture.identify(Identification { dialect, ..Identification::default() }).await;
    fixture.cas.edit(from, to);
    let page = fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
    assert_eq!(fixture.cas_id(PUPIL).await, None, "{from} → {to}: {}", page.words());
    assert!(connected(&fixture.pronote, &fixture.school().await).await.unwrap().is_empty());
    let lines = journal::latest(&fixture.pronote, fixture.base.as_str(), 9).await.unwrap();
    let refused = lines.into_iter().find(|line| line.kind == "refused").unwrap();
    (page.status.as_u16(), refused.detail.unwrap())
}

#[tokio::test]
async fn an_answer_of_saml_that_was_tampered_with_is_refused_for_its_own_cause() {
    for (from, to, status, word) in [
        (SAML, "urn:other", 502, "cas-namespace"),
        ("http://schemas.xmlsoap.org/soap/envelope/", "urn:other", 502, "cas-namespace"),
        ("<Assertion", "<Extra><Assertion xmlns:x='u'", 502, "cas-unreadable"),
        ("samlp:Success", "samlp:RequestDenied", 403, "ticket"),
        ("<Audience>http://127.0.0.1:8081/pronote", "<Audience>https://evil.example", 403, "other-service"),
        (
            "Recipient=\"http://127.0.0.1:8081/pronote",
            "Recipient=\"https://evil.example",
            403,
            "other-service",
        ),
        ("NotOnOrAfter=\"2026", "NotOnOrAfter=\"2025", 403, "clocks"),
        ("NotBefore=\"2026", "NotBefore=\"2027", 403, "clocks"),
        (">z1<", "><", 403, "no-subject"),
        ("?><", "?><!DOCTYPE a [<!ENTITY b 'c'>]><", 502, "cas-unreadable"),
    ] {
        assert_eq!(edited(Dialect::Saml11, from, to).await, (status, word.to_owned()), "{from} → {to}");
    }
}

#[tokio::test]
async fn an_answer_of_cas_that_was_tampered_with_is_refused_for_its_own_cause() {
    let open = "<cas:authenticationSuccess>";
    for (from, to, status, word) in [
        (CAS, "urn:other", 502, "cas-namespace"),
        (open, "<cas:authenticationFailure code='X'/><cas:authenticationSuccess>", 502, "cas-unreadable"),
        (">z1<", "><", 403, "no-subject"),
        ("<cas:serviceResponse", "<!DOCTYPE a><cas:serviceResponse", 502, "cas-unreadable"),
    ] {
        assert_eq!(edited(Dialect::Cas3, from, to).await, (status, word.to_owned()), "{from} → {to}");
    }
}

/// A failure that quotes a success is a failure, in either dialect.
#[tokio::test]
async fn a_success_inside_a_failure_lets_nobody_in() {
    let fixture = Fixture::new().await;
    let success = "<cas:authenticationSuccess><cas:user>z1</cas:user></cas:authenticationSuccess>";
    for dialect in [Dialect::Cas3, Dialect::Cas2] {
        fixture.identify(Identification { dialect, ..Identification::default() }).await;
        fixture.cas.answer_instead(&format!(
            "<cas:serviceResponse xmlns:cas='{CAS}'><cas:authenticationFailure code='INVALID_TICKET'>{success}\
             </cas:authenticationFailure></cas:serviceResponse>"
        ));
        let page = fixture.arrive(PUPILS, "z1", &[]).await;
        assert!(page.status == 403 && page.shows("INVALID_TICKET"), "{}", page.words());
        fixture.cas.answer_instead(&format!("<a xmlns:cas='{CAS}'>{success}</a>"));
        assert_eq!(fixture.arrive(PUPILS, "z1", &[]).await.status, 502);
    }
}

#[tokio::test]
async fn a_server_that_stumbles_is_told_from_one_that_says_no() {
    let fixture = Fixture::new().await;
    let elsewhere = format!("{}/serviceValidate", fixture.cas.url());
    for (instead, status, said) in [
        (Instead::Status(500), 502, "a répondu par une erreur (500)"),
        (Instead::Status(404), 502, "ne connaît pas la méthode de validation"),
        (Instead::Redirect(elsewhere), 502, "vers une autre adresse au lieu de lui répondre"),
        (Instead::Text("x".repeat(70_000)), 502, "trop longue"),
        (Instead::Text("<html/>".to_owned()), 502, "n'est pas celle d'un serveur CAS"),
    ] {
        fixture.cas.answer(Some(instead));
        let page = fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
        assert!(page.status == status && page.shows(said), "{}", page.words());
    }
    fixture.cas.answer(None);
    assert_eq!(
        fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await.location,
        PUPILS,
        "PRONOTE goes on"
    );
}

#[tokio::test]
async fn an_answer_in_the_other_dialect_names_the_setting() {
    let fixture = Fixture::new().await;
    let cas = format!(
        "<cas:serviceResponse xmlns:cas='{CAS}'><cas:authenticationSuccess><cas:user>z1</cas:user>\
         </cas:authenticationSuccess></cas:serviceResponse>"
    );
    let saml = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><Response xmlns='{SAML}'>\
         <Status><StatusCode Value='Success'/></Status></Response></e:Body></e:Envelope>"
    );
    for (dialect, answer) in [(Dialect::Saml11, cas), (Dialect::Cas3, saml.clone()), (Dialect::Cas2, saml)] {
        fixture.identify(Identification { dialect, ..Identification::default() }).await;
        fixture.cas.answer_instead(&answer);
        let page = fixture.arrive(PUPILS, "z1", &[]).await;
        assert!(page.status == 502 && page.shows("ne connaît pas la méthode"), "{dialect}: {}", page.words());
    }
}

#[tokio::test]
async fn a_server_that_sleeps_keeps_nobody_else_waiting_and_direct_access_goes_on() {
    let patience = Some(Duration::from_millis(300));
    let outgoing = Outgoing { patience, ..Outgoing::default() };
    let fixture = Fixture::with(None, outgoing, Vec::new()).await;
    fixture.delegate(&fixture.cas.url()).await;
    fixture.publish(true).await;
    fixture.cas.answer(Some(Instead::Slow(Duration::from_secs(20))));
    let id = model::PronoteId::parse(TEACHER).unwrap();
    people::give_own_login(&fixture.pronote, &fixture.base, &id, "awa", PASSWORD).await.unwrap();
    let direct = async || {
        let fields = [("space", "common"), ("username", "awa"), ("password", PASSWORD)];
        fixture.visitor().submit("/pronote/?login=true", "/pronote/connexion", &fields).await
    };
    let (page, beside) = tokio::join!(fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]), direct());
    assert!(page.status == 502 && page.shows("ne répond pas"), "{}", page.words());
    assert_eq!(beside.location, "/pronote/professeur.html");
    fixture.delegate("http://127.0.0.1:9/cas").await;
    let unreachable = fixture.visitor();
    unreachable.get(PUPILS).await;
    let page = unreachable.get(&format!("{PUPILS}?ticket=ST-12345")).await;
    assert!(page.status == 502 && page.shows("ne répond pas"), "{}", page.words());
    assert_eq!(direct().await.location, "/pronote/professeur.html", "the ENT is gone, direct access is not");
}
