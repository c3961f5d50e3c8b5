use super::*;
use crate::{
    bases::DelegationId,
    tests::{Fixture, GUARDIAN, PASSWORD, PUPIL, TEACHER, someone},
};

#[tokio::test]
async fn people_are_added_all_or_none() {
    let fixture = Fixture::bare().await;
    let pronote = &fixture.pronote;
    let twice = vec![
        someone(Category::Staff, "A2C3D4E5F7G8H9JK", "Un", "A"),
        someone(Category::Staff, PUPIL, "Deux", "B"),
    ];
    assert!(matches!(add_all(pronote, &fixture.base, twice).await, Err(Failure::Db(DbError::Constraint(_)))));
    let query = ListQuery::all(Category::Staff);
    assert_eq!(list(pronote, &fixture.base, &query).await.unwrap().1, 0);
    let same = vec![someone(Category::Staff, PUPIL, "Deux", "B")];
    assert!(add_all(pronote, &fixture.other_base, same).await.is_ok(), "unique within a base only");
}

#[tokio::test]
async fn guardians_find_their_children() {
    let fixture = Fixture::bare().await;
    let guardian = fixture.person(GUARDIAN).await;
    let children = children(&fixture.pronote, &guardian.id).await.unwrap();
    assert_eq!(children.iter().map(|c| c.name.listed()).collect::<Vec<_>>(), ["ÉTOILÉ Zoé"]);
}

#[tokio::test]
async fn a_cas_identifier_given_beforehand_is_of_the_delegation_in_force() {
    let fixture = Fixture::bare().await;
    let known = |pronote_id: &str, cas_id: &str| NewPerson {
        cas_id: Some(CasId::parse(cas_id).unwrap()),
        ..someone(Category::Staff, pronote_id, "Un", "A")
    };
    add_all(&fixture.pronote, &fixture.base, vec![known("A2C3D4E5F7G8H9JK", "x1")]).await.unwrap();
    assert_eq!(fixture.person("A2C3D4E5F7G8H9JK").await.cas_taught_by, None);
    fixture.delegate(&fixture.cas.url()).await;
    add_all(&fixture.pronote, &fixture.base, vec![known("E2C3D4F5G7H8J9KA", "x2")]).await.unwrap();
    let in_force: Option<DelegationId> = fixture.school().await.delegation;
    assert!(in_force.is_some());
    assert_eq!(fixture.person("E2C3D4F5G7H8J9KA").await.cas_taught_by, in_force);
}

#[tokio::test]
async fn lists_are_sorted_without_accents_searched_and_paged() {
    let fixture = Fixture::bare().await;
    let people = (0..230_u32).map(|n| {
        let id = format!("P{n:04}");
        someone(Category::Pupil, &id, if n % 2 == 0 { "Zèbre" } else { "Abeille" }, &format!("N{n:03}"))
    });
    add_all(&fixture.pronote, &fixture.base, people.collect()).await.unwrap();
    let ask = async |search: &str, page| {
        let query = ListQuery { search: search.to_owned(), page, ..ListQuery::all(Category::Pupil) };
        let (people, total) = list(&fixture.pronote, &fixture.base, &query).await.unwrap();
        (people.iter().map(Entry::listed).collect::<Vec<_>>(), total)
    };
    let (first, total) = ask("", 0).await;
    assert_eq!((first.len(), total, first[0].as_str()), (100, 231, "ABEILLE N001"));
    let (last, _) = ask("", 2).await;
    assert_eq!((last.len(), last[30].as_str()), (31, "ZÈBRE N228"));
    assert_eq!(ask("étoi", 0).await, (vec!["ÉTOILÉ Zoé".to_owned()], 1));
    assert_eq!(ask("zebre n004", 0).await.1, 1);
    assert_eq!(ask("'; DROP--", 0).await.1, 0);
}

#[tokio::test]
async fn own_logins_keep_their_case() {
    let fixture = Fixture::bare().await;
    let (pronote, base) = (&fixture.pronote, &fixture.base);
    let teacher = PronoteId::parse(TEACHER).unwrap();
    assert!(give_own_login(pronote, base, &teacher, "A.Noel", PASSWORD).await.unwrap());
    let nobody = PronoteId::parse("NOBODY").unwrap();
    assert!(!give_own_login(pronote, base, &nobody, "x", PASSWORD).await.unwrap());
    for (login, password, fits) in
        [("A.Noel", PASSWORD, true), ("a.noel", PASSWORD, false), ("A.Noel", "", false), ("", "", false)]
    {
        let found = by_own_password(pronote, base, login, password).await.unwrap();
        assert_eq!(found.is_some(), fits, "{login}");
    }
    let elsewhere = by_own_password(pronote, &fixture.other_base, "A.Noel", PASSWORD).await.unwrap();
    assert!(elsewhere.is_none());
}

#[tokio::test]
async fn a_whole_school_is_added_at_once() {
    let fixture = Fixture::bare().await;
    let pupils =
        (0..800_u32).map(|n| someone(Category::Pupil, &format!("E{n:04}"), "Élève", &format!("N{n}")));
    let guardians = (0..800_u32).map(|n| NewPerson {
        children: vec![PronoteId::parse(&format!("E{n:04}")).unwrap()],
        ..someone(Category::Guardian, &format!("R{n:04}"), "Parent", &format!("N{n}"))
    });
    let ids =
        add_all(&fixture.pronote, &fixture.other_base, guardians.chain(pupils).collect()).await.unwrap();
    assert_eq!(ids.len(), 1600);
    let (people, relations) = exported(&fixture.pronote, &fixture.other_base, true).await.unwrap();
    assert_eq!((people.len(), relations.len()), (1600, 800));
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    people_are_added_all_or_none,
    guardians_find_their_children,
    a_cas_identifier_given_beforehand_is_of_the_delegation_in_force,
    lists_are_sorted_without_accents_searched_and_paged,
    own_logins_keep_their_case,
    a_whole_school_is_added_at_once,
];
