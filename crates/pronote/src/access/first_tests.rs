//! First connections: each mode, each dialect, what is taken for the identifier.

use model::{BirthDate, PersonName, PronoteId};

use super::*;
use crate::{
    delegation::{CategoryWords, Dialect, FirstConnection},
    people::NewPerson,
    tests::{Browser, Fixture, GUARDIAN, PASSWORD, PUPIL, Page, TEACHER, someone},
};

const PUPILS: &str = "/pronote/eleve.html";
const PARENTS: &str = "/pronote/parent.html";
const TEACHERS: &str = "/pronote/professeur.html";
const COMMON: &str = "/pronote/";
const FIRST: &str = "/pronote/connexion/premiere";

impl Fixture {
    async fn first(&self, first: FirstConnection) {
        self.identify(Identification { first, ..Identification::default() }).await;
    }

    /// Comes back from the ENT, in a browser of its own, with these attributes.
    pub(super) async fn arrive(&self, page: &str, subject: &str, released: &[(&str, &str)]) -> Page {
        self.arrive_in(&self.visitor(), page, subject, released).await
    }

    pub(super) async fn arrive_in(
        &self,
        browser: &Browser,
        page: &str,
        subject: &str,
        released: &[(&str, &str)],
    ) -> Page {
        assert_eq!(browser.get(page).await.status, 303);
        let ticket = self.cas.ticket_with(subject, released);
        browser.get(&format!("{page}?ticket={ticket}")).await
    }

    async fn add(&self, people: Vec<NewPerson>) {
        people::add_all(&self.pronote, &self.base, people).await.unwrap();
    }

    async fn own_login(&self, pronote_id: &str, login: &str) {
        let id = PronoteId::parse(pronote_id).unwrap();
        people::give_own_login(&self.pronote, &self.base, &id, login, PASSWORD).await.unwrap();
    }
}

const ZOE: [(&str, &str); 3] = [("nom", "ETOILE"), ("prenom", "zoe"), ("dateNaissance", "01/06/2013")];

#[tokio::test]
async fn each_dialect_lets_people_in_and_refuses_a_ticket_twice() {
    let fixture = Fixture::new().await;
    for dialect in Dialect::ALL {
        fixture.identify(Identification { dialect: *dialect, ..Identification::default() }).await;
        let browser = fixture.visitor();
        let page = fixture.arrive_in(&browser, PUPILS, "z1", &[("idPronote", PUPIL)]).await;
        assert_eq!(page.location, PUPILS, "{dialect}: {}", page.words());
        assert_eq!(fixture.arrive(PUPILS, "z1", &[]).await.location, PUPILS, "{dialect}: known by now");
        browser.get(&format!("{PUPILS}?ticket=ST-98765")).await;
        let unknown = fixture.visitor();
        unknown.get(PUPILS).await;
        let page = unknown.get(&format!("{PUPILS}?ticket=ST-98765")).await;
        assert!(page.status == 403 && page.shows("n'a pas accepté cette connexion"), "{}", page.text);
        assert!(!page.shows("ST-98765"));
    }
}

/// The setting of the tutorials: "Utiliser l'identifiant utilisateur CAS (Subject)", or an attribute.
#[tokio::test]
async fn the_common_identifier_is_the_subject_or_a_named_attribute() {
    let fixture = Fixture::new().await;
    let released = [("idPronote", PUPIL), ("uid", "abc")];
    assert_eq!(fixture.arrive(PUPILS, "z1", &released).await.location, PUPILS);
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("z1").unwrap()));
    let common = CommonId::Attribute("uid".to_owned());
    fixture.identify(Identification { common, ..Identification::default() }).await;
    let page = fixture.arrive(TEACHERS, "w1", &[("idPronote", TEACHER), ("uid", "def")]).await;
    assert_eq!(page.location, TEACHERS, "{}", page.words());
    assert_eq!(fixture.cas_id(TEACHER).await, Some(CasId::parse("def").unwrap()));
    assert_eq!(fixture.arrive(TEACHERS, "another subject", &[("uid", "def")]).await.location, TEACHERS);
}

