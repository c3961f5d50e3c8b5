use crate::{
    bases::{Space, Spaces},
    delegation,
    operators::Role,
    tests::{Fixture, PUPIL},
};

const LOCKED: &str = "Vous devez arrêter la publication de la base pour pouvoir modifier ces paramètres.";

#[tokio::test]
async fn an_operator_publishes_and_stops() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let home = console.get("/").await;
    for words in [
        "ACCUEIL",
        "Collège des Passerelles",
        "Publiée par PRONOTE.net",
        "Professeurs (0)",
        "Entreprises (0)",
    ] {
        assert!(home.shows(words), "{words}");
    }
    assert!(!home.shows("Lycée du Gué"));
    let path = format!("/bases/{}/publication", fixture.base);
    let page = console.get(&path).await;
    for words in
        [LOCKED, "Arrêter la publication", "<fieldset disabled>", "http://127.0.0.1:8081/pronote/eleve.html"]
    {
        assert!(page.shows(words), "{words}");
    }
    assert_eq!(
        console.submit(&path, &path, &[("action", "stop")]).await.location,
        format!("{path}?done=stopped")
    );
    let page = console.get(&path).await;
    assert!(page.shows("Non publiée") && page.shows("Publier la base") && !page.shows(LOCKED));
    console.submit(&path, &path, &[("action", "publish")]).await;
    assert!(fixture.school().await.published);
}

#[tokio::test]
async fn parameters_are_locked_while_published_on_the_server_too() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let of = |page: &str| format!("/bases/{}/{page}", fixture.base);
    for (path, fields) in [
        ("parameters", &[("root", "neuf"), ("space", "pupils")][..]),
        ("parameters", &[("root", "é")]),
        ("delegation", &[("mode", "cas"), ("cas_url", "https://cas.example")]),
        ("delegation", &[]),
        ("delegation/preset", &[("preset", "atrium"), ("confirm", "yes")]),
    ] {
        let page = console.submit(&of("publication"), &of(path), fields).await;
        assert!(page.status == 409 && page.shows(LOCKED), "{path}");
    }
    assert_eq!(fixture.school().await.root.as_str(), "Pronote");
    assert!(fixture.school().await.delegation.is_some());
}

#[tokio::test]
async fn the_root_and_the_spaces_can_be_changed_once_stopped() {
    let fixture = Fixture::bare().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let of = |page: &str| format!("/bases/{}/{page}", fixture.base);
    for (root, sentence) in [("a b", "Une racine se compose"), ("GUE", "Une autre base répond déjà")] {
        let page = console.submit(&of("publication"), &of("parameters"), &[("root", root)]).await;
        assert!(page.status == 422 && page.shows(sentence) && page.shows(&format!("value=\"{root}\"")));
    }
    let fields = [("root", "Neuf"), ("space", "pupils"), ("space", "school-life")];
    assert_eq!(console.submit(&of("publication"), &of("parameters"), &fields).await.status, 303);
    assert_eq!(fixture.school().await.spaces, Spaces::of(&[Space::Pupils, Space::SchoolLife]));
    fixture.publish(true).await;
    assert_eq!(fixture.visitor().get("/NEUF/eleve.html").await.status, 200);
    assert_eq!(fixture.visitor().get("/neuf/parent.html").await.status, 404);
    assert_eq!(fixture.visitor().get("/pronote/eleve.html").await.status, 404);
}

#[tokio::test]
async fn a_preset_over_a_configuration_asks_first() {
    let fixture = Fixture::bare().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let page = format!("/bases/{}/delegation", fixture.base);
    let preset = format!("{page}/preset");
    let cas = async || {
        let current = delegation::current(&fixture.pronote, &fixture.school().await).await.unwrap();
        current.map(|delegation| delegation.cas_url.to_string())
    };
    assert!(console.get(&page).await.shows("Définir une délégation CAS"));
    console.submit(&page, &preset, &[("preset", "atrium")]).await;
    assert_eq!(cas().await.as_deref(), Some("https://www.atrium-paca.fr/connexion"), "nothing to lose yet");
    let shown = console.get(&page).await;
    for words in [
        "https://www.atrium-paca.fr/connexion/login?service=http%3A%2F%2F127.0.0.1%3A8081%2Fpronote%2F",
        "https://www.atrium-paca.fr/connexion/samlValidate?TARGET=",
        "http://127.0.0.1:8081/pronote/?login=true",
        "URL à communiquer au socle ENT",
    ] {
        assert!(shown.shows(words), "{words}");
    }
    let asked = console.submit(&page, &preset, &[("preset", "mon-ent-occitanie")]).await;
    let sentence = "Le choix d'une nouvelle configuration va supprimer les paramètres renseignés. \
                    Confirmez-vous l'application de la configuration Mon ENT Occitanie ?";
    assert!(asked.shows(sentence) && asked.shows("Oui") && asked.shows("Non"), "{}", asked.words());
    for (answer, expected) in
        [("no", "https://www.atrium-paca.fr/connexion"), ("yes", "https://cas.mon-ent-occitanie.fr")]
    {
        console.submit(&page, &preset, &[("preset", "mon-ent-occitanie"), ("confirm", answer)]).await;
        assert_eq!(cas().await.as_deref(), Some(expected));
    }
    console.submit(&page, &preset, &[("preset", "no-such"), ("confirm", "yes")]).await;
    assert_eq!(cas().await.as_deref(), Some("https://cas.mon-ent-occitanie.fr"));
}

