//! Every refusal: that a visit can meet it, that its page says it, and the list of all of them in the documentation.

use std::fmt::Write as _;

use testkit::{EXPIRED, Scratch, TO_COME, TestCa, VALID};
use web::{
    Language,
    outgoing::{CertificateFault, Outgoing},
    tls::Tls,
};

use super::*;
use crate::{
    bases,
    delegation::{Dialect, FirstConnection},
    people::NewPerson,
    tests::{Fixture, GUARDIAN, Instead, PASSWORD, PUPIL, Page, TEACHER, someone},
};

const PUPILS: &str = "/pronote/eleve.html";
const COMMON: &str = "/pronote/";
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/messages.md");
const ZOE: [(&str, &str); 3] = [("nom", "Étoilé"), ("prenom", "Zoé"), ("dateNaissance", "01/06/2013")];
const ANA: [(&str, &str); 3] = [("nom", "Le Gué"), ("prenom", "Ana"), ("dateNaissance", "29/02/2012")];
const AWA: [(&str, &str); 2] = [("nom", "Noël-Œuvré"), ("prenom", "Awa")];

/// Its number or numbers among PRONOTE's kinds of errors, `-` for none; and where its French sentence comes from.
fn kind_and_source(refusal: Refusal) -> (&'static str, &'static str) {
    use Refusal::*;
    match refusal {
        NoSubject => ("0", "ours"),
        NoCommonId => ("1", "ours"),
        NoAttribute => ("2", "exact"),
        CasUnreadable => ("3", "ours"),
        CasNamespace => ("4", "ours"),
        CasStatus => ("5, 7", "ours"),
        TicketRefused => ("6, 8", "ours"),
        TicketMissing => ("9", "ours"),
        ValidationMethod => ("10", "ours"),
        WithoutAttributes => ("11", "ours"),
        UnknownCommonId => ("12", "ours"),
        UnknownIdentity => ("13", "ours"),
        IdentityTaken => ("14", "ours"),
        UnknownPronoteId => ("15", "ours"),
        OtherSpace => ("16", "exact"),
        AccessRefused => ("17", "ours"),
        NoDelegation => ("19", "ours"),
        SeveralCommonIds => ("24", "ours"),
        SeveralSpaces => ("25", "ours"),
        Homonyms => ("26", "ours"),
        SeveralSpacesAtHome => ("27", "ours"),
        HomonymsAtHome => ("28", "ours"),
        SeveralPronoteIds => ("29", "ours"),
        BirthDateForm => ("37", "ours"),
        CasUnreachable | CasCertificate(_) | CasRedirects | CasTooLong | OtherService | Clocks | Conflict
        | Duplicate | SpaceClosed | TooLate | WrongPassword | DirectClosed => ("-", "ours"),
    }
}

const HEAD: &str = "# Messages of a refused entry

Written by the test `every_refusal_is_listed` of `crates/pronote/src/access`; do not edit. To write it anew:
`UPDATE=1 cargo test -p pronote every_refusal`. Another test meets each of them by a visit.

PRONOTE numbers its kinds of errors; the numbers and names are known, the texts are not, but for two. The column \"kind\"
is our reading of which is which. \"Exact\": the sentence is printed by a published tutorial or by the vendor's help;
\"ours\": we wrote it. The word is that of the journal and of the keys in `crates/pronote/words`. `{ $cas }` is the address
of the CAS server, `{ $attribute }` the name of an attribute, `{ $said }` what the server said.

A CAS delegation cannot meet these kinds here: 18 (the number of the school is no part of the dialogue), 20 (other
settings: each has its own sentence at its field), 21 to 23 (certificates of WS-Federation; the address of the service
always follows from the configuration), 30 (one record is of one category), 31 to 36 (EduConnect).

";

