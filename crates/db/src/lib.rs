//! The only crate that names the database library.
//!
//! One SQL text serves every engine: keys are text made by the program, instants are BIGINT milliseconds since
//! 1970 in UTC, booleans are BIGINT 0 or 1, and statements keep to the subset that SQLite 3.35 and PostgreSQL share.
//! A capability lists its statements in `STATEMENTS`; [`Db::check`] prepares them all, so that a typing mistake in a
//! rarely used one fails a test instead of a school's Monday morning.

pub mod backup;
mod cause;
mod counted;
mod engine;
mod error;
pub mod generation;
mod heal;
mod load;
mod migration;
mod row;
mod sql;
mod statement;
mod transaction;
mod value;

pub use cause::Cause;
pub use counted::counted;
pub use engine::Db;
pub use error::{DbError, Trouble};
pub use generation::{Cache, Generations, Snapshot};
pub use migration::{Migration, Schema};
pub use row::{Cells, Row};
pub use sql::Sql;
pub use transaction::Tx;
pub use value::Value;
