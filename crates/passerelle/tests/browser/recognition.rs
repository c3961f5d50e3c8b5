//! Who one is for PRONOTE: by which identifier, at the first visit and at later ones, and who says so.

use ent::{
    directory::Profile,
    release::{self, Rule, Source},
    services::{self, NewService, ServiceKind},
};
use passerelle::demo::{Ends, road::Step};
use pronote::delegation::{self, CommonId, FirstConnection, Identification};
use testkit::browser::{Tab, in_every_mode};
use walker::Walker;

use super::{
    kit::with_publication_stopped,
    labels::{self, ours},
    scene::{Scene, Shared},
};

async fn identify(ends: &Ends, identification: Identification) {
    with_publication_stopped(ends, async |base| {
        let delegation = base.delegation.unwrap();
        delegation::set_identification(&ends.pronote, &base.id, &delegation, identification).await.unwrap();
    })
    .await;
}

#[test]
fn people_are_recognised_by_the_subject_then_by_a_named_attribute() {
    in_every_mode("recognition-common", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let cast = scene.ends().district.cast.clone();
        scene.enters("pupil").await;
        tab.is_on(labels::PUPILS).await;
        let uid = scene.uid("pupil").await;
        assert!(scene.line_of("Elèves", cast.pupil).await.contains(&uid), "learnt by `idPronote`");

        let common = CommonId::Attribute("uid".to_owned());
        identify(scene.ends(), Identification { common, ..Identification::default() }).await;
        scene.enters("teacher").await;
        tab.is_on(labels::TEACHERS).await;
        let uid = scene.uid("teacher").await;
        assert!(scene.line_of("Professeurs", cast.teacher).await.contains(&uid));

        let common = CommonId::Attribute("matricule".to_owned());
        identify(scene.ends(), Identification { common, ..Identification::default() }).await;
        scene.signs_in("teacher").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(ours::REFUSED).await;
        tab.sees("n'a pas transmis l'attribut \"matricule\", qui sert d'identifiant commun.").await;
    });
}

/// Registers a further service of the first school, and the attributes that it learns.
async fn offer(ends: &Ends, title: &str, pattern: &str, url: &str, told: &[(&str, Source)]) {
    let school = &ends.district.schools[0].uai;
    let base = ent::schools::base_of(&ends.ent, school).await.unwrap().unwrap().id;
    let service = NewService {
        code: "AUTRE",
        title,
        kind: ServiceKind::PronoteWithCas,
        pattern,
        url,
        group: "Scolarité",
        base: (!told.is_empty()).then_some(&base),
        ..NewService::default()
    };
    let id = services::register(&ends.ent, &service).await.unwrap();
    services::grant(&ends.ent, &id, school, &Profile::ALL).await.unwrap();
    let rules = told.iter().cloned().map(|(name, source)| Rule { name: name.to_owned(), source });
    release::set_rules(&ends.ent, &id, &rules.collect::<Vec<_>>()).await.unwrap();
}

/// The operator sets the root, and publishes again.
async fn sets_root(scene: &Scene<'_>, tab: &Tab, root: &str) {
    scene.signs_in_at_the_console().await;
    tab.press_in(scene.school(), labels::ADMINISTRATION).await;
    tab.press(labels::STOP).await;
    tab.fill(ours::ROOT, root).await;
    tab.press(labels::SUBMIT).await;
    tab.press(labels::PUBLISH).await;
    tab.sees(labels::PUBLISHED).await;
}

#[test]
fn an_empty_root_keeps_the_attribute_away_until_it_is_cured() {
    in_every_mode("recognition-root", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let pupil = scene.ends().district.cast.pupil;
        let uid = scene.uid("pupil").await;
        // The ENT knows the address without root as that of another service, to which it tells nothing.
        let bare = format!("{}/eleve.html", scene.ends().spaces_url);
        offer(scene.ends(), "Autre service", &bare, &bare, &[]).await;
        sets_root(&scene, tab, "").await;
        tab.leave_to_somebody_else().await;
        tab.open(&bare).await;
        scene.gives_password(tab, "pupil").await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.press(labels::ENTER).await;
        tab.is_on(ours::REFUSED).await;
        tab.sees(&labels::no_attribute(&scene.ends().ent.config().cas_url())).await;
        tab.sees("Le champ « Racine » des paramètres de publication est vide").await;
        assert!(!scene.line_of("Elèves", pupil).await.contains(&uid));

        sets_root(&scene, tab, "Pronote").await;
        tab.leave_to_somebody_else().await;
        tab.open(&format!("{}eleve.html", scene.pronote())).await;
        scene.gives_password(tab, "pupil").await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.press(labels::ENTER).await;
        tab.is_on(labels::PUPILS).await;
        assert!(scene.line_of("Elèves", pupil).await.contains(&uid));
    });
}