#[tokio::test]
async fn identity_knows_a_pupil_by_name_and_birth_date_whatever_case_and_accents() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::Identity).await;
    let page = fixture.arrive(PUPILS, "z1", &ZOE).await;
    assert_eq!(page.location, PUPILS, "{}", page.words());
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("z1").unwrap()));
    // Known by now: the ENT may send another name, or none.
    assert_eq!(fixture.arrive(PUPILS, "z1", &[("nom", "Autre")]).await.location, PUPILS);
    let teacher = [("nom", "noel oeuvre"), ("prenom", "AWA")];
    assert_eq!(fixture.arrive(TEACHERS, "w1", &teacher).await.location, TEACHERS, "an adult without date");
    let id = [("idPronote", GUARDIAN), ("nom", "Personne"), ("prenom", "Anne")];
    let page = fixture.arrive(PARENTS, "a1", &id).await;
    assert!(page.shows("Personne n'a, dans cette base, le nom"), "the PRONOTE identifier is not looked at");
}

#[tokio::test]
async fn identity_reads_attributes_and_categories_by_their_set_names() {
    let fixture = Fixture::new().await;
    let identification = Identification {
        first: FirstConnection::Identity,
        last_name: "sn".to_owned(),
        first_name: "givenName".to_owned(),
        birth_date: "naissance".to_owned(),
        categories: "profil".to_owned(),
        words: CategoryWords::of([
            (Category::Pupil, "eleve".to_owned()),
            (Category::Guardian, "parent".to_owned()),
        ]),
        ..Identification::default()
    };
    fixture.identify(identification).await;
    let zoe = [("sn", "Étoilé"), ("givenName", "Zoé"), ("naissance", "01/06/2013")];
    let with = |profil: &'static str| [zoe.as_slice(), &[("profil", profil)]].concat();
    let page = fixture.arrive(PUPILS, "z1", &with("parent")).await;
    assert!(page.status == 403 && page.shows("Vous n'avez pas accès à l'Espace Elèves."), "{}", page.words());
    assert_eq!(fixture.arrive(COMMON, "z1", &with("parent;eleve")).await.location, PUPILS);
}

/// Two pupils of one name and birth date: the postal code tells them apart, or nobody enters.
#[tokio::test]
async fn homonyms_are_told_apart_by_the_postal_code_or_not_at_all() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::Identity).await;
    let living = |pronote_id: &str, code: &str| NewPerson {
        postal_code: Some(code.to_owned()),
        birth_date: Some(BirthDate::parse("2012-02-29").unwrap()),
        ..someone(Category::Pupil, pronote_id, "Le Gué", "Ana")
    };
    let (one, two, three) = ("H2C3D4E5F7G8B9JK", "K2C3D4E5F7G8B9JH", "J2C3D4E5F7G8B9KH");
    fixture.add(vec![living(one, "31000"), living(two, "81 100"), living(three, "81100")]).await;
    let ana = |code: &'static str| {
        vec![("nom", "le gué"), ("prenom", "Ana"), ("dateNaissance", "29/02/2012"), ("codePostal", code)]
    };
    let page = fixture.arrive(PUPILS, "x1", &ana("")).await;
    assert!(page.shows("pour les distinguer") && page.shows("\"codePostal\""), "{}", page.words());
    for code in ["81100", "75001"] {
        let page = fixture.arrive(PUPILS, "x1", &ana(code)).await;
        assert!(page.shows("le code postal ne les distingue pas"), "{code}: {}", page.words());
    }
    assert_eq!(fixture.arrive(PUPILS, "x1", &ana("31 000")).await.location, PUPILS);
    assert_eq!(fixture.cas_id(one).await, Some(CasId::parse("x1").unwrap()));
    assert_eq!((fixture.cas_id(two).await, fixture.cas_id(three).await), (None, None));
    let page = fixture.arrive(PUPILS, "x2", &ana("31000")).await;
    assert!(page.shows("déjà reliée à un autre compte de l'ENT"), "{}", page.words());
}

#[tokio::test]
async fn on_the_common_page_namesakes_of_two_spaces_are_sent_to_their_own() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::Identity).await;
    let mut parent = someone(Category::Guardian, "H2C3D4E5F7G8B9JK", "Noël-Œuvré", "Awa");
    parent.postal_code = Some("31000".to_owned());
    fixture.add(vec![parent]).await;
    let awa = [("nom", "Noël-Œuvré"), ("prenom", "Awa")];
    let page = fixture.arrive(COMMON, "w1", &awa).await;
    assert!(page.shows("Plusieurs espaces ont quelqu'un de votre nom, et"), "{}", page.words());
    let far = [awa.as_slice(), &[("codePostal", "75001")]].concat();
    let page = fixture.arrive(COMMON, "w1", &far).await;
    assert!(page.shows("de votre nom et de votre code postal"), "{}", page.words());
    let said = [awa.as_slice(), &[("categories", "National_3")]].concat();
    assert_eq!(fixture.arrive(COMMON, "w1", &said).await.location, TEACHERS);
    assert_eq!(fixture.arrive(PARENTS, "w1", &awa).await.location, PARENTS);
}

