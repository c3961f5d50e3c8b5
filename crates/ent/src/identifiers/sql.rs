//! Statements of links to PRONOTE and of their imports.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    LINKS_OF_BASE,
    LINKS_OF_ACCOUNT,
    COUNT_LINKS,
    CLEAR_LINKS,
    ADD_LINK,
    ADD_RUN,
    ADD_LINE,
    ADD_ISSUE,
    LAST_RUN,
    RUN,
    COUNTS,
    UNRECOGNISED,
    ISSUES,
    FORGET_OLD_RUNS,
];

pub(crate) const LINKS_OF_BASE: Sql =
    Sql::new("SELECT account_id, category, pronote_id, linked_at FROM pronote_link WHERE base_id = $1");

pub(crate) const LINKS_OF_ACCOUNT: Sql =
    Sql::new("SELECT category, pronote_id FROM pronote_link WHERE base_id = $1 AND account_id = $2");

pub(crate) const COUNT_LINKS: Sql = Sql::new("SELECT count(*) AS links FROM pronote_link WHERE base_id = $1");

pub(crate) const CLEAR_LINKS: Sql = Sql::new("DELETE FROM pronote_link WHERE base_id = $1");

pub(crate) const ADD_LINK: Sql = Sql::new(
    "INSERT INTO pronote_link (base_id, category, account_id, pronote_id, linked_at) VALUES ($1, $2, $3, $4, $5)",
);

pub(crate) const ADD_RUN: Sql = Sql::new(
    "INSERT INTO import_run (id, base_id, mode, done_at, done_by, further_issues) VALUES ($1, $2, $3, $4, $5, $6)",
);

pub(crate) const ADD_LINE: Sql = Sql::new(
    "INSERT INTO import_line
         (run_id, place, category, pronote_id, last_name, first_name, birth_date, recognised, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

pub(crate) const ADD_ISSUE: Sql =
    Sql::new("INSERT INTO import_issue (run_id, place, line, kind) VALUES ($1, $2, $3, $4)");

pub(crate) const LAST_RUN: Sql = Sql::new(
    "SELECT id, mode, done_at, further_issues FROM import_run WHERE base_id = $1 ORDER BY done_at DESC, id DESC LIMIT 1",
);

pub(crate) const RUN: Sql =
    Sql::new("SELECT id, mode, done_at, further_issues FROM import_run WHERE id = $1 AND base_id = $2");

pub(crate) const COUNTS: Sql = Sql::new(
    "SELECT category, recognised, count(*) AS people FROM import_line WHERE run_id = $1 GROUP BY category, recognised",
);

pub(crate) const UNRECOGNISED: Sql = Sql::new(
    "SELECT category, pronote_id, last_name, first_name, birth_date, reason
     FROM import_line WHERE run_id = $1 AND recognised = 0 ORDER BY place",
);

pub(crate) const ISSUES: Sql =
    Sql::new("SELECT line, kind FROM import_issue WHERE run_id = $1 ORDER BY place");

pub(crate) const FORGET_OLD_RUNS: Sql = Sql::new("DELETE FROM import_run WHERE base_id = $1 AND id <> $2");
