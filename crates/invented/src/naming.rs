//! Names and logins that are unique unless a special case wants them not to be.

use std::collections::BTreeSet;

use model::PersonName;

use crate::{
    Civility,
    chance::Chance,
    words::{COMPOSED, FEMALE, MALE, SIMPLE},
};

/// A letter without its accent, a ligature as its letters; only the letters of [`crate::words`] are known.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ó' | 'ô' | 'ö' | 'õ' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        _ => return None,
    })
}

/// Drops accents and opens ligatures; case is kept.
pub(crate) fn unaccented(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        match plain(lower) {
            None => out.push(letter),
            Some(letters) if letter == lower => out.push_str(letters),
            Some(letters) => out.push_str(&letters.to_uppercase()),
        }
    }
    out
}

/// What two spellings of one name have in common: small letters and single spaces.
pub(crate) fn fold(text: &str) -> String {
    let letters = unaccented(text).to_lowercase().replace(|c: char| !c.is_ascii_lowercase(), " ");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`fold`] of "first last".
pub(crate) fn folded(name: &PersonName) -> String {
    format!("{} {}", fold(&name.first), fold(&name.last))
}

/// One of the last names.
pub(crate) fn last_name(chance: &mut Chance) -> &'static str {
    if chance.percent(18) { chance.pick(COMPOSED) } else { chance.pick(SIMPLE) }
}

/// One of the given names.
pub(crate) fn first_name(chance: &mut Chance, civility: Civility) -> &'static str {
    chance.pick(if civility == Civility::Madam { FEMALE } else { MALE })
}

/// Remembers the names already borne in the district, as each end writes them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    borne: BTreeSet<String>,
}

impl Names {
    /// Takes a name when nobody bears it; tells whether it was free.
    pub(crate) fn take(&mut self, name: &PersonName) -> bool {
        self.borne.insert(folded(name))
    }

    /// A new name with this last name; should all given names be borne, a second last name is joined to it.
    pub(crate) fn draw(&mut self, chance: &mut Chance, civility: Civility, last: &str) -> PersonName {
        let mut last = last.to_owned();
        loop {
            for _ in 0..40 {
                let name = PersonName::new(&last, first_name(chance, civility));
                if self.take(&name) {
                    return name;
                }
            }
            last = format!("{last}-{}", chance.pick(SIMPLE));
        }
    }
}

/// Remembers the logins given.
#[derive(Debug, Default)]
pub(crate) struct Logins {
    given: BTreeSet<String>,
}

impl Logins {
    /// `prenom.nom`, then `prenom.nom2`, `prenom.nom3`…
    pub(crate) fn give(&mut self, name: &PersonName) -> String {
        let part = |text: &str| fold(&text.replace(['\'', '’'], "")).replace(' ', "-");
        let stem = format!("{}.{}", part(&name.first), part(&name.last));
        let mut login = stem.clone();
        let mut number = 2;
        while !self.given.insert(login.clone()) {
            login = format!("{stem}{number}");
            number += 1;
        }
        login
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_folds_to_plain_letters_and_is_written_once() {
        for words in [FEMALE, MALE, SIMPLE, COMPOSED] {
            let folds: BTreeSet<String> = words.iter().map(|word| fold(word)).collect();
            assert_eq!(folds.len(), words.len());
            for word in words {
                let plain = unaccented(word);
                assert!(plain.chars().all(|c| c.is_ascii_alphabetic() || " -'".contains(c)), "{word}");
            }
        }
    }

    #[test]
    fn names_fold() {
        for (written, unaccented_form, folded_form) in [
            ("Lebœuf", "Leboeuf", "leboeuf"),
            ("ŒHMICHEN", "OEHMICHEN", "oehmichen"),
            ("GHŸS", "GHYS", "ghys"),
            ("L'Helgouarc'h", "L'Helgouarc'h", "l helgouarc h"),
            ("Da Rocha-Lambert", "Da Rocha-Lambert", "da rocha lambert"),
            ("ÉVRARD", "EVRARD", "evrard"),
        ] {
            assert_eq!(unaccented(written), unaccented_form);
            assert_eq!(fold(written), folded_form);
        }
    }

    #[test]
    fn homonyms_get_a_number_in_their_login() {
        let mut logins = Logins::default();
        let name = PersonName::new("L'Helgouarc'h", "Marie-Lou");
        assert_eq!(logins.give(&name), "marie-lou.lhelgouarch");
        assert_eq!(logins.give(&name), "marie-lou.lhelgouarch2");
        assert_eq!(logins.give(&name), "marie-lou.lhelgouarch3");
        assert_eq!(logins.give(&PersonName::new("de la Roche", "Noël")), "noel.de-la-roche");
    }

    #[test]
    fn names_stay_unique_when_given_names_run_out() {
        let (mut names, mut chance) = (Names::default(), Chance::new(1));
        let drawn: BTreeSet<String> = (0..FEMALE.len() + 20)
            .map(|_| folded(&names.draw(&mut chance, Civility::Madam, "Keïta")))
            .collect();
        assert_eq!(drawn.len(), FEMALE.len() + 20);
    }
}
