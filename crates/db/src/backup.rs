//! Copies of an SQLite database, made while others write to it.

use std::path::Path;

use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

use crate::DbError;

/// Writes a copy of the database in the file `source` into `target`, an empty file: one consistent moment, whatever
/// is written meanwhile. The copy is then read from end to end.
///
/// # Errors
/// [`DbError`]; `target` then holds nothing of use.
pub async fn copy(source: &Path, target: &Path) -> Result<(), DbError> {
    // Not "read only": such a connection cannot clean up the log of a database that nobody else has open. A file on
    // a medium that cannot be written is read all the same.
    let mut connection = open(SqliteConnectOptions::new().filename(source)).await?;
    let path = target.to_string_lossy().into_owned();
    let copied = sqlx::query("VACUUM INTO $1").bind(path).execute(&mut connection).await;
    connection.close().await?;
    copied?;
    check(target).await
}

/// Reads a database from end to end.
///
/// # Errors
/// [`DbError::Broken`] with what was found first, or another failure.
pub async fn check(path: &Path) -> Result<(), DbError> {
    let mut connection = open(SqliteConnectOptions::new().filename(path).read_only(true)).await?;
    let found = first_fault(&mut connection).await;
    connection.close().await?;
    found?.map_or(Ok(()), |fault| Err(DbError::Broken(fault)))
}

async fn first_fault(connection: &mut SqliteConnection) -> Result<Option<String>, DbError> {
    let row = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut *connection).await?;
    let said: String = row.try_get(0)?;
    if said != "ok" {
        return Ok(Some(said));
    }
    let orphan = sqlx::query("PRAGMA foreign_key_check").fetch_optional(connection).await?;
    Ok(match orphan {
        Some(row) => Some(format!("a row of {} refers to nothing", row.try_get::<String, _>(0)?)),
        None => None,
    })
}

/// Makes one whole file of a database and its write-ahead log. It succeeds only when nobody else has the database
/// open.
///
/// # Errors
/// [`DbError`], whose cause is [`crate::Cause::Locked`] when somebody has it open.
pub async fn gather(path: &Path) -> Result<(), DbError> {
    let alone = SqliteConnectOptions::new().filename(path).journal_mode(SqliteJournalMode::Delete);
    Ok(open(alone).await?.close().await?)
}

async fn open(options: SqliteConnectOptions) -> Result<SqliteConnection, DbError> {
    options.connect().await.map_err(DbError::Open)
}
