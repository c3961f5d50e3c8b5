//! The supervisor's desk: home, failures, settings, checks of the base, September.

use invented::PersonKey;
use passerelle::demo::road::Step;
use pronote::{
    bases,
    operators::{self, NewOperator, Role},
};
use testkit::browser::{Tab, in_every_mode};

use super::{
    kit::{import_into, read_export},
    labels::{self, ours},
    scene::Scene,
};

/// The right of each administrator ends where the other's begins.
#[test]
fn each_of_the_three_rights_does_its_part_and_no_other() {
    in_every_mode("supervisor-rights", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let (ent, console) = (scene.ends().ent_url.clone(), scene.ends().console_url.clone());
        let sign_in_of = async |address: &str, heading: &str| {
            tab.open(address).await;
            tab.is_on(heading).await;
            assert!(tab.offers(labels::SIGN_IN).await);
        };
        scene.signs_in_as_supervisor("supervisor").await;
        tab.press(labels::EXPORT).await;
        tab.is_on(labels::EXPORT).await;
        sign_in_of(&format!("{console}/"), labels::CONSOLE).await;
        sign_in_of(&ent, ours::ENT_SIGN_IN).await;

        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        tab.is_on(labels::ADMINISTRATION).await;
        sign_in_of(&format!("{console}/spr/"), "Superviseur (SPR)").await;
        sign_in_of(&ent, ours::ENT_SIGN_IN).await;

        scene.signs_in("admin").await;
        tab.press(labels::IMPORT).await;
        tab.is_on(labels::IMPORT).await;
        sign_in_of(&format!("{console}/"), labels::CONSOLE).await;
        sign_in_of(&format!("{console}/spr/"), "Superviseur (SPR)").await;
    });
}

#[test]
fn the_home_counts_the_failures_until_they_are_cured() {
    in_every_mode("supervisor-failures", async |tab| {
        let scene = Scene::after(tab, Step::Export).await;
        let widget = async |sentence: &str| {
            scene.signs_in_as_supervisor("supervisor").await;
            tab.sees(labels::INTERCONNECTION).await;
            tab.sees(sentence).await;
        };
        widget("0 utilisateur rencontre des échecs d'identification sur l'ENT").await;
        for role in ["pupil", "teacher"] {
            scene.enters(role).await;
            tab.is_on(ours::REFUSED).await;
        }
        widget(&format!("2 {}", labels::FAILURES)).await;
        tab.press(&format!("2 {}", labels::FAILURES)).await;
        tab.is_on(ours::FAILURES).await;
        tab.sees(&scene.uid("pupil").await).await;
        tab.sees("Or aucun attribut n'a été renvoyé.").await;
        tab.sees("importer de nouveau les identifiants").await;

        // What the page says is done: the ENT imports, they come again.
        import_into(&scene.ends().ent, &scene.ends().district, &read_export(scene.ends())).await;
        for (role, space, left) in [
            ("pupil", labels::PUPILS, "1 utilisateur rencontre des échecs"),
            ("teacher", labels::TEACHERS, "0 utilisateur rencontre des échecs"),
        ] {
            scene.enters(role).await;
            tab.is_on(space).await;
            widget(left).await;
        }
    });
}

#[test]
fn identifiers_of_the_ent_are_shown_where_their_management_is_activated() {
    in_every_mode("supervisor-settings", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_as_supervisor("supervisor").await;
        let shown = async |ticked: bool| {
            tab.press("Paramètres").await;
            tab.is_on(labels::DISPLAY).await;
            if tab.is_ticked(labels::ENT_IDENTIFIERS).await != ticked {
                tab.tick(labels::ENT_IDENTIFIERS).await;
            }
            tab.press(labels::SUBMIT).await;
            for list in [labels::TEACHERS_LIST, "Elèves"] {
                tab.press(list).await;
                tab.is_on(list).await;
                for column in [labels::PRONOTE_ID, labels::CAS_ID] {
                    assert_eq!(tab.offers(column).await, ticked, "{column}");
                }
            }
        };
        shown(false).await;
        shown(true).await;
        for list in [labels::GUARDIANS_LIST, labels::STAFF_LIST, "Maîtres de stage", labels::INSPECTORS_LIST]
        {
            assert!(tab.offers(list).await, "{list}");
        }

        // Sorted by the keyboard.
        tab.press("Elèves").await;
        tab.tab_to("Né(e) le").await;
        tab.enter().await;
        tab.is_on("Elèves").await;
        assert!(tab.address().await.contains("sort=birth-date"));

        // The command by its former path, and what this PRONOTE does not do is nowhere.
        tab.press(labels::CONSOLE_HOME).await;
        for absent in labels::TIMETABLE_EXPORTS {
            assert!(!tab.reads(absent).await, "{absent}");
        }
        tab.fill(ours::COMMAND, "Fichier > Socles ENT > Exporter").await;
        tab.press(ours::SEARCH).await;
        tab.press(labels::EXPORT).await;
        tab.is_on(labels::EXPORT).await;
        for absent in labels::TIMETABLE_EXPORTS {
            assert!(!tab.reads(absent).await, "{absent}");
        }
    });
}

