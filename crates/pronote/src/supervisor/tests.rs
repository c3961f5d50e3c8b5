use model::Category;

use super::*;
use crate::{
    operators::Role,
    people::{NewPerson, cas_ids::Outcome},
    tests::{Browser, Fixture, GUARDIAN, PASSWORD, PUPIL, TEACHER, someone},
};

const OTHER: &str = "A2C3D4E5F7G8H9JK";

async fn spr(fixture: &Fixture) -> Browser {
    fixture.operator(Role::Supervisor, "spr", &fixture.base).await
}

/// Somebody else of the base, with a CAS identifier where one is given.
async fn add(fixture: &Fixture, new: NewPerson, cas_id: Option<&str>) -> PersonId {
    let cas_id = cas_id.map(|id| CasId::parse(id).unwrap());
    let ids = people::add_all(&fixture.pronote, &fixture.base, vec![NewPerson { cas_id, ..new }]).await;
    ids.unwrap().remove(0)
}

async fn id(fixture: &Fixture, pronote_id: &str) -> String {
    fixture.person(pronote_id).await.id.to_string()
}

async fn cas(fixture: &Fixture, pronote_id: &str) -> Option<String> {
    fixture.cas_id(pronote_id).await.map(|id| id.to_string())
}

#[tokio::test]
async fn one_writes_and_the_others_read() {
    let fixture = Fixture::new().await;
    let first = spr(&fixture).await;
    assert!(first.get("/spr/").await.shows("Superviseur (SPR) en modification"));
    let second = fixture.operator(Role::Supervisor, "spr2", &fixture.base).await;
    fixture.clock.advance(2);
    let home = second.get("/spr/").await;
    for words in [
        "Superviseur (SPR) en consultation",
        "Camille Gué a la base ouverte en modification depuis le",
        "Passer en modification",
    ] {
        assert!(home.shows(words), "{words}: {}", home.words());
    }
    assert_eq!(by_mode(&fixture.pronote, &fixture.base).await.unwrap(), (1, 1));
    let refused = second.submit("/spr/settings", "/spr/settings", &[]).await;
    assert!(refused.status == 403 && refused.shows("Rien n'a été modifié"), "{}", refused.words());
    assert!(shows_ent_identifiers(&fixture.pronote, &fixture.base).await.unwrap());

    // Asked for while the first is at work, left by agreement.
    let wish = [("mode", "modification")];
    assert_eq!(second.submit("/spr/", "/spr/seat", &wish).await.location, "/spr/?done=passed");
    assert!(second.get("/spr/").await.shows("en consultation"));
    assert!(first.get("/spr/").await.shows("Camille Gué demande à passer en modification"));
    first.submit("/spr/", "/spr/seat", &[("mode", "consultation")]).await;
    assert!(first.get("/spr/").await.shows("Personne n'a la base ouverte en modification"));
    assert_eq!(second.submit("/spr/", "/spr/seat", &wish).await.location, "/spr/?done=granted");
    assert_eq!(second.submit("/spr/settings", "/spr/settings", &[]).await.status, 303);

    // Taken, once nothing has been done for ten minutes.
    fixture.clock.advance(11);
    assert_eq!(first.submit("/spr/", "/spr/seat", &wish).await.location, "/spr/?done=granted");
    assert!(second.get("/spr/").await.shows("en consultation"));
    first.submit("/spr/", "/spr/sign-out", &[]).await;
    assert_eq!(by_mode(&fixture.pronote, &fixture.base).await.unwrap(), (0, 1));
}

#[tokio::test]
async fn the_mode_is_chosen_at_the_sign_in_and_nobody_locks_themselves_out() {
    let fixture = Fixture::new().await;
    let first = spr(&fixture).await;
    first.get("/spr/").await;
    let sign_in = async |mode: &str| {
        let browser = Browser::new(fixture.pronote.console_router());
        let fields = [("login", "spr"), ("password", PASSWORD), ("mode", mode)];
        assert_eq!(browser.submit("/spr/", "/spr/sign-in", &fields).await.status, 303);
        browser
    };
    let reader = sign_in("consultation").await;
    assert!(reader.get("/spr/").await.shows("en consultation"));
    assert!(first.get("/spr/").await.shows("en modification"), "a reader takes nothing");
    let again = sign_in("modification").await;
    assert!(again.get("/spr/").await.shows("en modification"));
    assert!(first.get("/spr/").await.shows("en consultation"), "the former window reads along");
    let elsewhere = fixture.operator(Role::Supervisor, "spr2", &fixture.other_base).await;
    assert!(elsewhere.get("/spr/").await.shows("en modification"), "another base has its own writer");
}

