//! The ENT's administrator imports what PRONOTE exported.

use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;
use web::Clock as _;

use super::{
    labels,
    scene::{Scene, Shared},
};

#[test]
fn the_exported_file_is_imported_and_counted() {
    in_every_mode("import", async |tab| {
        let scene = Scene::after(tab, Step::Export).await;
        scene.signs_in("admin").await;
        tab.press(labels::IMPORT).await;
        tab.is_on(labels::IMPORT).await;
        tab.sees(labels::KNOWN).await;
        tab.sees(&format!("0 {}", labels::COUNT)).await;
        tab.sees(labels::REQUIRED).await;
        assert_eq!(tab.chosen(labels::MODE).await, labels::CHOOSE_MODE);

        let before = web::clock::seed_form(web::SystemClock.now());
        tab.choose(labels::MODE, labels::COMPLETE).await;
        tab.attach(labels::FILE, &scene.ends().export_file).await;
        tab.press(labels::DO_IMPORT).await;
        let after = web::clock::seed_form(web::SystemClock.now());
        tab.is_on(labels::RESULT).await;
        tab.sees(labels::STEP_OF_PUPILS).await;
        let imported =
            [before, after].map(|at| format!("{} {at} {}", labels::LAST_IMPORT, labels::COMPLETE_IMPORT));
        assert!(tab.reads(&imported[0]).await || tab.reads(&imported[1]).await, "{imported:?}");
        let count = format!("{} {}", scene.links().await, labels::COUNT);
        assert!(!count.starts_with("0 "), "{count}");
        tab.sees(&count).await;

        tab.press("Retour à l'import").await;
        tab.is_on(labels::IMPORT).await;
        assert!(tab.reads(&imported[0]).await || tab.reads(&imported[1]).await, "{imported:?}");
        tab.sees(&count).await;
    });
}

#[test]
fn a_wrong_file_or_none_is_refused_at_its_field() {
    let shared = Shared::new();
    in_every_mode("import-refused", async |tab| {
        let scene = Scene::among_after(tab, &shared, Step::Export).await;
        let other = &scene.ends().district.schools[1].uai;
        let clear = format!(
            r#"<IdentifiantsPronote UAI="{other}"><Eleves><Eleve Nom="RIVAGE" Prenom="Alix"
               DateNaissance="2013-05-04" IDPN="9JT7VHC2XK8RMQZ4"/></Eleves></IdentifiantsPronote>"#
        );
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let letter = file("lettre.xml", "Madame, Monsieur,");
        let elsewhere = file("IdPN_To_KOSMOS.xml", &clear);

        scene.signs_in("admin").await;
        tab.press(labels::IMPORT).await;
        tab.attach(labels::FILE, &scene.ends().export_file).await;
        tab.press(labels::DO_IMPORT).await;
        tab.is_on(labels::IMPORT).await;
        assert!(!tab.objection(labels::MODE).await.is_empty(), "a mode must be chosen");

        tab.press(labels::IMPORT).await;
        tab.choose(labels::MODE, labels::COMPLETE).await;
        tab.press(labels::DO_IMPORT).await;
        tab.is_on(labels::IMPORT).await;
        assert!(!tab.objection(labels::FILE).await.is_empty(), "a file must be chosen");

        for (path, said) in
            [(letter, "n'est pas un fichier XML lisible"), (elsewhere, "est celui de l'établissement")]
        {
            tab.attach(labels::FILE, &path).await;
            tab.press(labels::DO_IMPORT).await;
            let complaint = tab.complaint(labels::FILE).await;
            assert!(complaint.contains(said) && complaint.contains("Rien n'a été modifié."), "{complaint}");
            assert_eq!(tab.chosen(labels::MODE).await, labels::COMPLETE, "the mode stays");
            tab.sees(&format!("0 {}", labels::COUNT)).await;
        }
    });
}
