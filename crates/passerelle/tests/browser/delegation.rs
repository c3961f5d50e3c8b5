//! The delegation of authentication: ENT of the list, typed by hand, taken back; the identification window.

use ent::{
    directory::Profile,
    release::{self, Rule, Source},
    services::{self, NewService, ServiceKind},
};
use exchange::identifiers::{self, Imported};
use passerelle::demo::road::Step;
use testkit::browser::{Tab, in_every_mode};

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

/// The ENT of the tutorial of 2020 with the addresses that it prints, without their last slash.
const PRINTED: [(&str, &str); 14] = [
    ("AEFE", "https://cas.kosmoseducation.com"),
    ("Agora06", "https://cas.agora06.fr"),
    ("Arsène76", "https://cas.arsene76.fr"),
    ("Cybercollèges42", "https://cas.cybercolleges42.fr"),
    ("Eclat-BFC", "https://cas.eclat-bfc.fr"),
    ("E-Collège31", "https://cas.ecollege.haute-garonne.fr"),
    ("ENT27", "https://cas.ent27.fr"),
    ("Ent Kosmos", "https://cas.pdl.kosmoseducation.com"),
    ("L'ENT Creuse", "https://cas.entcreuse.fr"),
    ("Ma classe en Auvergne-Rhône-Alpes", "https://cas.ent.auvergnerhonealpes.fr"),
    ("Mon ENT Occitanie", "https://cas.mon-ent-occitanie.fr"),
    ("Mon Bureau Numérique", "https://cas.monbureaunumerique.fr"),
    ("Moncollege.valdoise.fr", "https://cas.moncollege.valdoise.fr"),
    ("Webcollege", "https://cas.webcollege.seinesaintdenis.fr"),
];

/// The operator opens the delegation of the first school, and stops the publication if that is not done yet.
async fn opens_the_delegation(scene: &Scene<'_>) {
    scene.signs_in_at_the_console().await;
    scene.tab.press_in(scene.school(), labels::DELEGATION).await;
    if scene.tab.offers(labels::STOP).await {
        scene.tab.press(labels::STOP).await;
    }
}

/// Chooses an ENT of the list, over what is there.
async fn chooses(tab: &Tab, ent: &str) {
    tab.choose(labels::MY_ENT, ent).await;
    tab.press(ours::APPLY).await;
    tab.is_on(labels::CONFIRMATION).await;
    tab.press(labels::YES).await;
}

#[test]
fn each_ent_of_the_list_fills_the_address_that_is_printed() {
    let shared = Shared::new();
    in_every_mode("delegation-list", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        opens_the_delegation(&scene).await;
        assert!(tab.is_ticked(labels::ENABLED).await);
        // The cog beside the option leads to the list.
        tab.press(labels::IDENTIFICATION).await;
        chooses(tab, labels::ATRIUM).await;
        assert_eq!(tab.value(labels::CAS_URL).await, labels::ATRIUM_CAS);
        for (ent, address) in PRINTED {
            chooses(tab, ent).await;
            assert_eq!(tab.chosen(labels::MY_ENT).await, ent);
            assert_eq!(tab.value(labels::CAS_URL).await, address, "{ent}");
        }
        // Named by a tutorial that prints no address.
        for ent in [
            "Collèges77 (Seine-et-Marne)",
            "e-lyco (ENT des lycées et collèges en Pays de Loire)",
            "e-Lycée Rhône-Alpes (ENT des lycées de la région Rhône-Alpes)",
            "ENT Isère (CG38)",
            "ENT Oise (CG60)",
            "ENTmip Enseignement Agricole (ENT de l'Enseignement Agricole Public en Midi-Pyrénées)",
            "Laclasse.com (Département du Rhône)",
            "Laclasse.com Version 2 (Département du Rhône)",
        ] {
            tab.choose(labels::MY_ENT, ent).await;
        }
        chooses(tab, "ENT Oise (CG60)").await;
        assert_eq!(tab.value(labels::CAS_URL).await, "https://");
        assert!(tab.complaint(labels::CAS_URL).await.contains("demandez-la à votre ENT"));
    });
}

