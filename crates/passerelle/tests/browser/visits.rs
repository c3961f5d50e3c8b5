//! Pupils, parents and teachers open PRONOTE from the ENT.

use passerelle::demo::road::Step;
use testkit::browser::{Mode, in_every_mode};

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

#[test]
fn a_pupil_reads_the_page_of_the_first_visit_once() {
    in_every_mode("visit-pupil", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let pupil = scene.ends().district.cast.pupil;
        scene.signs_in("pupil").await;
        tab.sees(labels::SCHOOLING).await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.sees(labels::FIRST_VISIT_TEXT).await;
        let name = &scene.ends().district.account(pupil).unwrap().name;
        tab.sees(&format!("Compte : {} {}", name.first, name.last.to_uppercase())).await;
        assert!(tab.offers(labels::CONTACT).await);
        tab.tick(labels::ACKNOWLEDGE).await;
        tab.press(labels::ENTER).await;
        tab.is_on(labels::PUPILS).await;
        tab.sees(&scene.listed(pupil)).await;
        assert_eq!(tab.address().await, format!("{}eleve.html", scene.pronote()), "no ticket stays in sight");

        // On another device: one click.
        scene.signs_in("pupil").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::PUPILS).await;
    });
}

#[test]
fn without_the_tick_the_page_of_the_first_visit_comes_back() {
    let shared = Shared::new();
    in_every_mode("visit-unticked", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Import).await;
        for _ in 0..2 {
            scene.signs_in("pupil").await;
            tab.press_beginning(labels::PRONOTE).await;
            tab.is_on(labels::FIRST_VISIT).await;
            tab.sees(
                "Si vous ne cochez pas la case, cette page s'affichera de nouveau à votre prochaine visite.",
            )
            .await;
            tab.press(labels::ENTER).await;
            tab.is_on(labels::PUPILS).await;
        }
        scene.signs_in("pupil").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.press(labels::CONTACT).await;
        tab.is_on(labels::CONTACT).await;
        tab.sees(scene.school()).await;
    });
}

#[test]
fn a_parent_of_two_sees_both_children() {
    in_every_mode("visit-parent", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        scene.enters("guardian-of-two").await;
        tab.is_on(labels::PARENTS).await;
        let district = &scene.ends().district;
        let children = &district.account(district.cast.guardian_of_two).unwrap().children;
        assert_eq!(children.len(), 2);
        for child in children {
            tab.sees(&scene.listed(*child)).await;
        }
    });
}

#[test]
fn a_teacher_is_welcomed_with_the_last_visit_and_the_menu() {
    in_every_mode("visit-teacher", async |tab| {
        let scene = Scene::after(tab, Step::Teacher).await;
        let teacher = scene.record(scene.ends().district.cast.teacher);
        scene.signs_in("teacher").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::TEACHERS).await;
        tab.sees(scene.school()).await;
        tab.sees(&format!("{} {}", teacher.civility.as_str(), teacher.name.listed())).await;
        let last = web::clock::seed_form(web::Clock::now(&web::SystemClock));
        let day = last.split(' ').next().unwrap();
        tab.sees(&format!("{} {day} ", labels::LAST_VISIT)).await;
        for section in [labels::MARKS, labels::SKILLS, labels::REPORTS] {
            tab.press(section).await;
            tab.is_on(section).await;
        }
    });
}

#[test]
fn one_signs_out_of_pronote_then_of_the_ent() {
    in_every_mode("sign-out", async |tab| {
        let scene = Scene::after(tab, Step::Pupil).await;
        scene.signs_in("pupil").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.press(labels::SIGN_OUT).await;
        tab.is_on("Vous êtes déconnecté de PRONOTE").await;
        tab.press("Se déconnecter aussi de l'ENT").await;
        tab.is_on("Vous êtes déconnecté").await;
        tab.open(&scene.pronote()).await;
        tab.is_on(ours::ENT_SIGN_IN).await;
    });
}

#[test]
fn one_enters_with_the_keyboard_alone() {
    in_every_mode("keyboard", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let account = scene.ends().account("ent", "pupil").unwrap();
        tab.open(&scene.ends().ent_url).await;
        tab.tab_to(ours::USERNAME).await;
        tab.type_text(&account.login).await;
        tab.tab_to(labels::PASSWORD).await;
        tab.type_text(&account.password).await;
        tab.tab_to(labels::SIGN_IN).await;
        tab.enter().await;
        tab.is_on(labels::MY_SPACE).await;
        tab.tab_to_beginning(labels::PRONOTE).await;
        tab.enter().await;
        tab.is_on(labels::FIRST_VISIT).await;
        tab.tab_to(labels::ACKNOWLEDGE).await;
        tab.space().await;
        assert!(tab.is_ticked(labels::ACKNOWLEDGE).await);
        tab.tab_to(labels::ENTER).await;
        tab.enter().await;
        tab.is_on(labels::PUPILS).await;
    });
}

/// The pictures of the README. `UPDATE=1 cargo test -p passerelle --test browser readme` writes them anew.
#[test]
fn pictures_of_the_readme_can_be_taken() {
    in_every_mode("readme", async |tab| {
        if tab.mode() != Mode::WIDE {
            return;
        }
        let scene = Scene::after(tab, Step::ChangeOfEnt).await;
        scene.signs_in("teacher-and-guardian").await;
        keep("ent-home.png", &tab.picture().await);
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        tab.press(labels::STOP).await;
        keep("pronote-console.png", &tab.picture().await);
    });
}

fn keep(name: &str, picture: &[u8]) {
    assert!(picture.len() < 150_000, "{name} weighs {} bytes: the README should open quickly", picture.len());
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
        std::fs::write(folder.join(name), picture).unwrap();
    }
}
