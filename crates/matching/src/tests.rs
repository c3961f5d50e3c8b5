//! What the engine promises, on lists small enough to be read.

mod proposals;

use proptest::prelude::*;

use crate::{
    Category, Day, Decision, Engine, Field, History, Level, Outcome, People, Proposal, Question, Record,
    Title, Verdict,
};

const UAI: &str = "0990001A";

/// A surname that the country does not know, another one for each number.
fn surname(number: usize) -> String {
    const STARTS: [&str; 10] = ["Bor", "Cal", "Dum", "Fer", "Gal", "Lom", "Mar", "Nor", "Pel", "Tur"];
    const MIDDLES: [&str; 10] = ["a", "ei", "o", "ou", "i", "an", "er", "on", "au", "u"];
    const ENDS: [&str; 10] = ["bert", "dal", "gnac", "lin", "mond", "nel", "quet", "rol", "tier", "vac"];
    let part = |parts: [&'static str; 10], place: usize| parts[number / place % 10];
    [part(STARTS, 100), part(MIDDLES, 10), part(ENDS, 1), if number >= 1_000 { "ois" } else { "" }].concat()
}

const FIRST: [&str; 20] = [
    "Adèle", "Basile", "Camille", "Damien", "Élise", "Fabrice", "Gaspard", "Hugo", "Inès", "Jules", "Karine",
    "Louise", "Marius", "Nadège", "Octave", "Pauline", "Quentin", "Rosalie", "Séverin", "Thaïs",
];

fn born(number: usize) -> Option<Day> {
    let part = |modulo: usize| u8::try_from(number % modulo + 1).unwrap();
    Some(Day { year: 2010 + i16::from(part(4)), month: part(12), day: part(28) })
}

fn pupil<'a>(id: &'a str, last: &'a str, first: &'a str, born: Option<Day>) -> Record<'a> {
    Record { id, last, first, born, schools: UAI, ..Record::default() }
}

fn guardian<'a>(id: &'a str, last: &'a str, first: &'a str, children: &'a str) -> Record<'a> {
    Record { id, category: Category::Guardian, last, first, children, schools: UAI, ..Record::default() }
}

/// Two lists of the same school: forty families that are in both, so that the engine learns what is usual.
struct Lists {
    directory: People,
    exported: People,
}

impl Lists {
    fn new() -> Self {
        let mut lists = Self { directory: People::new(), exported: People::new() };
        for family in 0..40 {
            let last = surname(family * 7);
            let (child, parent) = (FIRST[family % 20], FIRST[(family * 3 + 7) % 20]);
            for (list, sign) in [(&mut lists.directory, "a"), (&mut lists.exported, "p")] {
                let of_child = format!("{sign}c{family}");
                list.push(&pupil(&of_child, &last, child, born(family * 5)));
                list.push(&guardian(&format!("{sign}g{family}"), &last, parent, &of_child));
            }
        }
        lists
    }

    fn account(mut self, record: Record<'_>) -> Self {
        self.directory.push(&record);
        self
    }

    fn identity(mut self, record: Record<'_>) -> Self {
        self.exported.push(&record);
        self
    }

    /// The decision on the identity that was added last.
    fn last(self) -> (Verdict, Vec<String>) {
        let row = self.exported.len() - 1;
        self.decided(row, &History::new())
    }

    fn decided(self, row: usize, history: &History) -> (Verdict, Vec<String>) {
        let engine = Engine::new(self.directory);
        let outcome = engine.reconcile(&self.exported, history);
        let Decision { verdict, proposals } = outcome.decision(row);
        (verdict, proposals.iter().map(|one| engine.directory().id(one.row as usize).to_owned()).collect())
    }
}

