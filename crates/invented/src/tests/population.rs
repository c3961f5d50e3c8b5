//! Numbers, ages, keys: what holds for everybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::{District, EntProfile, SCHOOL_YEAR, SchoolSize, Size};
use model::{BirthDate, Category, PronoteIdShape};
use proptest::prelude::*;

fn census(district: &District) -> [BTreeMap<Category, usize>; 2] {
    district.schools.each_ref().map(|school| {
        Category::ALL.into_iter().map(|category| (category, school.category(category).count())).collect()
    })
}

#[test]
fn the_first_base_has_1575_identifiers() {
    for seed in 0..8 {
        let district = District::generate(seed);
        let [first, second] = census(&district);
        let expected =
            |numbers: [usize; 6]| Category::ALL.into_iter().zip(numbers).collect::<BTreeMap<_, _>>();
        assert_eq!(first, expected([61, 535, 875, 60, 4, 40]));
        assert_eq!(first.values().sum::<usize>(), 1_575);
        assert_eq!(second, expected([25, 149, 242, 20, 2, 12]));
        assert_eq!(second.values().sum::<usize>(), 450);
        let [school, _] = &district.schools;
        let without = |category| school.category(category).filter(|p| p.truth.is_none()).count();
        assert_eq!((without(Category::Guardian), without(Category::Pupil)), (20, 15));
        let former = school.pronote.people.iter().filter(|p| p.former_cas_id.is_some()).count();
        assert!((440..610).contains(&former), "about a third: {former}");
    }
}

#[test]
fn a_small_district_is_small() {
    for seed in 0..50 {
        let district = District::small(seed);
        let [first, second] = &district.schools;
        assert_eq!((first.pronote.people.len(), second.pronote.people.len()), (42, 12), "seed {seed}");
    }
}

/// Years between a birth and a day given as month and day, for the ISO forms `AAAA-MM-JJ` and `MM-JJ`.
fn age(born: BirthDate, year: u16, day: &str) -> u16 {
    let iso = born.to_string();
    let (birth_year, birth_day) = iso.split_once('-').unwrap();
    year - birth_year.parse::<u16>().unwrap() - u16::from(birth_day > day)
}

fn check_everybody(district: &District) {
    let [first, second] = &district.schools;
    let mut logins = BTreeSet::new();
    for (place, account) in district.ent.accounts.iter().enumerate() {
        assert_eq!(account.key.number() as usize, place + 1);
        assert!(logins.insert(&account.login), "{}", account.login);
        assert!(
            account.login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
        );
        assert!(!account.profiles.is_empty());
        let distinct: BTreeSet<_> = account.profiles.iter().collect();
        assert_eq!(distinct.len(), account.profiles.len());
        let pupil = account.is(EntProfile::Pupil, &first.uai) || account.is(EntProfile::Pupil, &second.uai);
        assert_eq!(pupil, account.class.is_some());
        for child in &account.children {
            let (school, _) = &district.account(*child).unwrap().profiles[0];
            assert!(account.is(EntProfile::Guardian, school), "{}", account.login);
        }
        if pupil {
            let born = account.birth_date.unwrap();
            assert!(age(born, SCHOOL_YEAR, "09-01") >= 10, "{born}");
            assert!(age(born, SCHOOL_YEAR + 1, "07-05") <= 19, "{born}");
        }
    }
}

fn check_bases(district: &District) {
    for school in &district.schools {
        let people = &school.pronote.people;
        assert_eq!(people.iter().map(|p| &p.pronote_id).collect::<BTreeSet<_>>().len(), people.len());
        let former: Vec<_> = people.iter().filter_map(|p| p.former_cas_id.as_ref()).collect();
        assert_eq!(former.iter().collect::<BTreeSet<_>>().len(), former.len());
        assert!(former.iter().all(|id| id.as_str().starts_with("X9AB")));
        for person in people {
            assert_eq!(person.pronote_id.shape(), PronoteIdShape::Usual);
            assert_eq!(person.category == Category::Pupil && person.truth.is_some(), person.class.is_some());
            assert!(person.category != Category::Pupil || person.birth_date.is_some());
            for child in &person.children {
                let (where_, child) = district.record(*child).unwrap();
                assert_eq!((&where_.uai, child.category), (&school.uai, Category::Pupil));
            }
            let Some(account) = person.truth.and_then(|key| district.account(key)) else { continue };
            assert!(account.is(EntProfile::of(person.category), &school.uai), "{}", account.login);
            assert!(person.birth_date.is_none() || person.birth_date == account.birth_date);
            assert_eq!((person.civility, &person.class), (account.civility, &account.class));
        }
    }
    let keys: BTreeSet<_> = district.records().map(|(_, person)| person.key).collect();
    assert_eq!(keys.len(), district.records().count());
}

/// Days since some day long ago, months counted as 30 days.
fn rough_day(born: BirthDate) -> i32 {
    let numbers: Vec<i32> = born.to_string().split('-').map(|part| part.parse().unwrap()).collect();
    numbers[0] * 365 + numbers[1] * 30 + numbers[2]
}

fn check_families(district: &District) {
    for account in &district.ent.accounts {
        let mut days: Vec<i32> = account
            .children
            .iter()
            .filter(|child| **child != district.cases.twins[0])
            .map(|child| rough_day(district.account(*child).unwrap().birth_date.unwrap()))
            .collect();
        days.sort_unstable();
        assert!(days.windows(2).all(|pair| pair[1] - pair[0] > 260), "{}: {days:?}", account.login);
    }
    for account in district.ent.accounts.iter().filter(|a| a.class.is_some()) {
        let guardians = district.ent.accounts.iter().filter(|a| a.children.contains(&account.key)).count();
        assert!((1..=3).contains(&guardians), "{}: {guardians}", account.login);
    }
}

#[test]
fn a_full_district_holds_together() {
    for seed in [0, 1, 41] {
        let district = District::generate(seed);
        check_everybody(&district);
        check_bases(&district);
        check_families(&district);
        let shared = district.ent.accounts.iter().filter(|account| {
            district.schools.iter().all(|school| account.is(EntProfile::Guardian, &school.uai))
        });
        assert_eq!(shared.count(), 51);
    }
}

fn any_school() -> impl Strategy<Value = SchoolSize> {
    (0..90_usize, 0..40_usize, 0..12_usize, 0..4_usize, 0..4_usize).prop_map(
        |(guardians, pupils, adults, few, fewer)| SchoolSize {
            identifiers: guardians + pupils + 2 * adults + few + 3 * fewer,
            pupils,
            teachers: adults,
            staff: few,
            inspectors: fewer,
            internship_supervisors: adults,
            grandparents: fewer,
            former_pupils: fewer,
            new_arrivals: few,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(80) })]

    #[test]
    fn any_size_holds_together(seed: u64, first in any_school(), second in any_school(), shared_families in 0..5_usize) {
        let district = District::sized(seed, Size { first, second, shared_families });
        check_everybody(&district);
        check_bases(&district);
        check_families(&district);
    }
}
