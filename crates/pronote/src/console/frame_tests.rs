//! The frame of the console: home, changes in one go, history for the support, clients.

use crate::{
    bases::{Parameters, Root, Space, Spaces},
    journal,
    operators::Role,
    tests::{Browser, Fixture, GUARDIAN, PUPIL},
};

impl Fixture {
    fn of_base(&self, page: &str) -> String {
        format!("/bases/{}/{page}", self.base)
    }

    /// Somebody comes by the ENT and is inside.
    pub(crate) async fn inside_at(&self, page: &str, id: &str) -> Browser {
        let (browser, page) = (self.visitor(), format!("/pronote/{page}"));
        browser.get(&page).await;
        let ticket = self.cas.ticket(id, &[id]);
        assert_eq!(browser.get(&format!("{page}?ticket={ticket}")).await.status, 303);
        assert_eq!(browser.get(&page).await.status, 200, "{page}");
        browser
    }
}

#[tokio::test]
async fn the_home_counts_people_by_space_and_version_and_supervisors_by_licence() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let page = console.get("/").await;
    for words in [
        "Base en cours",
        "Collège des Passerelles 2026-2027.not",
        "En service sur Serveur PRONOTE",
        "Publiée par PRONOTE.net",
        "Modification : 0/2",
        "Consultation : 0/0",
        "127.0.0.1:8082",
        "administratif (0), enseignant (0), vie scolaire (0)",
        "http://127.0.0.1:8081/pronote/",
        "Professeurs (0), Vie scolaire (0), Parents (0), Elèves (0), Entreprises (0), Académie (0)",
    ] {
        assert!(page.shows(words), "{words}: {}", page.text);
    }
    let pupil = fixture.inside_at("mobile.eleve.html", PUPIL).await;
    fixture.inside_at("parent.html", GUARDIAN).await;
    for login in ["spr", "spr2"] {
        let supervisor = fixture.operator(Role::Supervisor, login, &fixture.base).await;
        assert_eq!(supervisor.get("/spr/").await.status, 200);
    }
    let page = console.get("/").await;
    for words in [
        "Parents (1), Elèves (1, dont 1 sur mobile)",
        "Modification : 1/2",
        "Consultation : 1/0",
        "administratif (2)",
    ] {
        assert!(page.shows(words), "{words}");
    }
    pupil.get("/pronote/eleve.html").await;
    assert!(console.get("/").await.shows("Elèves (1),"), "the desktop version again");
    fixture.clock.advance(60);
    let console = fixture.operator(Role::Console, "camille2", &fixture.base).await;
    let page = console.get("/").await;
    assert!(page.shows("Parents (0), Elèves (0)") && page.shows("Modification : 0/2"));
}

#[tokio::test]
async fn each_entry_of_the_menu_opens_a_true_page() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    fixture.visitor().get("/pronote/eleve.html?ticket=ST-none").await;
    for (path, words) in [
        ("/server", &["Serveur PRONOTE", "2026-2027", "En marche depuis", "Délégation CAS définie"][..]),
        ("/clients", &["Camille Gué", "console d'hébergement", "Version de la base : 2026"]),
        ("/account", &["Mon compte", "Second facteur", "Changer de mot de passe", "Autres sessions"]),
        ("/privacy", &["Charte de confidentialité", "douze mois", "Argon2id"]),
        (
            "/assistance",
            &[
                "Assistance",
                "?login=true",
                "Rapport",
                "Publiée : Oui",
                "ajoutez Pronote dans le champ racine",
            ],
        ),
    ] {
        let page = console.get(path).await;
        for words in words {
            assert!(page.status == 200 && page.shows(words), "{path}: {words}\n{}", page.text);
        }
        assert!(page.shows("aria-current=\"page\""), "{path}");
    }
    assert_eq!(console.get("/pronote-net").await.location, fixture.of_base("publication"));
}

