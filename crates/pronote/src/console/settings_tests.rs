//! Each setting of the delegation is changed on its page, as an operator does, and the dialogue with the ENT follows.

use model::{CasId, PronoteId};

use super::delegation_tests::window_with;
use crate::{
    people,
    tests::{Browser, Fixture, GUARDIAN, PASSWORD, PUPIL, Page, TEACHER},
};

const PUPILS: &str = "/pronote/eleve.html";
const TEACHERS: &str = "/pronote/professeur.html";
const PARENTS: &str = "/pronote/parent.html";
const ZOE: [(&str, &str); 3] = [("nom", "ETOILE"), ("prenom", "zoe"), ("dateNaissance", "01/06/2013")];

/// A published base with its ENT, and an operator who changes it.
struct Stage {
    fixture: Fixture,
    console: Browser,
}

impl Stage {
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let console = fixture.operator(crate::operators::Role::Console, "camille", &fixture.base).await;
        Self { fixture, console }
    }

    /// Stops the publication, posts a form of a page of the base, and publishes again.
    async fn change(&self, page: &str, fields: &[(&str, &str)]) {
        self.fixture.publish(false).await;
        let page = format!("/bases/{}/{page}", self.fixture.base);
        let answer = self.console.submit(&page, &page, fields).await;
        assert_eq!(answer.status, 303, "{}", answer.words());
        self.fixture.publish(true).await;
    }

    /// Changes fields of the identification window; all others have their usual values.
    async fn identify(&self, changes: &[(&str, &str)]) {
        self.change("identification", &window_with(changes)).await;
    }

    /// Comes back from the ENT as `subject` with these attributes.
    async fn arrive(&self, page: &str, subject: &str, released: &[(&str, &str)]) -> Page {
        let browser = self.fixture.visitor();
        assert_eq!(browser.get(page).await.status, 303);
        let ticket = self.fixture.cas.ticket_with(subject, released);
        browser.get(&format!("{page}?ticket={ticket}")).await
    }

    async fn cas_id(&self, pronote_id: &str) -> Option<String> {
        self.fixture.cas_id(pronote_id).await.map(|id: CasId| id.to_string())
    }
}

#[tokio::test]
async fn the_common_identifier_and_the_attribute_of_the_pronote_identifier() {
    let stage = Stage::new().await;
    stage.identify(&[("common", "attribute"), ("common-name", "uid"), ("attribute", "idPN")]).await;
    let page = stage.arrive(PUPILS, "subject", &[("uid", "u1"), ("idPronote", PUPIL)]).await;
    assert!(
        page.status == 403 && page.shows("\"idPN\""),
        "the usual attribute is not read: {}",
        page.words()
    );
    assert_eq!(stage.arrive(PUPILS, "subject", &[("uid", "u1"), ("idPN", PUPIL)]).await.location, PUPILS);
    assert_eq!(stage.cas_id(PUPIL).await.as_deref(), Some("u1"));
    stage.identify(&[]).await;
    let page = stage.arrive(TEACHERS, "t1", &[("uid", "u2"), ("idPronote", TEACHER)]).await;
    assert_eq!((page.location.as_str(), stage.cas_id(TEACHER).await.as_deref()), (TEACHERS, Some("t1")));
}

#[tokio::test]
async fn the_first_connection_in_each_of_its_ways() {
    let stage = Stage::new().await;
    stage.identify(&[("first", "refuse")]).await;
    let refused = stage.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
    assert!(refused.status == 403 && stage.cas_id(PUPIL).await.is_none(), "{}", refused.words());

    stage.identify(&[("first", "double-auth")]).await;
    let id = PronoteId::parse(TEACHER).unwrap();
    people::give_own_login(&stage.fixture.pronote, &stage.fixture.base, &id, "A.Noel", PASSWORD)
        .await
        .unwrap();
    let asked = stage.arrive(TEACHERS, "t1", &[("idPronote", TEACHER)]).await;
    assert_eq!(asked.location, "/pronote/connexion/premiere", "{}", asked.words());

    stage.identify(&[("first", "identity")]).await;
    assert_eq!(stage.arrive(PUPILS, "z1", &ZOE).await.location, PUPILS);
    assert_eq!(stage.cas_id(PUPIL).await.as_deref(), Some("z1"));

    stage.identify(&[("first", "pronote-id")]).await;
    let page = stage.arrive(PARENTS, "p1", &[("nom", "D'Été"), ("prenom", "Anne-Lou")]).await;
    assert_eq!(page.status, 403, "identity is no longer read");
    assert_eq!(stage.arrive(PARENTS, "p1", &[("idPronote", GUARDIAN)]).await.location, PARENTS);
}

