//! What every engine must do, whatever the capability. Each engine runs the same suite.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use db::{Db, DbError, Migration, Schema, Sql, args};

const SCHEMA: Schema = &[
    Migration {
        version: 1,
        name: "boats",
        sql: "CREATE TABLE boat (name TEXT PRIMARY KEY, seats BIGINT NOT NULL, afloat BIGINT NOT NULL, port TEXT)",
    },
    Migration {
        version: 2,
        name: "crews",
        sql: "CREATE TABLE crew (boat TEXT NOT NULL REFERENCES boat (name) ON DELETE CASCADE, sailor TEXT NOT NULL);
              CREATE INDEX crew_by_boat ON crew (boat);",
    },
];

const PUT: Sql = Sql::new(
    "INSERT INTO boat (name, seats, afloat, port) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE SET seats = excluded.seats",
);
const ADD: Sql = Sql::new("INSERT INTO boat (name, seats, afloat, port) VALUES ($1, $2, $3, $4)");
const ENROL: Sql = Sql::new("INSERT INTO crew (boat, sailor) VALUES ($1, $2)");
const LIST: Sql = Sql::new("SELECT name, seats, afloat, port FROM boat ORDER BY name");
const TAKE: Sql = Sql::new("DELETE FROM boat WHERE name = $1 RETURNING name, seats, afloat, port");
const WRONG: Sql = Sql::new("SELECT nothing FROM boat");
const GAP: Sql = Sql::new("SELECT name FROM boat WHERE name = $2");

db::row! {
    struct Boat {
        name: String => text,
        seats: i64 => int,
        afloat: bool => flag,
        port: Option<String> => text_opt,
    }
}

struct Fixture {
    db: Db,
    folder: tempfile::TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&address(&folder), SCHEMA).await.unwrap();
        Self { db, folder }
    }

    async fn names(&self) -> Vec<String> {
        self.db.all::<Boat>(LIST, []).await.unwrap().into_iter().map(|b| b.name).collect()
    }
}

fn address(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("boats.db").display())
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    let f = Fixture::new().await;
    f.db.run(PUT, args!["L'Étoile", 4_i64, true, None::<&str>]).await.unwrap();
    f.db.run(PUT, args!["L'Étoile", 6_i64, true, Some("Sète")]).await.unwrap();
    let boats = f.db.all::<Boat>(LIST, []).await.unwrap();
    assert_eq!(boats.len(), 1);
    let boat = &boats[0];
    assert_eq!((boat.name.as_str(), boat.seats, boat.afloat, &boat.port), ("L'Étoile", 6, true, &None));
}

#[tokio::test]
async fn a_transaction_is_whole_or_absent() {
    let f = Fixture::new().await;
    let mut tx = f.db.begin().await.unwrap();
    tx.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    drop(tx);
    assert!(f.names().await.is_empty());
    let mut tx = f.db.begin().await.unwrap();
    tx.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(f.names().await, ["A"]);
}

#[tokio::test]
async fn a_row_is_taken_by_one_of_many() {
    let f = Fixture::new().await;
    f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    let takers: Vec<_> = (0..20)
        .map(|_| {
            let db = f.db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let taken = tx.optional::<Boat>(TAKE, args!["A"]).await.unwrap();
                tx.commit().await.unwrap();
                taken.is_some()
            })
        })
        .collect();
    let mut winners = 0;
    for taker in takers {
        winners += usize::from(taker.await.unwrap());
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn contradictions_are_told_from_failures() {
    let f = Fixture::new().await;
    f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    let twice = f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await;
    assert!(matches!(twice, Err(DbError::Constraint(_))), "{twice:?}");
    let nowhere = f.db.run(ENROL, args!["B", "Awa"]).await;
    assert!(matches!(nowhere, Err(DbError::Constraint(_))), "{nowhere:?}");
}

#[tokio::test]
async fn bad_arguments_are_refused_before_the_engine_sees_them() {
    let f = Fixture::new().await;
    let few = f.db.run(ADD, args!["A"]).await;
    assert!(matches!(few, Err(DbError::Arity { expected: 4, given: 1, .. })), "{few:?}");
    let nul = f.db.run(ADD, args!["A\0", 1_i64, false, None::<&str>]).await;
    assert!(matches!(nul, Err(DbError::Nul)), "{nul:?}");
}

#[tokio::test]
async fn stored_values_that_contradict_the_type_are_named() {
    db::row! { struct Wrong { name: i32 => text, afloat: bool => flag } }
    let f = Fixture::new().await;
    f.db.run(ADD, args!["A", 1_i64, 7_i64, None::<&str>]).await.unwrap();
    let text = f.db.all::<Wrong>(LIST, []).await;
    assert!(matches!(text, Err(DbError::Stored { column: "name", .. })), "{text:?}");
    let flag = f.db.all::<Boat>(LIST, []).await;
    assert!(matches!(flag, Err(DbError::Stored { column: "afloat", .. })), "{flag:?}");
}

#[tokio::test]
async fn every_statement_can_be_checked() {
    let f = Fixture::new().await;
    assert!(f.db.check(&[PUT, ADD, ENROL, LIST, TAKE]).await.unwrap().is_empty());
    let problems = f.db.check(&[WRONG, GAP]).await.unwrap();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("nothing"));
}

#[tokio::test]
async fn a_database_keeps_its_data_and_runs_new_migrations_once() {
    let folder = tempfile::tempdir().unwrap();
    let before = Db::open(&address(&folder), &SCHEMA[..1]).await.unwrap();
    before.run(ADD, args!["A", 1_i64, true, None::<&str>]).await.unwrap();
    before.close().await;
    for _ in 0..2 {
        let after = Db::open(&address(&folder), SCHEMA).await.unwrap();
        let f = Fixture { db: after, folder: tempfile::tempdir().unwrap() };
        assert_eq!(f.names().await, ["A"]);
        f.db.close().await;
    }
    // A migration that was changed after it ran is refused: the file and the program would disagree.
    const CHANGED: Schema = &[Migration { version: 1, name: "boats", sql: "CREATE TABLE boat (name TEXT)" }];
    assert!(matches!(Db::open(&address(&folder), CHANGED).await, Err(DbError::Migration(_))));
}

#[tokio::test]
async fn readers_cannot_write() {
    let f = Fixture::new().await;
    const SNEAKY: Sql =
        Sql::new("INSERT INTO boat VALUES ('x', 1, 1, NULL) RETURNING name, seats, afloat, port");
    assert!(f.db.all::<Boat>(SNEAKY, []).await.is_err());
    assert!(f.names().await.is_empty());
    assert!(f.folder.path().join("boats.db").exists());
}

#[tokio::test]
async fn an_unknown_address_is_said() {
    for address in ["", "sqlite:", "mysql://x", "boats.db"] {
        assert!(matches!(Db::open(address, SCHEMA).await, Err(DbError::UnknownAddress)), "{address}");
    }
    assert!(matches!(Db::open("sqlite:/nowhere/at/all/x.db", SCHEMA).await, Err(DbError::Open(_))));
}
