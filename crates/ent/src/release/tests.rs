//! What a service learns, from the rules to the values.

use super::*;
use crate::{
    directory::{self, AccountAttribute},
    services::{self, LogoutChannel, NewService, ServiceKind},
    tests::{SCHOOL, TestEnt, uai},
};

fn link(category: Category, id: &str) -> Link {
    Link { category, pronote_id: id.parse().unwrap() }
}

#[test]
fn the_space_asked_for_decides_which_identifier_leaves() {
    let both = vec![link(Category::Teacher, "T"), link(Category::Guardian, "G")];
    for (address, expected) in [
        ("https://p.example/pronote/professeur.html", "T"),
        ("https://p.example/pronote/Parent.html", "G"),
        ("https://p.example/pronote/mobile.parent.html?page=1", "G"),
        ("https://p.example/pronote/parent/notes.html", "G"),
        ("https://p.example/pronote/professeur/parents.html", "T"),
        ("https://p.example/pronote/", "T"),
        ("https://p.example/pronote/eleve.html", "T"),
    ] {
        let address = ServiceAddress::parse(address).unwrap();
        let chosen = choose(&both, &address).unwrap();
        assert_eq!(chosen.pronote_id.as_str(), expected, "{}", address.as_str());
    }
    assert!(choose(&[], &ServiceAddress::parse("https://p.example/").unwrap()).is_none());
}

const CLUB: &str = "https://club.example/app/";

/// A club for everybody that learns these attributes.
fn club(rules: &[&str]) -> Offer<'static> {
    let service = NewService {
        code: "Club",
        title: "Club",
        url: CLUB,
        pattern: "https://club.example/app/**",
        group: "Applications",
        open_to_all: true,
        ..NewService::default()
    };
    let rules = rules.iter().map(|name| Rule::named(name).unwrap()).collect();
    Offer { service, granted_to: None, rules }
}

/// What the service at `address` learns of a person, as `name=value+value`.
async fn learnt(test: &TestEnt, who: &str, address: &str) -> Vec<String> {
    let address = ServiceAddress::parse(address).unwrap();
    let service = services::catalogue(&test.ent).await.unwrap().of_address(&address).unwrap();
    let person = directory::find(&test.ent, &test.accounts[who]).await.unwrap().unwrap();
    let attributes = attributes(&test.ent, &service, &person, &address).await.unwrap();
    attributes.iter().map(|(name, values)| format!("{name}={}", values.join("+"))).collect()
}

fn held(name: &str, value: &str) -> AccountAttribute {
    AccountAttribute { name: name.to_owned(), value: value.to_owned() }
}

#[tokio::test]
async fn rules_by_name_release_what_is_known_and_the_values_of_one_name_in_order() {
    let test = TestEnt::start().await;
    let names = ["login", "sn", "givenName", "displayName", "dateNaissance", "mail", "role", "uid"];
    offer(&test.ent, &[club(&names)]).await.unwrap();
    let zoe = &test.accounts["zoe"];
    let of_zoe = [
        held("role", "b"),
        held("mail", "zoe@club.example"),
        held("role", "a"),
        held("role", "l'<&>é"),
        held("secret", "not for the club"),
        held("displayName", "Zoé, élève"),
    ];
    // Read once before the change: what is held in memory follows.
    assert_eq!(learnt(&test, "zoe", CLUB).await.len(), 6);
    directory::set_attributes(&test.ent, zoe, &of_zoe).await.unwrap();
    let uid = directory::find(&test.ent, zoe).await.unwrap().unwrap().account.uid.clone();
    let expected = [
        "login=zoe",
        "sn=L'Étang-Roux",
        "givenName=Zoé",
        "displayName=Zoé, élève",
        "dateNaissance=04/05/2013",
        "mail=zoe@club.example",
        "role=b+a+l'<&>é",
        &format!("uid={uid}"),
    ];
    assert_eq!(learnt(&test, "zoe", CLUB).await, expected);
    directory::set_attributes(&test.ent, zoe, &[held("role", "c")]).await.unwrap();
    let learnt = learnt(&test, "zoe", CLUB).await;
    assert!(learnt.contains(&"role=c".to_owned()), "in place of the former ones: {learnt:?}");
    assert!(learnt.contains(&"displayName=Zoé L'Étang-Roux".to_owned()), "{learnt:?}");
    let nobody = "0199".parse().unwrap();
    let unknown = directory::set_attributes(&test.ent, &nobody, &of_zoe).await;
    assert!(matches!(unknown, Err(DbError::Constraint(_))), "{unknown:?}");
}

