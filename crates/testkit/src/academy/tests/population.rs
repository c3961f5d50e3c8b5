//! Who lives in an academy, and what they are called.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{super::*, SMALL, profile, typical};
use crate::academy::case::Case;

#[test]
fn the_same_seed_gives_the_same_academy() {
    let size = Size { accounts: 3_400, identities: 3_000 };
    for word in ["typical", "hard", "minimal", "held-out", "held-out-minimal"] {
        let of = |seed| Academy::generate(&profile(word), size, seed);
        assert!(of(5) == of(5), "{word}");
        assert!(of(5) != of(6), "{word}");
    }
}

#[test]
fn the_lists_have_the_lengths_that_were_asked_for() {
    for size in [Size::SCHOOL, Size { accounts: 12_000, identities: 11_000 }, SMALL] {
        let academy = Academy::generate(&profiles::typical(), size, 2);
        for (got, asked) in
            [(academy.accounts.len(), size.accounts), (academy.identities.len(), size.identities)]
        {
            assert!((asked..asked + 20).contains(&got), "{got} for {asked}");
        }
    }
}

#[test]
fn identifiers_are_unique_and_well_formed() {
    let academy = typical();
    let accounts: HashSet<&str> = academy.accounts.iter().map(|account| account.id.as_str()).collect();
    assert_eq!(accounts.len(), academy.accounts.len());
    let mut identities = HashSet::new();
    for Identity { id, school, .. } in &academy.identities {
        assert!(identities.insert(id));
        let signs: BTreeSet<char> = id.chars().collect();
        assert_eq!((id.len(), signs.len()), (16, 16), "{id}");
        assert!(signs.iter().all(|sign| "2345789ABCDEFGHJKMNPQRSTUVWXYZ".contains(*sign)), "{id}");
        let (digits, letter) = school.split_at(7);
        let expected = digits.parse::<usize>().unwrap() % 23;
        assert_eq!(letter, &"ABCDEFGHJKLMNPRSTUVWXYZ"[expected..=expected], "{school}");
    }
}

#[test]
fn children_are_pupils_of_the_same_list() {
    let academy = typical();
    let pupils: HashSet<&str> =
        academy.accounts.iter().filter(|a| a.category == "eleve").map(|a| a.id.as_str()).collect();
    let mut links = 0;
    for account in &academy.accounts {
        for child in account.children.split('|').filter(|child| !child.is_empty()) {
            assert!(account.category == "responsable" && pupils.contains(child), "{account:?}");
            links += 1;
        }
    }
    assert!(links > 15_000, "{links}");
    let school_of: HashMap<&str, &str> = academy
        .identities
        .iter()
        .filter(|i| i.category == "eleve")
        .map(|i| (i.id.as_str(), i.school.as_str()))
        .collect();
    for identity in &academy.identities {
        for child in identity.children.split('|').filter(|child| !child.is_empty()) {
            assert_eq!(school_of.get(child), Some(&identity.school.as_str()), "{identity:?}");
        }
    }
}

#[test]
fn rows_stand_in_an_order_that_tells_nothing() {
    let academy = typical();
    assert!(academy.accounts.is_sorted_by(|a, b| a.id < b.id));
    let near = |a: &Account, b: &Account| a.person.abs_diff(b.person) < 5;
    let beside = academy.accounts.windows(2).filter(|pair| near(&pair[0], &pair[1])).count();
    assert!(beside * 200 < academy.accounts.len(), "{beside} relatives side by side");
}

#[test]
fn names_are_as_frequent_as_in_france() {
    let academy = typical();
    let share = |counts: &HashMap<String, usize>| {
        let total: usize = counts.values().sum();
        counts.values().copied().max().unwrap() as f64 / total as f64
    };
    let (mut last, mut first) = (HashMap::new(), HashMap::new());
    for account in &academy.accounts {
        *last.entry(letters::folded(&account.last)).or_insert(0) += 1;
        if account.category == "eleve" {
            *first.entry(letters::folded(&account.first)).or_insert(0) += 1;
        }
    }
    assert!((0.0025..0.005).contains(&share(&last)), "commonest surname {}", share(&last));
    assert!((0.01..0.02).contains(&share(&first)), "commonest given name {}", share(&first));
    assert!(last.len() > academy.accounts.len() / 3, "{} surnames", last.len());
    assert!(first.len() > 1_000, "{} given names", first.len());
}

#[test]
fn there_are_namesakes_in_a_school_and_some_share_a_category() {
    let academy = typical();
    let mut bearers: BTreeMap<(&str, &str, String), BTreeSet<u32>> = BTreeMap::new();
    for identity in &academy.identities {
        let name = letters::folded(&format!("{} {}", identity.last, identity.first));
        bearers.entry((&identity.school, identity.category, name)).or_default().insert(identity.person);
    }
    let namesakes = bearers.values().filter(|people| people.len() > 1).count();
    assert!((20..600).contains(&namesakes), "{namesakes} names with several bearers in one school");
}

#[test]
fn people_come_in_all_categories_and_some_in_two() {
    let academy = typical();
    let mut categories: HashMap<u32, BTreeSet<&str>> = HashMap::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for account in &academy.accounts {
        categories.entry(account.person).or_default().insert(account.category);
        *count.entry(account.category).or_default() += 1;
    }
    assert_eq!(
        count.keys().copied().collect::<Vec<_>>(),
        ["eleve", "enseignant", "inspecteur", "maitre_stage", "personnel", "responsable"]
    );
    let both = categories.values().filter(|c| c.contains("enseignant") && c.contains("responsable")).count();
    assert!(both > 10, "{both} teachers are parents too");
    let several = academy
        .accounts
        .iter()
        .filter(|account| account.category == "enseignant" && account.schools.contains('|'))
        .count();
    assert!(several * 20 > count["enseignant"], "{several} teachers come to several schools");
}

#[test]
fn twins_share_surname_and_birth_date_and_siblings_stand_in_different_schools() {
    let academy = typical();
    let mut births: HashMap<(&str, crate::academy::people::Date), BTreeSet<u32>> = HashMap::new();
    for identity in academy.identities.iter().filter(|i| i.category == "eleve" && i.cases.has(Case::Twin)) {
        if let Some(born) = identity.born {
            births.entry((&identity.last, born)).or_default().insert(identity.person);
        }
    }
    let pairs = births.values().filter(|people| people.len() > 1).count();
    assert!(pairs > 60, "{pairs} pairs of twins");
    let apart = academy
        .accounts
        .iter()
        .filter(|account| account.category == "responsable" && account.schools.contains('|'))
        .count();
    assert!(apart > 500, "{apart} guardians have children in several schools");
}
