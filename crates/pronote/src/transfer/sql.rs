//! Statements of the exports.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[FORGET, REMEMBER, LATEST];

pub(super) const FORGET: Sql =
    Sql::new("DELETE FROM export_run WHERE base = $1 AND only_without_cas_id = $2");
pub(super) const REMEMBER: Sql = Sql::new(
    "INSERT INTO export_run (base, only_without_cas_id, at, year_label, version_label, people)
     VALUES ($1, $2, $3, $4, $5, $6)",
);
pub(super) const LATEST: Sql = Sql::new(
    "SELECT only_without_cas_id, at, year_label, version_label, people FROM export_run
     WHERE base = $1 ORDER BY at DESC",
);
