//! "Tester": the operator plays the dialogue with the ENT before anybody depends on it.

use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

#[test]
fn a_delegation_is_tried_with_an_account_of_the_ent_while_the_base_is_stopped() {
    let shared = Shared::new();
    in_every_mode("delegation-trial", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Import).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        if tab.offers(labels::STOP).await {
            tab.press(labels::STOP).await;
        }
        tab.press(ours::TEST).await;
        tab.is_on(ours::TRIAL).await;
        tab.sees("a refusé un ticket inventé").await;
        assert!(!tab.reads("Échec").await);
        tab.press(labels::PUPILS).await;
        scene.gives_password(tab, "pupil").await;
        // The portal says first what is told to PRONOTE, as at any first visit.
        if tab.offers(labels::ENTER).await {
            tab.press(labels::ENTER).await;
        }
        tab.is_on(ours::TRIAL).await;
        let pupil = scene.listed(scene.ends().district.cast.pupil);
        tab.sees(&format!("{pupil} entrerait dans « {} »", labels::PUPILS)).await;
        tab.sees("personne n'est entré dans PRONOTE").await;
        assert!(tab.line("idPronote").await.contains("oui"));
        tab.press(ours::BACK_TO_CONSOLE).await;
        tab.is_on(labels::ADMINISTRATION).await;
    });
}