#[tokio::test]
async fn the_identifiers_of_the_ent_are_shown_or_not() {
    let fixture = Fixture::new().await;
    let spr = spr(&fixture).await;
    let list = "/spr/people/pupil";
    assert!(spr.get(list).await.shows("Identifiant CAS") && spr.get(list).await.shows(PUPIL));
    spr.submit("/spr/settings", "/spr/settings", &[]).await;
    let page = spr.get(list).await;
    for hidden in ["Identifiant PRONOTE", "Identifiant CAS", PUPIL] {
        assert!(!page.shows(hidden), "{hidden}");
    }
    spr.submit("/spr/settings", "/spr/settings", &[("ent_identifiers", "on")]).await;
    assert!(spr.get(list).await.shows("Identifiant CAS"));
}

#[tokio::test]
async fn lists_are_sorted_by_each_column() {
    let fixture = Fixture::new().await;
    let younger = NewPerson {
        birth_date: Some("2014-01-01".parse().unwrap()),
        class: Some("4e 1".to_owned()),
        ..someone(Category::Pupil, OTHER, "Abeille", "Zzoé")
    };
    add(&fixture, younger, Some("x1")).await;
    let spr = spr(&fixture).await;
    for (query, abeille_first) in [
        ("", true),
        ("?sort=last-name&desc=1", false),
        ("?sort=first-name", false),
        ("?sort=birth-date", false),
        ("?sort=birth-date&desc=1", true),
        ("?sort=class", true),
        ("?sort=pronote-id", true),
        ("?sort=cas-id&desc=1", true),
        ("?sort=none", true),
    ] {
        let page = spr.get(&format!("/spr/people/pupil{query}")).await;
        let place = |name: &str| page.text.find(&format!(">{name}<")).unwrap();
        assert_eq!(place("Abeille") < place("Étoilé"), abeille_first, "{query}");
    }
    let page = spr.get("/spr/people/pupil?sort=class&q=abeille").await;
    assert!(page.text.contains("aria-sort=\"ascending\""));
    assert!(page.shows("/spr/people/pupil?sort=class&desc=1&q=abeille"), "{}", page.words());
}

