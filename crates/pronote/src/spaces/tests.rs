use crate::tests::{Fixture, GUARDIAN, PUPIL, TEACHER};

#[tokio::test]
async fn each_space_greets_its_person_and_has_its_menu() {
    let fixture = Fixture::new().await;
    for (page, id, title, greeting) in [
        ("/pronote/professeur.html", TEACHER, "Espace Professeurs", "M. NOËL-ŒUVRÉ Awa"),
        ("/pronote/parent.html", GUARDIAN, "Espace Parents", "M. D'ÉTÉ Anne-Lou"),
        ("/pronote/eleve.html", PUPIL, "Espace Elèves", "ÉTOILÉ Zoé"),
    ] {
        let browser = fixture.visitor();
        browser.get(page).await;
        let ticket = fixture.cas.ticket(id, &[id]);
        browser.get(&format!("{page}?ticket={ticket}")).await;
        let home = browser.get(page).await;
        for words in [title, greeting, "Collège des Passerelles", "Notes", "Compétences/B2i", "Bulletins"] {
            assert!(home.shows(words), "{page}: {words}");
        }
        assert!(home.shows("Déconnexion") && home.shows("action=\"/pronote/deconnexion\""));
        assert_eq!(home.shows("Vos enfants"), id == GUARDIAN);
        if id == GUARDIAN {
            assert!(home.shows("ÉTOILÉ Zoé – 6e 2"));
        }
        let marks = home.text.split("href=\"").find(|part| part.contains("/notes.html\"")).unwrap();
        let marks = browser.get(marks.split('"').next().unwrap()).await;
        assert!(marks.status == 200 && marks.shows("Aucune note n'a été saisie"), "{}", marks.text);
        assert!(marks.text.contains("aria-current=\"page\">Notes"), "{}", marks.text);
    }
}

#[tokio::test]
async fn former_addresses_lead_to_the_new_ones() {
    let fixture = Fixture::new().await;
    for (former, page) in [
        ("/pronote/enseignants/", "/pronote/professeur.html"),
        ("/Pronote/ELEVES/", "/pronote/eleve.html"),
        ("/pronote/parents", "/pronote/parent.html"),
        ("/pronote/mobile.eleve.html?login=true", "/pronote/eleve.html?login=true"),
        ("/pronote/academie/", "/pronote/academie.html"),
    ] {
        let answer = fixture.visitor().get(former).await;
        assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, page), "{former}");
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[each_space_greets_its_person_and_has_its_menu, former_addresses_lead_to_the_new_ones];