/// Opens the record of the first person of a section.
async fn first_of(tab: &Tab, people: &[String], section: &str) {
    let mut offered = Vec::new();
    for name in people {
        if tab.offers(&format!("Fiche de {name}")).await {
            offered.push(name.clone());
        }
    }
    let name = offered.first().unwrap();
    tab.press_in(section, &format!("Fiche de {name}")).await;
    tab.is_on(name).await;
}

#[test]
fn what_makes_tutors_unknown_is_explained_found_and_corrected() {
    in_every_mode("supervisor-checks", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let everybody = &scene.ends().district.schools[0].pronote.people;
        let names = |wanted: &dyn Fn(&invented::PronotePerson) -> bool| -> Vec<String> {
            everybody.iter().filter(|p| wanted(p)).map(|p| p.name.listed()).collect()
        };
        let former = names(&|p| p.category == model::Category::Pupil && p.class.is_none());
        let relatives = names(&|p| p.category == model::Category::Guardian && p.truth.is_none());
        assert!(!former.is_empty() && !relatives.is_empty());
        scene.signs_in_as_supervisor("supervisor").await;
        let checks = async || {
            tab.press(labels::CONSOLE_HOME).await;
            tab.press(ours::CHECKS).await;
            tab.is_on(ours::CHECKS).await;
        };
        checks().await;
        for cause in [
            "la base contient encore d'anciens élèves",
            "le droit de consulter les notes sur Internet est donné à des personnes susceptibles de prendre en charge l'élève",
            "des personnes ont deux fiches",
            "ils se rapprochent à la main",
        ] {
            tab.sees(cause).await;
        }

        first_of(tab, &former, "Anciens élèves").await;
        tab.press("Retirer cette personne de la base").await;
        tab.press("Retirer de la base").await;
        tab.sees("La personne est retirée de la base.").await;

        let consultation = "Droit de consultation sans responsabilité légale";
        first_of(tab, &relatives, consultation).await;
        tab.tick("Autoriser la consultation sur Internet (notes, bulletins)").await;
        tab.press("Enregistrer les droits").await;
        tab.sees("Les droits sont enregistrés.").await;
        checks().await;
        tab.sees(&format!("{} personne", relatives.len() - 1)).await;

        tab.press("Voir les doublons").await;
        tab.is_on("Doublons").await;
        let twice: PersonKey = scene.ends().district.cast.duplicated_teacher;
        tab.sees(&scene.listed(twice)).await;
    });
}

