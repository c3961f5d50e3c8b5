//! The engine, by tables and by properties; every person is invented.

use proptest::{collection::vec, option, prelude::*};

use super::{Claim, Day, Known, LinkReason, OldVerdict, Person, Requirement, UnmatchedReason, fold, propose};

use LinkReason::{SameName, SameNameAndBirthDate};
use Requirement::{NameAndBirthDate, NameOnly};
use UnmatchedReason::{
    AlreadyLinked, BirthDateDiffers, BirthDateMissing, NobodyOfThatName, SeveralInDirectory, SeveralInExport,
};

/// `"MARTIN Léo 3"`: last name, first name, and the day of June 2013 of the birth, if known.
fn parts(text: &str) -> (String, String, Option<Day>) {
    let mut words = text.split(' ').map(str::to_owned);
    let (last, first) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    (last, first, words.next().map(|day| Day { year: 2013, month: 6, day: day.parse().unwrap() }))
}

/// People have keys 100, 101…
fn people(texts: &[&str]) -> Vec<Person> {
    let make = |(i, text): (usize, &&str)| {
        let (last, first, born) = parts(text);
        Person { key: 100 + i, last, first, born }
    };
    texts.iter().enumerate().map(make).collect()
}

/// Claims have keys 0, 1…
fn claims(texts: &[&str]) -> Vec<Claim> {
    let make = |(key, text): (usize, &&str)| {
        let (last, first, born) = parts(text);
        Claim { key, last, first, born }
    };
    texts.iter().enumerate().map(make).collect()
}

fn known(pairs: &[(usize, usize)]) -> Known {
    let mut known = Known::default();
    for (claim, person) in pairs {
        assert!(known.insert(*claim, *person));
    }
    known
}

fn linked(person: usize, reason: LinkReason) -> OldVerdict {
    OldVerdict::Linked { person, reason }
}

fn not(reason: UnmatchedReason) -> OldVerdict {
    OldVerdict::Unmatched { reason }
}

type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [(usize, usize)], Vec<OldVerdict>);

fn check(requirement: Requirement, cases: Vec<Case<'_>>) {
    for (what, directory, exported, pairs, expected) in cases {
        let outcome = propose(&people(directory), &claims(exported), requirement, &known(pairs));
        let verdicts: Vec<OldVerdict> = outcome.iter().map(|(_, verdict)| verdict).collect();
        assert_eq!(verdicts, expected, "{what}");
    }
}

