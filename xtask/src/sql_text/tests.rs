use super::*;

fn tables(text: &str) -> Vec<String> {
    used(text).into_iter().map(|used| used.table).collect()
}

#[test]
fn tables_of_statements() {
    let cases: &[(&str, &[&str])] = &[
        ("SELECT a FROM account WHERE b = 'from other'", &["account"]),
        ("select a from Account as x, school s where x.a = s.a", &["account", "school"]),
        ("SELECT a FROM x JOIN y ON x.a = y.a LEFT JOIN z USING (a)", &["x", "y", "z"]),
        ("SELECT a FROM x JOIN y ON f(x.a, y.b), z", &["x", "y", "z"]),
        ("SELECT a FROM (SELECT b FROM inner_one WHERE c IN ($1, $2)) AS t, other", &["inner_one", "other"]),
        ("SELECT a, (SELECT max(b) FROM y), c FROM x", &["y", "x"]),
        ("INSERT INTO link (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b", &["link"]),
        ("INSERT INTO link (a) SELECT a FROM account", &["link", "account"]),
        ("UPDATE link SET a = $1 FROM account WHERE link.b = account.b RETURNING a, b", &["link", "account"]),
        ("DELETE FROM main.ticket WHERE id = $1 RETURNING service, issued_at", &["ticket"]),
        ("SELECT a FROM \"account\" FOR UPDATE", &["account"]),
        ("SELECT a FROM x WHERE a IS DISTINCT FROM b", &["x"]),
        ("SELECT EXTRACT(YEAR FROM born), b FROM person", &["person"]),
        ("SELECT value FROM json_each($1)", &[]),
        (
            "WITH recent AS (SELECT a FROM x), old (a) AS NOT MATERIALIZED (SELECT a FROM y) \
          SELECT recent.a FROM recent, old JOIN z ON true",
            &["x", "y", "z"],
        ),
        ("WITH RECURSIVE up AS (SELECT a FROM x UNION SELECT a FROM up) SELECT a FROM up", &["x"]),
        ("SELECT a FROM x -- FROM commented\n /* JOIN hidden */ WHERE a = 1", &["x"]),
        ("SELECT 1; DELETE FROM x", &["x"]),
    ];
    for (text, expected) in cases {
        assert_eq!(tables(text), *expected, "{text}");
    }
}

#[test]
fn a_use_has_its_line() {
    assert_eq!(used("SELECT a\nFROM x\nJOIN y")[1], Use { table: "y".to_owned(), line: 3 });
}

#[test]
fn creations_take_the_nearest_owner_above() {
    let text = "CREATE TABLE lost (a TEXT);\n-- owner: login\nCREATE TABLE IF NOT EXISTS Session (a TEXT);\n\
                CREATE INDEX session_a ON session (a);\n-- a remark\nCREATE UNLOGGED TABLE ticket (a TEXT);\n\
                -- owner: journal\nCREATE VIEW trace AS SELECT a FROM session;\n";
    let seen: Vec<_> = created(text)
        .into_iter()
        .map(|made| (made.table, made.owner.unwrap_or_default(), made.line))
        .collect();
    let expected =
        [("lost", "", 1), ("session", "login", 3), ("ticket", "login", 6), ("trace", "journal", 8)];
    assert_eq!(seen, expected.map(|(table, owner, line)| (table.to_owned(), owner.to_owned(), line)));
}
