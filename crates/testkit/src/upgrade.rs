//! Databases of former versions: each must keep opening with its rows whole.

use db::{Db, Schema, Sql};

db::row! { struct Table { name: String => text } }
db::row! { struct Count { rows: i64 => int } }

const TABLES: Sql = Sql::new(
    "SELECT name FROM sqlite_master
     WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx_%' ORDER BY name",
);

/// A statement of a test; it lives as long as the program, as all statements do.
fn sql(text: &str) -> Sql {
    Sql::new(Box::leak(text.to_owned().into_boxed_str()))
}

/// Makes the database at `address` as the first version of `schema` made it and puts `rows` into it (statements
/// between semicolons at line ends), then brings it up to date one version after the other. After each version every
/// row of every first table must still be there.
///
/// # Panics
/// When a table of the first version has no row, a version cannot be reached, or a row is lost.
pub async fn from_the_first_version(address: &str, schema: Schema, rows: &str) {
    let db = Db::open(address, schema.get(..1).unwrap()).await.unwrap();
    for statement in rows.split(";\n").map(str::trim).filter(|text| !text.is_empty()) {
        let added = db.run(sql(statement), []).await;
        assert!(added.is_ok(), "{statement}: {added:?}");
    }
    let mut before = Vec::new();
    for table in db.all::<Table>(TABLES, []).await.unwrap() {
        let count = count(&db, &table.name).await;
        assert!(count > 0, "the fixture puts nothing into {}", table.name);
        before.push((table.name, count));
    }
    db.close().await;
    assert!(!before.is_empty());
    for (number, version) in schema.iter().enumerate() {
        let db = Db::open(address, schema.get(..=number).unwrap()).await.unwrap();
        for (table, expected) in &before {
            assert_eq!(count(&db, table).await, *expected, "{table} after {}", version.name);
        }
        db.close().await;
    }
}

async fn count(db: &Db, table: &str) -> i64 {
    let found: Option<Count> =
        db.optional(sql(&format!("SELECT count(*) AS rows FROM {table}")), []).await.unwrap();
    found.unwrap().rows
}
