//! Each special case exists.

use crate::{Account, District, EntProfile, PersonKey};
use model::Category;
use proptest::prelude::*;

use super::recognition::{folded, plain_links};

fn pair(district: &District, [one, other]: [PersonKey; 2]) -> (&Account, &Account) {
    assert_ne!(one, other);
    (district.account(one).unwrap(), district.account(other).unwrap())
}

/// Guardians, by account, of a pupil.
fn guardians(district: &District, pupil: PersonKey) -> Vec<PersonKey> {
    district.ent.accounts.iter().filter(|a| a.children.contains(&pupil)).map(|a| a.key).collect()
}

fn check(district: &District) {
    let [first, _] = &district.schools;
    let cases = &district.cases;

    let (one, other) = pair(district, cases.homonym_pupils);
    assert_eq!(one.name, other.name);
    assert_ne!(one.birth_date, other.birth_date);
    assert!(guardians(district, one.key).iter().all(|g| !guardians(district, other.key).contains(g)));
    let links = plain_links(district, first);
    for key in cases.homonym_pupils {
        assert!(links.values().any(|account| *account == key), "the birth date tells them apart");
    }

    let (one, other) = pair(district, cases.homonym_guardians);
    assert_eq!((&one.name, one.civility), (&other.name, other.civility));
    assert!(one.children.iter().all(|child| !other.children.contains(child)));

    let (one, other) = pair(district, cases.homonym_teachers);
    assert_eq!((&one.name, one.civility), (&other.name, other.civility));
    assert!(one.is(EntProfile::Teacher, &first.uai) && other.is(EntProfile::Teacher, &first.uai));

    let (one, other) = pair(district, cases.twins);
    assert_eq!(one.birth_date, other.birth_date);
    assert_eq!(one.name.last, other.name.last);
    assert_ne!(one.name.first, other.name.first);
    assert_eq!(guardians(district, one.key), guardians(district, other.key));

    for key in [cases.homonym_guardians, cases.homonym_teachers].concat() {
        assert_eq!(district.records_of(key).count(), 1);
        assert!(!links.values().any(|account| *account == key), "left to people");
    }
}

fn check_namesake(district: &District) {
    let guardian = district.account(district.cases.namesake_of_grandparent).unwrap();
    let (school, record) = district.records_of(guardian.key).next().unwrap();
    let namesakes: Vec<_> =
        school.category(Category::Guardian).filter(|p| folded(&p.name) == folded(&guardian.name)).collect();
    assert_eq!(namesakes.len(), 2);
    assert!(
        namesakes.iter().any(|p| p.truth.is_none())
            && namesakes.iter().all(|p| p.children == record.children)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn each_case_exists(seed: u64) {
        let district = District::small(seed);
        check(&district);
        check_namesake(&district);
    }

    #[test]
    fn names_are_otherwise_unique(seed: u64) {
        let district = District::small(seed);
        let cases = &district.cases;
        let mut names: Vec<String> = district.ent.accounts.iter().map(|a| folded(&a.name)).collect();
        names.sort();
        let unique = { let mut n = names.clone(); n.dedup(); n.len() };
        prop_assert_eq!(names.len() - unique, 3);
        let expected = [cases.homonym_pupils, cases.homonym_guardians, cases.homonym_teachers];
        for [key, _] in expected {
            let name = folded(&district.account(key).unwrap().name);
            prop_assert_eq!(names.iter().filter(|n| **n == name).count(), 2);
        }
    }
}

#[test]
fn each_case_exists_at_full_size() {
    for seed in 0..3 {
        let district = District::generate(seed);
        check(&district);
        check_namesake(&district);
    }
}

#[test]
fn new_arrivals_are_in_no_base() {
    let district = District::generate(2);
    // Eight pupils with a guardian each, and a teacher.
    assert_eq!(district.cases.new_arrivals.len(), 17);
    assert!(district.cases.new_arrivals.contains(&district.cast.without_pronote_id));
    for account in &district.ent.accounts {
        let absent = district.records_of(account.key).next().is_none();
        assert_eq!(absent, district.cases.new_arrivals.contains(&account.key), "{}", account.login);
    }
}
