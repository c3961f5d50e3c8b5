//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, ADD_AGAIN, FORGET, PAGES];

pub(crate) const ADD: Sql = Sql::new("INSERT INTO journal (id, lines) VALUES ($1, $2)");

pub(crate) const ADD_AGAIN: Sql =
    Sql::new("INSERT INTO journal (id, lines) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");

// By the key, which begins with the time.
pub(crate) const FORGET: Sql = Sql::new("DELETE FROM journal WHERE id < $1");

pub(crate) const PAGES: Sql = Sql::new("SELECT lines FROM journal ORDER BY id");
