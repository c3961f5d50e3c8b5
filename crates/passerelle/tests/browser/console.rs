//! The console of PRONOTE: publication, spaces, delegation.

use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;

use super::{
    labels::{self, ours},
    scene::{Scene, Shared},
};

/// This ENT in the list.
const DEMO: &str = "Passerelle (démonstration)";

#[test]
fn capitals_matter_in_the_login_and_in_the_password() {
    let shared = Shared::new();
    in_every_mode("console-sign-in", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        let account = scene.ends().account("pronote", "console").unwrap();
        tab.open(&scene.ends().console_url).await;
        tab.sees(labels::CONSOLE).await;
        let (login, password) = (account.login.as_str(), account.password.as_str());
        for (login, password) in
            [(login.to_uppercase().as_str(), password), (login, &password.to_uppercase())]
        {
            tab.fill(labels::LOGIN, login).await;
            tab.fill(labels::PASSWORD, password).await;
            tab.press(labels::SIGN_IN).await;
            assert!(tab.complaint(labels::PASSWORD).await.contains(labels::CAPITALS));
            assert_eq!(tab.value(labels::LOGIN).await, login, "what was typed stays");
        }
        scene.signs_in_at_the_console().await;
        tab.sees(scene.school()).await;
        tab.press(labels::SIGN_OUT).await;
        assert!(tab.offers(labels::SIGN_IN).await);
    });
}

#[test]
fn while_the_base_is_published_nothing_can_be_changed() {
    in_every_mode("console-locked", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        tab.is_on(labels::ADMINISTRATION).await;
        tab.sees(labels::PUBLISHED).await;
        tab.sees(labels::LOCKED).await;
        assert!(tab.is_locked(ours::ROOT).await);
        tab.press(labels::DELEGATION).await;
        tab.sees(labels::LOCKED).await;
        let fields = [labels::MY_ENT, labels::ENABLED, labels::CAS_URL, labels::SEPARATE, labels::DIRECT];
        for field in fields {
            assert!(tab.is_locked(field).await, "{field}");
        }
        tab.press(labels::STOP).await;
        tab.sees(labels::STOPPED).await;
        assert!(tab.offers(labels::PUBLISH).await && !tab.reads(labels::LOCKED).await);
        for field in fields {
            assert!(!tab.is_locked(field).await, "{field}");
        }
        tab.sees(labels::ENT_TELLS).await;
    });
}

#[test]
fn another_ent_is_chosen_in_the_list_and_people_enter() {
    in_every_mode("console-delegation", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let own = scene.ends().ent.config().cas_url();
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        tab.press(labels::STOP).await;
        for (answer, address) in [(labels::NO, own.as_str()), (labels::YES, labels::OCCITANIE_CAS)] {
            tab.choose(labels::MY_ENT, labels::OCCITANIE).await;
            tab.press(ours::APPLY).await;
            tab.is_on(labels::CONFIRMATION).await;
            tab.sees(&format!("{} {} ?", labels::NEW_CONFIGURATION, labels::OCCITANIE)).await;
            tab.press(answer).await;
            assert_eq!(tab.value(labels::CAS_URL).await, address);
        }
        tab.choose(labels::MY_ENT, DEMO).await;
        tab.press(ours::APPLY).await;
        tab.press(labels::YES).await;
        assert_eq!(tab.value(labels::CAS_URL).await, own);
        let pronote = scene.pronote();
        tab.sees(&format!("{} {pronote}", labels::SERVICE_LINK)).await;
        tab.sees(&format!("communiquez la nouvelle adresse : {pronote}?login=true")).await;
        tab.press(labels::PUBLISH).await;
        tab.sees(labels::PUBLISHED).await;
        assert!(tab.is_locked(labels::CAS_URL).await);

        scene.enters("pupil").await;
        tab.is_on(labels::PUPILS).await;
    });
}

#[test]
fn the_addresses_follow_what_is_chosen_and_typed() {
    in_every_mode("console-addresses", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let pronote = scene.pronote();
        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::DELEGATION).await;
        tab.press(labels::STOP).await;
        tab.choose(labels::MY_ENT, labels::ATRIUM).await;
        tab.press(ours::APPLY).await;
        tab.press(labels::YES).await;
        assert_eq!(tab.value(labels::CAS_URL).await, labels::ATRIUM_CAS);
        tab.sees(&format!("{} {}/login?service=", labels::LOGIN_LINK, labels::ATRIUM_CAS)).await;
        tab.sees(&format!("{} {}/samlValidate?TARGET=", labels::VALIDATION_LINK, labels::ATRIUM_CAS)).await;
        tab.sees(&format!("{} {pronote}", labels::SERVICE_LINK)).await;
        tab.sees(&format!("{} {pronote}?login=true", labels::DIRECT_LINK)).await;
        if tab.mode().scripts {
            tab.press(&format!("{} {pronote}", ours::COPY)).await;
            tab.sees(ours::COPIED).await;
        }

        tab.tick(labels::SEPARATE).await;
        tab.fill(ours::VALIDATION_URL, "https://validation.exemple.fr/cas").await;
        tab.fill(labels::CAS_URL, "une adresse").await;
        tab.press(labels::SUBMIT).await;
        assert!(tab.complaint(labels::CAS_URL).await.contains("https://"));
        assert_eq!(tab.value(ours::VALIDATION_URL).await, "https://validation.exemple.fr/cas");
        tab.fill(labels::CAS_URL, "https://entree.exemple.fr/cas").await;
        tab.press(labels::SUBMIT).await;
        tab.sees(&format!("{} https://entree.exemple.fr/cas/login?service=", labels::LOGIN_LINK)).await;
        let validation = "https://validation.exemple.fr/cas/samlValidate?TARGET=";
        tab.sees(&format!("{} {validation}", labels::VALIDATION_LINK)).await;
    });
}

#[test]
fn spaces_are_published_one_by_one() {
    in_every_mode("console-spaces", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        scene.enters("guardian-of-two").await;
        tab.is_on(labels::PARENTS).await;

        scene.signs_in_at_the_console().await;
        tab.press_in(scene.school(), labels::ADMINISTRATION).await;
        for space in [labels::COMMON_PAGE, labels::TEACHERS, labels::SCHOOL_LIFE, labels::PUPILS] {
            assert!(
                tab.is_ticked(space).await && tab.line(space).await.contains(&scene.pronote()),
                "{space}"
            );
        }
        for space in [labels::COMPANY, labels::ACADEMY] {
            assert!(!tab.is_ticked(space).await && !tab.line(space).await.contains("http"), "{space}");
        }
        assert!(tab.line(labels::PARENTS).await.ends_with(labels::ONE_CONNECTED));
        assert!(!tab.line(labels::PUPILS).await.contains("connecté"));

        tab.press(labels::STOP).await;
        tab.fill(ours::ROOT, "pro note").await;
        tab.tick(labels::PUPILS).await;
        tab.press(labels::SUBMIT).await;
        assert!(!tab.complaint(ours::ROOT).await.is_empty());
        assert!(!tab.is_ticked(labels::PUPILS).await, "what was chosen stays");
        tab.fill(ours::ROOT, "pronote").await;
        tab.press(labels::SUBMIT).await;
        tab.press(labels::PUBLISH).await;
        assert!(!tab.line(labels::PUPILS).await.contains("http"));
        tab.open(&format!("{}eleve.html", scene.pronote())).await;
        tab.is_on("Cet espace n'est pas publié").await;
    });
}
