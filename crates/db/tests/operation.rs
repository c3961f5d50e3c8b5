//! What the person who runs a database meets: copies while others write, and causes that can be mended.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::path::{Path, PathBuf};

use db::{Cause, Db, DbError, Migration, Schema, Sql, args, backup};

const SCHEMA: Schema = &[
    Migration {
        version: 1,
        name: "boats",
        sql: "CREATE TABLE boat (name TEXT PRIMARY KEY, cargo TEXT NOT NULL)",
    },
    Migration { version: 2, name: "ports", sql: "CREATE TABLE port (name TEXT PRIMARY KEY)" },
];
const OTHER: Schema =
    &[Migration { version: 1, name: "trains", sql: "CREATE TABLE train (name TEXT PRIMARY KEY)" }];

const ADD: Sql = Sql::new("INSERT INTO boat (name, cargo) VALUES ($1, $2)");
const LIST: Sql = Sql::new("SELECT name FROM boat ORDER BY name");
const NO_ROOM: Sql = Sql::new("PRAGMA max_page_count = 1");

db::row! { struct Boat { name: String => text } }

fn address(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

async fn names(path: &Path) -> Vec<String> {
    let db = Db::open(&address(path), SCHEMA).await.unwrap();
    let names = db.all::<Boat>(LIST, []).await.unwrap().into_iter().map(|boat| boat.name).collect();
    db.close().await;
    names
}

fn empty(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, "").unwrap();
    path
}

#[tokio::test]
async fn a_copy_made_while_others_write_is_whole_and_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("boats.db");
    let db = Db::open(&address(&source), SCHEMA).await.unwrap();
    let writer = {
        let db = db.clone();
        tokio::spawn(async move {
            for number in 0..400 {
                db.run(ADD, args![format!("{number:04}"), "x".repeat(2000)]).await.unwrap();
            }
        })
    };
    let mut copies = Vec::new();
    while !writer.is_finished() {
        let copy = empty(&folder, &format!("copy{}.db", copies.len()));
        backup::copy(&source, &copy).await.unwrap();
        copies.push(copy);
    }
    writer.await.unwrap();
    assert!(copies.len() > 1, "copies were made during the writes");
    for copy in copies {
        let found = names(&copy).await;
        let expected: Vec<String> = (0..found.len()).map(|number| format!("{number:04}")).collect();
        assert_eq!(found, expected, "what was written first is there, without a gap");
    }
    assert_eq!(names(&source).await.len(), 400);
    db.close().await;
}

#[tokio::test]
async fn a_database_is_gathered_only_when_nobody_has_it_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("boats.db");
    let db = Db::open(&address(&path), SCHEMA).await.unwrap();
    db.run(ADD, args!["Argo", "gold"]).await.unwrap();
    assert_eq!(backup::gather(&path).await.unwrap_err().cause(), Cause::Locked);
    db.close().await;
    backup::gather(&path).await.unwrap();
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "one file, no log beside it");
    assert_eq!(names(&path).await, ["Argo"]);
}

#[tokio::test]
async fn a_damaged_copy_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("boats.db");
    let db = Db::open(&address(&path), SCHEMA).await.unwrap();
    for number in 0..50 {
        db.run(ADD, args![format!("{number}"), "x".repeat(2000)]).await.unwrap();
    }
    db.close().await;
    backup::gather(&path).await.unwrap();
    backup::check(&path).await.unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(backup::check(&path).await.unwrap_err().cause(), Cause::Damaged);
}

#[tokio::test]
async fn what_can_be_mended_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known.db");
    Db::open(&address(&known), SCHEMA).await.unwrap().close().await;
    let text = folder.path().join("text.db");
    std::fs::write(&text, "this is no database, and long enough to have a header".repeat(40)).unwrap();
    let cause = async |address: &str, schema| match Db::open(address, schema).await {
        Ok(_) => None,
        Err(error) => Some(error.cause()),
    };
    for (address, schema, expected) in [
        ("mysql:x".to_owned(), SCHEMA, Cause::UnknownAddress),
        (address(&text), SCHEMA, Cause::Damaged),
        (address(&folder.path().join("nowhere/boats.db")), SCHEMA, Cause::Unreachable),
        (address(folder.path()), SCHEMA, Cause::Unreachable),
        (address(&known), &SCHEMA[..1], Cause::Newer),
        // It has more steps than the other end, and its first one is another.
        (address(&known), OTHER, Cause::Foreign),
    ] {
        assert_eq!(cause(&address, schema).await, Some(expected), "{address}");
    }
    let first = folder.path().join("first.db");
    Db::open(&address(&first), &SCHEMA[..1]).await.unwrap().close().await;
    assert_eq!(cause(&address(&first), OTHER).await, Some(Cause::Foreign));
}

/// When there is no room, SQLite ends the transaction by itself. The one writer must not remain in a transaction that
/// does not exist: every later one would be refused until the program is started again.
#[tokio::test]
async fn the_writer_recovers_from_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&address(&folder.path().join("boats.db")), SCHEMA).await.unwrap();
    // It holds for the connection that writes, which is replaced by one without it.
    db.run(NO_ROOM, []).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let mut full: Option<DbError> = None;
    for number in 0..100 {
        if let Err(error) = tx.run(ADD, args![format!("{number}"), "x".repeat(40_000)]).await {
            full = Some(error);
            break;
        }
    }
    assert_eq!(full.as_ref().map(DbError::cause), Some(Cause::DiskFull), "{full:?}");
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    tx.run(ADD, args!["Argo", "x".repeat(40_000)]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    assert_eq!(names(&folder.path().join("boats.db")).await, ["Argo"]);
}
