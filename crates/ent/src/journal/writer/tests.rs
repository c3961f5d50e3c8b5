//! Lines that wait: in order, complete, and in a bounded number.

use std::time::{Duration, Instant};

use db::{Db, Sql, args};
use testkit::Scratch;

use super::*;

db::row! { struct Written { lines: String => text } }

const PAGES: Sql = Sql::new("SELECT lines FROM journal ORDER BY id");
const AWAY: Sql = Sql::new("ALTER TABLE journal RENAME TO away");
const BACK: Sql = Sql::new("ALTER TABLE away RENAME TO journal");

const STATEMENTS: Statements = crate::journal::WRITTEN;

fn line(number: i64) -> Row {
    args![format!("line-{number:05}"), format!("{number}\n")].to_vec()
}

async fn written(db: &Db) -> Vec<i64> {
    let pages: Vec<Written> = db.all(PAGES, []).await.unwrap();
    pages.iter().flat_map(|page| page.lines.lines()).map(|line| line.parse().unwrap()).collect()
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
    let last = BATCH as i64 + 345;
    for number in 0..last {
        writer.add(line(number)).await.unwrap();
    }
    writer.close().await;
    assert_eq!(written(&db).await, (0..last).collect::<Vec<_>>());
    assert!(writer.add(line(last)).await.is_err(), "a closed journal takes nothing that it would lose");
    writer.close().await;
}

#[tokio::test]
async fn rows_that_are_there_already_stay_and_the_others_of_their_batch_are_written() {
    db::row! { struct Count { rows: i64 => int } }
    let scratch = Scratch::new();
    let db = database(&scratch).await;
    let entered = |n: i64| args!["session", format!("ST-{n}"), "service", "https://app.example/", n].to_vec();
    let told = |n: i64| args![format!("call-{n}"), n, "service", "app.example", "ok"].to_vec();
    let count_of = |table: &str| format!("SELECT count(*) AS rows FROM {table}").leak();
    for (statements, row, table) in [
        (STATEMENTS, line as fn(i64) -> Row, "journal"),
        (crate::sso::logout::WRITTEN, entered, "entered_service"),
        (crate::sso::logout::RESULTS, told, "logout_call"),
    ] {
        // Half of the first come again, as when the commit of a batch was not heard of.
        for numbers in [0..150, 75..300] {
            let rows: Vec<Row> = numbers.map(row).collect();
            write(&db, statements, &rows).await.unwrap();
        }
        let count: Option<Count> = db.optional(Sql::new(count_of(table)), []).await.unwrap();
        assert_eq!(count.unwrap().rows, 300, "{table}");
    }
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
    tokio::time::sleep(SOON * 2).await;
    for number in 1..=10 {
        writer.add(line(number)).await.unwrap();
    }
    let late = {
        let writer = std::sync::Arc::clone(&writer);
        tokio::spawn(async move { writer.add(line(11)).await })
    };
    tokio::time::sleep(SOON).await;
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
    tokio::time::sleep(SOON * 2).await;
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
    rows_that_are_there_already_stay_and_the_others_of_their_batch_are_written,
    a_flush_waits_for_what_was_added_before,
    while_the_database_is_gone_lines_wait_and_beyond_the_queue_their_authors_do,
];
