//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, LATEST, DROP_OLD];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO journal_line (id, at, base, kind, person, operator, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
pub(super) const LATEST: Sql =
    Sql::new("SELECT at, kind, detail FROM journal_line WHERE base = $1 ORDER BY at DESC, id DESC LIMIT $2");
pub(super) const DROP_OLD: Sql = Sql::new("DELETE FROM journal_line WHERE at < $1");