/// The address that the oldest tutorial registers in the ENT.
#[test]
fn an_address_of_former_times_passes_sign_in_and_validation() {
    in_every_mode("recognition-former-root", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        sets_root(&scene, tab, "pronote.net/cas").await;
        tab.press(labels::DELEGATION).await;
        let shown = format!("{}/pronote.net/cas/", scene.ends().spaces_url);
        tab.sees(&format!("{} {shown}", labels::SERVICE_LINK)).await;
        let told = [("idPronote", Source::PronoteId)];
        offer(scene.ends(), "PRONOTE.net", &format!("{shown}**"), &shown, &told).await;
        tab.leave_to_somebody_else().await;
        tab.open(&shown).await;
        scene.gives_password(tab, "pupil").await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.press(labels::ENTER).await;
        tab.is_on(labels::PUPILS).await;
        assert_eq!(tab.address().await, format!("{shown}eleve.html"));
    });
}

#[test]
fn the_own_password_is_typed_once() {
    in_every_mode("recognition-double", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let ends = scene.ends();
        let account = ends.account("pronote", "teacher-direct").unwrap();
        identify(ends, Identification { first: FirstConnection::DoubleAuth, ..Identification::default() })
            .await;
        scene.enters("teacher").await;
        tab.is_on("Première connexion par l'ENT").await;
        tab.sees(&format!("Identifiant transmis par l'ENT : {}.", scene.uid("teacher").await)).await;
        tab.fill(ours::USERNAME, &account.login).await;
        tab.fill(labels::PASSWORD, "autre chose").await;
        tab.press(labels::SIGN_IN).await;
        assert!(tab.complaint(labels::PASSWORD).await.contains("n'est pas reconnu"));
        assert_eq!(tab.value(ours::USERNAME).await, account.login, "what was typed stays");
        tab.fill(labels::PASSWORD, &account.password).await;
        tab.press(labels::SIGN_IN).await;
        tab.is_on(labels::TEACHERS).await;
        scene.signs_in("teacher").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::TEACHERS).await;
    });
}

/// A ticket that the ENT gave to somebody else, as an address that can be sent.
async fn address_of_somebody_else(ends: &Ends) -> String {
    let walker = Walker::new().unwrap();
    let account = ends.account("ent", "pupil").unwrap();
    let page = walker.open(&ends.ent_url).await.unwrap();
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    walker.submit(&page, "form#fm1", &typed).await.unwrap();
    let service = web::encode(&format!("{}/pronote/eleve.html", ends.spaces_url));
    let away =
        walker.step(&format!("{}/login?service={service}", ends.ent.config().cas_url())).await.unwrap();
    away.location().unwrap().to_string()
}

#[test]
fn a_visit_that_nobody_asked_for_names_whom_one_is_about_to_enter_as() {
    let shared = Shared::new();
    in_every_mode("recognition-unasked", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Pupil).await;
        let name = scene.listed(scene.ends().district.cast.pupil);
        let sentence = format!("vous fait entrer dans PRONOTE sous le nom de {name}.");
        tab.open(&address_of_somebody_else(scene.ends()).await).await;
        tab.is_on("Entrer dans PRONOTE").await;
        tab.sees(&sentence).await;
        assert!(!tab.address().await.contains("ticket"), "no ticket stays in sight");
        tab.press("Ce n'est pas moi").await;
        tab.is_on(ours::ENT_SIGN_IN).await;

        tab.leave_to_somebody_else().await;
        tab.open(&address_of_somebody_else(scene.ends()).await).await;
        tab.sees(&sentence).await;
        tab.press(ours::GO_ON).await;
        tab.is_on(labels::PUPILS).await;
        tab.sees(&name).await;
    });
}

#[test]
fn every_profile_reaches_its_own_space() {
    let shared = Shared::new();
    in_every_mode("recognition-profiles", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Import).await;
        for (role, space) in [
            ("pupil", labels::PUPILS),
            ("guardian-of-two", labels::PARENTS),
            ("teacher", labels::TEACHERS),
            ("staff", labels::SCHOOL_LIFE),
        ] {
            scene.signs_in(role).await;
            tab.press_beginning(labels::PRONOTE).await;
            tab.is_on(labels::FIRST_VISIT).await;
            tab.press(labels::ENTER).await;
            tab.is_on(space).await;
        }
    });
}
