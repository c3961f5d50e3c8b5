use exchange::identifiers;
use model::Category;

use super::*;
use crate::{
    operators::Role,
    people::NewPerson,
    tests::{Fixture, GUARDIAN, PUPIL, someone},
};

async fn read(fixture: &Fixture, only: bool) -> identifiers::Imported {
    let operator: OperatorId = "spr".parse().unwrap();
    let file = export(&fixture.pronote, &fixture.school().await, only, &operator).await.unwrap().unwrap();
    identifiers::read(file.as_slice()).unwrap()
}

#[tokio::test]
async fn the_box_leaves_out_those_who_came_from_the_ent() {
    let fixture = Fixture::new().await;
    let known = NewPerson {
        cas_id: Some("x1".parse().unwrap()),
        ..someone(Category::Staff, "A2C3D4E5F7G8H9JK", "Un", "A")
    };
    people::add_all(&fixture.pronote, &fixture.base, vec![known]).await.unwrap();
    let all = read(&fixture, false).await;
    assert_eq!((all.people.len(), all.issues.len()), (4, 0), "{:?}", all.issues);
    assert_eq!(all.header.only_without_cas_id, Some(false));
    assert_eq!(all.header.uai.as_ref().map(AsRef::as_ref), Some("0999990W"));
    let pupil = all.people.iter().find(|p| p.pronote_id.as_str() == PUPIL).unwrap();
    let guardian = all.people.iter().find(|p| p.pronote_id.as_str() == GUARDIAN).unwrap();
    assert_eq!(pupil.guardians, [guardian.ident.clone().unwrap()]);
    assert_eq!((pupil.classes.as_slice(), pupil.birth_date.is_some()), (&["6e 2".to_owned()][..], true));
    let only = read(&fixture, true).await;
    assert_eq!((only.people.len(), only.header.only_without_cas_id), (3, Some(true)));
}

#[tokio::test]
async fn the_export_is_offered_once_a_delegation_exists() {
    let fixture = Fixture::bare().await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    let page = spr.get("/spr/export").await;
    assert!(!page.shows("Valider") && page.shows("Définissez d'abord la délégation CAS"), "{}", page.text);
    assert_eq!(spr.submit("/spr/", "/spr/export", &[]).await.status, 409);
    assert_eq!(spr.get("/spr/export/file").await.status, 409);
    fixture.delegate(&fixture.cas.url()).await;
    let page = spr.get("/spr/export").await;
    assert!(page.shows("Uniquement les utilisateurs sans identifiants CAS") && page.shows("K-d'école"));
    assert!(!page.shows(" checked"), "off by default");
    let done = spr.submit("/spr/export", "/spr/export", &[("only_without_cas_id", "on")]).await;
    assert_eq!(done.location, "/spr/export/done?only=1");
    let page = spr.get(&done.location).await;
    assert!(page.shows("Export terminé") && page.shows("L'export a été réalisé pour : KOSMOS"));
    assert!(page.shows("IdPN_To_KOSMOS.xml") && page.shows("/spr/export/file?only=1"));
    assert!(spr.get("/spr/export/file?only=1").await.text.contains("UniquementSansIdentifiantCAS=\"true\""));
}
