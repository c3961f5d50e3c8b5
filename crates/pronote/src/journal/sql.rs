//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, LATEST, OF_PUBLICATION, REFUSALS, DROP_OLD];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO journal_line (id, at, base, kind, person, operator, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
pub(super) const LATEST: Sql =
    Sql::new("SELECT at, kind, detail FROM journal_line WHERE base = $1 ORDER BY at DESC, id DESC LIMIT $2");
pub(super) const OF_PUBLICATION: Sql = Sql::new(
    "SELECT at, kind, detail FROM journal_line
     WHERE base = $1 AND kind IN ('published', 'stopped', 'parameters-changed', 'security-changed',
                                  'delegation-set', 'delegation-removed', 'history-opened', 'history-read')
     ORDER BY at DESC, id DESC LIMIT $2",
);
pub(super) const REFUSALS: Sql = Sql::new(
    "SELECT detail, COUNT(*) AS times FROM journal_line
     WHERE base = $1 AND kind = 'refused' AND at > $2 GROUP BY detail ORDER BY detail",
);
pub(super) const DROP_OLD: Sql = Sql::new("DELETE FROM journal_line WHERE at < $1");