#[test]
fn a_new_year_keeps_every_link_and_says_what_is_left_to_do() {
    in_every_mode("supervisor-september", async |tab| {
        let scene = Scene::after(tab, Step::Pupil).await;
        scene.signs_in_as_supervisor("supervisor").await;
        tab.press(ours::SEPTEMBER).await;
        tab.is_on(ours::SEPTEMBER).await;
        tab.press_beginning("Passer à l'année").await;
        tab.sees("La base est passée à la nouvelle année.").await;
        tab.sees("personne ne perd son lien avec l'ENT").await;
        tab.fill("Version de PRONOTE", "2027 bêta").await;
        tab.press("Enregistrer la version").await;
        assert!(tab.complaint("Version de PRONOTE").await.contains("par exemple 2027"));
        tab.fill("Version de PRONOTE", "2027").await;
        tab.press("Enregistrer la version").await;
        tab.sees("met la même version dans la configuration du bloc PRONOTE").await;
        tab.sees("Un import « partiel » par erreur n'efface rien").await;

        tab.press("Aller à l'export").await;
        tab.press(labels::SUBMIT).await;
        tab.download(ours::DOWNLOAD).await;
        tab.press(labels::CONSOLE_HOME).await;
        tab.press(ours::SEPTEMBER).await;
        tab.sees("Export complet des identifiants fait").await;

        let links = scene.links().await;
        import_into(&scene.ends().ent, &scene.ends().district, &read_export(scene.ends())).await;
        assert_eq!(scene.links().await, links, "nobody has lost theirs");
        scene.signs_in("pupil").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::PUPILS).await;
    });
}

#[test]
fn a_second_supervisor_reads_along() {
    in_every_mode("supervisor-seat", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let pronote = &scene.ends().pronote;
        let base = bases::all(pronote).await.unwrap().into_iter().find(|b| b.school_name == scene.school());
        let new = NewOperator {
            role: Role::Supervisor,
            login: "SPR-bis".to_owned(),
            name: "Adjointe".to_owned(),
            password: "Passerelle du pont 9".to_owned(),
            bases: vec![base.unwrap().id],
        };
        operators::create(pronote, new).await.unwrap();
        scene.signs_in_as_supervisor("supervisor").await;

        tab.leave_to_somebody_else().await;
        tab.open(&format!("{}/spr/", scene.ends().console_url)).await;
        assert!(tab.is_ticked("en modification").await);
        tab.fill(labels::LOGIN, "SPR-bis").await;
        tab.fill(labels::PASSWORD, "Passerelle du pont 9").await;
        tab.press(labels::SIGN_IN).await;
        tab.is_on("Superviseur (SPR) en consultation").await;
        tab.sees("a la base ouverte en modification depuis le").await;
        tab.press("Paramètres").await;
        assert!(tab.is_locked(labels::ENT_IDENTIFIERS).await);
        tab.press(labels::CONSOLE_HOME).await;
        tab.press("Passer en modification").await;
        tab.sees("Votre demande est transmise.").await;

        scene.signs_in_as_supervisor("supervisor").await;
        tab.press("Passer en consultation").await;
        tab.is_on("Superviseur (SPR) en consultation").await;
    });
}

#[test]
fn cas_identifiers_come_from_a_spreadsheet_and_go_back() {
    in_every_mode("supervisor-table", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let teacher = scene.record(scene.ends().district.cast.teacher).clone();
        let folder = testkit::Scratch::new();
        let file = folder.path("table.csv");
        let lines = format!(
            "Identifiant PRONOTE;Nom;Prénom;Identifiant CAS\r\n{};;;NAA1\r\n;Inconnu;Noé;NAA2\r\n",
            teacher.pronote_id
        );
        // As a spreadsheet saves it in France.
        let western: Vec<u8> = lines.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        std::fs::write(&file, western).unwrap();
        scene.signs_in_as_supervisor("supervisor").await;
        tab.press("Identifiants CAS par fichier").await;
        tab.press("Lire le fichier").await;
        assert!(tab.complaint("Fichier CSV").await.contains("Choisissez un fichier"));
        tab.attach("Fichier CSV", &file).await;
        tab.press("Lire le fichier").await;
        tab.is_on("Ce que le fichier va changer").await;
        assert!(tab.line("3").await.contains("Inconnu ; Noé"));
        tab.press("Appliquer").await;
        tab.sees("Les identifiants CAS sont enregistrés.").await;
        tab.press("Annuler cette modification").await;
        tab.sees("La dernière modification des identifiants CAS est annulée.").await;

        tab.press("Professeurs").await;
        tab.fill(ours::SEARCH_FOR, &teacher.name.last).await;
        tab.press(ours::SEARCH).await;
        tab.press(&format!("Fiche de {}", teacher.name.listed())).await;
        tab.press("Tirer un nouveau mot de passe et imprimer le courrier").await;
        tab.is_on("Courriers à imprimer").await;
        tab.sees("?login=true").await;
    });
}
