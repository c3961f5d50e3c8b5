//! Statements.

/// One statement with parameters `$1` to `$n`, the same text for every engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    text: &'static str,
    parameters: usize,
}

impl Sql {
    /// Declares a statement. The number of parameters is the highest `$n` of the text.
    pub const fn new(text: &'static str) -> Self {
        Self { text, parameters: highest_parameter(text.as_bytes()) }
    }

    /// The text of the statement.
    pub const fn text(self) -> &'static str {
        self.text
    }

    /// How many arguments it takes: checked at each call, since SQLite silently reads a missing one as NULL.
    pub const fn parameters(self) -> usize {
        self.parameters
    }
}

const fn highest_parameter(text: &[u8]) -> usize {
    let mut rest = text;
    let mut highest = 0;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'$' {
            let mut number = 0;
            while let [digit @ b'0'..=b'9', tail @ ..] = rest {
                number = number * 10 + (*digit - b'0') as usize;
                rest = tail;
            }
            if number > highest {
                highest = number;
            }
        }
    }
    highest
}

#[cfg(test)]
mod tests {
    use super::Sql;

    #[test]
    fn parameters_are_counted_by_their_highest_number() {
        for (text, expected) in [
            ("SELECT 1", 0),
            ("SELECT a FROM t WHERE b = $1", 1),
            ("SELECT a FROM t WHERE b = $1 OR c = $1", 1),
            ("INSERT INTO t VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)", 11),
            ("SELECT '$'", 0),
        ] {
            assert_eq!(Sql::new(text).parameters(), expected, "{text}");
        }
    }
}
