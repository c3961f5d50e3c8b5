//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD];

pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO journal (id, at, kind, uai, account_id, service_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
