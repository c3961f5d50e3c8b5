//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, FORGET, COUNT];

pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO journal (id, at, kind, uai, account_id, service_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);

pub(crate) const FORGET: Sql = Sql::new("DELETE FROM journal WHERE at <= $1");

pub(crate) const COUNT: Sql = Sql::new("SELECT count(*) AS lines FROM journal WHERE kind = $1");
