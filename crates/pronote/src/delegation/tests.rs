use model::Category;

use super::*;
use crate::tests::Fixture;

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
    assert_eq!(presets.len(), 16, "15 published and the one of the configuration");
    let mut ids: Vec<&str> = presets.iter().map(|preset| preset.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 16);
    for preset in &presets {
        assert!(CasUrl::parse(&preset.cas_url).is_ok() && !preset.source.is_empty(), "{preset:?}");
    }
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
    let cas = CasUrl::parse("https://cas.example").unwrap();
    let other = CasUrl::parse("https://valid.example/x").unwrap();
    let links = links(&fixture.pronote, &fixture.school().await, &cas, Some(&other)).unwrap();
    let service = "http%3A%2F%2F127.0.0.1%3A8081%2Fpronote%2F";
    assert_eq!(links.login, format!("https://cas.example/login?service={service}"));
    assert_eq!(links.validation, format!("https://valid.example/x/samlValidate?TARGET={service}"));
    assert_eq!(links.service, "http://127.0.0.1:8081/pronote/");
    assert_eq!(links.direct, "http://127.0.0.1:8081/pronote/?login=true");
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

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_list_has_the_published_addresses,
    another_server_is_another_delegation,
    links_are_computed_from_the_configuration,
    identification_is_kept_with_the_delegation_and_locked_while_published,
];