#[tokio::test]
async fn a_change_is_shown_then_stopped_applied_and_published_in_one_go() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let (page, form) = (fixture.of_base("publication"), fixture.of_base("publication?edit=1"));
    let parameters = fixture.of_base("parameters");
    let before = fixture.school().await.parameters();
    assert!(console.get(&page).await.shows("<fieldset disabled>"));
    assert!(!console.get(&form).await.shows("<fieldset disabled>"));
    let wanted = [("root", "Neuf"), ("space", "pupils"), ("space", "parents"), ("mobile", "parents")];
    let of = |action: &'static str| [&[("action", action)], &wanted[..]].concat();

    let shown = console.submit(&form, &parameters, &of("prepare")).await;
    for words in ["/pronote/", "/neuf/", "Espace Professeurs : publier", "Espace Elèves : version mobile"] {
        assert!(shown.shows(words), "{words}: {}", shown.text);
    }
    assert!(!shown.shows("Espace Parents : publier"), "what stays is not shown");
    assert_eq!(fixture.school().await.parameters(), before, "nothing is applied yet");
    let same = [("action", "prepare"), ("root", "Pronote"), ("space", "common"), ("space", "teachers")];
    let same = [&same[..], &[("space", "parents"), ("space", "pupils")], &[("mobile", "teachers")]].concat();
    let same = [&same[..], &[("mobile", "parents"), ("mobile", "pupils")]].concat();
    assert!(console.submit(&form, &parameters, &same).await.shows("Rien ne change"));

    let taken = [&[("action", "apply"), ("root", "gue")], &wanted[1..]].concat();
    let refused = console.submit(&form, &parameters, &taken).await;
    assert!(refused.status == 422 && refused.shows("Une autre base répond déjà"));
    let school = fixture.school().await;
    assert!(school.published && school.parameters() == before, "all or nothing");

    let applied = console.submit(&form, &parameters, &of("apply")).await;
    assert_eq!(applied.location, format!("{page}?done=applied"));
    let school = fixture.school().await;
    let new = Parameters {
        root: Root::parse("Neuf").unwrap(),
        spaces: Spaces::of(&[Space::Parents, Space::Pupils]),
        mobile: Spaces::of(&[Space::Parents]),
    };
    assert!(school.published && school.parameters() == new);
    let told = journal::of_publication(&fixture.pronote, fixture.base.as_str(), 3).await.unwrap();
    let told: Vec<&str> = told.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(told, ["published", "parameters-changed", "stopped"]);
    assert!(console.get(&page).await.shows("http://127.0.0.1:8081/neuf/mobile.parent.html"));
    let closed = fixture.visitor().get("/neuf/mobile.eleve.html").await;
    assert!(closed.status == 404 && closed.shows("La version mobile n'est pas publiée"));
    assert!(!console.get(&page).await.shows("mobile.eleve.html"), "no address of what is not published");
}

#[tokio::test]
async fn an_empty_root_is_possible_and_explained() {
    let fixture = Fixture::bare().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let (page, parameters) = (fixture.of_base("publication"), fixture.of_base("parameters"));
    let fields = [("root", ""), ("space", "common"), ("space", "pupils")];
    assert_eq!(console.submit(&page, &parameters, &fields).await.status, 303);
    let shown = console.get(&page).await;
    for words in ["La racine est vide", "l'identifiant CAS reste vide", "ajoutez alors Pronote ici"] {
        assert!(shown.shows(words), "{words}");
    }
    assert!(shown.shows("URL à communiquer au socle ENT : http://127.0.0.1:8081/<"));
    fixture.publish(true).await;
    assert!(fixture.visitor().get("/?login=true").await.shows("Connexion directe à PRONOTE"));
    for path in ["/Pronote/", "/pronote/eleve.html"] {
        let lost = fixture.visitor().get(path).await;
        assert!(lost.status == 404 && lost.shows("ajoutez Pronote dans le champ racine"), "{path}");
    }
    assert!(fixture.visitor().get("/pronotes").await.shows("Cette page n'existe pas"));
}

