//! Lines that wait: in order, complete, and in a bounded number.

use std::time::{Duration, Instant};

use db::{Db, Sql, args};
use testkit::Scratch;

use super::*;

db::row! { struct Written { detail: String => text } }

const LINES: Sql = Sql::new("SELECT detail FROM journal ORDER BY at");
const AWAY: Sql = Sql::new("ALTER TABLE journal RENAME TO away");
const BACK: Sql = Sql::new("ALTER TABLE away RENAME TO journal");

const STATEMENTS: Statements = crate::journal::WRITTEN;

fn line(number: i64) -> Row {
    let none = None::<&str>;
    args![format!("line-{number}"), number, "ticket-issued", none, none, none, number.to_string()].to_vec()
}

async fn written(db: &Db) -> Vec<i64> {
    let rows: Vec<Written> = db.all(LINES, []).await.unwrap();
    rows.into_iter().map(|row| row.detail.parse().unwrap()).collect()
}

async fn database(scratch: &Scratch) -> Db {
    Db::open(&scratch.database("journal"), crate::SCHEMA).await.unwrap()
}

#[tokio::test]
async fn lines_are_written_in_order_and_all_of_them_when_the_writer_closes() {
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    let writer = Writer::start(db.clone(), STATEMENTS);
    // More than a batch, and no multiple of what one statement takes.
    for number in 0..1234 {
        writer.add(line(number)).await.unwrap();
    }
    writer.close().await;
    assert_eq!(written(&db).await, (0..1234).collect::<Vec<_>>());
    assert!(writer.add(line(1234)).await.is_err(), "a closed journal takes nothing that it would lose");
    writer.close().await;
}

#[tokio::test]
async fn a_flush_waits_for_what_was_added_before() {
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    let writer = Writer::start(db.clone(), STATEMENTS);
    for number in 0..40 {
        writer.add(line(number)).await.unwrap();
        writer.flush().await;
        assert_eq!(written(&db).await.len() as i64, number + 1);
    }
}

#[tokio::test]
async fn a_single_line_does_not_wait_for_company_for_long() {
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    let writer = Writer::start(db.clone(), STATEMENTS);
    writer.add(line(1)).await.unwrap();
    let added = Instant::now();
    while written(&db).await.is_empty() {
        assert!(added.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn while_the_database_is_gone_lines_wait_and_beyond_the_queue_their_authors_do() {
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    db.run(AWAY, []).await.unwrap();
    let writer = std::sync::Arc::new(Writer::with_room(db.clone(), STATEMENTS, 10));
    writer.add(line(0)).await.unwrap();
    // The task has taken the first line and tries in vain.
    tokio::time::sleep(LINGER * 2).await;
    for number in 1..=10 {
        writer.add(line(number)).await.unwrap();
    }
    let late = {
        let writer = std::sync::Arc::clone(&writer);
        tokio::spawn(async move { writer.add(line(11)).await })
    };
    tokio::time::sleep(LINGER).await;
    assert!(!late.is_finished(), "the eleventh waits for room");
    db.run(BACK, []).await.unwrap();
    late.await.unwrap().unwrap();
    writer.flush().await;
    assert_eq!(written(&db).await, (0..=11).collect::<Vec<_>>(), "nothing was lost, and the order is kept");
}

#[tokio::test]
async fn when_nothing_more_fits_the_author_is_told_in_the_end() {
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    db.run(AWAY, []).await.unwrap();
    let writer = Writer::with_room(db.clone(), STATEMENTS, 1);
    writer.add(line(0)).await.unwrap();
    tokio::time::sleep(LINGER * 2).await;
    writer.add(line(1)).await.unwrap();
    assert!(writer.add(line(2)).await.is_err());
    // Closing gives up too, rather than holding up the end of the program.
    let closing = Instant::now();
    writer.close().await;
    assert!(closing.elapsed() < LAST_WORDS * 2);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    lines_are_written_in_order_and_all_of_them_when_the_writer_closes,
    a_flush_waits_for_what_was_added_before,
    while_the_database_is_gone_lines_wait_and_beyond_the_queue_their_authors_do,
];
