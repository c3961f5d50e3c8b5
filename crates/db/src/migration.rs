//! Bringing a schema up to date.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, PgConnection, SqlSafeStr as _, SqlStr, SqlitePool,
    migrate::{Migrate, MigrateError, MigrationType, Migrator},
};

use crate::DbError;

/// One step of a schema: never changed once released, since its checksum is remembered by every database.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Place in the order, from 1.
    pub version: i64,
    /// What it brings.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps of one end's schema, in order.
pub type Schema = &'static [Migration];

/// Declares a migration from a file of the crate's `migrations` folder: `migration!(1, "0001_start.sql")`.
#[macro_export]
macro_rules! migration {
    ($version:literal, $file:literal) => {
        $crate::Migration {
            version: $version,
            name: $file,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file)),
        }
    };
}

/// In `CREATE /* UNLOGGED */ TABLE`, the one word that PostgreSQL alone understands: a table whose rows may be lost when the
/// server crashes, and which costs less to write. The remembered checksum is that of the text as we wrote it.
const UNLOGGED: (&str, &str) = ("CREATE /* UNLOGGED */ TABLE", "CREATE UNLOGGED TABLE");

/// In `) /* WITHOUT ROWID */;`, the words that SQLite alone understands: rows lie in the order of their key, so that those
/// of one owner are written and deleted together.
const CLUSTERED: (&str, &str) = (") /* WITHOUT ROWID */;", ") WITHOUT ROWID;");

pub(crate) async fn migrate_sqlite(pool: &SqlitePool, schema: Schema) -> Result<(), DbError> {
    let migrator =
        migrator(schema, |text| AssertSqlSafe(text.replace(CLUSTERED.0, CLUSTERED.1)).into_sql_str());
    // One transaction for all: another program that opens the file now waits until the schema is whole.
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.map_err(DbError::Open)?;
    run(&migrator, &mut *tx).await?;
    tx.commit().await.map_err(DbError::Open)
}

/// Runs under a lock that the caller holds.
pub(crate) async fn migrate_postgres(connection: &mut PgConnection, schema: Schema) -> Result<(), DbError> {
    let mut migrator =
        migrator(schema, |text| AssertSqlSafe(text.replace(UNLOGGED.0, UNLOGGED.1)).into_sql_str());
    migrator.set_locking(false);
    run(&migrator, connection).await
}

async fn run(migrator: &Migrator, connection: &mut impl Migrate) -> Result<(), DbError> {
    match migrator.run_direct(None, connection, false).await {
        Err(error @ MigrateError::VersionMissing(_)) => {
            // A step that we do not know is that of a newer version, unless those that we know are others.
            let known = connection.list_applied_migrations(TABLE).await.unwrap_or_default();
            let another = known.iter().find(|known| {
                migrator.iter().any(|step| step.version == known.version && step.checksum != known.checksum)
            });
            let error = another.map_or(error, |another| MigrateError::VersionMismatch(another.version));
            Err(DbError::Migration(Box::new(error)))
        }
        done => done.map_err(|error| DbError::Migration(Box::new(error))),
    }
}

/// Where the library notes the steps that are done.
const TABLE: &str = "_sqlx_migrations";

fn migrator(schema: Schema, text_for_engine: impl Fn(&'static str) -> SqlStr) -> Migrator {
    let step = |step: &Migration| {
        let text = AssertSqlSafe(step.sql).into_sql_str();
        let name = Cow::Borrowed(step.name);
        let mut known = sqlx::migrate::Migration::new(step.version, name, MigrationType::Simple, text, false);
        known.sql = text_for_engine(step.sql);
        known
    };
    Migrator::with_migrations(schema.iter().map(step).collect())
}
