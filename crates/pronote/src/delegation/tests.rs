use model::Category;

use super::*;
use crate::{
    bases::{self, ChangeError},
    tests::Fixture,
};

#[test]
fn addresses_are_https_except_on_this_machine() {
    use CasUrlError::{Missing, NotHttps, Shape};
    for (raw, expected) in [
        (" https://cas.example/ ", Ok("https://cas.example")),
        ("https://www.example/connexion", Ok("https://www.example/connexion")),
        ("http://localhost:8080/cas", Ok("http://localhost:8080/cas")),
        ("http://127.0.0.1:1", Ok("http://127.0.0.1:1")),
        ("http://[::1]:1/cas", Ok("http://[::1]:1/cas")),
        ("http://cas.example", Err(NotHttps)),
        ("http://localhost.example", Err(NotHttps)),
        ("http://localhost@evil.example", Err(Shape)),
        ("https://", Err(Missing)),
        ("", Err(Missing)),
        ("cas.example", Err(Shape)),
        ("https://cas.example/?a=1", Err(Shape)),
        ("javascript:alert(1)", Err(Shape)),
    ] {
        assert_eq!(CasUrl::parse(raw).as_ref().map(CasUrl::as_str).map_err(|e| *e), expected, "{raw}");
    }
}

#[tokio::test]
async fn the_list_has_the_published_addresses() {
    let fixture = Fixture::bare().await;
    let presets = presets(&fixture.pronote).unwrap();
    assert_eq!(presets.len(), 25, "24 of the tutorials and the one of the configuration");
    let mut ids: Vec<&str> = presets.iter().map(|preset| preset.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 25);
    let without: Vec<&Preset> = presets.iter().filter(|preset| preset.cas_url.is_empty()).collect();
    assert_eq!(without.len(), 8, "named by a tutorial that prints no address");
    for preset in &presets {
        assert_eq!(preset.address().is_err(), preset.cas_url.is_empty(), "{preset:?}");
        assert!(!preset.source.is_empty() && !preset.label.is_empty());
    }
    let shipped: Vec<String> = presets.iter().skip(1).map(|preset| matching::fold(&preset.label)).collect();
    assert!(shipped.is_sorted(), "{shipped:?}");
    let atrium = presets.iter().find(|p| p.label == "Atrium (Région PACA)").unwrap();
    assert_eq!(atrium.cas_url, "https://www.atrium-paca.fr/connexion");
}

#[tokio::test]
async fn another_server_is_another_delegation() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    let of = |url: &str| Settings::of(CasUrl::parse(url).unwrap());
    let first = set(pronote, base, of("https://cas.former.example")).await.unwrap();
    let closed = Settings { direct_access: false, ..of("https://cas.former.example/") };
    assert_eq!(set(pronote, base, closed).await.unwrap(), first, "other settings, same server");
    assert!(!current(pronote, &fixture.school().await).await.unwrap().unwrap().direct_access);
    let second = set(pronote, base, of(&fixture.cas.url())).await.unwrap();
    assert_ne!(first, second);
    let now = current(pronote, &fixture.school().await).await.unwrap().unwrap();
    assert_eq!((now.id, now.preset.as_deref()), (second, Some("demo")));
    assert_eq!(
        set(pronote, base, of("https://cas.former.example")).await.unwrap(),
        first,
        "back to the former one"
    );
    remove(pronote, base).await.unwrap();
    assert_eq!(
        set(pronote, base, of("https://cas.former.example")).await.unwrap(),
        first,
        "removed and set again"
    );
    remove(pronote, base).await.unwrap();
    assert!(current(pronote, &fixture.school().await).await.unwrap().is_none());
    fixture.publish(true).await;
    let locked = set(pronote, base, of("https://cas.example")).await;
    assert!(matches!(locked, Err(ChangeError::Published)));
    assert!(fixture.school().await.delegation.is_none());
}