#[test]
fn by_name_and_birth_date() {
    let old = |person| linked(person, LinkReason::Known);
    let new = |person| linked(person, SameNameAndBirthDate);
    check(
        NameAndBirthDate,
        vec![
            ("one and one", &["MARTIN Léo 1"], &["Martin LEO 1"], &[], vec![new(100)]),
            ("nobody", &[], &["MARTIN Léo 1"], &[], vec![not(NobodyOfThatName)]),
            ("another first name", &["MARTIN Léa 1"], &["MARTIN Léo 1"], &[], vec![not(NobodyOfThatName)]),
            ("names exchanged", &["LEO Martin 1"], &["MARTIN Léo 1"], &[], vec![not(NobodyOfThatName)]),
            ("another date", &["MARTIN Léo 2"], &["MARTIN Léo 1"], &[], vec![not(BirthDateDiffers)]),
            ("no date in the claim", &["MARTIN Léo 2"], &["MARTIN Léo"], &[], vec![not(BirthDateMissing)]),
            (
                "no date in the directory",
                &["MARTIN Léo"],
                &["MARTIN Léo 1"],
                &[],
                vec![not(BirthDateMissing)],
            ),
            ("no date at all", &["MARTIN Léo"], &["MARTIN Léo"], &[], vec![not(BirthDateMissing)]),
            (
                "one without, one with another",
                &["MARTIN Léo", "MARTIN Léo 2"],
                &["MARTIN Léo 1"],
                &[],
                vec![not(BirthDateDiffers)],
            ),
            (
                "one without, one who agrees",
                &["MARTIN Léo", "MARTIN Léo 1"],
                &["MARTIN Léo 1"],
                &[],
                vec![new(101)],
            ),
            (
                "homonyms born on two days",
                &["MARTIN Léo 1", "MARTIN Léo 2"],
                &["MARTIN Léo 2", "MARTIN Léo 1"],
                &[],
                vec![new(101), new(100)],
            ),
            (
                "homonyms born the same day",
                &["MARTIN Léo 1", "MARTIN Léo 1"],
                &["MARTIN Léo 1", "MARTIN Léo 1"],
                &[],
                vec![not(SeveralInDirectory(2)); 2],
            ),
            (
                "one, claimed twice",
                &["MARTIN Léo 1"],
                &["MARTIN Léo 1", "MARTIN Leo 1"],
                &[],
                vec![not(SeveralInExport(2)); 2],
            ),
            ("known, whatever the names", &["A B 1"], &["MARTIN Léo 2"], &[(0, 100)], vec![old(100)]),
            ("known, of other lists", &[], &["MARTIN Léo 2"], &[(0, 900)], vec![old(900)]),
            (
                "the person is taken",
                &["MARTIN Léo 1"],
                &["MARTIN Léo 1"],
                &[(9, 100)],
                vec![not(AlreadyLinked)],
            ),
            (
                "homonyms born the same day, one pair known",
                &["MARTIN Léo 1", "MARTIN Léo 1"],
                &["MARTIN Léo 1", "MARTIN Léo 1"],
                &[(1, 100)],
                vec![new(101), old(100)],
            ),
            (
                "the same, one claim too many",
                &["MARTIN Léo 1", "MARTIN Léo 1"],
                &["MARTIN Léo 1", "MARTIN Léo 1", "MARTIN Léo 1"],
                &[(1, 100)],
                vec![not(SeveralInExport(2)), old(100), not(SeveralInExport(2))],
            ),
            ("an empty name is nobody's", &["- Léo 1"], &["- Léo 1"], &[], vec![not(NobodyOfThatName)]),
        ],
    );
}

#[test]
fn by_name_only() {
    let old = |person| linked(person, LinkReason::Known);
    check(
        NameOnly,
        vec![
            ("one and one", &["N'DIAYE Abdou"], &["N’Diaye ABDOU"], &[], vec![linked(100, SameName)]),
            ("dates do not count", &["ROUX Anne 1"], &["ROUX Anne 2"], &[], vec![linked(100, SameName)]),
            (
                "nor do they tell apart",
                &["ROUX Anne 1", "ROUX Anne 2"],
                &["ROUX Anne 2"],
                &[],
                vec![not(SeveralInDirectory(2))],
            ),
            (
                "claimed twice",
                &["ROUX Anne"],
                &["ROUX Anne 1", "ROUX Anne 2"],
                &[],
                vec![not(SeveralInExport(2)); 2],
            ),
            ("nobody", &["ROUX Anne"], &["ROUX Anna"], &[], vec![not(NobodyOfThatName)]),
            ("taken", &["ROUX Anne"], &["ROUX Anne"], &[(9, 100)], vec![not(AlreadyLinked)]),
            (
                "homonyms, one pair known: the rest might be somebody else",
                &["ROUX Anne", "ROUX Anne"],
                &["ROUX Anne", "ROUX Anne"],
                &[(1, 100)],
                vec![not(SeveralInDirectory(2)), old(100)],
            ),
            (
                "one person, and a namesake among the known claims",
                &["ROUX Anne", "A B"],
                &["ROUX Anne", "ROUX Anne"],
                &[(1, 101)],
                vec![not(SeveralInExport(2)), old(101)],
            ),
            (
                "the known claim is the namesake's",
                &["ROUX Anne"],
                &["ROUX Anne", "ROUX Anne"],
                &[(1, 100)],
                vec![not(AlreadyLinked), old(100)],
            ),
        ],
    );
}

#[test]
fn known_links_are_one_to_one() {
    let mut links = known(&[(1, 100)]);
    assert!(!links.insert(1, 101) && !links.insert(2, 100) && links.insert(2, 101));
    assert_eq!((links.person_of(1), links.person_of(3)), (Some(100), None));
}