fn links(engine: &Engine, exported: &People, outcome: &Outcome) -> Vec<(String, Verdict, Vec<String>)> {
    let told = |row: usize| {
        let decision = outcome.decision(row);
        let ids = decision.proposals.iter().map(|one| engine.directory().id(one.row as usize).to_owned());
        (exported.id(row).to_owned(), decision.verdict, ids.collect())
    };
    let mut told: Vec<_> = (0..exported.len()).map(told).collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

#[test]
fn those_who_are_in_both_lists_are_linked() {
    let lists = Lists::new();
    let engine = Engine::new(lists.directory);
    let outcome = engine.reconcile(&lists.exported, &History::new());
    for row in 0..outcome.len() {
        let decision = outcome.decision(row);
        let linked = engine.directory().id(decision.proposals[0].row as usize);
        assert_eq!(decision.verdict, Verdict::Automatic, "{}", lists.exported.id(row));
        assert_eq!(linked.trim_start_matches('a'), lists.exported.id(row).trim_start_matches('p'));
    }
    assert!(outcome.work() < 80 * 80);
}

#[test]
fn damage_that_clerks_do_is_seen_through() {
    for (written, meant) in [
        (("LOMBARDAL", "zoe"), ("Lombardal", "Zoé")),
        (("DE LOMBARDAL", "Zoé"), ("Lombardal", "Zoé")),
        (("LOMBRADAL", "Zoé"), ("Lombardal", "Zoé")),
        (("LOMBARDAL", "ZoÃ©"), ("Lombardal", "Zoé")),
        (("LOMBARDAL", "Mohammed"), ("Lombardal", "Mohamed")),
        (("Zoé", "LOMBARDAL"), ("Lombardal", "Zoé")),
        (("LOMBARDAL CASTREL", "Zoé"), ("Castrel-Lombardal", "Zoé")),
    ] {
        let (verdict, proposals) = Lists::new()
            .account(pupil("a", meant.0, meant.1, born(3)))
            .identity(pupil("p", written.0, written.1, born(3)))
            .last();
        assert_eq!((verdict, proposals), (Verdict::Automatic, vec!["a".to_owned()]), "{written:?}");
    }
}

#[test]
fn what_contradicts_is_never_linked_whatever_else_agrees() {
    let account = pupil("a", "Lombardal", "Zoé", born(3));
    for (identity, question) in [
        (pupil("p", "Lombardal", "Arthur", born(3)), Question::FirstNameContradicted),
        (pupil("p", "Castrel", "Zoé", born(3)), Question::LastNameContradicted),
        (pupil("p", "Lombardal", "Zoé", born(100)), Question::BirthDateContradicted),
    ] {
        let (verdict, proposals) = Lists::new().account(account).identity(identity).last();
        assert_eq!((verdict, proposals[0].as_str()), (Verdict::Manual(question), "a"));
    }
}

#[test]
fn twins_are_told_apart_and_one_twin_is_not_the_other() {
    let twins = || {
        Lists::new().account(pupil("a1", "Lombardal", "Zoé", born(3))).account(pupil(
            "a2",
            "Lombardal",
            "Ada",
            born(3),
        ))
    };
    let both = twins().identity(pupil("p2", "LOMBARDAL", "Ada", born(3)));
    assert_eq!(both.last(), (Verdict::Automatic, vec!["a2".to_owned()]));
    let gone = Lists::new().account(pupil("a1", "Lombardal", "Zoé", born(3))).identity(pupil(
        "p2",
        "LOMBARDAL",
        "Ada",
        born(3),
    ));
    assert!(matches!(gone.last().0, Verdict::Manual(_)));
}

#[test]
fn two_claims_on_one_account_are_a_question_for_both() {
    let lists = || {
        Lists::new()
            .account(pupil("ac", "Lombardal", "Zoé", born(3)))
            .identity(pupil("pc", "Lombardal", "Zoé", born(3)))
            .account(guardian("ag", "Lombardal", "Rosalie", "ac"))
            .identity(guardian("p1", "LOMBARDAL", "Rosalie", "pc"))
            .identity(guardian("p2", "LOMBARDAL", "ROSALIE", "pc"))
    };
    let rows = lists().exported.len();
    for row in [rows - 2, rows - 1] {
        let (verdict, proposals) = lists().decided(row, &History::new());
        assert_eq!((verdict, proposals[0].as_str()), (Verdict::Manual(Question::SeveralIdentities), "ag"));
    }
}

#[test]
fn a_guardian_is_known_by_the_pupil() {
    // Two accounts of one name: the one with the same child is meant.
    let lists = || {
        Lists::new()
            .account(pupil("ac", "Lombardal", "Zoé", born(3)))
            .identity(pupil("pc", "Lombardal", "Zoé", born(3)))
            .account(guardian("a1", "Lombardal", "Rosalie", "ac"))
            .account(guardian("a2", "Lombardal", "Rosalie", "ac7"))
    };
    let (verdict, proposals) = lists().identity(guardian("p", "Lombardal", "Rosalie", "pc")).last();
    assert_eq!((verdict, proposals[0].as_str()), (Verdict::Automatic, "a1"));
    // One account only, and other children: somebody must look.
    let other = Lists::new().account(guardian("a", "Lombardal", "Rosalie", "ac7"));
    let (verdict, _) = other.identity(guardian("p", "Lombardal", "Rosalie", "pc9")).last();
    assert_eq!(verdict, Verdict::Manual(Question::FamilyContradicted));
}

#[test]
fn a_contrary_title_is_a_question() {
    let title = |record, title| Record { title, ..record };
    let (verdict, _) = Lists::new()
        .account(title(guardian("a", "Lombardal", "Camille", ""), Title::Mr))
        .identity(title(guardian("p", "Lombardal", "Camille", ""), Title::Mrs))
        .last();
    assert_eq!(verdict, Verdict::Manual(Question::TitleContradicted));
}

#[test]
fn what_people_decided_stands() {
    let lists = || {
        Lists::new()
            .account(pupil("a1", "Lombardal", "Zoé", born(3)))
            .account(pupil("a2", "Castrel", "Arthur", born(9)))
            .identity(pupil("p1", "LOMBARDAL", "Zoé", born(3)))
    };
    let row = lists().exported.len() - 1;
    let mut history = History::new();
    history.confirm("p1", "a2");
    assert_eq!(lists().decided(row, &history), (Verdict::Known, vec!["a2".to_owned()]));
    history.refuse("p1", "a2");
    history.refuse("p1", "a1");
    let (verdict, proposals) = lists().decided(row, &history);
    assert!(
        verdict != Verdict::Automatic && !proposals.contains(&"a1".to_owned()),
        "{verdict:?} {proposals:?}"
    );
    // An account that was confirmed for an identity of another list is somebody's already.
    let mut taken = History::new();
    taken.confirm("elsewhere", "a1");
    let (verdict, proposals) = lists().decided(row, &taken);
    assert_eq!((verdict, proposals), (Verdict::Manual(Question::AccountTaken), vec!["a1".to_owned()]));
}

#[test]
fn confirmed_pairs_teach_which_damage_is_usual() {
    let bits_of_a_short_form = |confirmed: bool| {
        let mut lists = Lists::new();
        let mut history = History::new();
        for number in 0..60 {
            let (account, identity) = (format!("as{number}"), format!("ps{number}"));
            let last = surname(number * 3 + 1);
            lists.directory.push(&pupil(&account, &last, "Alexandre", None));
            // Another last name, and no date: without a decision nobody would say that the two are one person.
            lists.exported.push(&pupil(&identity, &surname(number * 3 + 500), "Alex", None));
            if confirmed {
                history.confirm(&identity, &account);
            }
        }
        let lists = lists.account(pupil("a", "Lombardal", "Maximilien", born(100))).identity(pupil(
            "p",
            "Lombardal",
            "Max",
            born(100),
        ));
        let row = lists.exported.len() - 1;
        let engine = Engine::new(lists.directory);
        let outcome = engine.reconcile(&lists.exported, &history);
        let reasons = outcome.explainer(&engine).why(row, outcome.decision(row).proposals[0]);
        let reason = reasons.iter().find(|reason| reason.field == Field::FirstName).unwrap();
        assert_eq!(reason.level, Level::Short);
        reason.bits
    };
    assert!(bits_of_a_short_form(true) > bits_of_a_short_form(false) + 2.0);
}

#[test]
fn a_pupil_who_moved_is_proposed_from_the_other_school() {
    let moved = Record { schools: "0990002B", ..pupil("a", "Lombardal", "Zoé", born(3)) };
    let neighbour = Record { schools: "0990002B", ..pupil("b", "Castrel", "Arthur", born(9)) };
    let (verdict, proposals) = Lists::new()
        .account(moved)
        .account(neighbour)
        .identity(pupil("p", "LOMBARDAL", "Zoé", born(3)))
        .last();
    assert_eq!((verdict, proposals[0].as_str()), (Verdict::Manual(Question::OtherSchool), "a"));
}

#[test]
fn reasons_sum_up_to_the_bits_of_a_link() {
    let lists = Lists::new().account(pupil("a", "Lombardal", "Zoé", born(3))).identity(pupil(
        "p",
        "LOMBARDAL",
        "Zoé",
        born(3),
    ));
    let row = lists.exported.len() - 1;
    let engine = Engine::new(lists.directory);
    let outcome = engine.reconcile(&lists.exported, &History::new());
    let proposal: Proposal = outcome.decision(row).proposals[0];
    let reasons = outcome.explainer(&engine).why(row, proposal);
    let fields: Vec<Field> = reasons.iter().map(|reason| reason.field).collect();
    assert_eq!(fields, [Field::Scope, Field::LastName, Field::FirstName, Field::BirthDate]);
    let sum: f32 = reasons.iter().map(|reason| reason.bits).sum();
    assert!((sum - proposal.bits).abs() < 0.1, "{sum} {proposal:?}");
}

#[test]
fn a_few_newcomers_are_found_in_a_school_whose_others_are_known() {
    let lists = Lists::new();
    let mut history = History::new();
    for family in 0..40 {
        history.confirm(&format!("pc{family}"), &format!("ac{family}"));
        history.confirm(&format!("pg{family}"), &format!("ag{family}"));
    }
    let mut directory = lists.directory;
    directory.push(&pupil("new", "Lombardal", "Zoé", born(3)));
    let engine = Engine::new(directory);
    let mut few = People::new();
    few.push(&pupil("p", "LOMBARDAL", "ZOE", born(3)));
    few.push(&pupil("q", &surname(7), FIRST[1], born(5)));
    let outcome = engine.reconcile(&few, &history);
    assert_eq!(outcome.decision(0).verdict, Verdict::Automatic);
    assert_eq!(outcome.decision(1).verdict, Verdict::Manual(Question::AccountTaken));
    assert!(outcome.work() < 100, "{}", outcome.work());
}

/// Accounts and identities of so many people, all described by the same function of their number.
fn crowd(count: usize, describe: impl Fn(usize) -> (String, String, Option<Day>)) -> (Engine, People) {
    let (mut directory, mut exported) = (People::new(), People::new());
    for number in 0..count {
        let (last, first, born) = describe(number);
        let (account, identity) = (format!("a{number}"), format!("p{number}"));
        directory.push(&pupil(&account, &last, &first, born));
        exported.push(&pupil(&identity, &last, &first, born));
    }
    (Engine::new(directory), exported)
}

fn automatic(outcome: &Outcome) -> usize {
    (0..outcome.len()).filter(|row| outcome.decision(*row).verdict == Verdict::Automatic).count()
}

#[test]
fn fifty_thousand_people_of_one_name_are_nobody_in_particular() {
    let (engine, exported) = crowd(50_000, |_| ("Martin".into(), "Camille".into(), None));
    let outcome = engine.reconcile(&exported, &History::new());
    assert_eq!(automatic(&outcome), 0);
    assert!(outcome.work() < 50_000 * 600, "{}", outcome.work());
}

#[test]
fn where_everybody_is_called_martin_first_names_and_dates_decide() {
    let (engine, exported) = crowd(2_000, |number| {
        ("Martin".into(), format!("{}{}", FIRST[number % 20], surname(number / 20)), born(number / 3))
    });
    let outcome = engine.reconcile(&exported, &History::new());
    for row in 0..outcome.len() {
        let decision = outcome.decision(row);
        if decision.verdict == Verdict::Automatic {
            assert_eq!(decision.proposals[0].row as usize, row);
        }
    }
    assert!(automatic(&outcome) > 1_500, "{}", automatic(&outcome));
}

#[test]
fn work_grows_with_the_lists_and_not_with_their_product() {
    let work = |count| {
        let (engine, exported) = crowd(count, |number| {
            (surname(number % 1_999) + &surname(number / 1_999), FIRST[number % 20].into(), None)
        });
        engine.reconcile(&exported, &History::new()).work()
    };
    let (small, large) = (work(5_000), work(20_000));
    assert!(large < small * 6, "{small} {large}");
}

#[test]
fn a_pupil_of_thousands_of_guardians_and_a_guardian_of_thousands_of_pupils_are_no_family() {
    const COUNT: usize = 4_000;
    let (mut directory, mut exported) = (People::new(), People::new());
    let everybody: Vec<String> = (0..COUNT).map(|number| format!("c{number}")).collect();
    let everybody = everybody.join("|");
    for (list, sign) in [(&mut directory, "a"), (&mut exported, "p")] {
        for number in 0..COUNT {
            let (last, first) = (surname(number % 1_999), FIRST[number % 20]);
            list.push(&pupil(&format!("c{number}"), &last, first, born(number)));
            list.push(&guardian(&format!("{sign}g{number}"), &last, first, "c0"));
        }
        list.push(&guardian(&format!("{sign}all"), "Quelnec", "Paul", &everybody));
    }
    let outcome = Engine::new(directory).reconcile(&exported, &History::new());
    assert!(outcome.work() < 60 * exported.len() as u64, "{}", outcome.work());
}

#[test]
fn empty_and_enormous_fields_are_taken_as_they_come() {
    let enormous = "Ab".repeat(5_000_000);
    let (engine, mut exported) = crowd(3, |number| match number {
        0 => (String::new(), String::new(), None),
        1 => (enormous.clone(), enormous.clone(), born(3)),
        _ => ("?".into(), "\u{FFFD}".into(), born(9)),
    });
    exported.push(&Record { id: "", ..Record::default() });
    exported.push(&Record {
        id: "self",
        children: "self|self|nobody",
        category: Category::Guardian,
        ..Record::default()
    });
    let outcome = engine.reconcile(&exported, &History::new());
    assert_eq!(outcome.len(), 5);
    assert_eq!(outcome.decision(0).verdict, Verdict::Nobody);
    assert_eq!(outcome.decision(99).verdict, Verdict::Nobody);
    let nobody = Engine::new(People::new());
    assert_eq!(nobody.reconcile(&exported, &History::new()).decision(1).verdict, Verdict::Nobody);
    assert!(nobody.reconcile(&People::new(), &History::new()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_the_lists_changes_nothing(order in Just((0..60_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let describe = |number: usize| (surname(number % 13), FIRST[number % 7].to_owned(), born(number % 11));
        let lists = |order: &[usize]| {
            let (mut directory, mut exported) = (People::new(), People::new());
            for number in order {
                let (last, first, born) = describe(*number);
                directory.push(&pupil(&format!("a{number:02}"), &last, &first, born));
                exported.push(&pupil(&format!("p{number:02}"), &last, &first, if number % 5 == 0 { None } else { born }));
            }
            (Engine::new(directory), exported)
        };
        let straight: Vec<usize> = (0..60).collect();
        let told = [&straight, &order].map(|order| {
            let (engine, exported) = lists(order);
            let outcome = engine.reconcile(&exported, &History::new());
            let links = links(&engine, &exported, &outcome);
            links.into_iter().map(|(id, verdict, ids)| (id, verdict, (verdict == Verdict::Automatic).then_some(ids))).collect::<Vec<_>>()
        });
        prop_assert_eq!(&told[0], &told[1]);
    }
}