#[tokio::test]
async fn links_are_computed_from_the_configuration() {
    let fixture = Fixture::bare().await;
    let validation_url = Some(url("https://valid.example/x"));
    let settings = Settings { validation_url, ..Settings::of(url("https://cas.example")) };
    let id = set(&fixture.pronote, &fixture.base, settings).await.unwrap();
    let read = async || {
        let school = fixture.school().await;
        let current = current(&fixture.pronote, &school).await.unwrap().unwrap();
        links(&fixture.pronote, &school, &current).unwrap()
    };
    let links = read().await;
    let service = "http%3A%2F%2F127.0.0.1%3A8081%2Fpronote%2F";
    assert_eq!(links.login, format!("https://cas.example/login?service={service}"));
    assert_eq!(links.validation, format!("https://valid.example/x/samlValidate?TARGET={service}"));
    assert_eq!(links.service, "http://127.0.0.1:8081/pronote/");
    assert_eq!(links.direct, "http://127.0.0.1:8081/pronote/?login=true");
    for (dialect, path) in [(Dialect::Cas3, "p3/serviceValidate"), (Dialect::Cas2, "serviceValidate")] {
        let identification = Identification { dialect, ..Identification::default() };
        set_identification(&fixture.pronote, &fixture.base, &id, identification).await.unwrap();
        let expected = format!("https://valid.example/x/{path}?service={service}");
        assert_eq!(read().await.validation, expected, "as {dialect} is asked");
    }
}

#[tokio::test]
async fn identification_is_kept_with_the_delegation_and_locked_while_published() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    fixture.delegate("https://cas.example").await;
    let read = async || current(pronote, &fixture.school().await).await.unwrap().unwrap();
    let id = read().await.id;
    assert_eq!(read().await.identification, Identification::default(), "what a base of before has");
    let all = Identification {
        dialect: Dialect::Cas3,
        common: CommonId::Attribute("uid".to_owned()),
        first: FirstConnection::Identity,
        attribute: "idPN".to_owned(),
        last_name: "sn".to_owned(),
        first_name: "givenName".to_owned(),
        birth_date: "naissance".to_owned(),
        postal_code: "cp".to_owned(),
        categories: "profil".to_owned(),
        words: CategoryWords::of([
            (Category::Inspector, "ins".to_owned()),
            (Category::Pupil, "ele".to_owned()),
            (Category::Staff, String::new()),
        ]),
    };
    set_identification(pronote, base, &id, all.clone()).await.unwrap();
    assert_eq!(read().await.identification, all);
    let elsewhere = set_identification(pronote, &fixture.other_base, &id, Identification::default()).await;
    assert!(
        elsewhere.is_ok() && read().await.identification == all,
        "a delegation is changed by its base only"
    );
    fixture.publish(true).await;
    let locked = set_identification(pronote, base, &id, Identification::default()).await;
    assert!(matches!(locked, Err(ChangeError::Published)));
    assert_eq!(read().await.identification, all);
}

#[test]
fn categories_are_read_from_one_value_or_several() {
    let words = CategoryWords::default();
    let read = |values: &[&str]| words.read(&values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>());
    assert_eq!(read(&["National_1"]), [Category::Pupil]);
    assert_eq!(read(&["national_3; National_2"]), [Category::Teacher, Category::Guardian]);
    assert_eq!(read(&["National_4", "National_3"]), [Category::Teacher, Category::Staff]);
    assert!(read(&["National_9", ""]).is_empty());
    assert_eq!(words.to_string().parse(), Ok(words));
    assert!("nobody=x".parse::<CategoryWords>().is_err());
}

fn url(text: &str) -> CasUrl {
    CasUrl::parse(text).unwrap()
}

/// The servers by which the spaces of a base are entered.
async fn servers(fixture: &Fixture, space: Space) -> Vec<String> {
    let school = fixture.school().await;
    let accepted = accepted(&fixture.pronote, &school, space).await.unwrap();
    accepted.into_iter().map(|delegation| delegation.cas_url.to_string()).collect()
}

