//! Statements of schools and of the PRONOTE bases known.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] =
    &[ADD, ADD_BASE, FIND, ALL, BASE_OF, BASE, MARK_DEMONSTRATION, DEMONSTRATION];

pub(crate) const ADD: Sql = Sql::new("INSERT INTO school (uai, name) VALUES ($1, $2)");

pub(crate) const ADD_BASE: Sql = Sql::new("INSERT INTO pronote_base (id, uai, name) VALUES ($1, $2, $3)");

pub(crate) const FIND: Sql = Sql::new("SELECT uai, name FROM school WHERE uai = $1");

pub(crate) const ALL: Sql = Sql::new("SELECT uai, name FROM school ORDER BY uai");

pub(crate) const BASE_OF: Sql = Sql::new("SELECT id, uai, name FROM pronote_base WHERE uai = $1");

pub(crate) const BASE: Sql = Sql::new("SELECT id, uai, name FROM pronote_base WHERE id = $1");

pub(crate) const MARK_DEMONSTRATION: Sql = Sql::new("INSERT INTO demonstration (marked_at) VALUES ($1)");
pub(crate) const DEMONSTRATION: Sql = Sql::new("SELECT marked_at FROM demonstration LIMIT 1");
