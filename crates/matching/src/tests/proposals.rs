//! What is proposed to somebody who looks, and what is spared.

use super::{FIRST, Lists, UAI, born, guardian, pupil, surname};
use crate::{Engine, History, People, Question, Record, Verdict};

/// Sixty pupils in three classes, in both lists; the last identity is a second one of the first pupil.
fn twice(class: &str) -> (Engine, People) {
    let (mut directory, mut exported) = (People::new(), People::new());
    let one = |id: &str, number: usize, class: &str, list: &mut People| {
        let (last, first) = (surname(number * 5), FIRST[number % 20]);
        list.push(&Record { classes: class, ..pupil(id, &last, first, born(number * 5)) });
    };
    for number in 0..60 {
        let class = ["3A", "3B", "4A"][number % 3];
        one(&format!("a{number}"), number, class, &mut directory);
        one(&format!("p{number}"), number, class, &mut exported);
    }
    one("again", 0, class, &mut exported);
    (Engine::new(directory), exported)
}

#[test]
fn of_two_records_of_a_pupil_the_fuller_is_linked_and_the_other_asked_about() {
    for class in ["", "4A"] {
        let (engine, exported) = twice(class);
        let outcome = engine.reconcile(&exported, &History::new());
        let (fuller, other) = (outcome.decision(0), outcome.decision(60));
        assert_eq!(fuller.verdict, Verdict::Automatic, "the other's class is {class:?}");
        assert_eq!(engine.directory().id(fuller.proposals[0].row as usize), "a0");
        assert!(matches!(other.verdict, Verdict::Manual(_)));
        assert_eq!(other.proposals[0].row, fuller.proposals[0].row, "they are one person");
    }
}

#[test]
fn of_two_records_that_tell_the_same_neither_is_linked() {
    let (engine, exported) = twice("3A");
    let outcome = engine.reconcile(&exported, &History::new());
    for row in [0, 60] {
        assert_eq!(outcome.decision(row).verdict, Verdict::Manual(Question::SeveralIdentities));
        assert_eq!(engine.directory().id(outcome.decision(row).proposals[0].row as usize), "a0");
    }
}

#[test]
fn a_second_identity_is_shown_the_account_of_the_first_before_strangers() {
    let lists = Lists::new();
    let last = surname(7);
    let (_, proposals) = lists
        .account(guardian("stranger", "Quelnec", FIRST[11], ""))
        .identity(guardian("again", &last, FIRST[10], ""))
        .last();
    assert_eq!(proposals.first().map(String::as_str), Some("ag1"));
}

#[test]
fn an_account_of_another_school_is_found_under_damaged_names() {
    const ELSEWHERE: &str = "0990002B";
    let moved = |record| Record { schools: ELSEWHERE, ..record };
    for (account, identity) in [
        (pupil("a", "Quelnec", "Chloé", born(3)), pupil("p", "QUELNEC", "OHLOÉ", born(3))),
        (pupil("a", "Quelnec", "Chloé", born(3)), pupil("p", "KERLENEC", "CHLOÉ", born(3))),
        (guardian("a", "Quelnec", "Catherine", ""), guardian("p", "QUELNEC", "Cathy", "")),
        (guardian("a", "Barcelouin", "Paul", ""), guardian("p", "BARCLEOUIN", "Paul", "")),
    ] {
        assert_eq!(identity.schools, UAI);
        let (last, first) = (identity.last, identity.first);
        let (verdict, proposals) = Lists::new().account(moved(account)).identity(identity).last();
        assert_eq!(verdict, Verdict::Manual(Question::OtherSchool), "{last} {first}");
        assert_eq!(proposals[0], "a", "{last} {first}");
    }
}
