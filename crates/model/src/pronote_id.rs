//! The identifier that PRONOTE gives to each person of a base.

use std::{fmt, str::FromStr};

/// Signs seen in real identifiers, plus `6`, which some sources show.
const READ: &str = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// The signs we generate from: those that every source agrees on.
const GENERATED: &[u8; 30] = b"2345789ABCDEFGHJKMNPQRSTUVWXYZ";

/// "Identifiant PRONOTE" (`idPronote`, `IDPN`): upper case, 1 to 64 letters or digits.
///
/// Its usual shape (16 signs, all different, from a set without 0 1 I L O) was measured on published examples and
/// is documented nowhere: another shape is worth a warning ([`PronoteId::shape`]), never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PronoteId(String);

/// Why a text is not a PRONOTE identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the PRONOTE identifier is empty, longer than 64 characters, or holds something other than letters and digits"
)]
pub struct PronoteIdError;

/// Whether an identifier has the usual shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PronoteIdShape {
    /// 16 different signs of the usual set.
    Usual,
    /// Anything else: perhaps a typing or reading mistake.
    Unusual,
}

impl PronoteId {
    /// Number of signs of a usual identifier.
    pub const LEN: usize = 16;

    /// Reads an identifier in either case, spaces around it dropped.
    ///
    /// # Errors
    /// [`PronoteIdError`] when it is empty, too long, or holds anything but ASCII letters and digits.
    pub fn parse(raw: &str) -> Result<Self, PronoteIdError> {
        let text = raw.trim().to_ascii_uppercase();
        let good = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if good { Ok(Self(text)) } else { Err(PronoteIdError) }
    }

    /// Makes an identifier by shuffling the usual set; `draw(n)` returns a number below `n`.
    pub fn generate(mut draw: impl FnMut(usize) -> usize) -> Self {
        let mut signs: Vec<u8> = GENERATED.to_vec();
        let text =
            (0..Self::LEN).map(|_| char::from(signs.swap_remove(draw(signs.len()) % signs.len()))).collect();
        Self(text)
    }

    /// Tells whether the identifier looks like those that PRONOTE makes.
    pub fn shape(&self) -> PronoteIdShape {
        let distinct: std::collections::BTreeSet<char> = self.0.chars().collect();
        if self.0.len() == Self::LEN
            && distinct.len() == Self::LEN
            && distinct.iter().all(|c| READ.contains(*c))
        {
            PronoteIdShape::Usual
        } else {
            PronoteIdShape::Unusual
        }
    }

    /// The text, in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PronoteId {
    type Err = PronoteIdError;

    fn from_str(text: &str) -> Result<Self, PronoteIdError> {
        Self::parse(text)
    }
}

impl fmt::Display for PronoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for PronoteId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_either_case_and_only_warns_about_another_shape() {
        for (raw, shape) in [
            ("c7xk4mz9qh2rwt8b", Some(PronoteIdShape::Usual)),
            (" ZQ7H4KX9WM2CRTN6 ", Some(PronoteIdShape::Usual)),
            ("ZQ7H4KX9WM2CRTNZ", Some(PronoteIdShape::Unusual)),
            ("ZQ7H4KX9WM2CRTNO", Some(PronoteIdShape::Unusual)),
            ("43", Some(PronoteIdShape::Unusual)),
            ("", None),
            ("A-B", None),
            ("É2345789ABCDEFGH", None),
        ] {
            assert_eq!(PronoteId::parse(raw).ok().map(|id| id.shape()), shape, "{raw}");
        }
    }

    #[test]
    fn what_is_generated_has_the_usual_shape() {
        for seed in 0..500_usize {
            let mut state = seed;
            let id = PronoteId::generate(|n| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % n
            });
            assert_eq!(id.shape(), PronoteIdShape::Usual, "{id}");
            assert!(!id.as_str().contains('6'));
            assert_eq!(PronoteId::parse(id.as_str()), Ok(id));
        }
    }
}