/// Every name is changed in turn: under its usual name the attribute is then no longer found.
#[tokio::test]
async fn the_names_of_the_attributes_of_identity() {
    for (field, usual) in [
        ("identity-last-name", "nom"),
        ("identity-first-name", "prenom"),
        ("identity-birth-date", "dateNaissance"),
    ] {
        let stage = Stage::new().await;
        stage.identify(&[("first", "identity"), (field, "renamed")]).await;
        assert_eq!(stage.arrive(PUPILS, "z1", &ZOE).await.status, 403, "{field}");
        let renamed = ZOE.map(|(name, value)| (if name == usual { "renamed" } else { name }, value));
        assert_eq!(stage.arrive(PUPILS, "z1", &renamed).await.location, PUPILS, "{field}");
    }
}

/// Two pupils of one name and birth date are told apart by the postal code, people of two categories by the category.
#[tokio::test]
async fn the_postal_code_and_the_categories() {
    let stage = Stage::new().await;
    let (pronote, base) = (&stage.fixture.pronote, &stage.fixture.base);
    let twin = |id: &str, postal_code: &str| people::NewPerson {
        postal_code: Some(postal_code.to_owned()),
        ..crate::tests::someone(model::Category::Pupil, id, "Martin", "Lou")
    };
    let twins = vec![twin("H2C3D4E5F7G8B9JK", "34000"), twin("K2C3D4E5F7G8B9JH", "31000")];
    people::add_all(pronote, base, twins).await.unwrap();
    let who = [("nom", "Martin"), ("prenom", "Lou"), ("dateNaissance", "01/06/2013")];
    let living = |attribute| [&who[..], &[(attribute, "31000")]].concat();
    stage.identify(&[("first", "identity"), ("identity-postal-code", "cp")]).await;
    assert_eq!(stage.arrive(PUPILS, "lou", &living("codePostal")).await.status, 403);
    assert_eq!(stage.arrive(PUPILS, "lou", &living("cp")).await.location, PUPILS);
    assert_eq!(stage.cas_id("K2C3D4E5F7G8B9JH").await.as_deref(), Some("lou"));

    let of = |attribute, word| [&ZOE[..], &[(attribute, word)]].concat();
    stage
        .identify(&[("first", "identity"), ("identity-categories", "profil"), ("word-pupil", "ELEVE")])
        .await;
    let as_teacher = stage.arrive(PUPILS, "z1", &of("profil", "National_3")).await;
    assert_eq!(as_teacher.status, 403, "{}", as_teacher.words());
    assert_eq!(stage.arrive(PUPILS, "z1", &of("profil", "ELEVE")).await.location, PUPILS);
}

#[tokio::test]
async fn the_protocol_of_validation() {
    let stage = Stage::new().await;
    for (dialect, path) in [
        ("cas3", "/p3/serviceValidate?service="),
        ("cas2", "/serviceValidate?service="),
        ("saml11", "/samlValidate?TARGET="),
    ] {
        stage.identify(&[("dialect", dialect)]).await;
        let shown = stage.console.get(&format!("/bases/{}/delegation", stage.fixture.base)).await;
        assert!(shown.shows(&format!("{}{path}", stage.fixture.cas.url())), "{dialect}");
        assert_eq!(stage.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await.location, PUPILS, "{dialect}");
    }
}

#[tokio::test]
async fn two_addresses_direct_access_and_no_cas_at_all() {
    let stage = Stage::new().await;
    let own = stage.fixture.cas.url();
    // The sign-in is at one address, and tickets are validated at another.
    let elsewhere = [
        ("mode", "cas"),
        ("cas_url", "https://entree.example"),
        ("separate", "on"),
        ("validation_url", own.as_str()),
        ("direct_access", "on"),
    ];
    stage.change("delegation", &elsewhere).await;
    assert!(stage.fixture.visitor().get(PUPILS).await.location.starts_with("https://entree.example/login?"));
    assert_eq!(stage.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await.location, PUPILS);
    let direct = format!("{PUPILS}?login=true");
    assert_eq!(stage.fixture.visitor().get(&direct).await.status, 200);
    stage.change("delegation", &[("mode", "cas"), ("cas_url", &own)]).await;
    assert_eq!(stage.fixture.visitor().get(&direct).await.status, 403, "direct access is closed");
    stage.change("delegation", &[("mode", "without")]).await;
    let sign_in = stage.fixture.visitor().get(PUPILS).await;
    assert!(sign_in.status == 200 && sign_in.shows("name=\"password\""));
}
