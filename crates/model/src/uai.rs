//! The national number of a school.

use std::{fmt, str::FromStr};

/// Unité administrative immatriculée: seven digits and a check letter (formerly RNE).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uai(String);

/// Why a text is not a UAI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UaiError {
    /// Not seven digits and a letter.
    #[error("{0:?} is not a UAI: seven digits and a letter are expected")]
    Shape(String),
    /// The last letter does not follow from the digits.
    #[error("{given:?} is not a UAI: did you mean {expected}?")]
    CheckLetter {
        /// What was typed.
        given: String,
        /// The same digits with the letter that fits them.
        expected: String,
    },
}

/// The check letter is the number modulo 23 in this alphabet, which has no I, O, Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

impl Uai {
    /// Reads a UAI: spaces around it are ignored, the letter may be lower case.
    ///
    /// # Errors
    /// [`UaiError`] when the shape or the check letter is wrong.
    pub fn parse(raw: &str) -> Result<Self, UaiError> {
        let text = raw.trim().to_ascii_uppercase();
        let shape = || UaiError::Shape(text.clone());
        let (digits, letter) = text.split_at_checked(7).ok_or_else(shape)?;
        // `"+312609".parse()` would succeed: only digits may count.
        if !digits.bytes().all(|b| b.is_ascii_digit()) || letter.len() != 1 || !letter.is_ascii() {
            return Err(shape());
        }
        let number = digits.bytes().fold(0, |sum, b| sum * 10 + usize::from(b - b'0'));
        let expected = LETTERS.get(number % LETTERS.len()).map_or('A', |b| char::from(*b));
        if !letter.starts_with(expected) {
            return Err(UaiError::CheckLetter { expected: format!("{digits}{expected}"), given: text });
        }
        Ok(Self(text))
    }

    /// The text, letter in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Uai {
    type Err = UaiError;

    fn from_str(text: &str) -> Result<Self, UaiError> {
        Self::parse(text)
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Uai {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_letter_is_computed() {
        for (raw, outcome) in [
            ("0999990A", Err(Some("0999990W"))),
            ("0999990W", Ok("0999990W")),
            (" 0999990w ", Ok("0999990W")),
            ("+999990V", Err(None)),
            ("0999990", Err(None)),
            ("0999990WV", Err(None)),
            ("099999éV", Err(None)),
            ("", Err(None)),
        ] {
            let got = Uai::parse(raw);
            match (got, outcome) {
                (Ok(uai), Ok(text)) => assert_eq!(uai.as_str(), text),
                (Err(UaiError::CheckLetter { expected, .. }), Err(Some(text))) => assert_eq!(expected, text),
                (Err(UaiError::Shape(_)), Err(None)) => {}
                (got, outcome) => panic!("{raw}: {got:?}, expected {outcome:?}"),
            }
        }
    }
}
