//! SPDX licence expressions (SPDX specification 2.3, annex D), with cargo's old `A/B` for `A OR B`.

use std::iter::Peekable;
use std::vec::IntoIter;

/// Whether `expression` can be satisfied by licences for which `allowed` is true. `A WITH B` is asked for as
/// one licence of that name. An expression that does not read is not satisfied.
pub fn holds(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut reader = Reader { words: words.into_iter().peekable(), allowed };
    let held = reader.any();
    held == Some(true) && reader.words.next().is_none()
}

struct Reader<'a> {
    words: Peekable<IntoIter<String>>,
    allowed: &'a dyn Fn(&str) -> bool,
}

/// `None`: the expression does not read. Both sides are always read, whatever the first one gave.
impl Reader<'_> {
    fn any(&mut self) -> Option<bool> {
        let mut held = self.all()?;
        while self.take("OR") {
            held |= self.all()?;
        }
        Some(held)
    }

    fn all(&mut self) -> Option<bool> {
        let mut held = self.one()?;
        while self.take("AND") {
            held &= self.one()?;
        }
        Some(held)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let held = self.any()?;
            return self.take(")").then_some(held);
        }
        let licence =
            self.words.next().filter(|word| !matches!(word.as_str(), ")" | "AND" | "OR" | "WITH"))?;
        if self.take("WITH") {
            let exception = self.words.next()?;
            return Some((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        Some((self.allowed)(&licence))
    }

    fn take(&mut self, word: &str) -> bool {
        self.words.next_if(|next| next == word).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let allowed = |licence: &str| matches!(licence, "MIT" | "ISC" | "Apache-2.0 WITH LLVM-exception");
        let cases = [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only/MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("MIT AND ISC", true),
            ("GPL-3.0-only OR MIT AND ISC", true),
            ("(GPL-3.0-only OR MIT) AND ISC", true),
            ("(GPL-3.0-only OR MIT) AND AGPL-3.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("MIT WITH LLVM-exception", false),
            ("MIT OR", false),
            ("(MIT", false),
            ("MIT ISC", false),
            ("", false),
        ];
        for (expression, expected) in cases {
            assert_eq!(holds(expression, &allowed), expected, "{expression}");
        }
    }
}