#[test]
fn an_address_typed_by_hand_fills_the_rest_and_can_be_taken_back() {
    in_every_mode("delegation-by-hand", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let (pronote, own) = (scene.pronote(), scene.ends().ent.config().cas_url());
        opens_the_delegation(&scene).await;
        tab.fill(labels::CAS_URL, "https://cas.exemple.fr").await;
        tab.press(labels::SUBMIT).await;
        tab.sees(ours::REPUBLISH).await;
        tab.sees(&format!("{} https://cas.exemple.fr/login?service=", labels::LOGIN_LINK)).await;
        tab.sees(&format!("{} https://cas.exemple.fr/samlValidate?TARGET=", labels::VALIDATION_LINK)).await;
        tab.sees(&format!("{} {pronote}", labels::SERVICE_LINK)).await;
        assert_eq!(tab.chosen(labels::MY_ENT).await, "Aucun : adresse saisie à la main");
        tab.sees("il faut ajouter « ?login=true » à la fin de l'adresse d'accès direct").await;
        let message = tab.value(ours::MESSAGE).await;
        assert!(message.contains(&format!("{pronote}?login=true")) && message.contains("cas.exemple.fr"));
        // One click selects an address; with JavaScript, a button copies it.
        assert_eq!(tab.reads(ours::COPY).await, tab.mode().scripts);
        if tab.mode().scripts {
            tab.press(&format!("{} {pronote}?login=true", ours::COPY)).await;
            tab.sees(ours::COPIED).await;
        }

        tab.press(ours::BEFORE_CHANGE).await;
        tab.sees("« casse » l'interconnexion préexistante").await;
        tab.press(ours::UNDO).await;
        tab.sees("Le changement est annulé").await;
        assert_eq!(tab.value(labels::CAS_URL).await, own);

        // Without CAS, everybody has PRONOTE's own sign-in, also at the very root.
        tab.tick(labels::WITHOUT_CAS).await;
        tab.press(labels::SUBMIT).await;
        assert!(tab.is_ticked(labels::WITHOUT_CAS).await);
        tab.press(labels::PUBLISH).await;
        assert!(!tab.reads(ours::REPUBLISH).await && !tab.offers(ours::UNDO).await);
        for path in ["eleve.html", "?login=true"] {
            tab.open(&format!("{pronote}{path}")).await;
            tab.sees("Connexion directe à PRONOTE").await;
        }
        tab.open(&format!("{}/?login=true", scene.ends().spaces_url)).await;
        if tab.reads("Choisissez votre établissement").await {
            tab.press_beginning(scene.school()).await;
        }
        tab.sees("Connexion directe à PRONOTE").await;
    });
}

#[test]
fn somebody_whom_the_former_ent_brings_signs_in_at_the_new_one() {
    in_every_mode("delegation-former-ent", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        opens_the_delegation(&scene).await;
        chooses(tab, labels::OCCITANIE).await;
        // What is read before the change.
        tab.choose(labels::MY_ENT, "Passerelle (démonstration)").await;
        tab.press(ours::APPLY).await;
        for words in [
            "amène les utilisateurs à se réauthentifier sur le nouveau",
            "préférable d'attendre la pré-rentrée",
            "ils doivent obligatoirement passer par le nouveau",
            "La connexion depuis un client PRONOTE s'effectue toujours avec les identifiants spécifiques à PRONOTE",
        ] {
            tab.sees(words).await;
        }
        tab.press(labels::YES).await;
        tab.press(labels::PUBLISH).await;
        tab.sees(labels::PUBLISHED).await;
        // The tile of the former ENT: its ticket is worth nothing here, and is no error either.
        tab.leave_to_somebody_else().await;
        tab.open(&format!("{}eleve.html?ticket=ST-1-ancien-ENT", scene.pronote())).await;
        tab.press(ours::GO_ON).await;
        scene.gives_password(tab, "pupil").await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.press(labels::ENTER).await;
        tab.is_on(labels::PUPILS).await;
    });
}

/// What the supervisor exports, as the ENT reads it.
async fn exported(scene: &Scene<'_>) -> Imported {
    let tab = scene.tab;
    scene.signs_in_as_supervisor("supervisor").await;
    tab.press(labels::EXPORT_MENU).await;
    tab.press(labels::SUBMIT).await;
    let (_, content) = tab.download(ours::DOWNLOAD).await;
    identifiers::read_any(content.as_slice(), &scene.ends().ent.config().keys).unwrap()
}