#[test]
fn every_refusal_is_listed() {
    let french = crate::words::CATALOGUE.words(Language::French);
    let english = crate::words::CATALOGUE.words(Language::English);
    let mut text = HEAD.to_owned();
    text += "| word | kind | what the person reads | what to do | source |\n|---|---|---|---|---|\n";
    let mut words: Vec<&str> = Refusal::ALL.iter().map(|refusal| refusal.as_str()).collect();
    for refusal in Refusal::ALL {
        let (kind, source) = kind_and_source(refusal);
        let said = match refusal {
            Refusal::CasStatus | Refusal::TicketRefused => "{ $said }",
            _ => "{ $attribute }",
        };
        let refused = Refused::about(refusal, said);
        let (what, help) = refused.explain(french, "{ $cas }", Space::Pupils);
        let (in_english, _) = refused.explain(english, "{ $cas }", Space::Pupils);
        let key = format!("refusal-{}", refusal.as_str());
        assert!(what != key && help != format!("{key}-help") && in_english != what, "{key}");
        writeln!(text, "| `{}` | {kind} | {what} | {help} | {source} |", refusal.as_str()).unwrap();
        assert_eq!(Refusal::of_word(refusal.as_str()), Some(refusal));
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Refusal::ALL.len(), "one word each");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(FILE).unwrap_or_default(),
        text,
        "run with UPDATE=1 and read the change"
    );
}

/// What a pupil sees behind a CAS server with such a certificate.
async fn behind_certificate(fault: CertificateFault) -> (Page, Fixture) {
    let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité de l'ENT"));
    let here = ["127.0.0.1"];
    let issued = match fault {
        CertificateFault::UnknownIssuer => TestCa::new("Une autre").for_hosts(&here, VALID),
        CertificateFault::OtherName => ca.for_hosts(&["localhost"], VALID),
        CertificateFault::Expired => ca.for_hosts(&here, EXPIRED),
        CertificateFault::NotYetValid => ca.for_hosts(&here, TO_COME),
        CertificateFault::Unacceptable => ca.for_visitor("127.0.0.1", VALID),
    };
    let tls = Tls::load(&issued.write(&scratch, "cas")).unwrap();
    let outgoing = Outgoing { extra_ca: vec![ca.write(&scratch, "ca.pem")], ..Outgoing::default() };
    let fixture = Fixture::with(Some(tls), outgoing, Vec::new()).await;
    fixture.delegate(&fixture.cas.url()).await;
    fixture.publish(true).await;
    (fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await, fixture)
}

async fn identified_by(fixture: &Fixture, first: FirstConnection) {
    fixture.identify(Identification { first, ..Identification::default() }).await;
}

async fn by_attribute(fixture: &Fixture, first: FirstConnection) {
    let common = CommonId::Attribute("uid".to_owned());
    fixture.identify(Identification { common, first, ..Identification::default() }).await;
}

/// Two pupils named Ana, and a parent named as the teacher is.
async fn with_namesakes(fixture: &Fixture) {
    let ana = |id: &str| NewPerson {
        birth_date: Some("2012-02-29".parse().unwrap()),
        ..someone(Category::Pupil, id, "Le Gué", "Ana")
    };
    let parent = someone(Category::Guardian, "J2C3D4E5F7G8B9KH", "Noël-Œuvré", "Awa");
    let people = vec![ana("H2C3D4E5F7G8B9JK"), ana("K2C3D4E5F7G8B9JH"), parent];
    people::add_all(&fixture.pronote, &fixture.base, people).await.unwrap();
    identified_by(fixture, FirstConnection::Identity).await;
}

async fn own_login(fixture: &Fixture) {
    let id = model::PronoteId::parse(TEACHER).unwrap();
    people::give_own_login(&fixture.pronote, &fixture.base, &id, "awa", PASSWORD).await.unwrap();
}

