//! PRONOTE without the ENT, by `?login=true`.

use passerelle::demo::road::Step;
use testkit::browser::{Tab, in_every_mode};

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

const REFUSED: &str = "L'identifiant ou le mot de passe n'est pas reconnu.";

async fn gives_own_password(scene: &Scene<'_>, tab: &Tab) {
    let account = scene.ends().account("pronote", "teacher-direct").unwrap();
    tab.fill(ours::USERNAME, &account.login).await;
    tab.fill(labels::PASSWORD, &account.password).await;
    tab.press(labels::SIGN_IN).await;
}

#[test]
fn former_addresses_lead_to_the_ent_and_with_login_true_to_the_own_sign_in() {
    let shared = Shared::new();
    in_every_mode("direct-addresses", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        let spaces = &scene.ends().spaces_url;
        for path in ["/pronote/", "/Pronote/", "/PRONOTE/eleve.html", "/pronote/parent/notes.html"] {
            tab.open(&format!("{spaces}{path}")).await;
            tab.is_on(ours::ENT_SIGN_IN).await;
            assert!(tab.address().await.starts_with(&scene.ends().ent_url));
        }
        for path in ["/pronote/?login=true", "/Pronote/?login=true", "/pronote/professeur.html?login=true"] {
            tab.open(&format!("{spaces}{path}")).await;
            tab.sees("Connexion directe à PRONOTE, avec vos identifiants PRONOTE et non ceux de l'ENT.")
                .await;
        }
    });
}

#[test]
fn the_own_password_opens_the_space_beside_somebody_who_came_by_the_ent() {
    in_every_mode("direct", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let direct = format!("{}?login=true", scene.pronote());
        tab.open(&direct).await;
        tab.fill(ours::USERNAME, "professeur").await;
        tab.fill(labels::PASSWORD, "autre chose").await;
        tab.press(labels::SIGN_IN).await;
        assert!(tab.complaint(labels::PASSWORD).await.contains(REFUSED));
        assert_eq!(tab.value(ours::USERNAME).await, "professeur", "what was typed stays");

        scene.enters("pupil").await;
        tab.is_on(labels::PUPILS).await;
        let other = tab.beside().await;
        other.open(&direct).await;
        gives_own_password(&scene, &other).await;
        other.is_on(labels::TEACHERS).await;
        for (tab, space) in [(tab, labels::PUPILS), (&other, labels::TEACHERS)] {
            tab.open(&tab.address().await).await;
            tab.is_on(space).await;
        }
        other.close().await;
    });
}

#[test]
fn direct_access_can_be_closed() {
    in_every_mode("direct-closed", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        tab.press(labels::STOP).await;
        tab.tick(labels::DIRECT).await;
        tab.press(labels::SUBMIT).await;
        assert!(!tab.reads("?login=true").await);
        tab.press(labels::PUBLISH).await;
        tab.open(&format!("{}?login=true", scene.pronote())).await;
        tab.is_on(ours::REFUSED).await;
        tab.sees("La connexion directe à PRONOTE n'est pas autorisée pour cet établissement.").await;
        tab.press("Entrer par l'ENT").await;
        tab.is_on(ours::ENT_SIGN_IN).await;
    });
}