#[test]
fn the_identification_window_keeps_what_is_validated_and_forgets_what_is_cancelled() {
    in_every_mode("delegation-window", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        opens_the_delegation(&scene).await;
        tab.press(labels::IDENTIFICATION).await;
        for words in [
            labels::IDENTIFICATION,
            labels::COMMON_IDENTIFIER,
            labels::EXPORT_SETTINGS,
            labels::NOTE_ONE,
            labels::NOTE_TWO,
        ] {
            tab.sees(words).await;
        }
        assert!(tab.is_ticked(labels::SUBJECT).await && !tab.is_ticked(labels::CAS_ATTRIBUTE).await);
        assert_eq!(tab.chosen(labels::FIRST_CONNECTION).await, labels::BY_PRONOTE_ID);
        assert_eq!(tab.value(labels::ID_ATTRIBUTE).await, "idPronote");
        let own = tab.value(labels::SCHOOL_NUMBER).await;
        assert_eq!(own, scene.ends().district.schools[0].uai.as_str());

        tab.fill(labels::SCHOOL_NUMBER, "0999991Z").await;
        tab.fill(labels::PAIRING_CODE, "").await;
        tab.tick(labels::TO_URL).await;
        tab.tick(labels::AUTOMATIC).await;
        tab.choose(labels::OPENED_BY, labels::KOSMOS).await;
        tab.press(labels::SUBMIT).await;
        assert!(tab.complaint(labels::SCHOOL_NUMBER).await.contains("Vouliez-vous dire 0999991X ?"));
        assert!(tab.complaint(labels::PAIRING_CODE).await.contains("Saisissez le code de rapprochement."));
        assert!(tab.complaint(labels::DESTINATION).await.contains("https://"), "required once it is ticked");
        assert_eq!(tab.value(labels::SCHOOL_NUMBER).await, "0999991Z", "what was typed stays");
        assert_eq!(tab.chosen(labels::OPENED_BY).await, labels::KOSMOS);

        tab.press(labels::CANCEL).await;
        tab.press(labels::IDENTIFICATION).await;
        assert_eq!(tab.value(labels::SCHOOL_NUMBER).await, own, "cancelled");
        assert!(!tab.is_ticked(labels::TO_URL).await);
        tab.fill(labels::SCHOOL_NUMBER, "0999991X").await;
        tab.fill(labels::PAIRING_CODE, "PRONOTECAS").await;
        tab.choose(labels::OPENED_BY, labels::KOSMOS).await;
        tab.press(labels::SUBMIT).await;
        tab.sees("Les paramètres d'identification sont enregistrés.").await;
        tab.press(labels::IDENTIFICATION).await;
        assert_eq!(tab.value(labels::PAIRING_CODE).await, "PRONOTECAS");
        assert_eq!(tab.value(labels::SCHOOL_NUMBER).await, "0999991X");
        assert_eq!(tab.chosen(labels::OPENED_BY).await, labels::KOSMOS);

        let file = exported(&scene).await;
        assert_eq!(file.header.pairing_code.as_deref(), Some("PRONOTECAS"));
        assert_eq!(file.header.uai, Some("0999991X".parse().unwrap()));
    });
}

/// Makes the PRONOTE of `scene` known in the ENT of `other`, where the same people have the same identifiers.
async fn known_to(other: &Scene<'_>, scene: &Scene<'_>) {
    let (ent, school) = (&other.ends().ent, &other.ends().district.schools[0].uai);
    let base = ent::schools::base_of(ent, school).await.unwrap().unwrap().id;
    let url = scene.pronote();
    let service = NewService {
        code: "PRONOTE-D-A-COTE",
        title: "Pronote",
        kind: ServiceKind::PronoteWithCas,
        pattern: &format!("{url}**"),
        url: &url,
        base: Some(&base),
        ..NewService::default()
    };
    let id = services::register(ent, &service).await.unwrap();
    services::grant(ent, &id, school, &Profile::ALL).await.unwrap();
    let rule = Rule { name: "idPronote".to_owned(), source: Source::PronoteId };
    release::set_rules(ent, &id, &[rule]).await.unwrap();
}