/// Few names, few days: homonyms everywhere.
fn identity() -> impl Strategy<Value = (String, String, Option<Day>)> {
    let names =
        prop_oneof![Just("Roux"), Just("ROUX"), Just("roüx"), Just("Lé-Roux"), Just("LE ROUX"), Just("-")];
    let firsts = prop_oneof![Just("Anne"), Just("Zoé"), Just("ZOE")];
    let days = option::weighted(0.8, (1_u8..4).prop_map(|day| Day { year: 2013, month: 6, day }));
    (names, firsts, days).prop_map(|(last, first, born)| (last.to_owned(), first.to_owned(), born))
}

fn lists() -> impl Strategy<Value = (Vec<Person>, Vec<Claim>, Known, Requirement)> {
    let pairs = vec((0..16_usize, 100..116_usize), 0..4);
    let requirement = prop_oneof![Just(NameOnly), Just(NameAndBirthDate)];
    (vec(identity(), 0..12), vec(identity(), 0..12), pairs, requirement).prop_map(
        |(directory, exported, pairs, requirement)| {
            let person = |(i, (last, first, born))| Person { key: 100 + i, last, first, born };
            let claim = |(key, (last, first, born))| Claim { key, last, first, born };
            let mut known = Known::default();
            for (claim, person) in pairs {
                known.insert(claim, person);
            }
            let directory = directory.into_iter().enumerate().map(person).collect();
            (directory, exported.into_iter().enumerate().map(claim).collect(), known, requirement)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn links_are_one_to_one_and_every_claim_has_a_verdict((directory, exported, known, requirement) in lists()) {
        let outcome = propose(&directory, &exported, requirement, &known);
        prop_assert_eq!(outcome.iter().count(), exported.len());
        let mut taken: Vec<usize> = outcome.links().map(|(_, person, _)| person).collect();
        taken.sort_unstable();
        let before = taken.len();
        taken.dedup();
        prop_assert_eq!(taken.len(), before);
    }

    #[test]
    fn a_new_link_is_the_only_one_possible((directory, exported, known, requirement) in lists()) {
        let outcome = propose(&directory, &exported, requirement, &known);
        for (claim, person, reason) in outcome.links() {
            if reason == LinkReason::Known {
                prop_assert_eq!(known.person_of(claim), Some(person));
                continue;
            }
            prop_assert!(known.person_of(claim).is_none() && !known.holds_person(person));
            let claim = exported.iter().find(|c| c.key == claim).unwrap();
            let dated = requirement == NameAndBirthDate;
            let agrees = |last: &str, first: &str, born: Option<Day>| {
                fold(last) == fold(&claim.last) && fold(first) == fold(&claim.first) && (!dated || born == claim.born)
            };
            prop_assert!(!dated || claim.born.is_some());
            let possible: Vec<usize> = directory
                .iter()
                .filter(|p| agrees(&p.last, &p.first, p.born) && !(dated && known.holds_person(p.key)))
                .map(|p| p.key)
                .collect();
            prop_assert_eq!(possible, vec![person]);
            let rivals = exported
                .iter()
                .filter(|c| agrees(&c.last, &c.first, c.born) && !(dated && known.person_of(c.key).is_some()))
                .count();
            prop_assert_eq!(rivals, 1);
        }
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(
        (shuffled, original) in lists().prop_flat_map(|lists| {
            let (directory, exported, ..) = lists.clone();
            ((Just(directory).prop_shuffle(), Just(exported).prop_shuffle()), Just(lists))
        })
    ) {
        let (directory, exported, known, requirement) = original;
        prop_assert_eq!(
            propose(&shuffled.0, &shuffled.1, requirement, &known),
            propose(&directory, &exported, requirement, &known)
        );
    }

    #[test]
    fn any_text_is_survived(names in vec((".{0,6}", ".{0,6}"), 0..6)) {
        let directory: Vec<Person> = names
            .iter()
            .map(|(last, first)| Person { key: 0, last: last.clone(), first: first.clone(), born: None })
            .collect();
        let exported: Vec<Claim> = names
            .iter()
            .map(|(last, first)| Claim { key: 0, last: last.clone(), first: first.clone(), born: None })
            .collect();
        for requirement in [NameOnly, NameAndBirthDate] {
            let _ = propose(&directory, &exported, requirement, &Known::default());
        }
    }
}
