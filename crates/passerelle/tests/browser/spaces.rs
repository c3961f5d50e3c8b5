//! The spaces from inside: mobile versions, the child that a parent looks at, the end of a session.

use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;

use super::{
    labels::{self, ours},
    scene::Scene,
};

#[test]
fn a_parent_chooses_a_child_on_the_mobile_version_too() {
    in_every_mode("spaces-parent", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        scene.enters("guardian-of-two").await;
        tab.is_on(labels::PARENTS).await;
        let district = &scene.ends().district;
        let children = &district.account(district.cast.guardian_of_two).unwrap().children;
        let names: Vec<String> = children.iter().map(|child| scene.listed(*child)).collect();
        tab.press(labels::MARKS).await;
        for name in names.iter().rev() {
            tab.press(name).await;
            tab.is_on(labels::MARKS).await;
            tab.sees(&format!("{name} – ")).await;
        }
        tab.press(&names[1]).await;
        tab.press(labels::REPORTS).await;
        tab.sees(&format!("{} – ", names[1])).await;
        tab.open(&format!("{}mobile.parent.html", scene.pronote())).await;
        tab.is_on(labels::PARENTS).await;
        tab.press(&names[0]).await;
        assert!(tab.address().await.ends_with("/pronote/mobile.parent.html"));
        tab.press(labels::REPORTS).await;
        tab.sees(&format!("{} – ", names[0])).await;
        scene.signs_in_at_the_console().await;
        tab.sees("Parents (1, dont 1 sur mobile)").await;
    });
}

#[test]
fn a_session_says_when_it_ends_and_can_be_prolonged() {
    in_every_mode("spaces-end", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        scene.enters("pupil").await;
        tab.press(labels::MARKS).await;
        tab.sees("Sans action de votre part, votre session se terminera le").await;
        // Where the browser goes by itself two minutes before the end.
        tab.open(&format!("{}veille.html?page=eleve%2Fnotes.html", scene.pronote())).await;
        tab.is_on("Votre session va se terminer").await;
        tab.press("Rester connecté").await;
        tab.is_on(labels::MARKS).await;
        tab.press(labels::SIGN_OUT).await;
        tab.open(&format!("{}veille.html?page=eleve%2Fnotes.html", scene.pronote())).await;
        tab.is_on("Votre session est terminée").await;
        tab.press("Se reconnecter").await;
        tab.is_on(labels::MARKS).await;
        assert!(
            !tab.offers(ours::ENT_SIGN_IN).await,
            "the ENT still knows the person: the same page at once"
        );
    });
}
