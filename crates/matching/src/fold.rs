//! The form in which names are compared.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a name: no accents, no case, ligatures taken apart (`œ` → `oe`, `ß` → `ss`), and apostrophes, hyphens, dots
/// and spaces of every kind made one space, none around. Other signs stay.
///
/// Folding twice changes nothing.
///
/// ```
/// assert_eq!(matching::fold(" N’DIAYE-Lœïc "), "n diaye loeic");
/// ```
pub fn fold(name: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(name.len()), space: false };
    if name.is_ascii() {
        name.chars().for_each(|c| folded.push(c.to_ascii_lowercase()));
    } else {
        name.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c)).for_each(|c| folded.push(c));
    }
    folded.text
}

/// What has been folded so far.
struct Folded {
    text: String,
    /// Whether a separator came last.
    space: bool,
}

impl Folded {
    fn push(&mut self, c: char) {
        if is_separator(c) {
            self.space = true;
            return;
        }
        if std::mem::take(&mut self.space) && !self.text.is_empty() {
            self.text.push(' ');
        }
        match letters(c) {
            Some(letters) => self.text.push_str(letters),
            None if c.is_ascii() => self.text.push(c.to_ascii_lowercase()),
            // Through upper case and back: final and other forms of one letter meet there, `ß` becomes `ss`.
            None => self.text.extend(
                c.to_lowercase()
                    .flat_map(char::to_uppercase)
                    .flat_map(char::to_lowercase)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c)),
            ),
        }
    }
}

/// Letters that Unicode does not take apart, though people type them so.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\'' | '`' | '´' | '‘'..='‛' | '′' | 'ʹ'..='ʿ' | 'ˈ' // apostrophes
            | '-' | '‐'..='―' | '−' | '_' // hyphens
            | '.' | '·' | '•' // dots
        )
}

/// Signs without width, left by word processors: they separate nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fold;

    #[test]
    fn names_written_differently_meet() {
        for (folded, spellings) in [
            ("helene", vec!["Hélène", "HELENE", "he\u{301}le\u{300}ne", "ｈélène", "  Hélène\t"]),
            ("n diaye", vec!["N'DIAYE", "n’diaye", "N‘Diaye", "N DIAYE", "N´Diaye", "N ' Diaye", "NʼDiaye"]),
            (
                "anne lou",
                vec!["Anne-Lou", "ANNE LOU", "Anne\u{A0}Lou", "Anne‑Lou", "Anne – Lou", "-Anne.Lou."],
            ),
            ("st jean", vec!["St. Jean", "ST-JEAN", "st\u{202F}jean"]),
            ("coeur", vec!["Cœur", "CŒUR", "COEUR"]),
            ("laetitia", vec!["Lætitia", "LÆTITIA", "Laëtitia"]),
            ("strasse", vec!["Straße", "STRASSE", "STRAẞE"]),
            ("soren lukasz", vec!["Søren Łukasz", "SOREN\u{200B} LU\u{AD}KASZ"]),
            ("isik", vec!["IŞIK", "Işık", "isik", "İSİK"]),
            ("francois", vec!["François", "FRANC\u{327}OIS"]),
            ("νικοσ", vec!["Νίκος", "ΝΙΚΟΣ"]),
            ("мария", vec!["Мария", "МАРИЯ"]),
            ("", vec!["", " ", "-", "'.'"]),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), folded, "{spelling:?}");
            }
        }
        for (one, other) in
            [("O'Neill", "ONeill"), ("Marie-Anne", "Marianne"), ("Zoé (1)", "Zoé"), ("A?", "A")]
        {
            assert_ne!(fold(one), fold(other));
        }
    }

    #[test]
    fn every_character_folds_once_for_all() {
        // Planes 0 and 1 hold every letter that has cases.
        for c in '\0'..='\u{1FFFF}' {
            let folded = fold(&format!("a{c}b"));
            assert_eq!(fold(&folded), folded, "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_and_spaces_are_single(name in ".{0,20}") {
            let folded = fold(&name);
            prop_assert_eq!(&fold(&folded), &folded);
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
        }
    }
}
