//! The frame of the console: home, menu, and the parameters of publication and security.

use passerelle::demo::road::Step;
use pronote::{bases, operators::Operator, supervisor};
use testkit::{Scratch, TestCa, VALID, browser::in_every_mode};
use web::{
    Listener,
    tls::{Files, Tls},
};

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

const SPACES: [&str; 7] = [
    labels::COMMON_PAGE,
    labels::TEACHERS,
    labels::SCHOOL_LIFE,
    labels::PARENTS,
    labels::PUPILS,
    labels::COMPANY,
    labels::ACADEMY,
];

#[test]
fn the_home_tells_what_runs_and_the_menu_leads_to_true_pages() {
    let shared = Shared::new();
    in_every_mode("frame-home", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.sees(scene.school()).await;
        for words in [
            labels::CURRENT_BASE,
            labels::IN_SERVICE,
            labels::PUBLISHED_BY,
            labels::LICENCES,
            "Modification : 0/2",
            "Consultation : 0/0",
            "administratif (0), enseignant (0), vie scolaire (0)",
            "Professeurs (0), Vie scolaire (0), Parents (0), Elèves (0), Entreprises (0), Académie (0)",
            scene.ends().console_url.split_once("://").unwrap().1,
            &scene.pronote(),
        ] {
            tab.sees(words).await;
        }
        for (entry, words) in [
            (labels::SERVER, "En marche depuis le"),
            (labels::CLIENTS, "console d'hébergement"),
            (labels::ACCOUNT, "Changer de mot de passe"),
            (labels::PRIVACY, "douze mois"),
            (labels::ASSISTANCE, "Rapport à joindre"),
        ] {
            tab.press(entry).await;
            tab.is_on(entry).await;
            tab.sees(words).await;
        }
        // "L'ancienne adresse ne fonctionne plus": the page of help gives the one that does.
        tab.sees(&format!("{}?login=true", scene.pronote())).await;
        tab.press(labels::NET).await;
        tab.press_beginning(scene.school()).await;
        tab.is_on(labels::ADMINISTRATION).await;
        for space in SPACES {
            let line = tab.line(space).await;
            let closed = [labels::COMPANY, labels::ACADEMY].contains(&space);
            assert!(tab.is_ticked(space).await != closed, "{space}");
            assert!(line.contains(&scene.pronote()) != closed, "{line}");
        }
        tab.press(labels::SIGN_OUT).await;
        tab.open(&format!("{}?login=true", scene.pronote())).await;
        tab.sees("Connexion directe à PRONOTE").await;
    });
}

#[test]
fn the_history_is_opened_to_the_support_until_a_date() {
    let shared = Shared::new();
    in_every_mode("frame-support", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        tab.tick(labels::SUPPORT).await;
        tab.press("Enregistrer l'option").await;
        let code = tab.value("Code à communiquer au service d'assistance").await;
        tab.press(labels::CLIENTS).await;
        tab.press(labels::NET).await;
        tab.press_beginning(scene.school()).await;
        assert!(tab.is_ticked(labels::SUPPORT).await, "it is kept");
        tab.sees("L'historique est accessible jusqu'au").await;

        let helper = tab.beside().await;
        helper.open(&format!("{}/history", scene.ends().console_url)).await;
        helper.fill("Code du service d'assistance", "autre chose").await;
        helper.press("Lire l'historique").await;
        helper.sees("Ce code n'ouvre aucun historique").await;
        helper.fill("Code du service d'assistance", &code).await;
        helper.press("Lire l'historique").await;
        helper.sees("Base publiée").await;
        helper.close().await;

        tab.tick(labels::SUPPORT).await;
        tab.press("Enregistrer l'option").await;
        tab.sees("L'historique n'est plus accessible au service d'assistance.").await;
        assert!(!tab.is_ticked(labels::SUPPORT).await);
    });
}

#[test]
fn mobile_versions_and_spaces_are_chosen_shown_and_applied_in_one_go() {
    in_every_mode("frame-apply", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        let mobile = format!("{}mobile.eleve.html", scene.pronote());
        assert!(tab.line(labels::PUPILS).await.contains(&mobile));
        tab.press(ours::PREPARE).await;
        tab.tick(labels::TEACHERS).await;
        tab.tick("Version mobile de l'Espace Elèves").await;
        tab.fill(ours::ROOT, "pro note").await;
        tab.press(ours::SHOW_CHANGES).await;
        assert!(!tab.complaint(ours::ROOT).await.is_empty());
        assert!(!tab.is_ticked(labels::TEACHERS).await, "what was chosen stays");
        tab.fill(ours::ROOT, "pronote").await;
        tab.press(ours::SHOW_CHANGES).await;
        tab.is_on(ours::IN_ONE_GO).await;
        for change in ["Espace Professeurs : publier", "Espace Elèves : version mobile"] {
            assert!(tab.line(change).await.ends_with("Oui Non"), "{change}");
        }
        tab.press(ours::IN_ONE_GO).await;
        tab.sees("Les paramètres sont appliqués et la base est publiée.").await;
        tab.sees(labels::PUBLISHED).await;
        for space in [labels::TEACHERS, labels::COMPANY] {
            assert!(!tab.line(space).await.contains("http"), "{space}");
        }
        assert!(!tab.line(labels::PUPILS).await.contains(&mobile));
        for (page, heading) in [
            ("professeur.html", "Cet espace n'est pas publié"),
            ("mobile.professeur.html", "Cet espace n'est pas publié"),
            ("mobile.eleve.html", "La version mobile n'est pas publiée"),
        ] {
            tab.open(&format!("{}{page}", scene.pronote())).await;
            tab.is_on(heading).await;
        }
    });
}