#[tokio::test]
async fn attributes_are_kept_from_plain_addresses_where_the_service_asks_for_it() {
    let test = TestEnt::start().await;
    let plain = "http://club.example/app/";
    let offered = |code, pattern, only| {
        let offer = club(&["login"]);
        let service = NewService { code, pattern, attributes_over_https_only: only, ..offer.service.clone() };
        Offer { service, ..offer }
    };
    let offers =
        [offered("A", plain, true), offered("B", CLUB, true), offered("C", "http://c.example/", false)];
    offer(&test.ent, &offers).await.unwrap();
    assert_eq!(learnt(&test, "zoe", plain).await, Vec::<String>::new());
    assert_eq!(learnt(&test, "zoe", CLUB).await, ["login=zoe"]);
    assert_eq!(learnt(&test, "zoe", "http://c.example/").await, ["login=zoe"]);
}

#[test]
fn a_rule_has_a_name_that_every_answer_can_carry() {
    assert_eq!(Rule::named("sn").unwrap().source, Source::LastName);
    assert_eq!(Rule::named("mail").unwrap().source, Source::Attribute("mail".to_owned()));
    for refused in ["", "deux mots", "a:b", "9a", "isFromNewLogin"] {
        assert!(Rule::named(refused).is_err(), "{refused}");
    }
}

#[tokio::test]
async fn a_list_of_services_is_taken_whole_or_not_at_all_and_twice_without_harm() {
    let test = TestEnt::start().await;
    let school = uai(SCHOOL);
    let of_school = Offer {
        service: NewService {
            code: "Labo",
            title: "Labo",
            url: "https://labo.example/",
            pattern: "https://labo.example/**",
            school: Some(&school),
            allow_proxy: true,
            logout: LogoutChannel::Front,
            logout_url: Some("https://labo.example/out"),
            ..NewService::default()
        },
        granted_to: Some(&school),
        rules: vec![],
    };
    let taken =
        Offer { service: NewService { code: "Copie", ..of_school.service.clone() }, ..of_school.clone() };
    let refused = offer(&test.ent, &[club(&[]), of_school.clone(), taken]).await;
    assert!(matches!(refused, Err(OfferError::AddressTaken(2))), "{refused:?}");
    let wrong = NewService { pattern: "https://*.example/", code: "W", ..NewService::default() };
    let wrong = Offer { service: wrong, granted_to: None, rules: vec![] };
    assert!(matches!(offer(&test.ent, &[club(&[]), wrong]).await, Err(OfferError::Pattern(1, _))));
    let known = async || services::catalogue(&test.ent).await.unwrap().services().count();
    assert_eq!(known().await, 2, "the portal and PRONOTE");

    let list = [club(&["uid"]), of_school.clone()];
    assert_eq!(offer(&test.ent, &list).await.unwrap(), [Offered::Added; 2]);
    assert_eq!(offer(&test.ent, &list).await.unwrap(), [Offered::AlreadyThere; 2]);
    let other = offer(&test.ent, &[of_school, club(&["uid", "sn"])]).await;
    assert!(matches!(other, Err(OfferError::Different(1))), "{other:?}");
    assert_eq!(known().await, 4);

    let catalogue = services::catalogue(&test.ent).await.unwrap();
    let labo = catalogue.services().find(|service| service.code == "Labo").unwrap();
    assert_eq!((labo.kind, labo.logout, labo.allow_proxy), (ServiceKind::Cas, LogoutChannel::Front, true));
    assert_eq!(
        (labo.uai.as_ref(), labo.logout_url.as_deref()),
        (Some(&school), Some("https://labo.example/out"))
    );
    for (who, club, labo) in [("zoe", true, true), ("inspector", true, true), ("elsewhere", true, false)] {
        let person = directory::find(&test.ent, &test.accounts[who]).await.unwrap().unwrap();
        let usable = catalogue.usable(&person.affiliations);
        let finds = |code| usable.iter().any(|service| service.code == code);
        assert_eq!((finds("Club"), finds("Labo")), (club, labo), "{who}");
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    rules_by_name_release_what_is_known_and_the_values_of_one_name_in_order,
    a_list_of_services_is_taken_whole_or_not_at_all_and_twice_without_harm,
];