/// The page of somebody who meets it at the CAS server.
async fn of_the_server(refusal: Refusal, fixture: &Fixture) -> Page {
    let cas = &fixture.cas;
    match refusal {
        Refusal::CasUnreachable => fixture.delegate("http://127.0.0.1:9/cas").await,
        Refusal::CasRedirects => cas.answer(Some(Instead::Redirect(cas.url()))),
        Refusal::CasStatus => cas.answer(Some(Instead::Status(503))),
        Refusal::ValidationMethod => cas.answer(Some(Instead::Status(404))),
        Refusal::CasUnreadable => cas.answer_instead("<html/>"),
        Refusal::CasTooLong => cas.answer_instead(&"x".repeat(70_000)),
        Refusal::CasNamespace => cas.edit("urn:oasis:names:tc:SAML:1.0:protocol", "urn:other"),
        Refusal::TicketRefused => cas.edit("samlp:Success", "samlp:RequestDenied"),
        Refusal::OtherService => {
            cas.edit("<Audience>http://127.0.0.1:8081", "<Audience>https://evil.example")
        }
        Refusal::Clocks => cas.edit("NotOnOrAfter=\"2026", "NotOnOrAfter=\"2025"),
        Refusal::NoSubject => cas.edit(">z1<", "><"),
        other => panic!("{other:?} is not of the server"),
    }
    fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await
}

/// The page of somebody who meets it by what the ENT says of them, or by what they type.
async fn of_the_person(refusal: Refusal, fixture: &Fixture) -> Page {
    use Refusal::*;
    match refusal {
        NoCommonId => {
            by_attribute(fixture, FirstConnection::PronoteId).await;
            fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await
        }
        SeveralCommonIds => {
            by_attribute(fixture, FirstConnection::PronoteId).await;
            fixture.arrive(PUPILS, "z1", &[("uid", "a"), ("uid", "b")]).await
        }
        TicketMissing => {
            let browser = fixture.visitor();
            browser.get(PUPILS).await;
            browser.get(&format!("{PUPILS}?ticket=")).await
        }
        NoDelegation => {
            let browser = fixture.visitor();
            browser.get(PUPILS).await;
            fixture.publish(false).await;
            delegation::remove(&fixture.pronote, &fixture.base).await.unwrap();
            fixture.publish(true).await;
            browser.get(&format!("{PUPILS}?ticket={}", fixture.cas.ticket("z1", &[PUPIL]))).await
        }
        NoAttribute => fixture.arrive(PUPILS, "z1", &[]).await,
        WithoutAttributes => {
            fixture.identify(Identification { dialect: Dialect::Cas2, ..Identification::default() }).await;
            fixture.arrive(PUPILS, "z1", &[]).await
        }
        AccessRefused => {
            identified_by(fixture, FirstConnection::Refuse).await;
            fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await
        }
        UnknownCommonId => {
            by_attribute(fixture, FirstConnection::Refuse).await;
            fixture.arrive(PUPILS, "z1", &[("uid", "abc")]).await
        }
        UnknownPronoteId => fixture.arrive(PUPILS, "z1", &[("idPronote", "ABCDEFGH23457894")]).await,
        SeveralPronoteIds | Duplicate => {
            let twin = someone(Category::Pupil, "H2C3D4E5F7G8B9JK", "Étoilé", "Zoée");
            people::add_all(&fixture.pronote, &fixture.base, vec![twin]).await.unwrap();
            let other = ("idPronote", "H2C3D4E5F7G8B9JK");
            if refusal == Duplicate {
                fixture.arrive(PUPILS, "z1", &[other]).await;
                return fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
            }
            fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL), other]).await
        }
        UnknownIdentity => {
            identified_by(fixture, FirstConnection::Identity).await;
            fixture.arrive(PUPILS, "z1", &ANA).await
        }
        IdentityTaken => {
            identified_by(fixture, FirstConnection::Identity).await;
            fixture.arrive(PUPILS, "z1", &ZOE).await;
            fixture.arrive(PUPILS, "z2", &ZOE).await
        }
        BirthDateForm => {
            identified_by(fixture, FirstConnection::Identity).await;
            let iso = [("nom", "Étoilé"), ("prenom", "Zoé"), ("dateNaissance", "2013-06-01")];
            fixture.arrive(PUPILS, "z1", &iso).await
        }
        SeveralSpaces | SeveralSpacesAtHome | Homonyms | HomonymsAtHome => {
            with_namesakes(fixture).await;
            let (page, name) = match refusal {
                Homonyms | HomonymsAtHome => (PUPILS, ANA.as_slice()),
                _ => (COMMON, AWA.as_slice()),
            };
            let home = matches!(refusal, HomonymsAtHome | SeveralSpacesAtHome);
            let said = if home { vec![("codePostal", "31000")] } else { Vec::new() };
            fixture.arrive(page, "x1", &[name, said.as_slice()].concat()).await
        }
        Conflict => {
            fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
            fixture.arrive(PUPILS, "z2", &[("idPronote", PUPIL)]).await
        }
        OtherSpace => fixture.arrive(PUPILS, "a1", &[("idPronote", GUARDIAN)]).await,
        SpaceClosed => {
            let staff = someone(Category::Staff, "K2C3D4E5F7G8B9JH", "Clé", "Odile");
            people::add_all(&fixture.pronote, &fixture.base, vec![staff]).await.unwrap();
            fixture.arrive(COMMON, "s1", &[("idPronote", "K2C3D4E5F7G8B9JH")]).await
        }
        TooLate => fixture.visitor().submit("/pronote/?login=true", "/pronote/connexion/premiere", &[]).await,
        WrongPassword => {
            own_login(fixture).await;
            let fields = [("username", "awa"), ("password", "autre")];
            fixture.visitor().submit("/pronote/?login=true", "/pronote/connexion", &fields).await
        }
        DirectClosed => {
            fixture.publish(false).await;
            let own = delegation::Settings::of(fixture.cas.url().parse().unwrap());
            let closed = delegation::Settings { direct_access: false, ..own };
            delegation::set(&fixture.pronote, &fixture.base, closed).await.unwrap();
            fixture.publish(true).await;
            fixture.visitor().get("/pronote/?login=true").await
        }
        other => panic!("{other:?} is of the server"),
    }
}