#[tokio::test]
async fn the_support_reads_the_history_with_its_code_until_the_date() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    fixture.inside_at("eleve.html", PUPIL).await;
    let (page, support) = (fixture.of_base("publication"), fixture.of_base("support"));
    assert!(
        console
            .get(&page)
            .await
            .shows("Rendre l'historique accessible au service d'assistance d'Index Education")
    );
    let code_of = async |days: &str| {
        let shown = console.submit(&page, &support, &[("support", "on"), ("days", days)]).await;
        let part = shown.text.split("id=\"support-code\" value=\"").nth(1);
        part.unwrap()[..64].to_owned()
    };
    let helper = Browser::new(fixture.pronote.console_router());
    let read = async |code: &str| helper.submit("/history", "/history", &[("code", code)]).await;
    let first = code_of("7").await;
    assert!(
        console.get(&page).await.shows("name=\"support\" aria-describedby=\"support-help\" checked"),
        "it is kept"
    );
    assert!(!console.get(&page).await.shows(&first), "shown once");
    let history = read(&first).await;
    for words in
        ["Collège des Passerelles 2026-2027.not", "Entrée d'une personne", "Délégation CAS", "Historique lu"]
    {
        assert!(history.shows(words), "{words}: {}", history.text);
    }
    for personal in [PUPIL, "ÉTOILÉ", "Camille", fixture.person(PUPIL).await.id.as_str()] {
        assert!(!history.shows(personal), "{personal}");
    }
    let second = code_of("1").await;
    assert_eq!(read(&first).await.status, 403, "replaced");
    fixture.clock.advance(24 * 60 - 1);
    assert_eq!(read(&second).await.status, 200);
    fixture.clock.advance(1);
    let over = read(&second).await;
    assert!(over.status == 403 && over.shows("Ce code n'ouvre aucun historique"));
    let console = fixture.operator(Role::Console, "camille2", &fixture.base).await;
    let shown = console.submit(&page, &support, &[("support", "on"), ("days", "7")]).await;
    assert!(shown.shows("Code à communiquer"));
    console.submit(&page, &support, &[]).await;
    assert!(!console.get(&page).await.shows("L'historique est accessible jusqu'au"));
    assert_eq!(read("").await.status, 403, "no code opens what is closed");
}

#[tokio::test]
async fn a_client_of_another_version_is_marked_warned_and_kept_from_writing() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let writer = fixture.operator(Role::Supervisor, "writer", &fixture.base).await;
    assert_eq!(writer.get("/spr/").await.status, 200);
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    assert_eq!(spr.get("/spr/people/pupil").await.status, 200);
    assert!(spr.get("/spr/client").await.shows("Votre client est à jour (version 2026)"));
    let token_page = "/spr/account";
    writer.submit("/spr/", "/spr/september/version", &[("version", "2027")]).await;
    let clients = console.get("/clients").await;
    assert!(clients.shows("pas à jour") && clients.shows("Version de la base : 2027"));
    assert!(clients.shows("Si tous vos clients pronote ne sont pas à jour corrigez cette situation"));
    for path in ["/spr/", "/spr/people/pupil", "/spr/export"] {
        assert_eq!(spr.get(path).await.location, "/spr/client", "{path}");
    }
    let warned = spr.get("/spr/client").await;
    assert!(
        warned.shows(
            "Votre client a été ouvert avec la version 2026 ; la base est maintenant en version 2027."
        )
    );
    assert!(warned.shows("Si tous vos clients pronote ne sont pas à jour corrigez cette situation"));
    let refused = spr.submit(token_page, "/spr/export", &[]).await;
    assert!(refused.status == 409 && refused.shows("Votre client n'est pas à jour"));
    assert_eq!(
        writer.get("/spr/september?done=version").await.status,
        200,
        "who raised it has the new pages"
    );
    assert_eq!(spr.submit("/spr/client", "/spr/client", &[]).await.location, "/spr/");
    assert_eq!(spr.get("/spr/people/pupil").await.status, 200);
    assert!(!console.get("/clients").await.shows("pas à jour</span>"));
    assert_eq!(
        fixture.operator(Role::Supervisor, "spr2", &fixture.base).await.get("/spr/").await.status,
        200
    );
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_home_counts_people_by_space_and_version_and_supervisors_by_licence,
    each_entry_of_the_menu_opens_a_true_page,
    a_change_is_shown_then_stopped_applied_and_published_in_one_go,
    an_empty_root_is_possible_and_explained,
    the_support_reads_the_history_with_its_code_until_the_date,
    a_client_of_another_version_is_marked_warned_and_kept_from_writing,
];
