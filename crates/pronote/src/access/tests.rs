//! Entries, as a browser and a CAS server see them. The table of decisions is tested in `recognition`.

use model::PronoteId;

use super::*;
use crate::tests::{Browser, Fixture, GUARDIAN, PASSWORD, PUPIL, Page, TEACHER, someone};

impl Fixture {
    /// Goes to a page, and comes back from the ENT with a ticket for this subject.
    pub(super) async fn enter(&self, browser: &Browser, page: &str, subject: &str, ids: &[&str]) -> Page {
        let away = browser.get(page).await;
        assert!(away.status == 303 && away.location.starts_with(&self.cas.url()), "{}", away.location);
        let ticket = self.cas.ticket(subject, ids);
        browser.get(&format!("{page}?ticket={ticket}")).await
    }
}

const PUPILS: &str = "/pronote/eleve.html";

#[tokio::test]
async fn a_first_entry_records_the_cas_identifier_and_the_next_needs_no_attribute() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    let away = browser.get("/PRONOTE/Eleve.html").await;
    let service = "service=http%3A%2F%2F127.0.0.1%3A8081%2Fpronote%2Feleve.html";
    assert_eq!(away.location, format!("{}/login?{service}", fixture.cas.url()));
    let ticket = fixture.cas.ticket("z1", &[&PUPIL.to_lowercase()]);
    let back = browser.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert_eq!((back.status.as_u16(), back.location.as_str()), (303, PUPILS), "a clean address");
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("z1").unwrap()));
    assert!(browser.get(PUPILS).await.shows("première connexion"));

    let second = fixture.visitor();
    fixture.clock.advance(90);
    assert_eq!(fixture.enter(&second, PUPILS, "z1", &[]).await.status, 303);
    assert!(second.get(PUPILS).await.shows("Dernière connexion : 04/09/26 08:39"));
}

#[tokio::test]
async fn a_session_ends_after_an_idle_hour() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    fixture.enter(&browser, PUPILS, "z1", &[PUPIL]).await;
    fixture.clock.advance(59);
    assert_eq!(browser.get(PUPILS).await.status, 200);
    let there = connected(&fixture.pronote, &fixture.school().await).await.unwrap();
    let there: Vec<_> = there.iter().map(|row| (row.category, row.mobile, row.people)).collect();
    assert_eq!(there, [(Category::Pupil, false, 1)]);
    fixture.clock.advance(61);
    assert_eq!(browser.get(PUPILS).await.status, 303);
    assert!(connected(&fixture.pronote, &fixture.school().await).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_ticket_serves_once_and_only_who_asked() {
    let fixture = Fixture::new().await;
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    let address = format!("{PUPILS}?ticket={ticket}");
    let stranger = fixture.visitor();
    let page = stranger.get("/pronote/eleve.html?ticket=ST-12345").await;
    assert!(page.status == 200 && page.shows(&format!("href=\"{PUPILS}\"")), "{}", page.text);
    assert!(!stranger.holds_cookie("pupil"));

    let browser = fixture.visitor();
    browser.get(PUPILS).await;
    assert_eq!(browser.get(&address).await.status, 303);
    assert!(browser.get(&address).await.shows("Continuer"), "the state was used up");
    let other = fixture.visitor();
    other.get(PUPILS).await;
    let replayed = other.get(&address).await;
    assert!(replayed.status == 403 && replayed.shows("n'a pas accepté cette connexion"));

    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    let elsewhere = fixture.visitor();
    elsewhere.get("/pronote/parent.html").await;
    let unasked = elsewhere.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert_eq!(unasked.location, "/pronote/connexion/confirmer", "this browser asked for another space");
}

#[tokio::test]
async fn two_tabs_enter_two_spaces() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    let pages = [("/pronote/professeur.html", TEACHER), ("/pronote/parent.html", GUARDIAN)];
    for (page, _) in pages {
        assert_eq!(browser.get(page).await.status, 303);
    }
    for (page, id) in pages {
        let ticket = fixture.cas.ticket("w1", &[id]);
        assert_eq!(browser.get(&format!("{page}?ticket={ticket}")).await.status, 303, "{page}");
        assert_eq!(browser.get(page).await.status, 200, "{page}");
    }
}