#[test]
fn security_parameters_are_refused_at_their_fields_and_hold_at_once() {
    let shared = Shared::new();
    in_every_mode("frame-security", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        tab.press(labels::SECURITY).await;
        let idle = "Durée d'inactivité des espaces, en minutes";
        let attempts = "Connexions directes manquées par minute";
        let networks = "Adresses autorisées pour la console et le superviseur";
        tab.fill(idle, "une heure").await;
        tab.fill(attempts, "0").await;
        tab.fill(networks, "198.51.100.0/24").await;
        tab.press(labels::SUBMIT).await;
        assert!(tab.complaint(idle).await.contains("de 5 à 480"));
        assert!(tab.complaint(attempts).await.contains("de 1 à 60"));
        assert!(tab.complaint(networks).await.contains("Cette liste vous exclurait"));
        assert_eq!(tab.value(idle).await, "une heure", "what was typed stays");
        tab.fill(idle, "30").await;
        tab.fill(attempts, "2").await;
        tab.fill(networks, "127.0.0.0/8").await;
        tab.press(labels::SUBMIT).await;
        tab.sees("Les paramètres de sécurité sont enregistrés").await;

        tab.open(&format!("{}?login=true", scene.pronote())).await;
        let login = format!("absente-{:?}", tab.mode());
        for _ in 0..3 {
            tab.fill(ours::USERNAME, &login).await;
            tab.fill(labels::PASSWORD, "autre chose").await;
            tab.press(labels::SIGN_IN).await;
        }
        tab.sees("Trop d'essais en peu de temps").await;
    });
}

#[test]
fn the_console_answers_only_by_https_and_without_certificate_says_where_to_get_one() {
    let shared = Shared::new();
    in_every_mode("frame-certificate", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        let (scratch, ca) = (Scratch::new(), TestCa::new("Autorité de la console"));
        let site = ca.for_hosts(&["127.0.0.1"], VALID).write(&scratch, "console");
        let files = Files { client_ca: Some(ca.write(&scratch, "visitors.pem")), ..site };
        let (socket, url) = testkit::socket("127.0.0.1").await;
        let tls = Some(Tls::load(&files).unwrap());
        testkit::serve(Listener { tls, ..Listener::from(socket) }, scene.ends().pronote.console_router());
        tab.trusts_any_certificate(true).await;
        tab.open(&url).await;
        tab.is_on("Attention : https").await;
        for path in ["/", "/sign-in", "/spr/"] {
            tab.open(&format!("{}{path}", url.replace("http:", "https:"))).await;
            tab.sees(labels::CERTIFICATE).await;
            tab.sees("ici, le support est la personne qui l'a installé").await;
            assert!(!tab.offers(labels::SIGN_IN).await);
        }
        tab.trusts_any_certificate(false).await;
    });
}

#[test]
fn a_client_of_a_former_version_is_marked_and_its_supervisor_warned() {
    in_every_mode("frame-clients", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let other = tab.beside().await;
        let account = scene.ends().account("pronote", "supervisor").unwrap();
        other.open(&format!("{}/spr/", scene.ends().console_url)).await;
        other.fill(labels::LOGIN, &account.login).await;
        other.fill(labels::PASSWORD, &account.password).await;
        other.press(labels::SIGN_IN).await;
        other.is_on(labels::SUPERVISOR).await;
        // Somebody else notes the new version.
        let pronote = &scene.ends().pronote;
        let bases = bases::all(pronote).await.unwrap();
        let base = bases.into_iter().find(|base| base.school_name == scene.school()).unwrap();
        let operator = Operator { id: "another".parse().unwrap(), name: String::new(), bases: Vec::new() };
        supervisor::set_labels(pronote, &operator, &base.id, &base.year_label, "2099").await.unwrap();
        scene.signs_in_at_the_console().await;
        tab.press(labels::CLIENTS).await;
        tab.sees("Version de la base : 2099").await;
        tab.sees(ours::ALL_CLIENTS).await;
        assert!(tab.line("Superviseur").await.contains("pas à jour"));
        other.press(labels::EXPORT_MENU).await;
        other.is_on("Mise à jour du client").await;
        other.sees(ours::ALL_CLIENTS).await;
        other.press("Mettre à jour ce client").await;
        other.press(labels::EXPORT_MENU).await;
        other.is_on(labels::EXPORT).await;
        other.close().await;
        tab.press(labels::CLIENTS).await;
        assert!(!tab.line("Superviseur").await.contains("pas à jour"));
    });
}
