//! A database and its engines.

mod postgres;
mod sqlite;

use sqlx::{PgPool, SqlitePool};

use crate::{DbError, Row, Schema, Sql, Tx, Value, statement, transaction};

pub(crate) use postgres::Server;

/// A database: cheap to clone, shared by every request.
///
/// On SQLite one connection writes and several read: SQLite allows one writer, and waiting in line here is cheaper and
/// fairer than being told "busy". On PostgreSQL [`Db::begin`] keeps the same promise, one transaction at a time, whatever
/// the number of nodes; transactions have connections of their own, so that those that wait do not keep single statements
/// from theirs.
#[derive(Debug, Clone)]
pub struct Db(Engine);

#[derive(Debug, Clone)]
enum Engine {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres { pool: PgPool, transactions: PgPool },
}

/// What the address of a database names.
enum Place<'a> {
    File(&'a str),
    Server(Box<Server>),
}

impl<'a> Place<'a> {
    fn parse(address: &'a str) -> Result<Self, DbError> {
        match address.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::File(path)),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(Box::new(Server::parse(address)?))),
            _ => Err(DbError::UnknownAddress),
        }
    }
}

impl Db {
    /// Opens the database at `address` and brings its schema up to date.
    ///
    /// `sqlite:PATH` is a file, created if needed. `postgres://USER@HOST/DATABASE` is a database of a server, with the
    /// parameters, environment variables and password file of libpq; one more parameter, `schema=NAME`, names the schema
    /// of that database to live in, created if needed. Several nodes may open one address at once.
    ///
    /// # Errors
    /// [`DbError::UnknownAddress`], [`DbError::Open`], [`DbError::Server`] or [`DbError::Migration`].
    pub async fn open(address: &str, schema: Schema) -> Result<Self, DbError> {
        match Place::parse(address)? {
            Place::File(path) => {
                let (write, read) = sqlite::open(path.as_ref(), schema).await?;
                Ok(Self(Engine::Sqlite { write, read }))
            }
            Place::Server(server) => {
                let (pool, transactions) = server.open(schema).await?;
                Ok(Self(Engine::Postgres { pool, transactions }))
            }
        }
    }

    /// Whether nothing has been stored at `address` yet: no such file, or a schema without tables.
    ///
    /// # Errors
    /// [`DbError::UnknownAddress`] or [`DbError::Server`].
    pub async fn is_new(address: &str) -> Result<bool, DbError> {
        match Place::parse(address)? {
            Place::File(path) => Ok(std::fs::metadata(path).map_or(true, |file| file.len() == 0)),
            Place::Server(server) => server.is_new().await,
        }
    }

    // What the library awaits is thousands of bytes large. In a box it is there only while it is awaited: inside each
    // answer, it would be copied even where everything needed is in memory.

    /// Reads all rows of a query.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn all<R: Row>(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Vec<R>, DbError> {
        match &self.0 {
            Engine::Sqlite { read, .. } => Box::pin(statement::fetch_all(read, sql, args.as_ref())).await,
            Engine::Postgres { pool, .. } => Box::pin(statement::fetch_all(pool, sql, args.as_ref())).await,
        }
    }

    /// Reads the first row of a query, if there is one.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn optional<R: Row>(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Option<R>, DbError> {
        match &self.0 {
            Engine::Sqlite { read, .. } => {
                Box::pin(statement::fetch_optional(read, sql, args.as_ref())).await
            }
            Engine::Postgres { pool, .. } => {
                Box::pin(statement::fetch_optional(pool, sql, args.as_ref())).await
            }
        }
    }

    /// Runs one change, in a transaction of its own; says how many rows it touched. It does not wait for the
    /// transactions of others on PostgreSQL, only for the rows that they change.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn run(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<u64, DbError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => Box::pin(statement::execute(write, sql, args.as_ref())).await,
            Engine::Postgres { pool, .. } => Box::pin(statement::execute(pool, sql, args.as_ref())).await,
        }
    }

    /// Runs one change with a RETURNING clause, as [`Db::run`] does; gives its first row, if it touched one. Of several
    /// that take the same row at once, one gets it.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn take<R: Row>(&self, sql: Sql, args: impl AsRef<[Value]>) -> Result<Option<R>, DbError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => {
                Box::pin(statement::fetch_optional(write, sql, args.as_ref())).await
            }
            Engine::Postgres { pool, .. } => {
                Box::pin(statement::fetch_optional(pool, sql, args.as_ref())).await
            }
        }
    }

    /// Begins a transaction, once those begun before, on any node, are over: what it reads stays true until it ends, as
    /// long as the same data are only changed in transactions. Dropped without [`Tx::commit`], it changes nothing.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Busy`] when the others take too long.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => Box::pin(transaction::begin_sqlite(write)).await,
            Engine::Postgres { transactions, .. } => {
                Box::pin(transaction::begin_postgres(transactions)).await
            }
        }
    }

    /// Prepares each statement, compares its parameters with those counted in the text and, where the engine tells the
    /// types of columns, makes sure that they can be read. Gives one line per statement that does not fit; none when all
    /// is well.
    ///
    /// # Errors
    /// [`DbError`] when no connection can be had.
    pub async fn check(&self, statements: impl IntoIterator<Item = &Sql>) -> Result<Vec<String>, DbError> {
        match &self.0 {
            Engine::Sqlite { write, .. } => sqlite::check(&mut *write.acquire().await?, statements).await,
            // A connection of its own: what is prepared here without the types of its arguments must not be run later.
            Engine::Postgres { pool, .. } => {
                postgres::check(&mut pool.acquire().await?.detach(), statements).await
            }
        }
    }

    /// Closes every connection, so that a file is whole and complete.
    pub async fn close(&self) {
        match &self.0 {
            Engine::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres { pool, transactions } => {
                transactions.close().await;
                pool.close().await;
            }
        }
    }
}
