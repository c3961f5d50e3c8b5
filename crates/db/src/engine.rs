//! A database and its engines.

use std::{path::Path, time::Duration};

use sqlx::{
    Executor as _, SqlitePool, Statement as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{DbError, Row, Schema, Sql, Tx, Value, transaction};

/// SQLite reads side by side; more readers than this gain nothing on the machines schools have.
const READERS: u32 = 4;

/// A database: cheap to clone, shared by every request.
///
/// One connection writes, several read: SQLite allows one writer, and waiting in line here is cheaper and fairer than
/// being told "busy".
#[derive(Debug, Clone)]
pub struct Db {
    write: SqlitePool,
    read: SqlitePool,
}

impl Db {
    /// Opens the database at `address` (`sqlite:PATH`), creates the file if needed, and brings its schema up to date.
    ///
    /// # Errors
    /// [`DbError::UnknownAddress`], [`DbError::Open`] or [`DbError::Migration`].
    pub async fn open(address: &str, schema: Schema) -> Result<Self, DbError> {
        match address.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Self::open_sqlite(Path::new(path), schema).await,
            _ => Err(DbError::UnknownAddress),
        }
    }

    async fn open_sqlite(path: &Path, schema: Schema) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", "-4096");
        let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false);
        let write = pool(1).connect_with(options.clone()).await.map_err(DbError::Open)?;
        crate::migration::migrate(&write, schema).await?;
        let readers = options.create_if_missing(false).pragma("query_only", "on");
        let read = pool(READERS).connect_with(readers).await.map_err(DbError::Open)?;
        Ok(Self { write, read })
    }

    /// Reads all rows of a query.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn all<R: Row>(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Vec<R>, DbError> {
        transaction::fetch_all(&self.read, sql, args.as_ref()).await
    }

    /// Reads the first row of a query, if there is one.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn optional<R: Row>(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Option<R>, DbError> {
        transaction::fetch_optional(&self.read, sql, args.as_ref()).await
    }

    /// Runs one change, in a transaction of its own; says how many rows it touched.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn run(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<u64, DbError> {
        transaction::execute(&self.write, sql, args.as_ref()).await
    }

    /// Begins a transaction. Dropped without [`Tx::commit`], it changes nothing.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn begin(&self) -> Result<Tx, DbError> {
        Ok(Tx(self.write.begin_with("BEGIN IMMEDIATE").await?))
    }

    /// Prepares each statement and compares its parameters with those counted in the text.
    /// Gives one line per statement that does not fit; none when all is well.
    ///
    /// # Errors
    /// [`DbError`] when no connection can be had.
    pub async fn check(&self, statements: impl IntoIterator<Item = &Sql>) -> Result<Vec<String>, DbError> {
        let mut connection = self.write.acquire().await?;
        let mut problems = Vec::new();
        for sql in statements {
            match connection.prepare(sqlx::SqlStr::from_static(sql.text())).await {
                Err(error) => problems.push(format!("{}: {error}", sql.text())),
                Ok(prepared) => {
                    let found = prepared.parameters().map_or(0, |p| p.either(|types| types.len(), |n| n));
                    if found != sql.parameters() {
                        let counted = sql.parameters();
                        problems.push(format!("{}: {counted} parameters counted, {found} found", sql.text()));
                    }
                }
            }
        }
        Ok(problems)
    }

    /// Closes every connection, so that the file is whole and complete.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}
