//! The truth, what exact matching makes of it, and the files.

use std::{collections::BTreeMap, fs};

use super::{super::*, SMALL, profile, typical};
use crate::academy::case::Case;

#[test]
fn most_identities_have_an_account_of_their_category() {
    for (word, least, most) in [("typical", 0.92, 0.96), ("hard", 0.88, 0.94), ("minimal", 0.92, 0.96)] {
        let academy = Academy::generate(&profile(word), SMALL, 3);
        let truth = academy.truth();
        for (identity, accounts) in academy.identities.iter().zip(&truth) {
            for account in accounts {
                let account = &academy.accounts[*account as usize];
                assert_eq!((account.person, account.category), (identity.person, identity.category));
            }
        }
        let matchable = truth.iter().filter(|accounts| !accounts.is_empty()).count();
        let share = matchable as f64 / academy.identities.len() as f64;
        assert!((least..most).contains(&share), "{word}: {share}");
    }
}

#[test]
fn exact_matching_finds_what_it_finds_in_practice() {
    // Shares of the matchable identities that comparing names letter by letter finds, and after folding.
    for (word, plain, folded) in [
        ("typical", 0.69..0.76, 0.79..0.84),
        ("hard", 0.50..0.60, 0.63..0.72),
        ("minimal", 0.69..0.76, 0.79..0.84),
    ] {
        let academy = Academy::generate(&profile(word), SMALL, 4);
        for (fold, bounds) in [(false, plain), (true, folded)] {
            let links = academy.exact(fold);
            let tally = academy.tally(|row| links[row]);
            let found = tally.right as f64 / tally.matchable as f64;
            assert!(bounds.contains(&found), "{word}, folded {fold}: {tally:?}");
            assert!(tally.wrong * 400 < tally.right, "{word}, folded {fold}: {tally:?}");
        }
    }
}

#[test]
fn what_exact_matching_gets_wrong_is_mostly_somebody_absent() {
    let (mut wrong, mut absent) = (0, 0);
    for seed in 1..=4 {
        let academy = Academy::generate(&profile("hard"), SMALL, seed);
        let truth = academy.truth();
        for (row, link) in academy.exact(true).into_iter().enumerate() {
            if link.is_some_and(|account| !truth[row].contains(&account)) {
                wrong += 1;
                absent += usize::from(truth[row].is_empty());
            }
        }
    }
    assert!(wrong > 10 && absent * 2 > wrong, "{absent} of {wrong}");
}

#[test]
fn leavers_and_helpers_mostly_have_no_account() {
    let academy = typical();
    let truth = academy.truth();
    for (case, most) in [
        (Case::LeftFamily, 0.15),
        (Case::LeftSibling, 0.15),
        (Case::ExtraGuardian, 0.25),
        (Case::SameNameRelative, 0.5),
    ] {
        let having: Vec<bool> = academy
            .identities
            .iter()
            .zip(&truth)
            .filter(|(identity, _)| identity.cases.has(case))
            .map(|(_, accounts)| !accounts.is_empty())
            .collect();
        let share = having.iter().filter(|has| **has).count() as f64 / having.len() as f64;
        assert!(!having.is_empty() && share < most, "{case:?}: {share} of {}", having.len());
    }
}

#[test]
fn a_minimal_export_holds_names_and_birth_dates_of_pupils() {
    let academy = Academy::generate(&profile("minimal"), Size::SCHOOL, 1);
    for identity in &academy.identities {
        assert!(identity.class.is_empty() && identity.subjects.is_empty() && identity.children.is_empty());
        assert!(identity.born.is_none() || identity.category == "eleve", "{identity:?}");
    }
    let titles = academy.identities.iter().filter(|identity| !identity.title.is_empty()).count();
    assert!((700..900).contains(&titles), "{titles} of {}", academy.identities.len());
}

/// Reads a table as the format says.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut signs) = (false, text.chars().peekable());
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => field.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            other => field.push(other),
        }
    }
    rows
}

#[test]
fn awkward_names_survive_the_files() {
    let mut academy = Academy::generate(&profile("held-out"), Size { accounts: 120, identities: 100 }, 9);
    for (row, name) in
        ["O'Neill, dit \"Le Grand\"", "Œ\u{FFFD}Ã©?", " deux  espaces ", "à\nla ligne"].iter().enumerate()
    {
        (*name).clone_into(&mut academy.accounts[row].last);
        (*name).clone_into(&mut academy.identities[row].first);
    }
    let folder = tempfile::tempdir().unwrap();
    academy.write(folder.path()).unwrap();
    let read = |name: &str| rows(&fs::read_to_string(folder.path().join(name)).unwrap());
    let (directory, export, truth) = (read("ent.csv"), read("pronote.csv"), read("truth.csv"));
    assert_eq!(
        directory[0].join(","),
        "ent_id,categorie,civilite,nom,nom_famille,prenom,autres_prenoms,date_naissance,uai,classes,matieres,enfants"
    );
    assert_eq!(
        export[0].join(","),
        "pronote_id,uai,categorie,civilite,nom,prenom,date_naissance,classe,matieres,enfants"
    );
    assert_eq!(directory.len(), academy.accounts.len() + 1);
    assert_eq!(export.len(), academy.identities.len() + 1);
    for (account, row) in academy.accounts.iter().zip(&directory[1..]) {
        assert_eq!((&account.id, &account.last, &account.first), (&row[0], &row[3], &row[5]));
        let born = account.born.map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")).unwrap_or_default();
        assert_eq!((born, row.len()), (row[7].clone(), 12));
    }
    for (identity, row) in academy.identities.iter().zip(&export[1..]) {
        assert_eq!((&identity.id, &identity.last, &identity.first), (&row[0], &row[4], &row[5]));
        let born = identity.born.map(|(y, m, d)| format!("{d:02}/{m:02}/{y}")).unwrap_or_default();
        assert_eq!((born, row.len()), (row[6].clone(), 10));
    }
    let mut accounts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &truth[1..] {
        accounts.entry(&row[0]).or_default().extend(Some(row[1].as_str()).filter(|id| !id.is_empty()));
    }
    for (identity, expected) in academy.identities.iter().zip(academy.truth()) {
        let expected: Vec<&str> =
            expected.iter().map(|row| academy.accounts[*row as usize].id.as_str()).collect();
        assert_eq!(accounts[identity.id.as_str()], expected);
    }
}
