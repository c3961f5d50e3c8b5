//! What tidy says when a rule is broken.

use std::fmt;

/// One place where the repository breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// Path from the root of the repository, with forward slashes.
    pub path: String,
    /// Line in that file, from 1.
    pub line: usize,
    /// The rule that was broken, in one sentence.
    pub rule: String,
    /// What the person who broke it can do.
    pub cure: String,
}

impl Breach {
    /// Says that `path` breaks `rule` at `line`, and how to mend it.
    pub fn new(
        path: impl Into<String>,
        line: usize,
        rule: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self { path: path.into(), line, rule: rule.into(), cure: cure.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}", self.path, self.line)?;
        writeln!(f, "  rule: {}", self.rule)?;
        write!(f, "  do:   {}", self.cure)
    }
}

/// The line (from 1) of the first line of `text` that contains `needle`, else 1.
pub fn line_of(text: &str, needle: &str) -> usize {
    text.lines().position(|line| line.contains(needle)).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breach_reads_as_place_rule_and_cure() {
        let breach = Breach::new("crates/ent/src/lib.rs", 7, "No.", "Do otherwise.");
        assert_eq!(breach.to_string(), "crates/ent/src/lib.rs:7\n  rule: No.\n  do:   Do otherwise.");
    }

    #[test]
    fn a_line_is_found_or_is_the_first() {
        assert_eq!(line_of("a\nb = 1\n", "b ="), 2);
        assert_eq!(line_of("a\nb = 1\n", "c"), 1);
    }
}
