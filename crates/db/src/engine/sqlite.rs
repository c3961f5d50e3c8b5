//! SQLite: a file with one writer.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{
    Executor as _, SqliteConnection, SqlitePool, Statement as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::sleep;

use crate::{DbError, Schema, Sql, heal, migration, statement};

/// SQLite reads side by side; more readers than this gain nothing on the machines schools have.
const READERS: u32 = 4;
/// How long one waits for what others hold.
const PATIENCE: Duration = Duration::from_secs(5);
/// How soon one tries again.
const STEP: Duration = Duration::from_millis(20);

/// The pool of the writer and the pool of the readers.
pub(super) async fn open(path: &Path, schema: Schema) -> Result<(SqlitePool, SqlitePool), DbError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .pragma("cache_size", "-4096")
        // Pages: 16 MiB. What changes often is brought into the database file once rather than four times.
        .pragma("wal_autocheckpoint", "4000")
        // What a statement of many rows may have to take back.
        .pragma("temp_store", "memory");
    let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false);
    let writer = || pool(1).before_acquire(heal::ready_to_begin).connect_with(options.clone());
    let since = Instant::now();
    let write = loop {
        match writer().await {
            // Of several programs that open a new file at once, one makes a write-ahead log of it, and SQLite tells the
            // others at once that it is locked: for this step alone its own patience does not count.
            Err(error) if is_locked(&error) && since.elapsed() < PATIENCE => sleep(STEP).await,
            opened => break opened.map_err(DbError::Open)?,
        }
    };
    if let Err(refused) = migration::migrate_sqlite(&write, schema).await {
        // Closed here, or its log files would stay beside a database that is not ours.
        write.close().await;
        return Err(refused);
    }
    let readers = options.create_if_missing(false).pragma("query_only", "on");
    let read = pool(READERS).connect_with(readers).await.map_err(DbError::Open)?;
    Ok((write, read))
}

/// SQLITE_BUSY.
fn is_locked(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|told| told.code()).is_some_and(|code| code == "5")
}

pub(super) async fn check(
    connection: &mut SqliteConnection,
    statements: impl IntoIterator<Item = &Sql>,
) -> Result<Vec<String>, DbError> {
    let mut problems = Vec::new();
    for sql in statements {
        match connection.prepare(sqlx::SqlStr::from_static(sql.text())).await {
            Err(error) => problems.push(format!("{}: {error}", sql.text())),
            Ok(prepared) => {
                problems.extend(statement::miscounted(*sql, prepared.parameters().map(either_count)));
            }
        }
    }
    Ok(problems)
}

/// How many parameters an engine found, whether it tells their types or not.
fn either_count<T>(parameters: sqlx::Either<&[T], usize>) -> usize {
    parameters.either(<[T]>::len, |count| count)
}