#[tokio::test]
async fn a_wrong_address_is_told_at_its_field_and_kept() {
    let fixture = Fixture::bare().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let page = format!("/bases/{}/delegation", fixture.base);
    for (cas_url, sentence) in [
        ("http://cas.example", "doit commencer par https://"),
        ("https://", "Saisissez l'adresse du serveur CAS"),
        ("cas.example", "Ce n'est pas l'adresse d'un serveur CAS"),
    ] {
        let fields = [("mode", "cas"), ("cas_url", cas_url), ("separate", "on"), ("validation_url", "x")];
        let answer = console.submit(&page, &page, &fields).await;
        assert!(answer.status == 422 && answer.shows(sentence), "{cas_url}");
        assert!(answer.shows(&format!("value=\"{cas_url}\"")) && answer.shows("value=\"x\""));
        assert!(answer.shows("id=\"validation_url-error\""));
    }
    assert!(fixture.school().await.delegation.is_none());
    let fields = [
        ("mode", "cas"),
        ("cas_url", "https://cas.example/"),
        ("separate", "on"),
        ("validation_url", "https://valid.example"),
    ];
    console.submit(&page, &page, &fields).await;
    let set = delegation::current(&fixture.pronote, &fixture.school().await).await.unwrap().unwrap();
    assert_eq!(set.validator(), "https://valid.example/samlValidate");
    assert!(!set.direct_access);
    assert_eq!(console.submit(&page, &page, &[]).await.status, 422, "an empty form takes nothing away");
    console.submit(&page, &page, &[("mode", "without")]).await;
    assert!(fixture.school().await.delegation.is_none());
}

#[tokio::test]
async fn another_base_does_not_exist_for_an_operator() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    for path in ["publication", "delegation"] {
        for base in [fixture.other_base.as_str(), "none", ""] {
            assert_eq!(console.get(&format!("/bases/{base}/{path}")).await.status, 404, "{base}/{path}");
        }
    }
    let path = format!("/bases/{}/publication", fixture.other_base);
    assert_eq!(console.submit("/", &path, &[("action", "publish")]).await.status, 404);
}

#[tokio::test]
async fn a_supervisor_lists_people_and_erases_a_cas_identifier() {
    let fixture = Fixture::new().await;
    let browser = fixture.visitor();
    browser.get("/pronote/eleve.html").await;
    let ticket = fixture.cas.ticket("z-1", &[PUPIL]);
    browser.get(&format!("/pronote/eleve.html?ticket={ticket}")).await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    assert!(spr.get("/spr/").await.shows("Superviseur (SPR)"));
    let list = spr.get("/spr/people/pupil?q=etoile").await;
    for words in [
        "Né(e) le",
        "01/06/2013",
        "6e 2",
        "Identifiant PRONOTE",
        PUPIL,
        "Identifiant CAS",
        "z-1",
        "1 personne",
    ] {
        assert!(list.shows(words), "{words}");
    }
    assert_eq!(spr.get("/spr/people/pupil?q=%00").await.status, 200);
    assert_eq!(spr.get("/spr/people/martian").await.status, 404);
    let person = fixture.person(PUPIL).await.id;
    let erase = "/spr/people/pupil/erase-cas-id";
    spr.submit("/spr/people/pupil", erase, &[("person", person.as_str())]).await;
    assert_eq!(fixture.cas_id(PUPIL).await, None);
    let elsewhere = fixture.operator(Role::Supervisor, "spr2", &fixture.other_base).await;
    assert_eq!(elsewhere.submit("/spr/", erase, &[("person", person.as_str())]).await.status, 404);
    assert!(!elsewhere.get("/spr/people/pupil").await.shows(PUPIL));
}

#[tokio::test]
async fn the_console_may_ask_for_a_certificate_and_says_where_to_get_one() {
    use web::tls::{Files, Tls};
    let (scratch, ca) = (testkit::Scratch::new(), testkit::TestCa::new("Autorité de la console"));
    let site = ca.for_hosts(&["127.0.0.1"], testkit::VALID).write(&scratch, "console");
    let files = Files { client_ca: Some(ca.write(&scratch, "visitors.pem")), ..site };
    let fixture = Fixture::bare().await;
    let (socket, url) = testkit::socket("127.0.0.1").await;
    let tls = Some(Tls::load(&files).unwrap());
    testkit::serve(web::Listener { tls, ..web::Listener::from(socket) }, fixture.pronote.console_router());
    let url = url.replace("http:", "https:");
    let visitor = walker::Walker::trusting(ca.pem.as_bytes()).unwrap();
    for path in ["/", "/sign-in", "/spr/", "/none"] {
        let page = visitor.open(&format!("{url}{path}")).await.unwrap();
        assert_eq!(page.status, 403, "{path}");
        // The sentence of the console, and below it who is asked here.
        assert!(page.says(
            "L'accès à l'administration de Pronote.net nécessite un certificat, si celui-ci n'est pas actif nous vous \
             invitons à vous rapprocher du support Index Education pour l'obtenir"
        ));
        assert!(page.says("ici, le support est la personne qui l'a installé"), "{}", page.body);
        assert!(page.text("input[type=password]").is_none());
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    an_operator_publishes_and_stops,
    parameters_are_locked_while_published_on_the_server_too,
    the_root_and_the_spaces_can_be_changed_once_stopped,
    a_preset_over_a_configuration_asks_first,
    a_wrong_address_is_told_at_its_field_and_kept,
    another_base_does_not_exist_for_an_operator,
    a_supervisor_lists_people_and_erases_a_cas_identifier,
];
