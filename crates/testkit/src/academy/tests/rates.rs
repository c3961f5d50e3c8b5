//! Damage happens as often as the profiles say, and each kind of it happens.

use super::{super::*, SMALL, profile, typical};
use crate::academy::{
    case::Case,
    people::Person,
    profile::Spelling,
    spelling::{Habits, Writer},
    stock::Age,
};

/// How often something is written.
const TIMES: usize = 20_000;

const PLAIN: Habits = Habits { capitals: false, without_accents: false, truncates: true };

fn person(last: &str, birth_last: &str, first: &str) -> Person {
    Person {
        number: 0,
        woman: true,
        origin: 1,
        last: last.to_owned(),
        birth_last: birth_last.to_owned(),
        first: first.to_owned(),
        others: vec!["Rose".to_owned(), "Lou".to_owned()],
        born: (1980, 2, 3),
        age: Age::Grown,
        cases: Cases::default(),
    }
}

/// Writes one person many times, and counts a case.
fn share(person: &Person, rates: &Spelling, case: Case) -> f64 {
    let variants = Variants::new();
    let writer = Writer { rates, variants: &variants };
    let mut chance = Chance::new(17, case as u64);
    let hits = (0..TIMES).filter(|_| writer.write(person, PLAIN, &mut chance).cases.has(case)).count();
    hits as f64 / TIMES as f64
}

#[test]
fn names_are_damaged_as_often_as_a_profile_says() {
    let changed = person("Durand", "Petit", "Mathieu");
    let double = person("Durand-Petit", "Durand-Petit", "Anne-Sophie");
    let particle = person("Le Goff", "Le Goff", "Alexandre");
    for word in ["typical", "hard", "held-out"] {
        let rates = profile(word).spelling;
        for (person, case, stated) in [
            (&changed, Case::BirthName, rates.birth_name),
            (&changed, Case::BothNames, rates.both_names),
            (&changed, Case::Decorated, rates.decorated),
            (&double, Case::HalfSurname, rates.half_surname),
            (&double, Case::SurnamesSwapped, (1.0 - rates.half_surname) * rates.surnames_swapped),
            (&particle, Case::Particle, rates.particle),
            (&changed, Case::Variant, rates.variant),
            (&particle, Case::Diminutive, rates.diminutive),
            (&double, Case::CompoundShort, rates.compound_short),
            (&double, Case::CompoundOdd, (1.0 - rates.compound_short) * rates.compound_odd),
            (&changed, Case::Typo, rates.typo + rates.second_typo),
            (&changed, Case::Keyboard, rates.keyboard),
            (&changed, Case::DoubledSpaces, rates.doubled_spaces),
            (&changed, Case::FieldsSwapped, rates.fields_swapped),
        ] {
            let observed = share(person, &rates, case);
            let slack = 0.003 + 0.12 * stated;
            assert!((observed - stated).abs() < slack, "{word} {case:?}: {observed}, stated {stated}");
        }
    }
}

#[test]
fn second_given_names_initials_and_accents_follow_what_comes_before() {
    let rates = profile("held-out").spelling;
    let plain = person("Lefèvre", "Lefèvre", "Nadine");
    for (case, stated) in [
        (Case::SecondAlone, rates.second_alone),
        (Case::SecondAdded, rates.second_added),
        (Case::Initial, rates.initial),
        (Case::AccentsLost, rates.accents_lost),
        (Case::Mojibake, (1.0 - rates.accents_lost) * rates.mojibake),
    ] {
        let observed = share(&plain, &rates, case);
        assert!((observed - stated).abs() < 0.003 + 0.1 * stated, "{case:?}: {observed}, stated {stated}");
    }
    let long = person("de la Bretonnière-Sainte-Foy", "de la Bretonnière-Sainte-Foy", "Ève");
    assert!(share(&long, &rates, Case::Truncated) > 0.7);
    assert!(share(&plain, &rates, Case::Truncated) == 0.0);
}

#[test]
fn nothing_is_written_otherwise_when_nothing_is_stated() {
    let none = profile("typical").spelling.times(0.0);
    let variants = Variants::new();
    let writer = Writer { rates: &none, variants: &variants };
    let mut chance = Chance::new(1, 1);
    for (last, first) in [("Durand-Petit", "Anne-Sophie"), ("L'Hôte", "Mohamed"), ("Le Goff", "Éric")] {
        let written =
            writer.write(&person(last, last, first), Habits { truncates: false, ..PLAIN }, &mut chance);
        assert_eq!((written.last.as_str(), written.first.as_str()), (last, first));
        assert!(written.cases.is_empty());
    }
}

