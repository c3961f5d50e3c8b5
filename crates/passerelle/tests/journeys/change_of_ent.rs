//! A school leaves one ENT for another: two real ENT ends, one PRONOTE, and nobody loses the way in.

use crate::kit::{Stage, import_into, read_export, with_publication_stopped};
use ent::{
    directory::Profile,
    release::{self, Rule, Source},
    services::{self, NewService, ServiceKind},
};
use passerelle::demo::Ends;
use pronote::{
    delegation::{self, CasUrl, Settings},
    people,
};
use walker::{Page, Walker};

/// Registers the PRONOTE of `old` in the ENT of `new`, which tells it this much of people, and makes it trust that ENT.
pub async fn connect(new: &Ends, old: &Ends, told: &[(&str, Source)]) {
    let school = &new.district.schools[0].uai;
    let base = ent::schools::base_of(&new.ent, school).await.unwrap().unwrap().id;
    let url = format!("{}/pronote/", old.spaces_url);
    let service = NewService {
        code: "PRONOTE-VENU-D-AILLEURS",
        title: "Pronote",
        kind: ServiceKind::PronoteWithCas,
        pattern: &format!("{url}**"),
        url: &url,
        group: "Scolarité",
        base: Some(&base),
        ..NewService::default()
    };
    let id = services::register(&new.ent, &service).await.unwrap();
    services::grant(&new.ent, &id, school, &Profile::ALL).await.unwrap();
    let rules = told.iter().cloned().map(|(name, source)| Rule { name: name.to_owned(), source });
    release::set_rules(&new.ent, &id, &rules.collect::<Vec<_>>()).await.unwrap();
    with_publication_stopped(old, async |base| {
        let cas = CasUrl::parse(&new.ent.config().cas_url()).unwrap();
        delegation::set(&old.pronote, &base.id, Settings::of(cas)).await.unwrap();
    })
    .await;
}

/// From the spaces of `pronote` through whatever ENT it trusts, as the pupil of `ent`'s road.
pub async fn enter(pronote: &Ends, ent: &Ends) -> Page {
    let walker = Walker::new().unwrap();
    let account = ent.account("ent", "pupil").unwrap();
    let page = walker.open(&format!("{}/pronote/eleve.html", pronote.spaces_url)).await.unwrap();
    assert!(page.url.as_str().starts_with(&ent.ent_url), "PRONOTE sends to {}", page.url);
    let typed = [("username", account.login.as_str()), ("password", account.password.as_str())];
    let page = walker.submit(&page, "form#fm1", &typed).await.unwrap();
    walker.submit(&page, "form[action='/cas/first-visit']", &[]).await.unwrap()
}

/// "Identifiant CAS" of the pupil of the road.
pub async fn cas_id(ends: &Ends) -> Option<String> {
    let pupil = ends.district.cast.pupil;
    let (school, record) = ends.district.records_of(pupil).next().unwrap();
    let bases = pronote::bases::all(&ends.pronote).await.unwrap();
    let base = bases.into_iter().find(|base| base.uai == school.uai).unwrap();
    let person = people::by_pronote_id(&ends.pronote, &base.id, &record.pronote_id).await.unwrap().unwrap();
    person.cas_id.map(|id| id.to_string())
}

#[tokio::test]
async fn people_enter_from_the_new_ent_and_their_identifier_follows() {
    let (old, new) = (Stage::small().await, Stage::small().await);
    assert!(old.walk(None).await.0);
    let taught_by_old = cas_id(&old.ends).await.unwrap();

    connect(&new.ends, &old.ends, &[("idPronote", Source::PronoteId), ("uid", Source::Uid)]).await;
    import_into(&new.ends.ent, &new.ends.district, &read_export(&old.ends)).await;
    let page = enter(&old.ends, &new.ends).await;
    assert_eq!(page.text("h1").as_deref(), Some("Espace Elèves"), "{}", page.body);
    let taught_by_new = cas_id(&old.ends).await.unwrap();
    assert_ne!(taught_by_new, taught_by_old);
    let login = &new.ends.account("ent", "pupil").unwrap().login;
    let uid = ent::directory::by_login(&new.ends.ent, login).await.unwrap().unwrap().uid;
    assert_eq!(taught_by_new, uid);
}
