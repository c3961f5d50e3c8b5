//! Running one statement, on either engine.

use sqlx::{
    Arguments as _, Database, Encode, Executor, IntoArguments, Postgres, SqlStr, Sqlite, Type,
    postgres::PgQueryResult, sqlite::SqliteQueryResult,
};

use crate::{Cells, DbError, Row, Sql, Value, row::RowOf};

/// What running statements needs to know of an engine.
pub(crate) trait Engine: Database {
    fn cells(row: &Self::Row) -> Cells<'_>;
    fn affected(result: &Self::QueryResult) -> u64;
}

impl Engine for Sqlite {
    fn cells(row: &Self::Row) -> Cells<'_> {
        Cells(RowOf::Sqlite(row))
    }

    fn affected(result: &SqliteQueryResult) -> u64 {
        result.rows_affected()
    }
}

impl Engine for Postgres {
    fn cells(row: &Self::Row) -> Cells<'_> {
        Cells(RowOf::Postgres(row))
    }

    fn affected(result: &PgQueryResult) -> u64 {
        result.rows_affected()
    }
}

/// Gives the arguments to the engine, after the checks that one or the other would leave out.
fn arguments<E>(sql: Sql, args: &[Value]) -> Result<E::Arguments, DbError>
where
    E: Engine,
    for<'q> Option<&'q str>: Encode<'q, E> + Type<E>,
    for<'q> Option<i64>: Encode<'q, E> + Type<E>,
{
    if args.len() != sql.parameters() {
        return Err(DbError::Arity { statement: sql.text(), expected: sql.parameters(), given: args.len() });
    }
    crate::counted::note();
    bind::<E>(args)
}

/// The values as arguments, in order.
pub(crate) fn bind<'v, E>(args: impl IntoIterator<Item = &'v Value>) -> Result<E::Arguments, DbError>
where
    E: Engine,
    for<'q> Option<&'q str>: Encode<'q, E> + Type<E>,
    for<'q> Option<i64>: Encode<'q, E> + Type<E>,
{
    let mut arguments = E::Arguments::default();
    for value in args {
        match value.storable()? {
            Value::Text(text) => arguments.add(text.as_deref()),
            Value::Int(number) => arguments.add(*number),
        }
        .map_err(|error| DbError::Engine(sqlx::Error::Encode(error)))?;
    }
    Ok(arguments)
}

pub(crate) async fn fetch_all<'e, R: Row, E>(
    executor: impl Executor<'e, Database = E>,
    sql: Sql,
    args: &[Value],
) -> Result<Vec<R>, DbError>
where
    E: Engine,
    E::Arguments: IntoArguments<E>,
    for<'q> Option<&'q str>: Encode<'q, E> + Type<E>,
    for<'q> Option<i64>: Encode<'q, E> + Type<E>,
{
    let query = sqlx::query_with(SqlStr::from_static(sql.text()), arguments::<E>(sql, args)?);
    let rows = query.fetch_all(executor).await?;
    rows.iter().map(|row| R::read(&E::cells(row))).collect()
}

pub(crate) async fn fetch_optional<'e, R: Row, E>(
    executor: impl Executor<'e, Database = E>,
    sql: Sql,
    args: &[Value],
) -> Result<Option<R>, DbError>
where
    E: Engine,
    E::Arguments: IntoArguments<E>,
    for<'q> Option<&'q str>: Encode<'q, E> + Type<E>,
    for<'q> Option<i64>: Encode<'q, E> + Type<E>,
{
    let query = sqlx::query_with(SqlStr::from_static(sql.text()), arguments::<E>(sql, args)?);
    let row = query.fetch_optional(executor).await?;
    row.map(|row| R::read(&E::cells(&row))).transpose()
}

pub(crate) async fn execute<'e, E>(
    executor: impl Executor<'e, Database = E>,
    sql: Sql,
    args: &[Value],
) -> Result<u64, DbError>
where
    E: Engine,
    E::Arguments: IntoArguments<E>,
    for<'q> Option<&'q str>: Encode<'q, E> + Type<E>,
    for<'q> Option<i64>: Encode<'q, E> + Type<E>,
{
    let query = sqlx::query_with(SqlStr::from_static(sql.text()), arguments::<E>(sql, args)?);
    Ok(E::affected(&query.execute(executor).await?))
}

/// The line to write when an engine finds another number of parameters than we count.
pub(crate) fn miscounted(sql: Sql, found: Option<usize>) -> Option<String> {
    let (counted, found) = (sql.parameters(), found.unwrap_or(0));
    (counted != found).then(|| format!("{}: {counted} parameters counted, {found} found", sql.text()))
}
