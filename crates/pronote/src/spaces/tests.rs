use model::{Category, PronoteId};

use crate::{
    bases::{self, Parameters, Space, Spaces},
    people,
    tests::{Fixture, GUARDIAN, PUPIL, TEACHER, someone},
};

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
        ("/pronote/ENTREPRISE/?login=true", "/pronote/entreprise.html?login=true"),
        ("/pronote/academie/", "/pronote/academie.html"),
    ] {
        let answer = fixture.visitor().get(former).await;
        assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, page), "{former}");
    }
}

#[tokio::test]
async fn a_mobile_version_is_a_simpler_page_of_the_same_space() {
    let fixture = Fixture::new().await;
    let pupil = fixture.inside_at("mobile.eleve.html", PUPIL).await;
    let home = pupil.get("/pronote/mobile.eleve.html").await;
    assert!(home.shows("Espace Elèves") && home.shows("class=\"tile\" href=\"/pronote/eleve/notes.html\""));
    assert!(!home.shows("<nav class=\"menu\""), "its entries stand on the page");
    assert!(home.refresh.ends_with("page=mobile.eleve.html"), "{}", home.refresh);
    let marks = pupil.get("/pronote/eleve/notes.html").await;
    assert!(marks.shows("href=\"/pronote/mobile.eleve.html\">Accueil"), "back to the mobile version");
    pupil.get("/pronote/eleve.html").await;
    let marks = pupil.get("/pronote/eleve/notes.html").await;
    assert!(!marks.shows("mobile.eleve.html"), "and to the usual one");
}

#[tokio::test]
async fn a_parent_looks_at_one_child_throughout_the_session() {
    let fixture = Fixture::new().await;
    let (family, elsewhere) = (&["2222333344445556", "2222333344445557"], "2222333344445558");
    let pupils = [(family[0], "Ada"), (family[1], "Bo"), (elsewhere, "Cy")];
    let mut people: Vec<_> =
        pupils.iter().map(|(id, first)| someone(Category::Pupil, id, "Pont", first)).collect();
    let mut guardian = someone(Category::Guardian, "2222333344445559", "Pont", "Dany");
    guardian.children = family.iter().map(|id| PronoteId::parse(id).unwrap()).collect();
    people.push(guardian);
    people::add_all(&fixture.pronote, &fixture.base, people).await.unwrap();
    let parent = fixture.inside_at("parent.html", "2222333344445559").await;
    let looked_at = async || {
        let page = parent.get("/pronote/parent/notes.html").await;
        page.text.split("<p class=\"lead\">").nth(1).unwrap().split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(looked_at().await, "Ada");
    let choose = async |child: &str| {
        let fields = [("child", child), ("page", "parent/notes.html")];
        parent.submit("/pronote/parent.html", "/pronote/parent/enfant", &fields).await
    };
    let id = async |pronote_id: &str| fixture.person(pronote_id).await.id.as_str().to_owned();
    assert_eq!(choose(&id(family[1]).await).await.location, "/pronote/parent/notes.html");
    assert_eq!(looked_at().await, "Bo");
    assert!(parent.get("/pronote/mobile.parent.html").await.shows("aria-pressed=\"true\">PONT Bo"));
    assert_eq!(choose(&id(elsewhere).await).await.status, 404, "not a child of theirs");
    assert_eq!(looked_at().await, "Bo");
}

#[tokio::test]
async fn the_other_spaces_have_a_true_page_each() {
    let fixture = Fixture::new().await;
    fixture.publish(false).await;
    let all = Parameters { spaces: Spaces::of(&Space::ALL), ..fixture.school().await.parameters() };
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    bases::set_parameters(&fixture.pronote, &mut tx, &fixture.base, &all).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    fixture.publish(true).await;
    let ids = ["3333444455556667", "3333444455556668", "3333444455556669"];
    let categories = [Category::Staff, Category::InternshipSupervisor, Category::Inspector];
    let people = ids.iter().zip(categories).map(|(id, category)| someone(category, id, "Pont", "Ève"));
    people::add_all(&fixture.pronote, &fixture.base, people.collect()).await.unwrap();
    for (id, home, section, words) in [
        (ids[0], "viescolaire.html", "viescolaire/classes.html", "<dt>6e 2</dt><dd>1</dd>"),
        (ids[1], "entreprise.html", "entreprise/etablissement.html", "<dd>0999990W</dd>"),
        (ids[2], "academie.html", "academie/effectifs.html", "<dt>Elèves</dt><dd>1</dd>"),
    ] {
        let browser = fixture.inside_at(home, id).await;
        assert!(browser.get(&format!("/pronote/{home}")).await.shows(section), "{home}");
        let page = browser.get(&format!("/pronote/{section}")).await;
        assert!(page.status == 200 && page.shows(words), "{}", page.text);
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    each_space_greets_its_person_and_has_its_menu,
    former_addresses_lead_to_the_new_ones,
    a_parent_looks_at_one_child_throughout_the_session,
    the_other_spaces_have_a_true_page_each,
];