#[tokio::test]
async fn double_authentication_asks_for_the_own_password_once() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::DoubleAuth).await;
    fixture.own_login(PUPIL, "zoe").await;
    let browser = fixture.visitor();
    // Whatever the ENT says of the person, they say who they are.
    let away = fixture.arrive_in(&browser, PUPILS, "z1", &[("idPronote", TEACHER)]).await;
    assert_eq!(away.location, FIRST);
    let page = browser.get(FIRST).await;
    assert!(page.status == 200 && page.shows("Identifiant transmis par l'ENT : z1"), "{}", page.words());
    let try_with = async |login: &str, password: &str| {
        browser.submit(FIRST, FIRST, &[("username", login), ("password", password)]).await
    };
    let wrong = try_with("zoe", "autre").await;
    assert!(wrong.status == 403 && wrong.text.contains("value=\"zoe\""), "{}", wrong.text);
    assert_eq!(fixture.cas_id(PUPIL).await, None);
    assert_eq!(try_with("zoe", PASSWORD).await.location, PUPILS);
    assert_eq!(browser.get(PUPILS).await.status, 200);
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("z1").unwrap()));
    assert_eq!(browser.get(FIRST).await.location, COMMON, "nothing waits any more");
    assert_eq!(fixture.arrive(PUPILS, "z1", &[]).await.location, PUPILS, "never asked again");
    // Another account of the ENT cannot take the record over, even with its password.
    let other = fixture.visitor();
    fixture.arrive_in(&other, PUPILS, "z2", &[]).await;
    let page = other.submit(FIRST, FIRST, &[("username", "zoe"), ("password", PASSWORD)]).await;
    assert!(page.status == 403 && page.shows("déjà reliée à un autre compte"), "{}", page.words());
}

#[tokio::test]
async fn what_waits_for_a_password_is_bound_in_browser_time_and_tries() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::DoubleAuth).await;
    fixture.own_login(PUPIL, "zoe").await;
    fixture.own_login(TEACHER, "awa").await;
    let fields = [("username", "zoe"), ("password", PASSWORD)];
    let stranger = fixture.visitor();
    assert_eq!(stranger.get(FIRST).await.location, COMMON, "nothing waits in this browser");
    stranger.get("/pronote/?login=true").await;
    let page = stranger.submit("/pronote/?login=true", FIRST, &fields).await;
    assert!(page.status == 403 && page.shows("a attendu trop longtemps"), "{}", page.words());

    let guesser = fixture.visitor();
    fixture.arrive_in(&guesser, PUPILS, "g1", &[]).await;
    for _ in 0..5 {
        assert_eq!(guesser.submit(FIRST, FIRST, &[("username", "zoe"), ("password", "x")]).await.status, 403);
    }
    assert!(
        guesser.submit(FIRST, FIRST, &fields).await.shows("a attendu trop longtemps"),
        "even the right one"
    );

    let late = fixture.visitor();
    fixture.arrive_in(&late, PUPILS, "z1", &[]).await;
    late.get(FIRST).await;
    fixture.clock.advance(11);
    assert!(late.submit("/pronote/?login=true", FIRST, &fields).await.shows("a attendu trop longtemps"));

    let elsewhere = fixture.visitor();
    fixture.arrive_in(&elsewhere, PUPILS, "w1", &[]).await;
    let page = elsewhere.submit(FIRST, FIRST, &[("username", "awa"), ("password", PASSWORD)]).await;
    assert!(page.status == 403 && page.shows("Vous n'avez pas accès à l'Espace Elèves."), "{}", page.words());
    for id in [PUPIL, TEACHER] {
        assert_eq!(fixture.cas_id(id).await, None);
    }
}