#[tokio::test]
async fn every_refusal_is_met_by_a_visit() {
    use Refusal::*;
    let french = crate::words::CATALOGUE.words(Language::French);
    for refusal in Refusal::ALL {
        let (page, _fixture) = match refusal {
            CasCertificate(fault) => behind_certificate(fault).await,
            CasUnreachable | CasRedirects | CasStatus | ValidationMethod | CasUnreadable | CasTooLong
            | CasNamespace | TicketRefused | OtherService | Clocks | NoSubject => {
                let fixture = Fixture::new().await;
                (of_the_server(refusal, &fixture).await, fixture)
            }
            _ => {
                let fixture = Fixture::new().await;
                (of_the_person(refusal, &fixture).await, fixture)
            }
        };
        assert_eq!(page.status, refusal.status(), "{refusal:?}: {} {}", page.location, page.words());
        let (what, _) = Refused::about(refusal, "|").explain(french, "|", Space::Pupils);
        for part in what.split('|') {
            assert!(page.shows(part), "{refusal:?}: {part:?} is not on {}", page.words());
        }
    }
}

/// The mistake of the tutorials: the root is empty, so the ENT takes the address for that of another service.
#[tokio::test]
async fn an_empty_root_is_named_as_the_cause_of_a_missing_attribute() {
    let fixture = Fixture::new().await;
    assert!(
        !fixture.arrive(PUPILS, "z1", &[]).await.shows("« Racine » des paramètres de publication est vide")
    );
    fixture.set_root("").await;
    let page = fixture.arrive("/eleve.html", "z1", &[]).await;
    assert!(page.shows("Or aucun attribut n'a été renvoyé.") && page.shows("est vide"), "{}", page.words());
    assert_eq!(fixture.cas_id(PUPIL).await, None);
    fixture.set_root("Pronote").await;
    assert_eq!(fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await.location, PUPILS);
    assert!(fixture.cas_id(PUPIL).await.is_some());
}

impl Fixture {
    async fn set_root(&self, root: &str) {
        self.publish(false).await;
        let new =
            bases::Parameters { root: bases::Root::parse(root).unwrap(), ..self.school().await.parameters() };
        let mut tx = self.pronote.db().begin().await.unwrap();
        bases::set_parameters(&self.pronote, &mut tx, &self.base, &new).await.unwrap();
        self.pronote.generations().commit(tx).await.unwrap();
        self.publish(true).await;
    }
}
