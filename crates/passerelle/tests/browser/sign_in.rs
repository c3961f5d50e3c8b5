//! The sign-in form of the ENT, what it answers, and what somebody sees of their own connections.

use testkit::browser::in_every_mode;
use walker::Walker;

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

#[test]
fn the_form_says_why_it_comes_back_and_keeps_what_was_typed() {
    let shared = Shared::new();
    in_every_mode("sign-in-refused", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let ends = scene.ends();
        let login = &ends.account("ent", "pupil").unwrap().login;
        let refused = async |login: &str| {
            tab.fill(ours::USERNAME, login).await;
            tab.fill(labels::PASSWORD, "autre chose").await;
            tab.press(labels::SIGN_IN).await;
            tab.is_on(ours::ENT_SIGN_IN).await;
            assert_eq!(tab.value(ours::USERNAME).await, login, "what was typed stays");
            assert_eq!(tab.value(labels::PASSWORD).await, "", "but for the password");
        };
        tab.open(&ends.ent_url).await;
        tab.tick(ours::REMEMBER).await;
        tab.sees("Ne cochez pas cette case sur un ordinateur partagé").await;
        tab.tick(ours::WARN).await;
        refused(login).await;
        assert!(tab.complaint(labels::PASSWORD).await.contains("le mot de passe n'est pas le bon"));
        assert!(tab.is_ticked(ours::REMEMBER).await && tab.is_ticked(ours::WARN).await);

        tab.forge("lt", "LT-autre").await;
        refused(login).await;
        tab.sees("Cette page de connexion a déjà servi").await;
        assert_eq!(tab.complaint(labels::PASSWORD).await, "", "what was typed may be right");

        // Nobody has this login, so no other mode has to wait for it.
        let nobody = format!("personne-{}", tab.mode().name());
        guess_until_one_has_to_wait(&ends.ent_url, &nobody).await;
        refused(&nobody).await;
        tab.sees("Trop d'essais ont échoué").await;
        tab.sees("Votre compte n'est pas bloqué.").await;

        scene.gives_password(tab, "pupil").await;
        tab.is_on(labels::MY_SPACE).await;
    });
}

async fn guess_until_one_has_to_wait(ent: &str, login: &str) {
    let walker = Walker::new().unwrap();
    let mut page = walker.open(ent).await.unwrap();
    for _ in 0..5 {
        page = walker.submit(&page, "form#fm1", &[("username", login), ("password", "x")]).await.unwrap();
        assert_eq!(page.status, 401, "{}", page.body);
    }
}

#[test]
fn one_sees_where_one_is_connected_and_ends_it() {
    const UNKNOWN: &str = "Appareil non reconnu";
    let shared = Shared::new();
    in_every_mode("connections", async |tab| {
        let scene = Scene::among(tab, &shared).await;
        let (lost, borrowed) = (signed_in_elsewhere(&scene).await, signed_in_elsewhere(&scene).await);
        tab.open(&scene.ends().ent_url).await;
        tab.tick(ours::REMEMBER).await;
        scene.gives_password(tab, "pupil").await;
        tab.press(ours::CONNECTIONS).await;
        tab.is_on(ours::CONNECTIONS).await;
        tab.sees("Cet appareil").await;
        tab.sees("Connexion gardée 30 jours sur cet appareil").await;
        tab.sees(UNKNOWN).await;
        tab.press("Déconnecter tous les autres appareils").await;
        tab.is_on(ours::CONNECTIONS).await;
        assert!(!tab.reads(UNKNOWN).await && !tab.offers("Déconnecter tous les autres appareils").await);
        for walker in [lost, borrowed] {
            let page = walker.open(&scene.ends().ent_url).await.unwrap();
            assert_eq!(page.text("h1").as_deref(), Some(ours::ENT_SIGN_IN));
        }

        let lost = signed_in_elsewhere(&scene).await;
        tab.press(ours::CONNECTIONS).await;
        tab.press_in(UNKNOWN, ours::DISCONNECT).await;
        assert!(!tab.reads(UNKNOWN).await);
        let page = lost.open(&scene.ends().ent_url).await.unwrap();
        assert_eq!(page.text("h1").as_deref(), Some(ours::ENT_SIGN_IN));

        // Only this device is left.
        tab.press(ours::DISCONNECT).await;
        tab.is_on(ours::ENT_SIGN_IN).await;
    });
}

/// The pupil at another device.
async fn signed_in_elsewhere(scene: &Scene<'_>) -> Walker {
    let (walker, account) = (Walker::new().unwrap(), scene.ends().account("ent", "pupil").unwrap());
    let page = walker.open(&scene.ends().ent_url).await.unwrap();
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "form#fm1", &typed).await.unwrap();
    assert_eq!(page.text("h1").as_deref(), Some(labels::MY_SPACE));
    walker
}
