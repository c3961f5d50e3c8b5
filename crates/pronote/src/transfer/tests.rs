use exchange::{
    Unreadable,
    identifiers::{self, read_any},
    sealed::{KeyRing, PartnerName, PrivateKey, read_export},
};
use model::Category;
use testkit::private_keys;

use super::*;
use crate::{
    ExportRecipient,
    operators::Role,
    people::NewPerson,
    tests::{Fixture, GUARDIAN, PUPIL, someone},
};

async fn read(fixture: &Fixture, only: bool) -> identifiers::Imported {
    let operator: OperatorId = "spr".parse().unwrap();
    let file = export(&fixture.pronote, &fixture.school().await, only, Readers::Recipients, &operator)
        .await
        .unwrap()
        .unwrap();
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
    assert!(page.shows("Le fichier est en clair"), "no recipient is configured");
    assert!(spr.get("/spr/export/file?only=1").await.text.contains("UniquementSansIdentifiantCAS=\"true\""));
}

fn recipient(label: &str, name: &str, key: &PrivateKey) -> ExportRecipient {
    let (name, key) = (PartnerName::parse(name).unwrap(), key.public().clone());
    ExportRecipient { label: label.to_owned(), sealed: Recipient { name, key } }
}

fn held(name: &str, key: &PrivateKey) -> KeyRing {
    let mut keys = KeyRing::default();
    keys.add(PartnerName::parse(name).unwrap(), key.clone());
    keys
}

async fn delegated(recipients: Vec<ExportRecipient>) -> Fixture {
    let fixture = Fixture::bare_with(recipients).await;
    fixture.delegate(&fixture.cas.url()).await;
    fixture
}

#[tokio::test]
async fn with_a_recipient_the_export_is_sealed_unless_clear_is_asked_for() {
    let [kosmos, _] = private_keys();
    let fixture = delegated(vec![recipient("K-d'école", "KOSMOS", &kosmos)]).await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    let page = spr.get("/spr/export").await;
    assert!(page.shows("Les données exportées peuvent être déchiffrées par :"), "{}", page.text);
    assert!(page.shows("<option value=\"recipients\">K-d'école</option>"), "{}", page.text);
    assert!(page.shows("Quiconque a le fichier (écrit en clair)"));

    let done = spr.submit("/spr/export", "/spr/export", &[("readers", "recipients")]).await;
    assert_eq!(done.location, "/spr/export/done");
    let page = spr.get(&done.location).await;
    assert!(page.shows("Les données exportées peuvent être déchiffrées par : K-d'école."), "{}", page.text);
    let file = spr.get("/spr/export/file").await.text;
    assert!(!file.contains(PUPIL) && !file.contains("IDPN"), "nothing shows of the people");
    let container = read_export(file.as_bytes()).unwrap();
    assert_eq!(container.sealed_for().collect::<Vec<_>>(), ["KOSMOS"]);
    assert_eq!(container.header.uai.as_ref().map(AsRef::as_ref), Some("0999990W"));
    assert_eq!(container.header.school_name.as_deref(), Some("Collège des Passerelles"));
    assert_eq!(container.header.written_at.as_deref(), Some("2026-09-04T08:39:00"));
    let opened = read_any(file.as_bytes(), &held("KOSMOS", &kosmos)).unwrap();
    let clear = spr.get("/spr/export/file?clear=1").await.text;
    assert_eq!(opened, identifiers::read(clear.as_bytes()).unwrap());

    let done = spr
        .submit("/spr/export", "/spr/export", &[("readers", "anyone"), ("only_without_cas_id", "on")])
        .await;
    assert_eq!(done.location, "/spr/export/done?only=1&clear=1");
    let page = spr.get(&done.location).await;
    assert!(page.shows("Le fichier est en clair") && !page.shows("Le fichier est chiffré"), "{}", page.text);
    assert!(page.shows("IdPN_To_KOSMOS.xml"));
}

