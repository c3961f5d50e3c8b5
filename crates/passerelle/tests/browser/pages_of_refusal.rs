//! Pages that say no, and what to do then.

use ent::{
    directory::Profile,
    services::{self, NewService, ServiceKind},
};
use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;

use super::{
    kit::publish,
    labels::{self, ours},
    scene::{Scene, Shared},
};

#[test]
fn somebody_without_identifier_reads_the_sentence_word_for_word() {
    in_every_mode("refusal-no-identifier", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        scene.enters("without-pronote-id").await;
        tab.is_on(ours::REFUSED).await;
        tab.sees(&labels::no_attribute(&scene.ends().ent.config().cas_url())).await;
        assert!(tab.offers("Réessayer").await);
    });
}

#[test]
fn while_the_publication_is_stopped_pronote_says_so() {
    let shared = Shared::new();
    in_every_mode("refusal-stopped", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Import).await;
        publish(scene.ends(), false).await;
        tab.open(&scene.pronote()).await;
        tab.is_on("Le site n'est pas disponible").await;
        tab.sees(scene.school()).await;
        scene.signs_in("pupil").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on("Le site n'est pas disponible").await;
        assert!(tab.address().await.starts_with(&scene.pronote()));
    });
}

#[test]
fn the_ent_opens_only_known_services_to_those_who_may() {
    in_every_mode("refusal-services", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let ends = scene.ends();
        let url = format!("{}/elsewhere/", ends.spaces_url);
        let service = NewService {
            code: "SALLE-DES-PROFS",
            title: "Salle des professeurs",
            kind: ServiceKind::PronoteWithCas,
            pattern: &format!("{url}**"),
            url: &url,
            group: "Scolarité",
            ..NewService::default()
        };
        let id = services::register(&ends.ent, &service).await.unwrap();
        services::grant(&ends.ent, &id, &ends.district.schools[0].uai, &[Profile::Teacher]).await.unwrap();

        scene.signs_in("pupil").await;
        assert!(!tab.reads("Salle des professeurs").await);
        let cas = ends.ent.config().cas_url();
        tab.open(&format!("{cas}/login?service={}", web::encode(&url))).await;
        tab.is_on("Vous n'avez pas accès à ce service").await;
        tab.open(&format!("{cas}/login?service={}", web::encode("https://inconnu.example/"))).await;
        tab.is_on("Ce service n'est pas connu de votre ENT").await;
        tab.sees("Adresse demandée : https://inconnu.example/").await;
    });
}

#[test]
fn a_page_that_is_not_there_or_not_for_this_person_says_so() {
    let shared = Shared::new();
    in_every_mode("refusal-pages", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::ConfigurePronote).await;
        let ends = scene.ends();
        for site in [&ends.ent_url, &ends.console_url, &scene.pronote()] {
            tab.open(&format!("{}/nulle-part", site.trim_end_matches('/'))).await;
            tab.is_on("Cette page n'existe pas").await;
        }
        scene.signs_in("pupil").await;
        assert!(!tab.offers(labels::IMPORT).await);
        tab.open(&format!("{}/admin/pronote-identifiers", ends.ent_url)).await;
        tab.is_on("Vous n'avez pas accès à cette page").await;
        tab.press("Retour à l'accueil").await;
        tab.is_on(labels::MY_SPACE).await;
    });
}
