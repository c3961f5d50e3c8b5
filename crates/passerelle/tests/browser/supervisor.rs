//! The supervisor of PRONOTE: lists of people, export of their identifiers.

use exchange::identifiers;
use passerelle::demo::road::Step;
use testkit::browser::{Tab, in_every_mode};

use super::{
    labels::{self, ours},
    scene::Scene,
};

/// Exports, and reads the file as the browser saved it.
async fn export(tab: &Tab, scene: &Scene<'_>, only_new: bool) -> identifiers::Imported {
    tab.press(labels::EXPORT_MENU).await;
    tab.choose(labels::PLATFORM, labels::KOSMOS).await;
    if only_new {
        tab.tick(labels::ONLY_NEW).await;
    }
    tab.press(labels::SUBMIT).await;
    tab.is_on(labels::EXPORTED).await;
    tab.sees(labels::EXPORTED_FOR).await;
    let (name, content) = tab.download(ours::DOWNLOAD).await;
    assert_eq!(name, labels::EXPORT_FILE);
    let container = exchange::sealed::read_export(content.as_slice()).unwrap();
    assert_eq!(container.sealed_for().collect::<Vec<_>>(), [exchange::identifiers::PARTNER]);
    tab.press("Revenir à l'export").await;
    assert!(!tab.is_ticked(labels::ONLY_NEW).await);
    identifiers::read_any(content.as_slice(), &scene.ends().ent.config().keys).unwrap()
}

#[test]
fn identifiers_are_exported_whole_or_for_newcomers() {
    in_every_mode("supervisor-export", async |tab| {
        let scene = Scene::after(tab, Step::Pupil).await;
        let everybody = &scene.ends().district.schools[0].pronote.people;
        let cast = &scene.ends().district.cast;
        let [came, former] =
            [cast.pupil, cast.pupil_from_former_ent].map(|key| scene.record(key).pronote_id.clone());
        scene.signs_in_as_supervisor("supervisor").await;
        tab.sees(labels::EXPORT_PATH).await;
        tab.press(labels::EXPORT).await;
        tab.is_on(labels::EXPORT).await;
        tab.sees("Premier export de l'année : laissez la case décochée, et importez dans l'ENT en mode « complet ».")
            .await;
        tab.sees("Exports suivants : cochez-la, et importez en mode « partiel »").await;

        let whole = export(tab, &scene, false).await;
        assert_eq!(whole.people.len(), everybody.len());
        let newcomers = export(tab, &scene, true).await;
        let linked = everybody.iter().filter(|person| person.former_cas_id.is_some()).count() + 1;
        assert_eq!(newcomers.people.len(), everybody.len() - linked);
        for id in [&came, &former] {
            assert!(whole.people.iter().any(|person| person.pronote_id == *id));
            assert!(newcomers.people.iter().all(|person| person.pronote_id != *id));
        }
    });
}

#[test]
fn the_export_waits_for_the_delegation() {
    in_every_mode("supervisor-before-delegation", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_as_supervisor("supervisor-second-school").await;
        assert!(!tab.offers(labels::EXPORT).await);
        tab.sees("Définissez d'abord la délégation CAS dans la console d'hébergement").await;
        tab.press(labels::EXPORT_MENU).await;
        tab.sees("L'export n'est pas encore proposé").await;

        scene.signs_in_at_the_console().await;
        tab.press_in(scene.ends().district.schools[1].name, labels::DELEGATION).await;
        tab.press(labels::STOP).await;
        tab.choose(labels::MY_ENT, labels::OCCITANIE).await;
        tab.press(ours::APPLY).await;
        tab.press(labels::PUBLISH).await;
        scene.signs_in_as_supervisor("supervisor-second-school").await;
        assert!(tab.offers(labels::EXPORT).await);
    });
}

#[test]
fn the_cas_identifier_is_learnt_at_the_first_visit() {
    in_every_mode("supervisor-people", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let cast = scene.ends().district.cast.clone();
        let (pupils, teachers) = ("Elèves", "Professeurs");
        let uid = scene.uid("pupil").await;
        assert!(!scene.line_of(pupils, cast.pupil).await.contains(&uid));
        scene.enters("pupil").await;
        tab.is_on(labels::PUPILS).await;
        assert!(scene.line_of(pupils, cast.pupil).await.contains(&uid));
        let teacher = scene.line_of(teachers, cast.teacher).await;
        assert!(teacher.ends_with(scene.record(cast.teacher).pronote_id.as_str()), "{teacher}");
    });
}

#[test]
fn after_a_change_of_ent_the_identifier_of_the_new_one_takes_the_place() {
    in_every_mode("supervisor-change-of-ent", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let pupil = scene.ends().district.cast.pupil_from_former_ent;
        let former = scene.record(pupil).former_cas_id.clone().unwrap().to_string();
        let uid = scene.uid("pupil-from-former-ent").await;
        assert!(scene.line_of("Elèves", pupil).await.contains(&former));
        scene.enters("pupil-from-former-ent").await;
        tab.is_on(labels::PUPILS).await;
        let line = scene.line_of("Elèves", pupil).await;
        assert!(line.contains(&uid) && !line.contains(&former), "{line}");
    });
}