#[tokio::test]
async fn each_space_follows_its_own_delegation() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    let families = Settings { name: "Familles".to_owned(), ..Settings::of(url("https://families.example")) };
    let first = put(pronote, base, Which::OneMore, Settings::of(url("https://staff.example"))).await.unwrap();
    assert_eq!(fixture.school().await.delegation, Some(first.clone()), "the first one is that of the base");
    let second = put(pronote, base, Which::OneMore, families.clone()).await.unwrap();
    assert_eq!(servers(&fixture, Space::Parents).await, ["https://staff.example"]);
    let choose = |space, delegation: &DelegationId| Choice { space, delegation: delegation.clone() };
    let choices = [choose(Space::Parents, &second), choose(Space::Pupils, &second)];
    arrange(pronote, base, &first, &choices).await.unwrap();
    assert_eq!(servers(&fixture, Space::Parents).await, ["https://families.example"]);
    assert_eq!(servers(&fixture, Space::Teachers).await, ["https://staff.example"]);
    let again = put(pronote, base, Which::OneMore, families.clone()).await;
    assert!(matches!(again, Err(ChangeError::ServerTaken)), "one delegation for a server");
    let onto = put(pronote, base, Which::OfBase, families).await;
    assert!(matches!(onto, Err(ChangeError::ServerTaken)));

    // Another server for those who had chosen it.
    let moved = Settings { fresh: false, ..Settings::of(url("https://moved.example")) };
    let third = put(pronote, base, Which::This(second.clone()), moved).await.unwrap();
    assert_eq!(servers(&fixture, Space::Pupils).await, ["https://moved.example"]);
    // The other becomes that of the base; the former one is kept beside it, for nobody yet.
    arrange(pronote, base, &third, &[]).await.unwrap();
    assert_eq!(servers(&fixture, Space::Common).await, ["https://moved.example"]);
    let names: Vec<DelegationId> =
        all(pronote, &fixture.school().await).await.unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(names, [third.clone(), first.clone()]);
    drop_beside(pronote, base, &third).await.unwrap();
    assert_eq!(servers(&fixture, Space::Common).await, ["https://moved.example"], "not that of the base");
    arrange(pronote, base, &third, &[choose(Space::Teachers, &first)]).await.unwrap();
    drop_beside(pronote, base, &first).await.unwrap();
    assert_eq!(servers(&fixture, Space::Teachers).await, ["https://moved.example"], "as the base again");
    arrange(pronote, &fixture.other_base, &third, &[]).await.unwrap();
    let other = bases::find(pronote, &fixture.other_base).await.unwrap().unwrap();
    assert!(other.delegation.is_none(), "a delegation serves its base only");
    remove(pronote, base).await.unwrap();
    assert!(servers(&fixture, Space::Teachers).await.is_empty());
}

#[tokio::test]
async fn the_former_ent_is_accepted_until_its_date() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    let former = set(pronote, base, Settings::of(url("https://former.example"))).await.unwrap();
    let new = set(pronote, base, Settings::of(url("https://new.example"))).await.unwrap();
    assert_eq!(servers(&fixture, Space::Pupils).await, ["https://new.example"], "not unless asked for");
    let until = clock::end_of_day("05/09/2026").unwrap();
    accept_former(pronote, base, &new, Some(until)).await.unwrap();
    let both = ["https://new.example", "https://former.example"];
    assert_eq!(servers(&fixture, Space::Pupils).await, both);
    fixture.clock.advance(39 * 60 + 20);
    assert_eq!(servers(&fixture, Space::Pupils).await, both, "the last minute of the day");
    fixture.clock.advance(1);
    assert_eq!(servers(&fixture, Space::Pupils).await, ["https://new.example"]);
    accept_former(pronote, base, &new, None).await.unwrap();
    assert_eq!(set(pronote, base, Settings::of(url("https://former.example"))).await.unwrap(), former);
    let current = current(pronote, &fixture.school().await).await.unwrap().unwrap();
    assert_eq!(super::former(pronote, &current).await.unwrap().unwrap().id, new, "the other way round");
}

