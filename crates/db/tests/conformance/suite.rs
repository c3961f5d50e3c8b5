//! What every engine must do, whatever the capability. Each engine runs the same suite.

use db::{Db, DbError, Migration, Schema, Sql, args};

use crate::place::{Engine, Place};

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
    /// Holds the file.
    _place: Place,
}

impl Fixture {
    async fn new(engine: Engine) -> Self {
        let place = Place::new(engine);
        let db = Db::open(&place.address, SCHEMA).await.unwrap();
        Self { db, _place: place }
    }

    async fn names(&self) -> Vec<String> {
        names(&self.db).await
    }
}

async fn names(db: &Db) -> Vec<String> {
    db.all::<Boat>(LIST, []).await.unwrap().into_iter().map(|b| b.name).collect()
}

pub(crate) async fn what_is_written_is_read_back(engine: Engine) {
    let f = Fixture::new(engine).await;
    f.db.run(PUT, args!["L'Étoile", 4_i64, true, None::<&str>]).await.unwrap();
    f.db.run(PUT, args!["L'Étoile", 6_i64, true, Some("Sète")]).await.unwrap();
    let boats = f.db.all::<Boat>(LIST, []).await.unwrap();
    assert_eq!(boats.len(), 1);
    let boat = &boats[0];
    assert_eq!((boat.name.as_str(), boat.seats, boat.afloat, &boat.port), ("L'Étoile", 6, true, &None));
}

pub(crate) async fn a_transaction_is_whole_or_absent(engine: Engine) {
    let f = Fixture::new(engine).await;
    let mut tx = f.db.begin().await.unwrap();
    tx.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    drop(tx);
    assert!(f.names().await.is_empty());
    let mut tx = f.db.begin().await.unwrap();
    tx.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(f.names().await, ["A"]);
}

pub(crate) async fn a_row_is_taken_by_one_of_many(engine: Engine) {
    let f = Fixture::new(engine).await;
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

pub(crate) async fn contradictions_are_told_from_failures(engine: Engine) {
    let f = Fixture::new(engine).await;
    f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    let twice = f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await;
    assert!(matches!(twice, Err(DbError::Constraint(_))), "{twice:?}");
    let nowhere = f.db.run(ENROL, args!["B", "Awa"]).await;
    assert!(matches!(nowhere, Err(DbError::Constraint(_))), "{nowhere:?}");
}

pub(crate) async fn bad_arguments_are_refused_before_the_engine_sees_them(engine: Engine) {
    let f = Fixture::new(engine).await;
    let few = f.db.run(ADD, args!["A"]).await;
    assert!(matches!(few, Err(DbError::Arity { expected: 4, given: 1, .. })), "{few:?}");
    let nul = f.db.run(ADD, args!["A\0", 1_i64, false, None::<&str>]).await;
    assert!(matches!(nul, Err(DbError::Nul)), "{nul:?}");
}

pub(crate) async fn stored_values_that_contradict_the_type_are_named(engine: Engine) {
    db::row! { struct Wrong { name: i32 => text, afloat: bool => flag } }
    let f = Fixture::new(engine).await;
    f.db.run(ADD, args!["A", 1_i64, 7_i64, None::<&str>]).await.unwrap();
    let text = f.db.all::<Wrong>(LIST, []).await;
    assert!(matches!(text, Err(DbError::Stored { column: "name", .. })), "{text:?}");
    let flag = f.db.all::<Boat>(LIST, []).await;
    assert!(matches!(flag, Err(DbError::Stored { column: "afloat", .. })), "{flag:?}");
}

pub(crate) async fn every_statement_can_be_checked(engine: Engine) {
    let f = Fixture::new(engine).await;
    assert!(f.db.check(&[PUT, ADD, ENROL, LIST, TAKE]).await.unwrap().is_empty());
    let problems = f.db.check(&[WRONG, GAP]).await.unwrap();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("nothing"));
}

pub(crate) async fn a_database_keeps_its_data_and_runs_new_migrations_once(engine: Engine) {
    let place = Place::new(engine);
    assert!(Db::is_new(&place.address).await.unwrap());
    let before = Db::open(&place.address, &SCHEMA[..1]).await.unwrap();
    assert!(!Db::is_new(&place.address).await.unwrap());
    before.run(ADD, args!["A", 1_i64, true, None::<&str>]).await.unwrap();
    before.close().await;
    for _ in 0..2 {
        let after = Db::open(&place.address, SCHEMA).await.unwrap();
        assert_eq!(names(&after).await, ["A"]);
        after.close().await;
    }
    // A migration that was changed after it ran is refused: the database and the program would disagree.
    const CHANGED: Schema = &[Migration { version: 1, name: "boats", sql: "CREATE TABLE boat (name TEXT)" }];
    assert!(matches!(Db::open(&place.address, CHANGED).await, Err(DbError::Migration(_))));
}

