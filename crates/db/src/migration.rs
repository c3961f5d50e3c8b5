//! Bringing a schema up to date.

use std::borrow::Cow;

use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlitePool, migrate::MigrationType, migrate::Migrator};

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

pub(crate) async fn migrate(pool: &SqlitePool, schema: Schema) -> Result<(), DbError> {
    let steps = schema
        .iter()
        .map(|step| {
            sqlx::migrate::Migration::new(
                step.version,
                Cow::Borrowed(step.name),
                MigrationType::Simple,
                AssertSqlSafe(step.sql).into_sql_str(),
                false,
            )
        })
        .collect();
    Migrator::with_migrations(steps).run(pool).await.map_err(|e| DbError::Migration(Box::new(e)))
}