/// Signs in at the ENT of `at` from a page of PRONOTE, and goes through the page of the first visit.
async fn enters_by(at: &Scene<'_>, role: &str, space: &str) {
    assert!(at.tab.address().await.starts_with(&at.ends().ent_url), "the other ENT");
    at.gives_password(at.tab, role).await;
    at.tab.is_on(labels::FIRST_VISIT).await;
    at.tab.press(labels::ENTER).await;
    at.tab.is_on(space).await;
}

#[test]
fn two_ent_serve_one_base_by_space_or_until_a_date() {
    const FAMILIES: &str = "ENT des familles";
    in_every_mode("delegation-two-ent", async |tab| {
        let (scene, other) = (Scene::after(tab, Step::Import).await, Scene::after(tab, Step::Import).await);
        known_to(&other, &scene).await;
        let other_cas = other.ends().ent.config().cas_url();
        let (pupils, parents) =
            (format!("{}eleve.html", scene.pronote()), format!("{}parent.html", scene.pronote()));

        opens_the_delegation(&scene).await;
        tab.sees(&format!("{} {}", labels::SERVICE_LINK, scene.pronote())).await;
        tab.press(ours::ADD_DELEGATION).await;
        tab.fill(ours::NAME, FAMILIES).await;
        tab.fill(labels::CAS_URL, "adresse").await;
        tab.press(labels::SUBMIT).await;
        assert!(tab.complaint(labels::CAS_URL).await.contains("https://"));
        assert_eq!(tab.value(ours::NAME).await, FAMILIES, "what was typed stays");
        tab.fill(labels::CAS_URL, &other_cas).await;
        tab.press(labels::SUBMIT).await;
        tab.choose(labels::PARENTS, FAMILIES).await;
        tab.press(ours::SAVE_CHOICES).await;
        assert_eq!(tab.chosen(labels::PARENTS).await, FAMILIES);
        tab.press(labels::PUBLISH).await;
        tab.leave_to_somebody_else().await;
        tab.open(&parents).await;
        enters_by(&other, "guardian-of-two", labels::PARENTS).await;
        tab.leave_to_somebody_else().await;
        tab.open(&pupils).await;
        assert!(tab.address().await.starts_with(&scene.ends().ent_url));

        // The base goes over to the other ENT, and keeps its own beside it for a while.
        opens_the_delegation(&scene).await;
        tab.press(&format!("Supprimer {FAMILIES}")).await;
        tab.fill(labels::CAS_URL, &other_cas).await;
        tab.press(labels::SUBMIT).await;
        tab.fill(ours::UNTIL, "hier").await;
        tab.press(ours::SAVE_DATE).await;
        assert!(tab.complaint(ours::UNTIL).await.contains("JJ/MM/AAAA"));
        tab.fill(ours::UNTIL, "31/12/2098").await;
        tab.press(ours::SAVE_DATE).await;
        assert_eq!(tab.value(ours::UNTIL).await, "31/12/2098");
        tab.press(labels::PUBLISH).await;
        for (way, at) in [("Entrer par Passerelle (démonstration)", &scene), ("Entrer par localhost", &other)]
        {
            tab.leave_to_somebody_else().await;
            tab.open(&pupils).await;
            tab.is_on("Par quel ENT entrez-vous ?").await;
            tab.press(way).await;
            enters_by(at, "pupil", labels::PUPILS).await;
        }
    });
}

#[test]
fn a_published_base_changes_its_delegation_in_one_go() {
    in_every_mode("delegation-in-one-go", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        // The menu and the tab lead to one place.
        tab.press(labels::DELEGATION).await;
        tab.sees(labels::PUBLISHED).await;
        assert!(tab.is_locked(labels::CAS_URL).await);
        tab.press(ours::PREPARE).await;
        let address = "https://cas.ent.example";
        tab.fill(labels::CAS_URL, address).await;
        tab.press(ours::SHOW_CHANGES).await;
        tab.is_on(ours::IN_ONE_GO).await;
        tab.sees(&scene.ends().ent.config().cas_url()).await;
        tab.sees(address).await;
        tab.press(ours::IN_ONE_GO).await;
        tab.sees(labels::PUBLISHED).await;
        assert_eq!(tab.value(labels::CAS_URL).await, address);
        assert!(tab.is_locked(labels::CAS_URL).await);
    });
}
