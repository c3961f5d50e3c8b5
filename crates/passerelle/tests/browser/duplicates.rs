//! Somebody who is twice in PRONOTE.

use exchange::identifiers::Imported;
use passerelle::demo::road::Step;
use testkit::browser::in_every_mode;

use super::{
    kit::{import_into, read_export},
    labels::{self, ours},
    scene::Scene,
};

#[test]
fn the_second_record_opens_when_the_first_has_let_go() {
    in_every_mode("duplicates", async |tab| {
        let scene = Scene::after(tab, Step::Import).await;
        let ends = scene.ends();
        let account = ends.district.account(ends.district.cast.duplicated_teacher).unwrap();
        let records: Vec<_> = ends.district.records_of(account.key).map(|(_, record)| record).collect();
        let [first, second] = records.as_slice() else { panic!("{} records", records.len()) };
        let without = async |left_out: &model::PronoteId| {
            let mut file: Imported = read_export(ends);
            file.people.retain(|person| person.pronote_id != *left_out);
            import_into(&ends.ent, &ends.district, &file).await;
        };

        without(&second.pronote_id).await;
        scene.enters("duplicated-teacher").await;
        tab.is_on(labels::TEACHERS).await;

        without(&first.pronote_id).await;
        scene.enters("duplicated-teacher").await;
        tab.is_on(ours::REFUSED).await;
        tab.sees("Votre compte de l'ENT est déjà relié à une autre fiche de PRONOTE").await;
        tab.sees("supprimer l'identifiant CAS de la première fiche").await;
        for somebody in ends.district.schools[0].pronote.people.iter().filter(|p| p.name != account.name) {
            assert!(!tab.reads(&somebody.name.listed()).await, "a third person is named");
        }

        scene.signs_in_as_supervisor("supervisor").await;
        tab.press("Professeurs").await;
        tab.fill(ours::SEARCH_FOR, &account.name.last).await;
        tab.press(ours::SEARCH).await;
        tab.press(&format!("Supprimer l'identifiant CAS de {}", account.name.listed())).await;
        tab.sees("L'identifiant CAS est supprimé").await;

        scene.signs_in("duplicated-teacher").await;
        tab.press_beginning(labels::PRONOTE).await;
        tab.is_on(labels::TEACHERS).await;
        let uid = scene.uid("duplicated-teacher").await;
        scene.signs_in_as_supervisor("supervisor").await;
        tab.press("Professeurs").await;
        tab.fill(ours::SEARCH_FOR, &account.name.last).await;
        tab.press(ours::SEARCH).await;
        assert!(tab.line(second.pronote_id.as_str()).await.contains(&uid));
        assert!(!tab.line(first.pronote_id.as_str()).await.contains(&uid));
    });
}
