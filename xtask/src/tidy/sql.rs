//! SQL stands in `sql.rs` and in migrations only, and each statement is listed so that a test prepares it.

use crate::breach::Breach;
use crate::plan;
use crate::tree::{Source, Tree};

/// First words of a statement.
const STARTS: &[&[&str]] = &[
    &["SELECT"],
    &["INSERT", "INTO"],
    &["INSERT", "OR"],
    &["UPDATE"],
    &["DELETE", "FROM"],
    &["WITH"],
    &["CREATE", "TABLE"],
    &["CREATE", "INDEX"],
    &["CREATE", "UNIQUE", "INDEX"],
    &["ALTER", "TABLE"],
    &["DROP", "TABLE"],
    &["PRAGMA"],
];

pub fn check(tree: &Tree) -> Vec<Breach> {
    let judged = tree.sources.iter().filter(|source| {
        let package = source.package.as_str();
        package != plan::NAMES_SQLX && package != plan::KIT_OF_TESTS && !source.test
    });
    judged
        .flat_map(|source| if is_sql_file(source) { check_list(source) } else { check_absence(source) })
        .collect()
}

/// Whether a source is the `sql.rs` of a capability.
pub fn is_sql_file(source: &Source) -> bool {
    matches!(source.in_src.as_deref().and_then(|inner| inner.split_once('/')), Some((_, "sql.rs")))
        && plan::ENDS.contains(&source.package.as_str())
}

fn check_absence(source: &Source) -> Vec<Breach> {
    let literals = source.facts.literals.iter().filter(|literal| !literal.test && is_sql(&literal.text));
    literals
        .map(|literal| {
            Breach::new(
                &source.path,
                literal.line,
                "SQL stands only in the sql.rs of a capability and in migrations.",
                "Make it a `const NAME: Sql` of the owner's sql.rs, list it in STATEMENTS, and call it from there.",
            )
        })
        .collect()
}

fn check_list(source: &Source) -> Vec<Breach> {
    let facts = &source.facts;
    let unlisted = facts
        .statements
        .iter()
        .filter(|statement| !facts.listed.as_ref().is_some_and(|listed| listed.contains(&statement.name)));
    let unlisted = unlisted.map(|statement| {
        Breach::new(
            &source.path,
            statement.line,
            format!("Each statement is listed in STATEMENTS of its sql.rs, and `{}` is not.", statement.name),
            "Add it to `pub const STATEMENTS`: a test prepares all that is listed on every engine.",
        )
    });
    let loose =
        facts.literals.iter().filter(|literal| !literal.test && !literal.statement && is_sql(&literal.text));
    let loose = loose.map(|literal| {
        Breach::new(
            &source.path,
            literal.line,
            "A statement is a `const NAME: Sql`, so that it can be listed and prepared.",
            "Give this text a name of its own as a constant and list it in STATEMENTS.",
        )
    });
    unlisted.chain(loose).collect()
}

/// Whether a text begins as a statement does and goes on.
fn is_sql(text: &str) -> bool {
    STARTS.iter().any(|start| {
        let mut words = text.split_whitespace();
        start.iter().all(|expected| words.next() == Some(expected)) && words.next().is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    fn found(path: &str, text: &str) -> usize {
        check(&tree(&[(path, text)])).len()
    }

    #[test]
    fn texts_that_look_like_sql() {
        for text in [
            "SELECT a FROM b",
            "  SELECT\n a",
            "INSERT INTO a VALUES (1)",
            "UPDATE a SET b = 1",
            "DELETE FROM a",
            "CREATE TABLE a (b)",
            "WITH a AS (SELECT 1)",
        ] {
            assert!(is_sql(text), "{text}");
        }
        for text in ["Select a school", "SELECT", "DELETE /cas/ticket", "CREATED today", "INSERT COIN", ""] {
            assert!(!is_sql(text), "{text}");
        }
    }

    #[test]
    fn sql_elsewhere_is_told() {
        let text = "fn f() {\n run(\"SELECT a FROM b\"); }";
        for path in ["crates/ent/src/login/mod.rs", "crates/ent/src/lib.rs", "crates/passerelle/src/sql.rs"] {
            assert_eq!(found(path, text), 1, "{path}");
        }
        assert_eq!(found("crates/ent/src/login/mod.rs", "fn f() { run(format!(\"DELETE FROM {t}\")); }"), 1);
    }

    #[test]
    fn sql_in_its_place_is_not() {
        assert_eq!(found("crates/db/src/lib.rs", "fn f() { run(\"SELECT a FROM b\"); }"), 0);
        assert_eq!(found("crates/ent/src/login/mod.rs", "#[test] fn f() { run(\"SELECT a FROM b\"); }"), 0);
        assert_eq!(found("crates/ent/src/login/tests.rs", "fn f() { run(\"SELECT a FROM b\"); }"), 0);
    }

    #[test]
    fn a_statement_that_is_not_listed_is_told() {
        let path = "crates/ent/src/login/sql.rs";
        let two = "const A: Sql = Sql(\"SELECT 1\"); const B: Sql = Sql(\"SELECT 2\");";
        assert_eq!(found(path, two), 2);
        assert_eq!(found(path, &format!("{two} pub const STATEMENTS: &[&Sql] = &[&A];")), 1);
        assert_eq!(found(path, &format!("{two} pub const STATEMENTS: &[Sql] = &[A, B];")), 0);
        assert_eq!(found(path, "fn f() { run(Sql(\"SELECT 1\")) }"), 1);
    }
}