#[tokio::test]
async fn a_password_typed_after_the_ent_counts_as_a_direct_sign_in() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::DoubleAuth).await;
    fixture.own_login(PUPIL, "zoe").await;
    let most = fixture.school().await.attempts;
    let mut made = 0;
    while made < most {
        let guesser = fixture.visitor();
        fixture.arrive_in(&guesser, PUPILS, "g1", &[]).await;
        for _ in 0..most.min(5) {
            let page = guesser.submit(FIRST, FIRST, &[("username", "zoe"), ("password", "x")]).await;
            assert_eq!(page.status, 403);
            made += 1;
        }
    }
    let owner = fixture.visitor();
    fixture.arrive_in(&owner, PUPILS, "z1", &[]).await;
    let fields = [("username", "zoe"), ("password", PASSWORD)];
    let page = owner.submit(FIRST, FIRST, &fields).await;
    assert!(page.status == 429 && page.shows("Trop d'essais") && page.text.contains("value=\"zoe\""));
    let direct = [("space", "pupils"), ("username", "zoe"), ("password", PASSWORD)];
    let page = owner.submit("/pronote/?login=true", "/pronote/connexion", &direct).await;
    assert_eq!(page.status, 429, "one count for both");
    fixture.clock.advance(1);
    assert_eq!(owner.submit(FIRST, FIRST, &fields).await.location, PUPILS);
}

#[tokio::test]
async fn refuse_lets_in_known_identifiers_only() {
    let fixture = Fixture::new().await;
    let typed = NewPerson {
        cas_id: Some(CasId::parse("typed").unwrap()),
        ..someone(Category::Teacher, "H2C3D4E5F7G8B9JK", "Lu", "Io")
    };
    fixture.add(vec![typed]).await;
    fixture.first(FirstConnection::Refuse).await;
    assert_eq!(fixture.arrive(TEACHERS, "typed", &[]).await.location, TEACHERS);
    assert_eq!(fixture.arrive(COMMON, "typed", &[]).await.location, TEACHERS);
    let page = fixture.arrive(PUPILS, "z1", &[("idPronote", PUPIL)]).await;
    assert!(
        page.status == 403 && page.shows("n'accepte que les identifiants CAS déjà connus"),
        "{}",
        page.text
    );
    let page = fixture.arrive(PUPILS, "typed", &[]).await;
    assert!(page.shows("Vous n'avez pas accès à l'Espace Elèves."), "{}", page.words());
    assert_eq!(fixture.cas_id(PUPIL).await, None);
}

/// What waits belongs to the ENT that answered: not to the one trusted since.
#[tokio::test]
async fn a_delegation_changed_meanwhile_lets_nobody_in() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::DoubleAuth).await;
    fixture.own_login(PUPIL, "zoe").await;
    let browser = fixture.visitor();
    fixture.arrive_in(&browser, PUPILS, "z1", &[]).await;
    fixture.delegate("https://cas.other.example").await;
    let page = browser.submit(FIRST, FIRST, &[("username", "zoe"), ("password", PASSWORD)]).await;
    assert!(page.status == 403 && page.shows("ne délègue plus l'authentification"), "{}", page.words());
    assert_eq!(fixture.cas_id(PUPIL).await, None);
}

#[tokio::test]
async fn the_space_of_the_name_found_must_be_published() {
    let fixture = Fixture::new().await;
    fixture.first(FirstConnection::Identity).await;
    fixture.add(vec![someone(Category::Staff, "H2C3D4E5F7G8B9JK", "Lu", "Io")]).await;
    let page = fixture.arrive(COMMON, "s1", &[("nom", "Lu"), ("prenom", "Io")]).await;
    assert!(page.status == 403 && page.shows("n'est pas publié"), "{}", page.words());
    let name = PersonName::new("LU", "io");
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    assert_eq!(people::by_name_in(&mut tx, &fixture.base, &name).await.unwrap().len(), 1);
    assert!(people::by_name_in(&mut tx, &fixture.other_base, &name).await.unwrap().is_empty());
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_common_identifier_is_the_subject_or_a_named_attribute,
    identity_knows_a_pupil_by_name_and_birth_date_whatever_case_and_accents,
    homonyms_are_told_apart_by_the_postal_code_or_not_at_all,
    double_authentication_asks_for_the_own_password_once,
    what_waits_for_a_password_is_bound_in_browser_time_and_tries,
    refuse_lets_in_known_identifiers_only,
];