/// On a shared computer a teacher's session may still be open when a pupil clicks the tile of the portal.
#[tokio::test]
async fn whoever_the_ent_brings_is_asked_for_again() {
    let fixture = Fixture::new().await;
    let shared = fixture.visitor();
    fixture.enter(&shared, "/pronote/professeur.html", "t1", &[TEACHER]).await;
    assert_eq!(shared.brought_to("/pronote/professeur.html").await.status, 200, "the way back from the ENT");
    shared.forget_cookie("entered");
    for page in ["/pronote/", "/pronote/professeur.html"] {
        let sent = shared.brought_to(page).await;
        assert!(
            sent.status == 303 && sent.location.starts_with(&fixture.cas.url()),
            "{page}: {}",
            sent.location
        );
    }
    assert_eq!(shared.get("/pronote/professeur.html").await.status, 200, "own links go on");

    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    assert_eq!(shared.brought_to(&format!("/pronote/?ticket={ticket}")).await.location, PUPILS);
    assert_eq!(shared.get(PUPILS).await.status, 200);
    let closed = shared.get("/pronote/professeur.html").await;
    assert!(
        closed.location.starts_with(&fixture.cas.url()),
        "the teacher's session ended: {}",
        closed.status
    );
}

#[tokio::test]
async fn nobody_enters_a_space_that_is_closed() {
    let fixture = Fixture::new().await;
    let staff = someone(Category::Staff, "K2C3D4E5F7G8B9JH", "Clé", "Odile");
    people::add_all(&fixture.pronote, &fixture.base, vec![staff]).await.unwrap();
    let browser = fixture.visitor();
    let page = fixture.enter(&browser, "/pronote/", "s1", &["K2C3D4E5F7G8B9JH"]).await;
    assert!(page.status == 403 && page.shows("n'est pas publié"), "{}", page.text);
    assert!(!browser.holds_cookie("staff"), "no session for a closed space");
    assert!(connected(&fixture.pronote, &fixture.school().await).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_bad_answer_of_the_cas_server_is_a_page() {
    let fixture = Fixture::new().await;
    for (answer, status) in [
        ("<html/>".to_owned(), 502),
        (String::new(), 502),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".to_owned(), 502),
        ("x".repeat(70_000), 502),
    ] {
        fixture.cas.answer_instead(&answer);
        let browser = fixture.visitor();
        let page = fixture.enter(&browser, PUPILS, "z1", &[PUPIL]).await;
        assert!(page.status == status && page.shows(&fixture.cas.url()), "{}", page.text);
    }
    fixture.delegate("http://127.0.0.1:9/cas").await;
    let browser = fixture.visitor();
    browser.get(PUPILS).await;
    let page = browser.get(&format!("{PUPILS}?ticket=ST-12345")).await;
    assert!(page.status == 502 && page.shows("ne répond pas"), "{}", page.text);
    browser.get(PUPILS).await;
    assert_eq!(browser.get(&format!("{PUPILS}?ticket=%3Cb%3E")).await.status, 403);
}

#[tokio::test]
async fn people_without_a_known_identifier_are_told_why() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    let page = fixture.enter(&browser, PUPILS, "nobody", &[]).await;
    let sentence = format!(
        "Échec de l'authentification par le serveur CAS {} : Le serveur CAS doit être configuré pour renvoyer un \
         attribut \"idPronote\". Or aucun attribut n'a été renvoyé.",
        fixture.cas.url()
    );
    assert!(page.status == 403 && page.shows(&sentence), "{}", page.words());
    for value in ["ABCDEFGH23457894", "not an identifier"] {
        let page = fixture.enter(&browser, PUPILS, "nobody", &[value]).await;
        assert!(page.shows("personne n'a dans cette base") && !page.shows(value));
    }
    let page = fixture.enter(&browser, "/pronote/professeur.html", "z1", &[PUPIL]).await;
    assert!(page.status == 403 && page.shows("Vous n'avez pas accès à l'Espace Professeurs."));
    let page = fixture.enter(&browser, "/pronote/", "z1", &[PUPIL]).await;
    assert_eq!(page.location, PUPILS, "the common page leads to the person's own space");
    assert_eq!(browser.get("/pronote/").await.location, PUPILS);
}

#[tokio::test]
async fn a_change_of_ent_replaces_what_the_former_one_taught() {
    let fixture = Fixture::bare().await;
    fixture.delegate("https://cas.former.example").await;
    let former = fixture.school().await.delegation.unwrap();
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    let pupil = fixture.person(PUPIL).await.id;
    let old = CasId::parse("OLD1").unwrap();
    people::learn_cas_id(&fixture.pronote, &mut tx, &pupil, &old, &former).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    fixture.delegate(&fixture.cas.url()).await;
    fixture.publish(true).await;
    assert_eq!(fixture.enter(&fixture.visitor(), PUPILS, "new1", &[PUPIL]).await.status, 303);
    assert_eq!(fixture.cas_id(PUPIL).await, Some(CasId::parse("new1").unwrap()));
    let lines = journal::latest(&fixture.pronote, fixture.base.as_str(), 10).await.unwrap();
    assert!(lines.iter().any(|line| line.detail.as_deref() == Some("replaced")));
    let page = fixture.enter(&fixture.visitor(), PUPILS, "new2", &[PUPIL]).await;
    assert!(page.status == 403 && page.shows("déjà reliée à un autre compte"), "{}", page.text);
}

/// Two ENT may give one subject to two people: what the former one taught proves nothing by itself.
#[tokio::test]
async fn the_word_of_a_former_ent_alone_opens_nothing() {
    let fixture = Fixture::bare().await;
    fixture.delegate("https://cas.former.example").await;
    let former = fixture.school().await.delegation.unwrap();
    let pupil = fixture.person(PUPIL).await.id;
    let same = CasId::parse("j.martin").unwrap();
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    people::learn_cas_id(&fixture.pronote, &mut tx, &pupil, &same, &former).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    fixture.delegate(&fixture.cas.url()).await;
    fixture.publish(true).await;
    let page = fixture.enter(&fixture.visitor(), PUPILS, "j.martin", &[]).await;
    assert!(page.status == 403 && page.shows("Or aucun attribut n'a été renvoyé."), "{}", page.text);
    // With the identifier of PRONOTE beside it, it is the same person, and from now on known under this delegation.
    assert_eq!(fixture.enter(&fixture.visitor(), PUPILS, "j.martin", &[PUPIL]).await.status, 303);
    assert_eq!(fixture.enter(&fixture.visitor(), PUPILS, "j.martin", &[]).await.status, 303);
}

#[tokio::test]
async fn two_records_of_one_category_at_once_are_a_duplicate() {
    let fixture = Fixture::new().await;
    let twin = someone(Category::Pupil, "H2C3D4E5F7G8B9JK", "Étoilé", "Zoée");
    people::add_all(&fixture.pronote, &fixture.base, vec![twin]).await.unwrap();
    let page = fixture.enter(&fixture.visitor(), PUPILS, "z9", &[PUPIL, "H2C3D4E5F7G8B9JK"]).await;
    assert!(page.status == 403 && page.shows("deux fiches"), "{}", page.text);
    assert_eq!(fixture.cas_id(PUPIL).await, None);
}

#[tokio::test]
async fn a_duplicate_is_refused_without_naming_anybody() {
    let fixture = Fixture::new().await;
    let twin = someone(Category::Pupil, "H2C3D4E5F7G8B9JK", "Étoilé", "Zoée");
    people::add_all(&fixture.pronote, &fixture.base, vec![twin]).await.unwrap();
    fixture.enter(&fixture.visitor(), PUPILS, "z1", &[PUPIL]).await;
    let page = fixture.enter(&fixture.visitor(), PUPILS, "z1", &["H2C3D4E5F7G8B9JK"]).await;
    assert!(page.status == 403 && page.shows("deux fiches") && page.shows("supprimer l'identifiant CAS"));
    assert!(!page.shows("Zo") && !page.shows(PUPIL));
}

#[tokio::test]
async fn one_account_may_be_a_teacher_and_a_parent() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    for (page, id) in [("/pronote/professeur.html", TEACHER), ("/pronote/parent.html", GUARDIAN)] {
        assert_eq!(fixture.enter(&browser, page, "w1", &[TEACHER, GUARDIAN]).await.status, 303);
        assert_eq!(fixture.cas_id(id).await, Some(CasId::parse("w1").unwrap()));
    }
    for page in ["/pronote/professeur.html", "/pronote/parent.html"] {
        assert_eq!(browser.get(page).await.status, 200, "both sessions live");
    }
}

