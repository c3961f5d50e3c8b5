//! What happens to single letters.

use super::super::{
    Chance, letters,
    variants::{self, Variants},
};

#[test]
fn accents_fold_and_case_is_kept() {
    for (written, plain, folded) in [
        ("Lefèvre", "Lefevre", "lefevre"),
        ("LEBŒUF", "LEBOEUF", "leboeuf"),
        ("Yıldız", "Yildiz", "yildiz"),
        ("İbrahim", "Ibrahim", "ibrahim"),
        ("Đorđević", "Dordevic", "dordevic"),
        ("Łukasik-Dvořák", "Lukasik-Dvorak", "lukasik dvorak"),
        ("L'Hermitte  d’Arc ", "L'Hermitte  d’Arc ", "l hermitte d arc"),
        ("", "", ""),
    ] {
        assert_eq!(letters::unaccented(written), plain);
        assert_eq!(letters::folded(written), folded);
    }
}

#[test]
fn every_name_of_the_stocks_folds_to_plain_letters() {
    for profile in ["typical", "held-out"].map(super::profile) {
        for origin in profile.names.stock.origins {
            for list in [origin.surnames, origin.girls, origin.boys, origin.women, origin.men] {
                let names: Vec<String> = list.split(',').map(letters::folded).collect();
                for (row, name) in names.iter().enumerate() {
                    assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{name}");
                    assert!(!name.is_empty() && name.len() < 30, "{name:?} in {list}");
                    assert!(row == 0 || names[row - 1] != *name, "{name} twice in a row");
                }
            }
        }
    }
}

#[test]
fn a_slip_changes_little() {
    let mut chance = Chance::new(3, 3);
    for name in ["Bourgeois", "Éric", "de la Tour", "Sow", "Ly"] {
        for _ in 0..200 {
            let (typed, beside) = (letters::mistyped(name, &mut chance), letters::beside(name, &mut chance));
            assert!(typed.chars().count().abs_diff(name.chars().count()) <= 1, "{typed}");
            let differing = beside.chars().zip(name.chars()).filter(|(a, b)| a != b).count();
            assert!(beside.chars().count() == name.chars().count() && differing <= 1, "{beside}");
        }
    }
}

#[test]
fn encodings_are_confused_as_they_are_in_life() {
    let mut chance = Chance::new(1, 2);
    let seen: std::collections::BTreeSet<String> =
        (0..50).map(|_| letters::garbled("Léa À", &mut chance)).collect();
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["L?a ?", "LÃ©a Ã€", "L\u{FFFD}a \u{FFFD}"]);
}

#[test]
fn variants_are_other_names() {
    let (all, mut chance) = (Variants::new(), Chance::new(4, 4));
    for first in ["Mohamed", "Mathieu", "Inès", "Élisabeth", "Nordine"] {
        for _ in 0..20 {
            assert_ne!(all.other(first, &mut chance), Some(first));
        }
        assert!(all.other(first, &mut chance).is_some(), "{first}");
    }
    assert_eq!(all.other("Personne", &mut chance), None);
    assert_eq!((all.diminutive("Alexandre"), all.diminutive("Paul")), (Some("Alex"), None));
    for name in ["Benaïssa", "Yıldız", "Nguyen", "Ouattara"] {
        let other = variants::transliterated(name, &mut chance).unwrap();
        assert!(other != name && other.chars().count().abs_diff(name.chars().count()) <= 2, "{other}");
    }
}

#[test]
fn a_part_of_a_seed_has_its_own_draws_and_ranks_fall() {
    let (mut one, mut two) = (Chance::new(1, 1), Chance::new(1, 2));
    assert_ne!(one.bits(), two.bits());
    let mut counts = [0; 10];
    for _ in 0..20_000 {
        counts[one.rank(10, 1.0, 0.8)] += 1;
    }
    assert!(counts.is_sorted_by(|a, b| a > b), "{counts:?}");
    assert_eq!((one.below(0), one.below(1), one.is(0.0), one.is(1.0)), (0, 0, false, true));
}
