//! PostgreSQL: a database of a server that several nodes share.

use std::time::Duration;

use sqlx::{
    Connection as _, Executor as _, PgConnection, PgPool, Statement as _, TypeInfo as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use url::Url;

use crate::{DbError, Schema, Sql, error::Trouble, migration, statement};

/// Connections of one node to one database for single statements. More would only wait for one another on the server.
const CONNECTIONS: u32 = 6;
/// Connections of one node for transactions, of which one at a time goes on, the others wait.
const TRANSACTIONS: u32 = 4;
/// How long a request waits for a connection before it is told that the database does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection that was idle for longer is tried before it is used: the server may have gone and come back.
const TRUSTED: Duration = Duration::from_secs(1);
/// What a connection asks of the server: nobody waits for ever for the transaction of another, and a node that is cut
/// off in the middle of one does not stop the others.
const SETTINGS: [(&str, &str); 2] = [("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "60s")];
/// Held while the schema is brought up to date, by one node at a time. `PASS` in ASCII, so that it can be told.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(1346458451, 0)";

/// A server, a database of it, and perhaps a schema of that.
pub(crate) struct Server {
    options: PgConnectOptions,
    schema: Option<String>,
    /// The address without password and parameters, for errors.
    shown: String,
}

impl Server {
    /// Reads `postgres://USER@HOST/DATABASE?schema=NAME&…`.
    ///
    /// # Errors
    /// [`DbError::UnknownAddress`], [`DbError::UnusableSchema`].
    pub(crate) fn parse(address: &str) -> Result<Self, DbError> {
        let mut url = Url::parse(address).map_err(|_| DbError::UnknownAddress)?;
        let mut schema = None;
        let mut others = Vec::new();
        for (key, value) in url.query_pairs() {
            if key == "schema" { schema = Some(value.into_owned()) } else { others.push((key, value)) }
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(others).finish();
        url.set_query(Some(&query).filter(|query| !query.is_empty()).map(String::as_str));
        if schema.as_deref().is_some_and(|name| !is_plain_name(name)) {
            return Err(DbError::UnusableSchema);
        }
        let mut options: PgConnectOptions = url.as_str().parse().map_err(|_| DbError::UnknownAddress)?;
        if let Some(name) = &schema {
            options = options.options([("search_path", name)]);
        }
        let options = options.application_name("passerelle").statement_cache_capacity(500);
        let database = options.get_database().unwrap_or(options.get_username());
        let shown = match options.get_socket() {
            Some(socket) => format!("{} ({database})", socket.display()),
            None => format!("{}:{}/{database}", options.get_host(), options.get_port()),
        };
        Ok(Self { options, schema, shown })
    }

    /// Connects once, brings the schema up to date, and gives the pools of single statements and of transactions.
    pub(super) async fn open(self, schema: Schema) -> Result<(PgPool, PgPool), DbError> {
        let mut connection = self.connect().await?;
        self.prepare(&mut connection, schema).await?;
        // Closing is what releases the lock of migrations; a server that is gone has released it.
        let _ = connection.close().await;
        let options = self.options.options(SETTINGS);
        let pool = |connections| pool(connections).connect_lazy_with(options.clone());
        Ok((pool(CONNECTIONS), pool(TRANSACTIONS)))
    }

    pub(super) async fn is_new(&self) -> Result<bool, DbError> {
        let mut connection = self.connect().await?;
        let tables: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = COALESCE($1, current_schema()) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')",
        )
        .bind(&self.schema)
        .fetch_one(&mut connection)
        .await
        .map_err(|error| self.refused(error))?;
        Ok(tables == 0)
    }

    async fn connect(&self) -> Result<PgConnection, DbError> {
        let connecting = PgConnection::connect_with(&self.options);
        // Some networks drop what they refuse, and the system would wait for minutes.
        match tokio::time::timeout(PATIENCE, connecting).await {
            Ok(connected) => connected.map_err(|error| self.refused(error)),
            Err(_) => Err(self.refused(sqlx::Error::PoolTimedOut)),
        }
    }

    async fn prepare(&self, connection: &mut PgConnection, schema: Schema) -> Result<(), DbError> {
        let encoding: String = sqlx::query_scalar("SHOW server_encoding")
            .fetch_one(&mut *connection)
            .await
            .map_err(|error| self.refused(error))?;
        if encoding != "UTF8" {
            return Err(DbError::Server {
                place: self.shown.clone(),
                trouble: Trouble::Encoding,
                source: None,
            });
        }
        connection.execute(MIGRATION_LOCK).await.map_err(|error| self.refused(error))?;
        self.create_schema(connection).await.map_err(|error| self.refused(error))?;
        match migration::migrate_postgres(connection, schema).await {
            Err(DbError::Migration(failed)) => match *failed {
                sqlx::migrate::MigrateError::Execute(error) if Trouble::of(&error) != Trouble::Other => {
                    Err(self.refused(error))
                }
                other => Err(DbError::Migration(Box::new(other))),
            },
            done => done,
        }
    }

    async fn create_schema(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let Some(name) = &self.schema else { return Ok(()) };
        // Not IF NOT EXISTS: that asks for the right to create even when there is nothing to create.
        let known: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1)")
                .bind(name)
                .fetch_one(&mut *connection)
                .await?;
        if !known {
            // A plain name: see `parse`.
            connection.execute(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"))).await?;
        }
        Ok(())
    }

    fn refused(&self, error: sqlx::Error) -> DbError {
        DbError::Server {
            place: self.shown.clone(),
            trouble: Trouble::of(&error),
            source: Some(Box::new(error)),
        }
    }
}

fn pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(async move {
                if state.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// A name that means the same with and without quotes.
fn is_plain_name(name: &str) -> bool {
    name.len() <= 63
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
        && !name.starts_with("pg_")
}

pub(super) async fn check(
    connection: &mut PgConnection,
    statements: impl IntoIterator<Item = &Sql>,
) -> Result<Vec<String>, DbError> {
    let mut problems = Vec::new();
    for sql in statements {
        match connection.prepare(sqlx::SqlStr::from_static(sql.text())).await {
            Err(error) => problems.push(format!("{}: {error}", sql.text())),
            Ok(prepared) => {
                let count = prepared.parameters().map(|found| found.either(<[_]>::len, |count| count));
                problems.extend(statement::miscounted(*sql, count));
                let unreadable =
                    prepared.columns().iter().filter(|column| !matches!(type_of(column), "TEXT" | "INT8"));
                problems.extend(unreadable.map(|column| {
                    let (name, kind) = (sqlx::Column::name(column), type_of(column));
                    format!("{}: column {name} is {kind}: CAST it to TEXT or BIGINT", sql.text())
                }));
            }
        }
    }
    Ok(problems)
}

fn type_of(column: &sqlx::postgres::PgColumn) -> &str {
    sqlx::Column::type_info(column).name()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let shown = |address: &str| Server::parse(address).unwrap().shown;
        assert_eq!(
            shown("postgres://awa:secret@db.example:5433/portal?schema=ent"),
            "db.example:5433/portal"
        );
        assert_eq!(shown("postgresql://awa@db.example/portal?sslmode=disable"), "db.example:5432/portal");
        assert_eq!(shown("postgres://awa@%2Frun%2Fpg/portal"), "/run/pg (portal)");
    }

    #[test]
    fn a_schema_has_a_plain_name() {
        for name in ["ent", "passerelle_ent2"] {
            let server = Server::parse(&format!("postgres://db.example/portal?schema={name}")).unwrap();
            assert_eq!(server.schema.as_deref(), Some(name));
            assert_eq!(server.options.get_options(), Some(format!("-c search_path={name}").as_str()));
        }
        for name in ["", "Ent", "a%20b", "a;b", "pg_ent", "1a", "a%22b"] {
            let refused = Server::parse(&format!("postgres://db.example/portal?schema={name}"));
            assert!(matches!(refused, Err(DbError::UnusableSchema)), "{name}");
        }
    }
}