pub(crate) async fn a_refused_statement_ends_its_transaction(engine: Engine) {
    let f = Fixture::new(engine).await;
    f.db.run(ADD, args!["A", 1_i64, false, None::<&str>]).await.unwrap();
    let mut tx = f.db.begin().await.unwrap();
    tx.run(ADD, args!["B", 1_i64, false, None::<&str>]).await.unwrap();
    let twice = tx.run(ADD, args!["A", 1_i64, false, None::<&str>]).await;
    assert!(matches!(twice, Err(DbError::Constraint(_))), "{twice:?}");
    let later = tx.all::<Boat>(LIST, []).await;
    assert!(matches!(later, Err(DbError::Aborted)), "{later:?}");
    assert!(matches!(tx.commit().await, Err(DbError::Aborted)));
    assert_eq!(f.names().await, ["A"]);
    // A mistake that never reached the engine ends nothing.
    let mut tx = f.db.begin().await.unwrap();
    assert!(matches!(tx.run(ADD, args!["C"]).await, Err(DbError::Arity { .. })));
    tx.run(ADD, args!["C", 1_i64, false, None::<&str>]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(f.names().await, ["A", "C"]);
}

pub(crate) async fn what_a_transaction_reads_stays_true_until_it_ends(engine: Engine) {
    const SEATS: Sql = Sql::new("UPDATE boat SET seats = $2 WHERE name = $1");
    let f = Fixture::new(engine).await;
    f.db.run(ADD, args!["A", 0_i64, false, None::<&str>]).await.unwrap();
    let sailors: Vec<_> = (0..20)
        .map(|_| {
            let db = f.db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let seats = tx.all::<Boat>(LIST, []).await.unwrap()[0].seats;
                tokio::task::yield_now().await;
                tx.run(SEATS, args!["A", seats + 1]).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for sailor in sailors {
        sailor.await.unwrap();
    }
    assert_eq!(f.db.all::<Boat>(LIST, []).await.unwrap()[0].seats, 20);
}

pub(crate) async fn a_missing_value_keeps_its_type(engine: Engine) {
    const MOORED: Sql = Sql::new(
        "SELECT name, seats, afloat, port FROM boat
         WHERE (CAST($1 AS TEXT) IS NULL OR port = $1) AND (CAST($2 AS BIGINT) IS NULL OR seats > $2)",
    );
    let f = Fixture::new(engine).await;
    f.db.run(ADD, args!["A", 1_i64, false, Some("Sète")]).await.unwrap();
    for (port, seats, found) in [
        (None, None, 1),
        (Some("Sète"), None, 1),
        (Some("Brest"), None, 0),
        (None, Some(0_i64), 1),
        (None, Some(1), 0),
    ] {
        let boats = f.db.all::<Boat>(MOORED, args![port, seats]).await.unwrap();
        assert_eq!(boats.len(), found, "{port:?} {seats:?}");
    }
}

pub(crate) async fn a_table_may_be_unlogged(engine: Engine) {
    const TICKETS: Schema = &[Migration {
        version: 1,
        name: "tickets",
        sql: "CREATE /* UNLOGGED */ TABLE ticket (name TEXT PRIMARY KEY)",
    }];
    const PUT: Sql = Sql::new("INSERT INTO ticket (name) VALUES ($1)");
    let place = Place::new(engine);
    for name in ["A", "B"] {
        // Twice: the checksum is that of the text as written.
        let db = Db::open(&place.address, TICKETS).await.unwrap();
        db.run(PUT, args![name]).await.unwrap();
        db.close().await;
    }
    if engine == Engine::Postgres {
        let kind = "SELECT relpersistence FROM pg_class WHERE relname = 'ticket'";
        assert_eq!(testkit::postgres::shared().run(kind), "u");
    }
}

pub(crate) async fn two_nodes_start_at_once(engine: Engine) {
    let place = Place::new(engine);
    let nodes = [(); 4].map(|()| {
        let address = place.address.clone();
        tokio::spawn(async move { Db::open(&address, SCHEMA).await })
    });
    for node in nodes {
        assert!(names(&node.await.unwrap().unwrap()).await.is_empty());
    }
}
