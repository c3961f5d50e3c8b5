//! What only a server can do wrong, and what to do about it.

use db::{Db, DbError, Migration, Schema, Sql, Trouble, args};
use testkit::postgres::{self, Cluster};

const SCHEMA: Schema =
    &[Migration { version: 1, name: "boats", sql: "CREATE TABLE boat (name TEXT PRIMARY KEY)" }];
const ADD: Sql = Sql::new("INSERT INTO boat (name) VALUES ($1)");
const ALL: Sql = Sql::new("SELECT name FROM boat ORDER BY name");

db::row! { struct Boat { name: String => text } }

async fn names(db: &Db) -> Result<Vec<String>, DbError> {
    Ok(db.all::<Boat>(ALL, []).await?.into_iter().map(|boat| boat.name).collect())
}

/// What is wrong with an address, with the sentence that says where.
async fn trouble(address: &str) -> (Trouble, String) {
    let refused = Db::open(address, SCHEMA).await.unwrap_err();
    assert!(refused.advice().is_some());
    let shown = refused.to_string();
    match refused {
        DbError::Server { trouble, .. } => (trouble, shown),
        other => panic!("{address}: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_server_is_named() {
    let cluster = postgres::shared();
    cluster.run("CREATE ROLE strict");
    cluster.run("CREATE ROLE awa LOGIN PASSWORD 'quatre mots' IN ROLE strict");
    cluster.run("CREATE DATABASE owned OWNER awa");
    cluster.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    let port = cluster.port();
    let closed = testkit::socket("127.0.0.1").await.0;
    let closed = closed.local_addr().unwrap().port();
    for (address, expected) in [
        (format!("postgres://tester@127.0.0.1:{closed}/postgres"), Trouble::Unreachable),
        (format!("postgres://tester@nowhere.invalid:{port}/postgres"), Trouble::Unreachable),
        (format!("postgres://awa@127.0.0.1:{port}/postgres"), Trouble::NotAdmitted),
        (format!("postgres://awa:trois%20mots@127.0.0.1:{port}/postgres"), Trouble::NotAdmitted),
        (format!("postgres://nobody@127.0.0.1:{port}/postgres"), Trouble::NotAdmitted),
        (format!("postgres://tester@127.0.0.1:{port}/nothing"), Trouble::NoDatabase),
        (format!("postgres://awa:quatre%20mots@127.0.0.1:{port}/postgres"), Trouble::NotAllowed),
        (format!("postgres://awa:quatre%20mots@127.0.0.1:{port}/postgres?schema=boats"), Trouble::NotAllowed),
        (format!("postgres://tester@127.0.0.1:{port}/latin"), Trouble::Encoding),
        (format!("postgres://tester@127.0.0.1:{port}/postgres?sslmode=require"), Trouble::Tls),
    ] {
        let (found, shown) = trouble(&address).await;
        assert_eq!(found, expected, "{address}: {shown}");
        assert!(shown.contains("127.0.0.1:") || shown.contains("nowhere.invalid:"), "{shown}");
        assert!(!shown.contains("mots"), "{shown}");
    }
    let db = Db::open(&format!("postgres://awa:quatre%20mots@127.0.0.1:{port}/owned"), SCHEMA).await.unwrap();
    assert!(names(&db).await.unwrap().is_empty());
}

#[tokio::test]
async fn transactions_that_wait_leave_room_for_statements() {
    let db = Db::open(&postgres::shared().database(), SCHEMA).await.unwrap();
    let first = db.begin().await.unwrap();
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.begin().await.map(drop) })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    for boat in ["A", "B", "C"] {
        let added = tokio::time::timeout(std::time::Duration::from_secs(3), db.run(ADD, args![boat])).await;
        assert_eq!(added.expect("statements wait for transactions").unwrap(), 1);
    }
    assert_eq!(names(&db).await.unwrap(), ["A", "B", "C"]);
    drop(first);
    for transaction in waiting {
        transaction.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn schemas_of_one_database_are_apart() {
    let address = postgres::shared().database();
    let (ent, pronote) = (format!("{address}?schema=ent"), format!("{address}?schema=pronote"));
    assert!(Db::is_new(&ent).await.unwrap());
    let first = Db::open(&ent, SCHEMA).await.unwrap();
    assert!(!Db::is_new(&ent).await.unwrap());
    assert!(Db::is_new(&pronote).await.unwrap());
    let second = Db::open(&pronote, SCHEMA).await.unwrap();
    first.run(ADD, args!["A"]).await.unwrap();
    // The writer of one does not wait for the writer of the other.
    let mut held = first.begin().await.unwrap();
    held.run(ADD, args!["B"]).await.unwrap();
    let mut other = second.begin().await.unwrap();
    other.run(ADD, args!["A"]).await.unwrap();
    other.commit().await.unwrap();
    held.commit().await.unwrap();
    assert_eq!(names(&first).await.unwrap(), ["A", "B"]);
    assert_eq!(names(&second).await.unwrap(), ["A"]);
    assert!(Db::is_new(&address).await.unwrap(), "the schema public stays empty");
}

#[tokio::test]
async fn a_server_that_went_and_came_back_is_used_again() {
    let cluster = Cluster::start_durable();
    let db = Db::open(&cluster.database(), SCHEMA).await.unwrap();
    db.run(ADD, args!["A"]).await.unwrap();
    let mut open = db.begin().await.unwrap();
    open.run(ADD, args!["lost"]).await.unwrap();
    cluster.stop();
    let gone = open.commit().await;
    assert!(matches!(gone, Err(DbError::Gone(_))), "{gone:?}");
    let gone = names(&db).await;
    assert!(matches!(gone, Err(DbError::Gone(_))), "{gone:?}");
    cluster.resume();
    db.run(ADD, args!["B"]).await.unwrap();
    assert_eq!(names(&db).await.unwrap(), ["A", "B"]);
    // A crash loses nothing that was committed.
    cluster.crash();
    assert!(matches!(names(&db).await, Err(DbError::Gone(_))));
    cluster.resume();
    assert_eq!(names(&db).await.unwrap(), ["A", "B"]);
}