#[test]
fn the_other_fields_are_damaged_as_often_as_a_profile_says() {
    for word in ["typical", "hard"] {
        let profile = profile(word);
        let facts = &profile.facts;
        let academy = Academy::generate(&profile, SMALL, 12);
        let share = |category: &str, case: Case| {
            let of: Vec<&Identity> = academy
                .identities
                .iter()
                .filter(|i| category.is_empty() || i.category == category)
                .filter(|i| !i.cases.has(Case::LeftFamily) && !i.cases.has(Case::LeftSibling))
                .collect();
            of.iter().filter(|i| i.cases.has(case)).count() as f64 / of.len() as f64
        };
        for (category, case, stated) in [
            ("", Case::TitleMissing, facts.title_missing),
            ("", Case::TitleWrong, (1.0 - facts.title_missing) * facts.title_wrong),
            ("eleve", Case::DateMissing, facts.date_missing),
            ("eleve", Case::DateWrong, facts.date_wrong),
            ("eleve", Case::StaleClass, facts.stale_class),
            ("responsable", Case::ChildLinkMissing, facts.child_link_missing),
            ("enseignant", Case::SubjectDiffers, facts.subject_differs),
            // Both rows of the pair count, and a second account is marked on each identity of its owner.
            ("", Case::IdentityTwice, profile.presence.identity_twice),
            ("", Case::AccountTwice, profile.presence.account_twice),
        ] {
            let observed = share(category, case);
            let slack = 0.002 + 0.2 * stated;
            assert!((observed - stated).abs() < slack, "{word} {case:?}: {observed}, stated {stated}");
        }
    }
}

#[test]
fn families_are_as_a_profile_says() {
    let families = profile("typical").families;
    let academy = typical();
    let pupils: Vec<&Identity> = academy.identities.iter().filter(|i| i.category == "eleve").collect();
    let count = |case: Case| academy.identities.iter().filter(|i| i.cases.has(case)).count() as f64;
    let twins = count(Case::Twin) / pupils.len() as f64;
    assert!((twins - 2.0 * families.twins).abs() < 0.01, "{twins} of the pupils are twins");
    let extra = count(Case::ExtraGuardian) / pupils.len() as f64;
    assert!((extra - families.extra_guardian).abs() < 0.01, "{extra} more guardians per pupil");
    let left = count(Case::LeftFamily) / academy.identities.len() as f64;
    assert!((left - profile("typical").presence.left_family).abs() < 0.012, "{left} left");
}

#[test]
fn every_kind_of_case_occurs() {
    let none_in_typical = [Case::Keyboard, Case::Initial, Case::DoubledSpaces, Case::FieldsSwapped];
    let occurs = |academy: &Academy, case| academy.identities.iter().any(|i| i.cases.has(case));
    let [ordinary, hard, other] =
        ["typical", "hard", "held-out"].map(|word| Academy::generate(&profile(word), SMALL, 13));
    for case in Case::ALL {
        let either = occurs(&ordinary, case) || occurs(&hard, case);
        assert_eq!(either, !none_in_typical.contains(&case), "{case:?}");
        assert!(occurs(&other, case), "{case:?}");
    }
}

#[test]
fn the_directory_lacks_what_a_profile_says() {
    let directory = profile("typical").directory;
    let academy = typical();
    let share = |category: &str, has: &dyn Fn(&Account) -> bool| {
        let of: Vec<&Account> = academy.accounts.iter().filter(|a| a.category == category).collect();
        of.iter().filter(|account| has(account)).count() as f64 / of.len() as f64
    };
    for (observed, stated) in [
        (share("eleve", &|a| a.born.is_none()), directory.date_missing),
        (share("enseignant", &|a| a.born.is_some()), directory.adult_date),
        (share("responsable", &|a| a.born.is_some()), directory.guardian_date),
        (share("responsable", &|a| a.title.is_empty()), directory.title_missing),
    ] {
        assert!((observed - stated).abs() < 0.01 + 0.05 * stated, "{observed}, stated {stated}");
    }
    let changed = share("responsable", &|a| {
        !a.birth_last.is_empty() && letters::folded(&a.birth_last) != letters::folded(&a.last)
    });
    assert!((0.08..0.25).contains(&changed), "{changed} of the guardians have two surnames");
}

/// FNV-1a of a text.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_held_out_profile_is_the_one_that_was_committed_before_any_figure() {
    // Rates, names and seeds. Who needs another profile adds one and reports it beside this one.
    let all = format!("{:?} {:?} {:?}", held_out::held_out(), held_out::held_out_minimal(), held_out::SEEDS);
    assert_eq!(digest(&all), 6_991_035_865_663_709_407);
}