#[tokio::test]
async fn two_who_come_at_once_cannot_both_take_one_identifier() {
    let fixture = Fixture::new().await;
    let twin = someone(Category::Pupil, "H2C3D4E5F7G8B9JK", "Étoilé", "Zoée");
    people::add_all(&fixture.pronote, &fixture.base, vec![twin]).await.unwrap();
    let (base, pronote) = (fixture.school().await, &fixture.pronote);
    let tickets = [PUPIL, "H2C3D4E5F7G8B9JK"].map(|id| fixture.cas.ticket("z1", &[id]));
    let enter = |n: usize| {
        let sent_by = base.delegation.as_ref();
        let door = AtTheDoor { space: Space::Pupils, page: "eleve.html", ticket: &tickets[n], sent_by };
        enter_by_cas(pronote, &base, door)
    };
    let (one, two) = tokio::join!(enter(0), enter(1));
    let entered = [one, two].map(|one| matches!(one.unwrap(), Arrival::Entered(_)));
    assert_eq!(entered.iter().filter(|entered| **entered).count(), 1, "{entered:?}");
}

#[tokio::test]
async fn direct_connections_work_beside_the_ent_when_allowed() {
    let fixture = Fixture::new().await;
    let id = PronoteId::parse(TEACHER).unwrap();
    people::give_own_login(&fixture.pronote, &fixture.base, &id, "A.Noel", PASSWORD).await.unwrap();
    let form = "/pronote/?login=true";
    let browser = fixture.visitor();
    assert!(browser.get(form).await.shows("name=\"username\""));
    let sign_in = async |space: &str, username: &str, password: &str| {
        let fields = [("space", space), ("username", username), ("password", password)];
        browser.submit(form, "/pronote/connexion", &fields).await
    };
    assert_eq!(sign_in("common", "a.noel", PASSWORD).await.status, 403);
    let page = sign_in("pupils", "A.Noel", PASSWORD).await;
    assert!(page.status == 403 && page.shows("Vous n'avez pas accès à l'Espace Elèves."));
    assert_eq!(sign_in("common", "A.Noel", PASSWORD).await.location, "/pronote/professeur.html");
    assert_eq!(browser.get("/pronote/professeur.html").await.status, 200);

    fixture.publish(false).await;
    let closed = crate::delegation::Settings {
        direct_access: false,
        ..crate::delegation::Settings::of(fixture.cas.url().parse().unwrap())
    };
    delegation::set(&fixture.pronote, &fixture.base, closed).await.unwrap();
    fixture.publish(true).await;
    let page = browser.get(form).await;
    assert!(page.status == 403 && page.shows("n'est pas autorisée"), "{}", page.text);
    let school = fixture.school().await;
    let refused = enter_by_password(&fixture.pronote, &school, Space::Common, "A.Noel", PASSWORD).await;
    assert_eq!(refused.unwrap().unwrap_err(), Refusal::DirectClosed);
}

