//! Running statements, inside or outside a transaction.

use sqlx::{Executor, SqlStr, Sqlite, sqlite::SqliteArguments};

use crate::{Cells, DbError, Row, Sql, Value};

/// A transaction: all of its changes, or none.
#[derive(Debug)]
pub struct Tx(pub(crate) sqlx::Transaction<'static, Sqlite>);

impl Tx {
    /// Reads all rows of a query, or of the RETURNING clause of a change.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn all<R: Row>(&mut self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Vec<R>, DbError> {
        fetch_all(&mut *self.0, sql, args.as_ref()).await
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
        fetch_optional(&mut *self.0, sql, args.as_ref()).await
    }

    /// Runs a change; says how many rows it touched.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn run(&mut self, sql: Sql, args: impl AsRef<[Value]>) -> Result<u64, DbError> {
        execute(&mut *self.0, sql, args.as_ref()).await
    }

    /// Makes the changes last.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.0.commit().await?)
    }
}

type Query = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

/// Binds the arguments, after the checks that one engine or the other would leave out.
fn query(sql: Sql, args: &[Value]) -> Result<Query, DbError> {
    if args.len() != sql.parameters() {
        return Err(DbError::Arity { statement: sql.text(), expected: sql.parameters(), given: args.len() });
    }
    crate::counted::note();
    let mut query = sqlx::query(SqlStr::from_static(sql.text()));
    for value in args {
        query = match value {
            Value::Text(Some(text)) if text.contains('\0') => return Err(DbError::Nul),
            Value::Text(text) => query.bind(text.clone()),
            Value::Int(number) => query.bind(*number),
        };
    }
    Ok(query)
}

pub(crate) async fn fetch_all<'e, R: Row>(
    executor: impl Executor<'e, Database = Sqlite>,
    sql: Sql,
    args: &[Value],
) -> Result<Vec<R>, DbError> {
    let rows = query(sql, args)?.fetch_all(executor).await?;
    rows.iter().map(|row| R::read(&Cells(row))).collect()
}

pub(crate) async fn fetch_optional<'e, R: Row>(
    executor: impl Executor<'e, Database = Sqlite>,
    sql: Sql,
    args: &[Value],
) -> Result<Option<R>, DbError> {
    let row = query(sql, args)?.fetch_optional(executor).await?;
    row.map(|row| R::read(&Cells(&row))).transpose()
}

pub(crate) async fn execute<'e>(
    executor: impl Executor<'e, Database = Sqlite>,
    sql: Sql,
    args: &[Value],
) -> Result<u64, DbError> {
    Ok(query(sql, args)?.execute(executor).await?.rows_affected())
}
