//! Statements of release rules.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, RULES];

pub(crate) const ADD: Sql =
    Sql::new("INSERT INTO release_rule (service_id, place, name, source) VALUES ($1, $2, $3, $4)");

pub(crate) const RULES: Sql =
    Sql::new("SELECT service_id, name, source FROM release_rule ORDER BY service_id, place");