#[tokio::test]
async fn without_delegation_pronote_asks_for_its_own_login() {
    let fixture = Fixture::bare().await;
    fixture.publish(true).await;
    assert!(fixture.visitor().get(PUPILS).await.shows("name=\"password\""));
    let page = fixture.visitor().get(&format!("{PUPILS}?ticket=ST-12345")).await;
    assert!(page.shows("Continuer"));
}

#[tokio::test]
async fn signing_out_ends_pronote_and_says_that_the_ent_goes_on() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    fixture.enter(&browser, PUPILS, "z1", &[PUPIL]).await;
    let left = browser.submit(PUPILS, "/pronote/deconnexion", &[]).await;
    assert_eq!(left.location, "/pronote/deconnexion.html?espace=pupils");
    assert!(browser.get(&left.location).await.shows("Votre session de l'ENT reste ouverte"));
    assert!(browser.get(PUPILS).await.location.starts_with(&fixture.cas.url()));
}

#[tokio::test]
async fn a_stopped_base_is_not_available_and_unpublished_spaces_are_closed() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.visitor().get("/pronote/viescolaire.html").await.status, 404);
    fixture.publish(false).await;
    for path in ["/pronote/", PUPILS, "/pronote/?login=true", "/pronote/eleves/"] {
        let page = fixture.visitor().get(path).await;
        assert!(page.status == 503 && page.shows("Le site n'est pas disponible"), "{path}: {}", page.text);
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_first_entry_records_the_cas_identifier_and_the_next_needs_no_attribute,
    a_session_ends_after_an_idle_hour,
    a_ticket_serves_once_and_only_who_asked,
    two_tabs_enter_two_spaces,
    whoever_the_ent_brings_is_asked_for_again,
    nobody_enters_a_space_that_is_closed,
    a_bad_answer_of_the_cas_server_is_a_page,
    people_without_a_known_identifier_are_told_why,
    a_change_of_ent_replaces_what_the_former_one_taught,
    the_word_of_a_former_ent_alone_opens_nothing,
    two_records_of_one_category_at_once_are_a_duplicate,
    a_duplicate_is_refused_without_naming_anybody,
    one_account_may_be_a_teacher_and_a_parent,
    two_who_come_at_once_cannot_both_take_one_identifier,
    direct_connections_work_beside_the_ent_when_allowed,
    without_delegation_pronote_asks_for_its_own_login,
    signing_out_ends_pronote_and_says_that_the_ent_goes_on,
    a_stopped_base_is_not_available_and_unpublished_spaces_are_closed,
];