#[tokio::test]
async fn a_cas_identifier_is_typed_transferred_and_each_change_undone() {
    let fixture = Fixture::new().await;
    let other = add(&fixture, someone(Category::Pupil, OTHER, "Abeille", "Zoé"), Some("x1")).await;
    let spr = spr(&fixture).await;
    let person = id(&fixture, PUPIL).await;
    let record = format!("/spr/person?id={person}");
    let typed = async |cas_id: &str| {
        spr.submit(&record, "/spr/person/cas-id", &[("person", &person), ("cas_id", cas_id)]).await
    };
    let refused = typed("x1").await;
    assert_eq!(refused.status, 422);
    for words in ["est déjà celui de ABEILLE Zoé", "value=\"x1\"", "transférer l'identifiant"] {
        assert!(refused.shows(words), "{words}");
    }
    let long = "x".repeat(300);
    assert!(typed(&long).await.shows(&format!("value=\"{long}\"")));
    assert_eq!(typed("x2").await.status, 303);
    assert_eq!(cas(&fixture, PUPIL).await.as_deref(), Some("x2"));
    assert_eq!(fixture.person(PUPIL).await.cas_taught_by, None, "typed by hand");
    let undo = async || {
        let page = spr.get("/spr/cas-ids").await;
        let run = page.text.split("name=\"run\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        spr.submit("/spr/cas-ids", "/spr/cas-ids/undo", &[("run", run)]).await
    };
    assert_eq!(undo().await.location, "/spr/cas-ids?done=undone");
    assert_eq!(cas(&fixture, PUPIL).await, None);

    let taught = fixture.person(OTHER).await.cas_taught_by;
    let ends = [("from", other.as_str()), ("to", &person), ("back", "person")];
    let moved = spr.submit("/spr/duplicates", "/spr/transfer", &ends).await;
    assert!(moved.location.contains("done=transferred"), "{}", moved.location);
    assert!(spr.get(&moved.location).await.shows("Annuler cette modification"));
    assert_eq!((cas(&fixture, PUPIL).await.as_deref(), cas(&fixture, OTHER).await), (Some("x1"), None));
    assert_eq!(fixture.person(PUPIL).await.cas_taught_by, taught, "who taught it is kept");
    assert_eq!(spr.submit("/spr/duplicates", "/spr/transfer", &ends).await.status, 409, "nothing to give");
    undo().await;
    assert_eq!((cas(&fixture, PUPIL).await, cas(&fixture, OTHER).await.as_deref()), (None, Some("x1")));

    let erased = spr.submit("/spr/", "/spr/people/pupil/erase-cas-id", &[("person", other.as_str())]).await;
    assert!(spr.get(&erased.location).await.shows("Annuler cette modification"));
    assert_eq!(cas(&fixture, OTHER).await, None);
    undo().await;
    assert_eq!(cas(&fixture, OTHER).await.as_deref(), Some("x1"));
    assert_eq!(fixture.person(OTHER).await.cas_taught_by, taught);
}

#[tokio::test]
async fn a_table_is_looked_at_applied_and_undone() {
    let fixture = Fixture::new().await;
    add(&fixture, someone(Category::Pupil, OTHER, "Abeille", "Io"), Some("x1")).await;
    let spr = spr(&fixture).await;
    for (content, sentence) in [
        ("", "Choisissez un fichier"),
        ("Nom;Prénom\nX;Y\n", "« Identifiant CAS »"),
        ("Identifiant CAS\nX\n", "on ne sait pas de qui il s'agit"),
    ] {
        let page = spr.upload("/spr/cas-ids", "/spr/cas-ids", content).await;
        assert!(page.status == 422 && page.shows(sentence), "{sentence}: {}", page.words());
    }
    // Zoé gets what Io has, Io something else, a teacher is known by her identifier; the rest stays out.
    let table = format!(
        "Nom;Prénom;Date de naissance;Identifiant PRONOTE;Identifiant CAS\n\
         étoilé;ZOE;01/06/2013;;x1\n;;;{OTHER};x9\n;;;{TEACHER};x5\nInconnu;Noé;;;x6\n;;;{GUARDIAN};\n"
    );
    let read = spr.upload("/spr/cas-ids", "/spr/cas-ids", &table).await;
    assert!(read.location.starts_with("/spr/cas-ids/run?id="), "{}", read.words());
    let preview = spr.get(&read.location).await;
    for words in ["Rien n'est encore modifié", "Inconnu ; Noé", "<td>5</td>", "ÉTOILÉ Zoé", "<td>6</td>"]
    {
        assert!(preview.shows(words), "{words}: {}", preview.words());
    }
    assert_eq!(cas(&fixture, PUPIL).await, None);
    let run = read.location.split('=').nth(1).unwrap();
    spr.submit(&read.location, "/spr/cas-ids/apply", &[("run", run)]).await;
    let now = [PUPIL, OTHER, TEACHER, GUARDIAN];
    let mut held = Vec::new();
    for person in now {
        held.push(cas(&fixture, person).await);
    }
    let given = |id: &str| Some(id.to_owned());
    assert_eq!(held, [given("x1"), given("x9"), given("x5"), None]);
    assert!(spr.get(&read.location).await.shows("Inconnu ; Noé"), "nothing is lost");

    // Meanwhile the teacher comes from the ENT under another identifier: the undo leaves her alone.
    let taught = fixture.school().await.delegation.unwrap();
    let teacher = fixture.person(TEACHER).await.id;
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    let learnt = CasId::parse("x7").unwrap();
    people::learn_cas_id(&fixture.pronote, &mut tx, &teacher, &learnt, &taught).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    let undone = spr.submit(&read.location, "/spr/cas-ids/undo", &[("run", run)]).await;
    assert_eq!(undone.location, "/spr/cas-ids?done=undone-partly");
    assert_eq!((cas(&fixture, PUPIL).await, cas(&fixture, OTHER).await), (None, given("x1")));
    assert_eq!(cas(&fixture, TEACHER).await, given("x7"));
    let again = spr.submit("/spr/cas-ids", "/spr/cas-ids/undo", &[("run", run)]).await;
    assert!(again.status == 409 && again.shows("ne peut plus être annulée"));
}

#[tokio::test]
async fn what_a_line_of_a_table_comes_to() {
    let fixture = Fixture::new().await;
    add(&fixture, someone(Category::Pupil, OTHER, "Abeille", "Io"), Some("x1")).await;
    let twin = NewPerson {
        birth_date: Some("2014-02-02".parse().unwrap()),
        ..someone(Category::Pupil, "E2C3D4F5G7H8J9KA", "Abeille", "Io")
    };
    add(&fixture, twin, Some("x2")).await;
    let entries = people::entries(&fixture.pronote, &fixture.base).await.unwrap();
    for (line, expected) in [
        (";Abeille;Io;;x3", Outcome::Ambiguous),
        (";Abeille;Io;2013-06-01;x3", Outcome::Change),
        (";Abeille;Io;2013-06-01;x1", Outcome::Same),
        (";Abeille;Io;2013-06-01;x2", Outcome::Taken),
        (";Abeille;Io;2000-01-01;x3", Outcome::Unknown),
        ("NOBODY;Abeille;Io;2013-06-01;x3", Outcome::Unknown),
        (";D’Été;anne lou;1980-01-01;x1", Outcome::Change),
        (";Abeille;Io;32/13/2013;x3", Outcome::Unreadable),
    ] {
        let text = format!("Identifiant PRONOTE;Nom;Prénom;Né(e) le;Identifiant CAS\n{line}\n");
        let table = exchange::cas_ids::read(text.as_bytes()).unwrap();
        let lines = bulk::resolve(table, &entries);
        assert_eq!(lines[0].outcome, expected, "{line}");
        assert_eq!(lines[0].given.contains("→ ABEILLE Io"), expected == Outcome::Taken, "{line}");
    }
    // Three in a ring exchange theirs; a chain onto somebody who keeps theirs is left out from the end.
    let resolve = |lines: &str| {
        let text = format!("Identifiant PRONOTE;Identifiant CAS\n{lines}");
        let lines = bulk::resolve(exchange::cas_ids::read(text.as_bytes()).unwrap(), &entries);
        lines.into_iter().map(|line| line.outcome).collect::<Vec<_>>()
    };
    let ring = format!("{OTHER};x2\nE2C3D4F5G7H8J9KA;x1\n");
    assert_eq!(resolve(&ring), [Outcome::Change, Outcome::Change]);
    let chain = format!("{PUPIL};x1\n{OTHER};x2\n");
    assert_eq!(resolve(&chain), [Outcome::Taken, Outcome::Taken]);
    let twice = format!("{PUPIL};x8\n{OTHER};x8\n{PUPIL};x9\n");
    assert_eq!(resolve(&twice), [Outcome::Change, Outcome::Twice, Outcome::Twice]);
}

#[tokio::test]
async fn faults_of_the_base_are_found_and_mended() {
    let fixture = Fixture::new().await;
    let gone = NewPerson { class: None, ..someone(Category::Pupil, OTHER, "Ancien", "Théo") };
    add(&fixture, gone, None).await;
    let child = vec![OTHER.parse().unwrap()];
    let lone =
        NewPerson { children: child, ..someone(Category::Guardian, "E2C3D4F5G7H8J9KA", "Ancien", "Lou") };
    add(&fixture, lone, None).await;
    let again =
        NewPerson { birth_date: None, ..someone(Category::Pupil, "F2C3D4E5G7H8J9KA", "etoile", "ZOÉ") };
    add(&fixture, again, None).await;
    let spr = spr(&fixture).await;
    let page = spr.get("/spr/checks").await;
    for words in
        ["anciens élèves", "voisins, grands-parents", "ANCIEN Théo", "ANCIEN Lou", "1 paire de fiches"]
    {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(!page.shows("D'ÉTÉ Anne-Lou"), "a guardian of a present pupil");
    assert!(spr.get("/spr/duplicates").await.shows("F2C3D4E5G7H8J9KA"));

    // A relative by name only: shown as long as she may read, exported as long as she may.
    let (guardian, school) = (id(&fixture, GUARDIAN).await, fixture.school().await);
    let rights = async |fields: &[(&str, &str)]| {
        let mut all = vec![("person", guardian.as_str())];
        all.extend_from_slice(fields);
        spr.submit("/spr/checks", "/spr/person/rights", &all).await
    };
    rights(&[("consults", "on")]).await;
    assert!(spr.get("/spr/checks").await.shows("D'ÉTÉ Anne-Lou"));
    let is_exported = async || {
        let (people, _) = people::exported(&fixture.pronote, &school.id, false).await.unwrap();
        people.iter().any(|person| person.pronote_id.as_str() == GUARDIAN)
    };
    assert!(is_exported().await);
    rights(&[]).await;
    assert!(!spr.get("/spr/checks").await.shows("D'ÉTÉ Anne-Lou") && !is_exported().await);

    let former = id(&fixture, OTHER).await;
    assert!(
        spr.get(&format!("/spr/person/remove?id={former}")).await.shows("Retirer ANCIEN Théo de la base ?")
    );
    spr.submit("/spr/checks", "/spr/person/remove", &[("person", &former)]).await;
    assert!(!spr.get("/spr/checks").await.shows("ANCIEN Théo"));
    assert_eq!(spr.get(&format!("/spr/person?id={former}")).await.status, 404);
}

#[tokio::test]
async fn own_logins_are_issued_once_and_the_delegation_leaves_them_alone() {
    let fixture = Fixture::new().await;
    let spr = spr(&fixture).await;
    let issue = async |fields: &[(&str, &str)]| spr.submit("/spr/logins", "/spr/logins", fields).await;
    let of =
        |page: &str, n: usize| page.split("<code>").nth(n).unwrap().split('<').next().unwrap().to_owned();
    let letters = issue(&[("class", "6e 2"), ("who", "pupil")]).await;
    assert!(letters.shows("ÉTOILÉ Zoé") && letters.shows("/pronote/?login=true"), "{}", letters.words());
    let (login, password) = (of(&letters.text, 1), of(&letters.text, 2));
    assert_eq!((login.as_str(), password.len()), ("zoe.etoile", 14));
    let enters = async |password: &str| {
        people::by_own_password(&fixture.pronote, &fixture.base, &login, password).await.unwrap().is_some()
    };
    assert!(enters(&password).await);
    let again = issue(&[("class", "6e 2"), ("who", "pupil")]).await;
    assert!(again.status == 422 && again.shows("tout le monde a déjà un identifiant"));
    assert!(!spr.get("/spr/logins").await.shows(&password), "shown once");
    assert!(issue(&[("class", "6e 2"), ("who", "guardian")]).await.shows("annelou.dete"));

    for cas in ["https://cas.autre.example", "https://cas.encore.example"] {
        fixture.delegate(cas).await;
        assert!(enters(&password).await, "the delegation changes nothing");
    }
    let pupil = id(&fixture, PUPIL).await;
    let letter = issue(&[("person", &pupil)]).await;
    let fresh = of(&letter.text, 2);
    assert_eq!(of(&letter.text, 1), login, "the login stays");
    assert!(!enters(&password).await && enters(&fresh).await);
}

#[tokio::test]
async fn nobody_loses_the_link_over_the_summer() {
    let fixture = Fixture::new().await;
    let spr = spr(&fixture).await;
    let browser = fixture.visitor();
    browser.get("/pronote/eleve.html").await;
    let ticket = fixture.cas.ticket("z-1", &[PUPIL]);
    browser.get(&format!("/pronote/eleve.html?ticket={ticket}")).await;
    let page = spr.get("/spr/september").await;
    assert!(
        page.shows("Aucun export complet") && page.shows("Passer à l'année 2027-2028"),
        "{}",
        page.words()
    );
    spr.get("/spr/export/file").await;
    assert!(spr.get("/spr/september").await.shows("Dernier export complet : le 04/09/2026"));
    let before = fixture.school().await;

    let year = [("from", "2026-2027")];
    for _ in 0..2 {
        spr.submit("/spr/september", "/spr/september/year", &year).await;
    }
    let refused =
        spr.submit("/spr/september", "/spr/september/version", &[("version", "PRONOTE 2027")]).await;
    assert!(refused.status == 422 && refused.shows("value=\"PRONOTE 2027\""));
    spr.submit("/spr/september", "/spr/september/version", &[("version", "2027")]).await;
    let after = fixture.school().await;
    assert_eq!((after.year_label.as_str(), after.version_label.as_str()), ("2027-2028", "2027"));
    assert_eq!((after.delegation, after.published), (before.delegation.clone(), true));
    let states = spr.get("/spr/september").await;
    let export = states.words().split("Export complet des identifiants").nth(1).unwrap().to_owned();
    assert!(export.split("</h2>").next().unwrap().contains("à faire"), "the export was of last year");

    // The same link serves, without the attribute too.
    assert_eq!(cas(&fixture, PUPIL).await.as_deref(), Some("z-1"));
    let returns = fixture.visitor();
    returns.get("/pronote/eleve.html").await;
    let ticket = fixture.cas.ticket("z-1", &[]);
    assert_eq!(returns.get(&format!("/pronote/eleve.html?ticket={ticket}")).await.status, 303);
}

#[tokio::test]
async fn commands_are_found_by_their_older_names() {
    let fixture = Fixture::bare().await;
    let spr = spr(&fixture).await;
    let found = async |words: &str| spr.get(&format!("/spr/menu?q={}", web::encode(words))).await;
    let early = found("Fichier > Socles ENT").await;
    assert!(early.shows("Définissez d'abord la délégation CAS"), "{}", early.words());
    assert!(!early.text.contains("<li><a href=\"/spr/export\">Exporter"));
    fixture.delegate(&fixture.cas.url()).await;
    let later = found("Fichier > Socles ENT > Exporter").await;
    assert!(later.text.contains("<a href=\"/spr/export\">Exporter les identifiants PRONOTE</a>"));
    for (words, label) in
        [("gestion des identifiants ent", "Affichages"), ("eleves", "Elèves"), ("DOUBLON", "Doublons")]
    {
        assert!(found(words).await.shows(&format!(">{label}</a>")), "{words}");
    }
    for words in ["emploi du temps", "licorne"] {
        assert!(found(words).await.shows("Aucune commande ne correspond"), "{words}");
    }
}

#[tokio::test]
async fn failures_are_counted_explained_and_gone_after_the_cure() {
    let fixture = Fixture::new().await;
    add(&fixture, someone(Category::Pupil, OTHER, "Abeille", "Io"), None).await;
    let visit = async |subject: &str, pronote_id: &str| {
        let browser = fixture.visitor();
        browser.get("/pronote/eleve.html").await;
        let ticket = fixture.cas.ticket(subject, &[pronote_id]);
        browser.get(&format!("/pronote/eleve.html?ticket={ticket}")).await
    };
    let spr = spr(&fixture).await;
    assert!(spr.get("/spr/").await.shows("0 utilisateur"));
    assert_eq!(visit("s1", PUPIL).await.status, 303);
    visit("s1", OTHER).await;
    visit("s9", "NOSUCHPERSON").await;
    visit("s9", "NOSUCHPERSON").await;
    let home = spr.get("/spr/").await;
    assert!(
        home.shows("2 utilisateurs rencontrent des échecs d'identification sur l'ENT"),
        "{}",
        home.words()
    );
    let page = spr.get("/spr/failures").await;
    for words in [
        "Résolution des échecs d'interconnexion",
        "déjà relié à une autre fiche",
        "NOSUCHPERSON",
        "Chercher dans la liste",
        "/spr/people/pupil",
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    // The cure of a duplicate: the first record lets go, the person tries again.
    spr.submit("/spr/", "/spr/people/pupil/erase-cas-id", &[("person", &id(&fixture, PUPIL).await)]).await;
    assert_eq!(visit("s1", OTHER).await.status, 303);
    assert!(spr.get("/spr/").await.shows("1 utilisateur rencontre des échecs d'identification sur l'ENT"));
    assert!(!spr.get("/spr/failures").await.shows("déjà relié à une autre fiche"));
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    one_writes_and_the_others_read,
    the_mode_is_chosen_at_the_sign_in_and_nobody_locks_themselves_out,
    the_identifiers_of_the_ent_are_shown_or_not,
    lists_are_sorted_by_each_column,
    a_cas_identifier_is_typed_transferred_and_each_change_undone,
    a_table_is_looked_at_applied_and_undone,
    faults_of_the_base_are_found_and_mended,
    own_logins_are_issued_once_and_the_delegation_leaves_them_alone,
    nobody_loses_the_link_over_the_summer,
    failures_are_counted_explained_and_gone_after_the_cure,
];
