#[test]
fn a_client_of_a_former_version_is_marked_and_its_supervisor_warned() {
    in_every_mode("frame-clients", async |tab| {
        let scene = Scene::after(tab, Step::ConfigurePronote).await;
        let other = tab.beside().await;
        let account = scene.ends().account("pronote", "supervisor").unwrap();
        other.open(&format!("{}/spr/", scene.ends().console_url)).await;
        other.fill(labels::LOGIN, &account.login).await;
        other.fill(labels::PASSWORD, &account.password).await;
        other.press(labels::SIGN_IN).await;
        other.is_on(labels::SUPERVISOR).await;
        // Somebody else notes the new version.
        let pronote = &scene.ends().pronote;
        let bases = bases::all(pronote).await.unwrap();
        let base = bases.into_iter().find(|base| base.school_name == scene.school()).unwrap();
        let operator = Operator { id: "another".parse().unwrap(), name: String::new(), bases: Vec::new() };
        supervisor::set_labels(pronote, &operator, &base.id, &base.year_label, "2099").await.unwrap();
        scene.signs_in_at_the_console().await;
        tab.press(labels::CLIENTS).await;
        tab.sees("Version de la base : 2099").await;
        tab.sees(ours::ALL_CLIENTS).await;
        assert!(tab.line("Superviseur").await.contains("pas à jour"));
        other.press(labels::EXPORT_MENU).await;
        other.is_on("Mise à jour du client").await;
        other.sees(ours::ALL_CLIENTS).await;
        other.press("Mettre à jour ce client").await;
        other.press(labels::EXPORT_MENU).await;
        other.is_on(labels::EXPORT).await;
        other.close().await;
        tab.press(labels::CLIENTS).await;
        assert!(!tab.line("Superviseur").await.contains("pas à jour"));
    });
}
