//! Each table has one owner, and only its owner's `sql.rs` names it.

use std::collections::BTreeMap;

use crate::breach::Breach;
use crate::plan;
use crate::sql_text::{self, Creation};
use crate::tidy::sql;
use crate::tree::{Source, Tree};

/// Owner of each table of one end.
type Owners = BTreeMap<String, String>;

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for end in plan::ENDS {
        let owners = owners(tree, end, &mut breaches);
        for source in tree.sources.iter().filter(|source| source.package == end && sql::is_sql_file(source)) {
            breaches.extend(check_statements(source, &owners));
        }
    }
    breaches
}

/// Reads the owners from the migrations of an end.
fn owners(tree: &Tree, end: &str, breaches: &mut Vec<Breach>) -> Owners {
    let folder = format!("crates/{end}/migrations/");
    let mut owners = Owners::new();
    for path in tree.files.keys().filter(|path| path.starts_with(&folder) && path.ends_with(".sql")) {
        for creation in sql_text::created(tree.text(path).unwrap_or_default()) {
            match owner_of(end, &creation, &owners) {
                Ok(owner) => _ = owners.insert(creation.table, owner),
                Err((rule, cure)) => breaches.push(Breach::new(path, creation.line, rule, cure)),
            }
        }
    }
    owners
}

fn owner_of(end: &str, creation: &Creation, owners: &Owners) -> Result<String, (String, String)> {
    let table = &creation.table;
    let Some(owner) = &creation.owner else {
        return Err((
            format!("Each table has an owner, and `{table}` has none."),
            "Write `-- owner: <capability>` on a line above its CREATE TABLE.".to_owned(),
        ));
    };
    if plan::row(end, owner).is_none() && owner != plan::NAMES_SQLX {
        let names: Vec<&str> = plan::rows(end).iter().map(|(name, _)| *name).collect();
        return Err((
            format!("The owner of a table is a capability of {end}, and `{owner}` is none."),
            format!(
                "Name one of {}, or {} for a table that only it names.",
                names.join(", "),
                plan::NAMES_SQLX
            ),
        ));
    }
    match owners.get(table) {
        Some(other) if other != owner => Err((
            format!("A table has one owner: `{table}` belongs to `{other}` and to `{owner}`."),
            "Keep the first owner, or create a table of another name.".to_owned(),
        )),
        _ => Ok(owner.clone()),
    }
}

fn check_statements(source: &Source, owners: &Owners) -> Vec<Breach> {
    let own = source.capability().unwrap_or_default();
    let mut breaches = Vec::new();
    for literal in source.facts.literals.iter().filter(|literal| !literal.test) {
        for used in sql_text::used(&literal.text) {
            let (rule, cure) = match owners.get(&used.table) {
                Some(owner) if owner == own => continue,
                Some(owner) => (
                    format!(
                        "`{own}` must not read or write table `{}`, which belongs to `{owner}`.",
                        used.table
                    ),
                    format!("Call a function of `{owner}` (its row permitting), or own a table of your own."),
                ),
                None => (
                    format!("No migration creates table `{}`.", used.table),
                    format!(
                        "Create it under `-- owner: {own}` in crates/{}/migrations, or mend the name.",
                        source.package
                    ),
                ),
            };
            breaches.push(Breach::new(&source.path, literal.line + used.line - 1, rule, cure));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    const MIGRATION: (&str, &str) = (
        "crates/ent/migrations/0001_start.sql",
        "-- owner: login\nCREATE TABLE session (a TEXT);\n-- owner: journal\nCREATE TABLE trace (a TEXT);\n",
    );

    #[test]
    fn a_statement_on_a_table_of_others_is_told() {
        let cases = [
            ("SELECT a FROM trace", "belongs to `journal`"),
            ("INSERT INTO trace (a) SELECT a FROM session", "belongs to `journal`"),
            ("SELECT a FROM session JOIN trace USING (a)", "belongs to `journal`"),
            ("DELETE FROM sesion", "No migration creates table `sesion`"),
        ];
        for (statement, expected) in cases {
            let text = format!("const ASK: Sql = Sql(\"{statement}\");");
            let found = check(&tree(&[MIGRATION, ("crates/ent/src/login/sql.rs", &text)]));
            assert_eq!(found.len(), 1, "{statement}: {found:?}");
            assert!(found[0].rule.contains(expected), "{statement}: {}", found[0].rule);
        }
    }

    #[test]
    fn the_tables_of_the_two_ends_are_apart() {
        let text = "const ASK: Sql = Sql(\"SELECT a FROM session\");";
        assert_eq!(check(&tree(&[MIGRATION, ("crates/pronote/src/access/sql.rs", text)])).len(), 1);
    }

    #[test]
    fn a_table_without_a_good_owner_is_told() {
        let cases = [
            ("CREATE TABLE a (b TEXT);", "`a` has none"),
            ("-- owner: nobody\nCREATE TABLE a (b TEXT);", "`nobody` is none"),
            ("-- owner: sso\nCREATE TABLE session (b TEXT);", "belongs to `login` and to `sso`"),
        ];
        for (text, expected) in cases {
            let found = check(&tree(&[MIGRATION, ("crates/ent/migrations/0002_more.sql", text)]));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].rule.contains(expected), "{}", found[0].rule);
        }
    }

    #[test]
    fn a_table_of_the_database_layer_is_named_by_no_capability() {
        let migration =
            ("crates/ent/migrations/0002_more.sql", "-- owner: db\nCREATE TABLE generation (a TEXT);");
        let text = "const ASK: Sql = Sql(\"SELECT a FROM generation\");";
        assert_eq!(check(&tree(&[migration, ("crates/db/src/generation.rs", text)])), []);
        let found = check(&tree(&[migration, ("crates/ent/src/login/sql.rs", text)]));
        assert!(found.len() == 1 && found[0].rule.contains("belongs to `db`"), "{found:?}");
    }

    #[test]
    fn an_owner_is_at_home() {
        let text = "const ASK: Sql = Sql(\n\"WITH old AS (SELECT a FROM session) DELETE FROM session WHERE a IN \
                    (SELECT a FROM old)\");\n#[cfg(test)] const OTHER: &str = \"SELECT a FROM trace\";";
        assert_eq!(check(&tree(&[MIGRATION, ("crates/ent/src/login/sql.rs", text)])), []);
    }
}
