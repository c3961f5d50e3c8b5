//! Transactions: all of their changes, or none.

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::{DbError, Row, Sql, Value, load, statement};

/// Taken by each transaction of one schema until it ends, so that there is one writer at a time on PostgreSQL as on
/// SQLite. `PASS` in ASCII, then the schema: two ends in one database do not wait for one another.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(1346458451, hashtext(current_schema()))";

/// A transaction: all of its changes, or none.
///
/// Once a statement of it has been refused by the engine, for example by [`DbError::Constraint`], the transaction can
/// only be dropped: every other call gives [`DbError::Aborted`]. PostgreSQL works that way (25P02), and would even answer
/// "done" to the commit of such a transaction; on SQLite we do the same. A change that may meet what is there already
/// says `ON CONFLICT`.
#[derive(Debug)]
pub struct Tx {
    connection: Connection,
    refused: bool,
}

#[derive(Debug)]
enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

pub(crate) async fn begin_sqlite(pool: &SqlitePool) -> Result<Tx, DbError> {
    let connection = Connection::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?);
    Ok(Tx { connection, refused: false })
}

pub(crate) async fn begin_postgres(pool: &PgPool) -> Result<Tx, DbError> {
    let mut transaction = pool.begin().await?;
    sqlx::query(WRITER_LOCK).execute(&mut *transaction).await?;
    Ok(Tx { connection: Connection::Postgres(transaction), refused: false })
}

impl Tx {
    /// Reads all rows of a query, or of the RETURNING clause of a change.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn all<R: Row>(&mut self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Vec<R>, DbError> {
        let args = args.as_ref();
        let result = match self.usable()? {
            Connection::Sqlite(tx) => Box::pin(statement::fetch_all(&mut **tx, sql, args)).await,
            Connection::Postgres(tx) => Box::pin(statement::fetch_all(&mut **tx, sql, args)).await,
        };
        self.noted(result)
    }

    /// Reads the first row of a query, or of the RETURNING clause of a change.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn optional<R: Row>(
        &mut self,
        sql: Sql,
        args: impl AsRef<[Value]>,
    ) -> Result<Option<R>, DbError> {
        let args = args.as_ref();
        let result = match self.usable()? {
            Connection::Sqlite(tx) => Box::pin(statement::fetch_optional(&mut **tx, sql, args)).await,
            Connection::Postgres(tx) => Box::pin(statement::fetch_optional(&mut **tx, sql, args)).await,
        };
        self.noted(result)
    }

    /// Runs a change; says how many rows it touched.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn run(&mut self, sql: Sql, args: impl AsRef<[Value]>) -> Result<u64, DbError> {
        let args = args.as_ref();
        let result = match self.usable()? {
            Connection::Sqlite(tx) => Box::pin(statement::execute(&mut **tx, sql, args)).await,
            Connection::Postgres(tx) => Box::pin(statement::execute(&mut **tx, sql, args)).await,
        };
        self.noted(result)
    }

    /// Runs `insert` for each of many rows, tens of times faster than one by one; says how many there were.
    ///
    /// `insert` is a plain `INSERT INTO table (a, b) VALUES ($1, $2)`: SQLite gets many rows a statement, PostgreSQL a
    /// `COPY table (a, b) FROM STDIN`.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::NotLoadable`] when `insert` is anything else.
    pub async fn load<R: AsRef<[Value]> + Sync>(&mut self, insert: Sql, rows: &[R]) -> Result<u64, DbError> {
        let plan = load::Plan::of(insert)?;
        let result = match self.usable()? {
            Connection::Sqlite(tx) => Box::pin(load::into_sqlite(tx, &plan, rows)).await,
            Connection::Postgres(tx) => Box::pin(load::into_postgres(tx, &plan, rows)).await,
        };
        // Some rows may be in: whatever the reason, the rest of the transaction cannot be meant.
        self.refused |= result.is_err();
        result
    }

    /// Makes the changes last.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Aborted`] when a statement was refused before, and nothing is changed.
    pub async fn commit(self) -> Result<(), DbError> {
        if self.refused {
            return Err(DbError::Aborted);
        }
        match self.connection {
            Connection::Sqlite(tx) => tx.commit().await?,
            Connection::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    fn usable(&mut self) -> Result<&mut Connection, DbError> {
        if self.refused { Err(DbError::Aborted) } else { Ok(&mut self.connection) }
    }

    fn noted<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        self.refused |= result.as_ref().is_err_and(DbError::is_of_engine);
        result
    }
}
