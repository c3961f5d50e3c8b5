//! As much SQL as the rules need: which tables a text reads, writes and creates.

/// A word or a sign of SQL. Strings in quotes are dropped: they name no table.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(char),
    Comment(String),
}

#[derive(Debug, Clone)]
struct Placed {
    token: Token,
    line: usize,
}

/// A table named by a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Name of the table, in lower case.
    pub table: String,
    /// Line within the text, from 1.
    pub line: usize,
}

/// A table or view created by a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// Name of the table, in lower case.
    pub table: String,
    /// The capability of the nearest `-- owner:` line above it.
    pub owner: Option<String>,
    /// Line within the file, from 1.
    pub line: usize,
}

/// Words that may stand between `CREATE` and `TABLE`.
const CREATE_MODIFIERS: &[&str] =
    &["TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "VIRTUAL", "OR", "REPLACE"];

/// Functions whose arguments are separated by the word `FROM`.
const FROM_FUNCTIONS: &[&str] = &["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"];

/// Words that end a `FROM` clause.
const AFTER_FROM: &[&str] = &[
    "WHERE",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "SET",
    "RETURNING",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "WINDOW",
];

/// Words that begin a query where a table could stand.
const INSTEAD_OF_TABLE: &[&str] = &["SELECT", "VALUES", "WITH"];

/// The tables created by a migration, in order.
pub fn created(text: &str) -> Vec<Creation> {
    let mut found = Vec::new();
    let mut owner = None;
    let mut tokens = tokenise(text).into_iter().peekable();
    while let Some(Placed { token, line }) = tokens.next() {
        match token {
            Token::Comment(comment) => {
                if let Some(name) = comment.trim().strip_prefix("owner:") {
                    owner = Some(name.trim().to_owned());
                }
            }
            Token::Word(word) if word.eq_ignore_ascii_case("CREATE") => {
                let mut words = std::iter::from_fn(|| match &tokens.peek()?.token {
                    Token::Word(_) => match tokens.next()?.token {
                        Token::Word(word) => Some(word),
                        _ => None,
                    },
                    _ => None,
                });
                let kind = words.by_ref().find(|word| !is_one_of(word, CREATE_MODIFIERS));
                if kind.is_some_and(|kind| is_one_of(&kind, &["TABLE", "VIEW"])) {
                    let name = words.find(|word| !is_one_of(word, &["IF", "NOT", "EXISTS"]));
                    found.extend(name.map(|name| Creation {
                        table: lower(&name),
                        owner: owner.clone(),
                        line,
                    }));
                }
            }
            _ => {}
        }
    }
    found
}

/// The tables that a statement reads or writes, names of its own `WITH` clauses excepted.
pub fn used(text: &str) -> Vec<Use> {
    let tokens: Vec<Placed> =
        tokenise(text).into_iter().filter(|placed| !matches!(placed.token, Token::Comment(_))).collect();
    let with = with_names(&tokens);
    let mut found = Scan::default().run(&tokens);
    found.retain(|used| !with.contains(&used.table));
    found
}

/// Where the scan stands inside one pair of parentheses.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// The next word is a table.
    expect: bool,
    /// A comma is followed by another table.
    in_from: bool,
    /// `FROM` separates arguments here.
    arguments: bool,
}

#[derive(Default)]
struct Scan {
    level: Level,
    outer: Vec<Level>,
    found: Vec<Use>,
}

impl Scan {
    fn run(mut self, tokens: &[Placed]) -> Vec<Use> {
        let mut previous: Option<&Token> = None;
        for (index, placed) in tokens.iter().enumerate() {
            match &placed.token {
                Token::Sign(sign) => self.sign(*sign, previous),
                Token::Word(word) => {
                    let next = tokens.get(index + 1).map(|placed| &placed.token);
                    self.word(word, placed.line, previous, next);
                }
                Token::Comment(_) => {}
            }
            previous = Some(&placed.token);
        }
        self.found
    }

    fn sign(&mut self, sign: char, previous: Option<&Token>) {
        match sign {
            '(' => {
                let inner = Level {
                    expect: self.level.expect,
                    in_from: self.level.expect,
                    arguments: previous.is_some_and(|token| is_word(token, FROM_FUNCTIONS)),
                };
                self.level.expect = false;
                self.outer.push(std::mem::replace(&mut self.level, inner));
            }
            ')' => self.level = self.outer.pop().unwrap_or_default(),
            ',' => self.level.expect = self.level.in_from,
            ';' => *self = Self { found: std::mem::take(&mut self.found), ..Self::default() },
            _ => {}
        }
    }

