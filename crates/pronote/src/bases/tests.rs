use super::*;
use crate::tests::Fixture;

fn base(name: &str, host: Option<&str>, root: &str) -> SchoolBase {
    SchoolBase {
        id: name.parse().unwrap(),
        school_name: name.to_owned(),
        uai: "0999990W".parse().unwrap(),
        year_label: "2026-2027".to_owned(),
        version_label: "2026".to_owned(),
        host: host.map(str::to_owned),
        root: Root::parse(root).unwrap(),
        published: true,
        spaces: Spaces::of(&Space::USUAL),
        delegation: None,
        mobile: Spaces::of(&[]),
        support_until: 0,
        idle_minutes: 60,
        attempts: 10,
        networks: Networks::default(),
        second_factor: false,
    }
}

#[test]
fn a_request_is_led_to_its_base() {
    let bases = [
        base("plain", None, ""),
        base("pronote", None, "Pronote"),
        base("nested", None, "pronote/lycee"),
        base("hosted", Some("clg.example"), "pronote"),
    ];
    for (host, path, expected) in [
        ("x:81", "/", Some(("plain", ""))),
        ("x", "/eleve.html", Some(("plain", "eleve.html"))),
        ("x", "/Pronote/", Some(("pronote", ""))),
        ("x", "/PRONOTE/Eleves/", Some(("pronote", "eleves"))),
        ("x", "/pronotes/", Some(("plain", "pronotes"))),
        ("x", "/pronote/lycee/parent.html", Some(("nested", "parent.html"))),
        ("CLG.example:8081", "/pronote/eleve.html", Some(("hosted", "eleve.html"))),
        ("CLG.example", "/eleve.html", Some(("plain", "eleve.html"))),
        ("[::1]:8081", "/", Some(("plain", ""))),
    ] {
        let found = match lead(&bases, host, path) {
            Lead::Into(base, rest) => Some((base.school_name.clone(), rest)),
            Lead::AddSlash(_) | Lead::Nowhere => None,
        };
        let expected = expected.map(|(name, rest)| (name.to_owned(), rest.to_owned()));
        assert_eq!(found, expected, "{host}{path}");
    }
    assert_eq!(lead(&bases, "x", "/Pronote"), Lead::AddSlash(&bases[1]));
    assert_eq!(lead(&bases[1..2], "x", "/other/"), Lead::Nowhere);
}

#[test]
fn roots_are_simple_paths() {
    for (raw, path) in [
        ("", Some("/")),
        (" /Pronote/ ", Some("/pronote/")),
        ("a/b-1_c.d", Some("/a/b-1_c.d/")),
        ("a//b", None),
        ("..", None),
        (".hidden", None),
        ("a b", None),
        ("é", None),
        ("Assets", None),
        ("a?b", None),
    ] {
        assert_eq!(Root::parse(raw).ok().map(|root| root.path()).as_deref(), path, "{raw}");
    }
}

#[test]
fn addresses_come_from_the_configuration() {
    let plain = base("a", None, "Pronote");
    assert_eq!(plain.url("http://127.0.0.1:8081", "eleve.html"), "http://127.0.0.1:8081/pronote/eleve.html");
    let hosted = base("a", Some("clg.example"), "");
    assert_eq!(hosted.url("https://spaces.example:8443", ""), "https://clg.example:8443/");
    assert_eq!(hosted.url("https://spaces.example", ""), "https://clg.example/");
}

#[tokio::test]
async fn a_published_base_is_locked_and_a_place_is_for_one() {
    let fixture = Fixture::new().await;
    let db = fixture.pronote.db();
    let spaces = Spaces::of(&[Space::Pupils]);
    let to = |root: &str| Parameters {
        root: Root::parse(root).unwrap(),
        spaces: spaces.clone(),
        mobile: spaces.clone(),
    };
    let mut tx = db.begin().await.unwrap();
    let locked = set_parameters(&fixture.pronote, &mut tx, &fixture.base, &to("neuf")).await;
    assert!(matches!(locked, Err(ChangeError::Published)));
    let locked = set_delegation(&fixture.pronote, &mut tx, &fixture.base, None).await;
    assert!(matches!(locked, Err(ChangeError::Published)));
    drop(tx);
    fixture.publish(false).await;
    let mut tx = db.begin().await.unwrap();
    let taken = set_parameters(&fixture.pronote, &mut tx, &fixture.base, &to("GUE")).await;
    assert!(matches!(taken, Err(ChangeError::PlaceTaken)));
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    set_parameters(&fixture.pronote, &mut tx, &fixture.base, &to("neuf")).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    let school = fixture.school().await;
    assert_eq!(school.parameters(), to("neuf"));
}

#[tokio::test]
async fn the_root_of_the_site_lists_published_schools() {
    let fixture = Fixture::new().await;
    let page = fixture.visitor().get("/").await;
    assert!(page.status == 200 && page.shows("Collège des Passerelles") && !page.shows("Lycée du Gué"));
    assert_eq!(fixture.visitor().get("/nothing/here").await.status, 404);
    assert_eq!(fixture.visitor().get("/pronote").await.location, "/pronote/");
    assert_eq!(fixture.visitor().get("/pronote/.schools").await.status, 404);

    // The direct address of times when bases had no root.
    assert_eq!(fixture.visitor().get("/?login=true").await.location, "/pronote/?login=true");
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    set_published(&fixture.pronote, &mut tx, &fixture.other_base, true).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    let page = fixture.visitor().get("/?LOGIN=x&login=True").await;
    assert!(page.status == 200 && page.shows("/pronote/?login=true\"") && page.shows("/gue/?login=true\""));
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[a_published_base_is_locked_and_a_place_is_for_one, the_root_of_the_site_lists_published_schools];