#[tokio::test]
async fn each_configured_recipient_opens_the_file_and_nobody_else() {
    let [kosmos, other] = private_keys();
    let both = vec![recipient("K-d'école", "KOSMOS", &kosmos), recipient("NEO", "NEO-Open", &other)];
    let fixture = delegated(both).await;
    let operator: OperatorId = "spr".parse().unwrap();
    let school = fixture.school().await;
    let export = async || {
        export(&fixture.pronote, &school, false, Readers::Recipients, &operator).await.unwrap().unwrap()
    };
    let file = export().await;
    for keys in [held("KOSMOS", &kosmos), held("NEO-Open", &other)] {
        assert_eq!(read_any(file.as_slice(), &keys).unwrap().people.len(), 3);
    }
    let refused = read_any(file.as_slice(), &held("Autre", &kosmos)).unwrap_err();
    assert!(
        matches!(&refused, Unreadable::NotForUs { sealed_for, .. } if *sealed_for == ["KOSMOS", "NEO-Open"]),
        "{refused:?}"
    );
    assert_ne!(file, export().await, "a content key serves once");
}

#[tokio::test]
async fn the_file_carries_what_is_set_for_the_export_and_opens_for_whom_it_names() {
    let [kosmos, other] = private_keys();
    let both = vec![recipient("K-d'école", "KOSMOS", &kosmos), recipient("NEO", "NEO-Open", &other)];
    let fixture = delegated(both).await;
    let operator: OperatorId = "spr".parse().unwrap();
    for (readers, names) in [
        (ExportReaders::Recipients, &["KOSMOS", "NEO-Open"][..]),
        (ExportReaders::Recipient("NEO".to_owned()), &["NEO-Open"]),
        // No longer in the configuration: never in clear for that.
        (ExportReaders::Recipient("Autre".to_owned()), &["KOSMOS", "NEO-Open"]),
    ] {
        let set = ExportSettings {
            uai: "0999991X".parse().unwrap(),
            pairing_code: "PRONOTECAS".parse().unwrap(),
            readers,
            url: None,
            automatic: false,
        };
        delegation::set_export(&fixture.pronote, &fixture.school().await, &set).await.unwrap();
        let school = fixture.school().await;
        let file =
            export(&fixture.pronote, &school, false, Readers::Recipients, &operator).await.unwrap().unwrap();
        assert_eq!(read_export(file.as_slice()).unwrap().sealed_for().collect::<Vec<_>>(), names);
        let opened = read_any(file.as_slice(), &held("NEO-Open", &other)).unwrap();
        assert_eq!(opened.header.pairing_code.as_deref(), Some("PRONOTECAS"));
        assert_eq!(opened.header.uai, Some("0999991X".parse().unwrap()));
    }
}

#[tokio::test]
async fn the_window_offers_what_the_console_has_set() {
    let [kosmos, other] = private_keys();
    let both = vec![recipient("K-d'école", "KOSMOS", &kosmos), recipient("NEO", "NEO-Open", &other)];
    let fixture = delegated(both).await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    for (readers, recipients, clear) in [
        (ExportReaders::Recipients, "K-d'école, NEO", false),
        (ExportReaders::Recipient("NEO".to_owned()), "NEO", false),
        (ExportReaders::Anyone, "K-d'école, NEO", true),
    ] {
        let set = ExportSettings {
            uai: "0999991X".parse().unwrap(),
            pairing_code: "PRONOTECAS".parse().unwrap(),
            readers,
            url: None,
            automatic: false,
        };
        delegation::set_export(&fixture.pronote, &fixture.school().await, &set).await.unwrap();
        let page = spr.get("/spr/export").await;
        assert!(page.shows(&format!("<option value=\"recipients\">{recipients}</option>")), "{}", page.text);
        assert_eq!(page.shows("<option value=\"anyone\" selected>"), clear, "{}", page.text);
        let done = spr.get("/spr/export/done").await;
        assert!(done.shows(&format!("peuvent être déchiffrées par : {recipients}.")), "{}", done.text);
    }
}

#[tokio::test]
async fn the_last_export_of_each_kind_is_remembered() {
    let fixture = Fixture::new().await;
    let operator: OperatorId = "spr".parse().unwrap();
    for only in [false, true, false] {
        fixture.clock.advance(1);
        export(&fixture.pronote, &fixture.school().await, only, Readers::Anyone, &operator).await.unwrap();
    }
    let kept = exports(&fixture.pronote, &fixture.base).await.unwrap();
    let told: Vec<_> = kept.iter().map(|run| (run.only_without_cas_id, run.people)).collect();
    assert_eq!(told, [(false, 3), (true, 3)], "the newest first");
    assert!(kept[0].at() > kept[1].at() && kept[0].year_label == "2026-2027");
    assert!(exports(&fixture.pronote, &fixture.other_base).await.unwrap().is_empty());
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[the_box_leaves_out_those_who_came_from_the_ent, the_export_is_offered_once_a_delegation_exists];
