//! A delegation that is tried, as the operator sees it.

use cas_protocol::service::ServiceAddress;

use crate::{
    delegation::{Dialect, Identification},
    operators::Role,
    tests::{Browser, Fixture, Instead, PUPIL},
};

/// A console, and the page of the trial. The base is not published: that is when a delegation is tried.
async fn console(fixture: &Fixture) -> (Browser, String) {
    fixture.publish(false).await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    (console, format!("/bases/{}/delegation/trial", fixture.base))
}

/// Begins a trial for a space: where the ENT will send the browser back to, below the host.
async fn way_back(console: &Browser, page: &str, space: &str) -> String {
    let sent = console.get(&format!("{page}/{space}")).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    let (server, service) = sent.location.split_once("/login?service=").unwrap();
    assert!(server.ends_with("/cas"), "{server}");
    let service = web::Url::parse(&format!("http://x/?s={service}")).unwrap();
    let service = service.query_pairs().next().unwrap().1.into_owned();
    ServiceAddress::parse(&service).unwrap();
    service.strip_prefix("http://127.0.0.1:8081").unwrap().to_owned()
}

#[tokio::test]
async fn a_trial_says_who_would_enter_and_nobody_does() {
    let fixture = Fixture::new().await;
    let (console, page) = console(&fixture).await;
    let seen = console.get(&page).await;
    assert_eq!(seen.text.matches("Réussi").count(), 2, "{}", seen.words());
    assert!(seen.shows("a refusé un ticket inventé") && !seen.shows("Échec"));

    let back = way_back(&console, &page, "pupils").await;
    assert!(back.starts_with("/pronote/essai/") && back.ends_with("/eleve.html"), "{back}");
    let ticket = fixture.cas.ticket_with("zoe", &[("idPronote", PUPIL), ("ville", "Gué <1>")]);
    let operator = fixture.visitor();
    let told = operator.get(&format!("{back}?ticket={ticket}")).await;
    assert_eq!(told.status, 200);
    for words in [
        "ÉTOILÉ Zoé entrerait dans « Espace Elèves », et son identifiant CAS serait enregistré.",
        "Identifiant utilisateur CAS (Subject) : zoe",
        "personne n'est entré dans PRONOTE",
    ] {
        assert!(told.shows(words), "{words}: {}", told.text);
    }
    assert!(told.text.contains("<td>Gué &#60;1&#62;</td>"), "what came is text, not markup");
    let row = |name: &str| told.text.split("<tr>").find(|row| row.contains(name)).unwrap().to_owned();
    assert!(row("idPronote").contains("<td>oui</td>") && row("ville").contains("<td>non</td>"));
    assert!(told.shows(&format!("http://127.0.0.1:8082/bases/{}/delegation", fixture.base)));
    assert_eq!(fixture.cas_id(PUPIL).await, None, "nothing is recorded");
    fixture.publish(true).await;
    assert_eq!(operator.get("/pronote/eleve.html").await.status, 303, "and nobody is inside");

    let again = operator.get(&format!("{back}?ticket={ticket}")).await;
    assert!(again.status == 410 && again.shows("Cet essai est terminé"), "{}", again.words());
}

#[tokio::test]
async fn each_step_that_fails_says_what_to_do() {
    let fixture = Fixture::new().await;
    let (console, page) = console(&fixture).await;
    // Nobody with this identifier.
    let back = way_back(&console, &page, "common").await;
    let ticket = fixture.cas.ticket("somebody", &[]);
    let told = fixture.visitor().get(&format!("{back}?ticket={ticket}")).await;
    assert!(told.shows("Or aucun attribut n'a été renvoyé"), "{}", told.text);
    assert!(told.shows("Réussi") && told.shows("Échec"));
    // A forged ticket, and none.
    for ticket in ["ST-forged", ""] {
        let back = way_back(&console, &page, "teachers").await;
        let told = fixture.visitor().get(&format!("{back}?ticket={ticket}")).await;
        assert!(told.status == 200 && told.shows("Échec") && !told.shows("Réussi"), "{}", told.text);
    }
    for (instead, words) in [
        (Instead::Status(404), "ne connaît pas la méthode de validation"),
        (Instead::Status(500), "a répondu par une erreur (500)"),
        (Instead::Text("<html>".to_owned()), "pas celle d'un serveur CAS"),
    ] {
        fixture.cas.answer(Some(instead));
        let seen = console.get(&page).await;
        assert!(seen.shows(words) && seen.shows("Une étape a échoué"), "{words}: {}", seen.words());
    }
    // A server that says yes to everything.
    fixture.identify(Identification { dialect: Dialect::Cas3, ..Identification::default() }).await;
    fixture.cas.answer_instead(
        "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationSuccess>\
         <cas:user>anybody</cas:user></cas:authenticationSuccess></cas:serviceResponse>",
    );
    let seen = console.get(&page).await;
    assert!(seen.shows("a accepté un ticket inventé") && seen.shows("Ne publiez pas la base"));
    // No server at all.
    fixture.delegate("http://127.0.0.1:9").await;
    let seen = console.get(&page).await;
    assert_eq!(seen.text.matches("ne répond pas").count(), 2, "{}", seen.words());
}

#[tokio::test]
async fn a_trial_is_for_the_operators_of_the_base_and_for_half_an_hour() {
    let fixture = Fixture::new().await;
    let (console, page) = console(&fixture).await;
    let stranger = fixture.operator(Role::Console, "noa", &fixture.other_base).await;
    for address in [page.clone(), format!("{page}/pupils")] {
        assert_eq!(stranger.get(&address).await.status, 404, "{address}");
    }
    assert_eq!(console.get(&format!("{page}/nowhere")).await.status, 404);
    let back = way_back(&console, &page, "pupils").await;
    let ticket = fixture.cas.ticket("zoe", &[PUPIL]);
    // Below another base the same secret opens nothing.
    let elsewhere = back.replace("/pronote/", "/gue/");
    assert_eq!(fixture.visitor().get(&format!("{elsewhere}?ticket={ticket}")).await.status, 410);
    fixture.clock.advance(31);
    assert_eq!(fixture.visitor().get(&format!("{back}?ticket={ticket}")).await.status, 410);
    // Without a delegation there is nothing to try.
    let bare = Fixture::bare().await;
    let (console, page) = self::console(&bare).await;
    assert_eq!(console.get(&page).await.status, 404);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_trial_says_who_would_enter_and_nobody_does,
    a_trial_is_for_the_operators_of_the_base_and_for_half_an_hour,
];
