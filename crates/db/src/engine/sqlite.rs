//! SQLite: a file with one writer.

use std::{path::Path, time::Duration};

use sqlx::{
    Executor as _, SqliteConnection, SqlitePool, Statement as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{DbError, Schema, Sql, heal, migration, statement};

/// SQLite reads side by side; more readers than this gain nothing on the machines schools have.
const READERS: u32 = 4;

/// The pool of the writer and the pool of the readers.
pub(super) async fn open(path: &Path, schema: Schema) -> Result<(SqlitePool, SqlitePool), DbError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("cache_size", "-4096");
    let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false);
    let write = pool(1)
        .before_acquire(heal::ready_to_begin)
        .connect_with(options.clone())
        .await
        .map_err(DbError::Open)?;
    if let Err(refused) = migration::migrate_sqlite(&write, schema).await {
        // Closed here, or its log files would stay beside a database that is not ours.
        write.close().await;
        return Err(refused);
    }
    let readers = options.create_if_missing(false).pragma("query_only", "on");
    let read = pool(READERS).connect_with(readers).await.map_err(DbError::Open)?;
    Ok((write, read))
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