    fn word(&mut self, word: &str, line: usize, previous: Option<&Token>, next: Option<&Token>) {
        let after = |words: &[&str]| previous.is_some_and(|token| is_word(token, words));
        if is_one_of(word, &["FROM", "JOIN"]) {
            if !self.level.arguments && !after(&["DISTINCT"]) {
                self.level = Level { expect: true, in_from: true, ..self.level };
            }
        } else if is_one_of(word, &["INTO", "UPDATE"]) {
            let lock_or_conflict = after(&["FOR", "DO", "ON", "KEY"]);
            self.level = Level { expect: !lock_or_conflict, in_from: false, ..self.level };
        } else if is_one_of(word, AFTER_FROM) || is_one_of(word, INSTEAD_OF_TABLE) {
            self.level = Level { expect: false, in_from: false, ..self.level };
        } else if self.level.expect && !is_one_of(word, &["ONLY", "LATERAL", "OR"]) {
            self.level.expect = false;
            // In a FROM clause a name before a parenthesis is a function: `FROM json_each($1)`.
            let function = self.level.in_from && next == Some(&Token::Sign('('));
            if !function {
                self.found.push(Use { table: lower(word), line });
            }
        }
    }
}

/// Names defined by `WITH name AS (`, `, name (columns) AS MATERIALIZED (` and the like.
fn with_names(tokens: &[Placed]) -> Vec<String> {
    let mut names = Vec::new();
    for (index, window) in tokens.windows(2).enumerate() {
        let [before, Placed { token: Token::Word(name), .. }] = window else { continue };
        let introduced = before.token == Token::Sign(',') || is_word(&before.token, &["WITH", "RECURSIVE"]);
        if introduced && defines(tokens.get(index + 2..).unwrap_or_default()) {
            names.push(lower(name));
        }
    }
    names
}

/// Whether `rest` is `[(columns)] AS [NOT] [MATERIALIZED] (`.
fn defines(rest: &[Placed]) -> bool {
    let mut rest = rest.iter().map(|placed| &placed.token).peekable();
    if rest.next_if_eq(&&Token::Sign('(')).is_some() {
        rest.by_ref().find(|token| **token == Token::Sign(')'));
    }
    if !rest.next().is_some_and(|token| is_word(token, &["AS"])) {
        return false;
    }
    rest.find(|token| !is_word(token, &["NOT", "MATERIALIZED"])) == Some(&Token::Sign('('))
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|candidate| word.eq_ignore_ascii_case(candidate))
}

fn is_word(token: &Token, words: &[&str]) -> bool {
    matches!(token, Token::Word(word) if is_one_of(word, words))
}

/// Names fold to lower case; `schema.table` is its table.
fn lower(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase()
}

fn tokenise(text: &str) -> Vec<Placed> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let line = text.len().checked_sub(rest.len()).and_then(|at| text.get(..at)).unwrap_or_default();
        let line = line.matches('\n').count() + 1;
        let (token, length) = next_token(rest, first);
        tokens.extend(token.map(|token| Placed { token, line }));
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// The token at the start of `rest`, if it is one, and the number of bytes it takes.
fn next_token(rest: &str, first: char) -> (Option<Token>, usize) {
    let until = |end: &str, from: usize| {
        rest.get(from..).and_then(|tail| tail.find(end)).map_or(rest.len(), |at| from + at + end.len())
    };
    let slice = |from: usize, to: usize| rest.get(from..to).unwrap_or_default().to_owned();
    if rest.starts_with("--") {
        let end = rest.find('\n').unwrap_or(rest.len());
        (Some(Token::Comment(slice(2, end))), end)
    } else if rest.starts_with("/*") {
        (None, until("*/", 2))
    } else if first == '\'' {
        (None, until("'", 1))
    } else if first == '"' {
        let end = until("\"", 1);
        (Some(Token::Word(slice(1, end.saturating_sub(1)))), end)
    } else if is_name(first) {
        let end = rest.find(|sign: char| !is_name(sign) && sign != '.').unwrap_or(rest.len());
        (Some(Token::Word(slice(0, end))), end)
    } else {
        (Some(Token::Sign(first)).filter(|_| !first.is_whitespace()), first.len_utf8())
    }
}

fn is_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '$')
}

#[cfg(test)]
mod tests;