#[tokio::test]
async fn a_change_is_undone_as_a_whole() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    assert!(!undo(pronote, base).await.unwrap() && last_change(pronote, base).await.unwrap().is_none());
    let typed = Settings {
        validation_url: Some(url("https://valid.example")),
        direct_access: false,
        ..Settings::of(url("https://typed.example"))
    };
    let first = set(pronote, base, typed).await.unwrap();
    let named = Identification { attribute: "idPN".to_owned(), ..Identification::default() };
    set_identification(pronote, base, &first, named.clone()).await.unwrap();
    // Other settings of the same server, then another server: both lose what was typed.
    set(pronote, base, Settings::of(url("https://typed.example"))).await.unwrap();
    let second = set(pronote, base, Settings::of(url("https://second.example"))).await.unwrap();
    put(pronote, base, Which::OneMore, Settings::of(url("https://third.example"))).await.unwrap();
    let read = async || current(pronote, &fixture.school().await).await.unwrap();
    assert_eq!(last_change(pronote, base).await.unwrap(), Some(pronote.now()));
    assert!(undo(pronote, base).await.unwrap());
    assert_eq!(all(pronote, &fixture.school().await).await.unwrap().len(), 1, "the third is out of use");
    assert_eq!(read().await.unwrap().id, second);
    fixture.publish(true).await;
    assert!(matches!(undo(pronote, base).await, Err(ChangeError::Published)));
    fixture.publish(false).await;
    assert!(undo(pronote, base).await.unwrap());
    assert_eq!(read().await.unwrap().identification, Identification::default());
    assert!(undo(pronote, base).await.unwrap());
    let back = read().await.unwrap();
    assert_eq!((back.id, back.identification, back.direct_access), (first, named, false));
    assert_eq!(back.validation_url, Some(url("https://valid.example")));
    assert!(undo(pronote, base).await.unwrap() && undo(pronote, base).await.unwrap());
    assert!(read().await.is_none() && !undo(pronote, base).await.unwrap());
}

#[tokio::test]
async fn only_the_last_changes_are_kept() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    for number in 0..25 {
        fixture.clock.advance(1);
        set(pronote, base, Settings::of(url(&format!("https://cas{number}.example")))).await.unwrap();
    }
    let mut undone = 0;
    while undo(pronote, base).await.unwrap() {
        undone += 1;
    }
    assert_eq!(undone, 20);
    assert_eq!(servers(&fixture, Space::Common).await, ["https://cas4.example"]);
}

#[tokio::test]
async fn what_is_set_for_the_export_belongs_to_the_base() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    assert_eq!(export_settings(pronote, base).await.unwrap(), None);
    for (code, readers, destination) in [
        ("PRONOTECAS", ExportReaders::Recipients, None),
        (
            "USER_1",
            ExportReaders::Recipient("K-d'école".to_owned()),
            Some("https://ent.example/in".to_owned()),
        ),
        ("a.b-c", ExportReaders::Anyone, None),
    ] {
        let set = ExportSettings {
            uai: "0999991X".parse().unwrap(),
            pairing_code: PairingCode::parse(code).unwrap(),
            readers,
            automatic: destination.is_some(),
            url: destination,
        };
        set_export(pronote, &fixture.school().await, &set).await.unwrap();
        assert_eq!(export_settings(pronote, base).await.unwrap(), Some(set.clone()));
        fixture.publish(true).await;
        let locked = set_export(pronote, &fixture.school().await, &set).await;
        assert!(matches!(locked, Err(ChangeError::Published)));
        fixture.publish(false).await;
    }
    assert_eq!(export_settings(pronote, &fixture.other_base).await.unwrap(), None);
    assert_eq!(PairingCode::parse(" "), Err(PairingCodeError::Missing));
    for wrong in ["a b", "é", &"x".repeat(65)] {
        assert_eq!(PairingCode::parse(wrong), Err(PairingCodeError::Shape), "{wrong}");
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_list_has_the_published_addresses,
    another_server_is_another_delegation,
    links_are_computed_from_the_configuration,
    identification_is_kept_with_the_delegation_and_locked_while_published,
    each_space_follows_its_own_delegation,
    the_former_ent_is_accepted_until_its_date,
    a_change_is_undone_as_a_whole,
    only_the_last_changes_are_kept,
    what_is_set_for_the_export_belongs_to_the_base,
];
