//! Entries by a CAS server that speaks TLS: nobody enters by one whose certificate cannot be trusted.

use std::path::PathBuf;

use testkit::{EXPIRED, Scratch, TestCa, VALID};
use web::{outgoing::Outgoing, tls::Tls};

use crate::tests::{Fixture, PUPIL, Page};

const PUPILS: &str = "/pronote/eleve.html";

/// What a pupil sees who comes back with a good ticket, and the end as it is then.
async fn entry(ca: &TestCa, hosts: &[&str], years: (i32, i32), trusted: &[PathBuf]) -> (Page, Fixture) {
    let scratch = Scratch::new();
    let tls = Tls::load(&ca.for_hosts(hosts, years).write(&scratch, "cas")).unwrap();
    let outgoing = Outgoing { extra_ca: trusted.to_vec(), ..Outgoing::default() };
    let fixture = Fixture::with(Some(tls), outgoing, Vec::new()).await;
    fixture.delegate(&fixture.cas.url()).await;
    fixture.publish(true).await;
    let browser = fixture.visitor();
    let away = browser.get(PUPILS).await;
    assert!(away.location.starts_with("https://127.0.0.1:"), "{}", away.location);
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    (browser.get(&format!("{PUPILS}?ticket={ticket}")).await, fixture)
}

#[tokio::test]
async fn a_cas_server_under_an_added_authority_lets_people_in() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité de l'ENT"));
    let added = ca.write(&scratch, "ca.pem");
    let (page, fixture) = entry(&ca, &["127.0.0.1"], VALID, &[added]).await;
    assert_eq!((page.status.as_u16(), page.location.as_str()), (303, PUPILS));
    assert!(fixture.cas_id(PUPIL).await.is_some());
}

#[tokio::test]
async fn a_certificate_that_cannot_be_trusted_keeps_everybody_out_and_is_named() {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité de l'ENT"));
    let added = [ca.write(&scratch, "ca.pem")];
    for (hosts, years, trusted, said, word) in [
        (&["127.0.0.1"][..], VALID, &[][..], "vient d'une autorité inconnue", "cas-certificate-issuer"),
        (&["localhost"], VALID, &added, "est celui d'un autre serveur", "cas-certificate-name"),
        (&["127.0.0.1"], EXPIRED, &added, "a expiré", "cas-certificate-expired"),
    ] {
        let (page, fixture) = entry(&ca, hosts, years, trusted).await;
        assert!(page.status == 502 && page.shows(said), "{}", page.text);
        assert_eq!(fixture.cas_id(PUPIL).await, None);
        let lines = crate::journal::latest(&fixture.pronote, fixture.base.as_str(), 10).await.unwrap();
        let refused = lines.iter().find(|line| line.kind == "refused").unwrap();
        assert_eq!(refused.detail.as_deref(), Some(word));
    }
}
