//! Statements of the bases.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    ALL,
    FIND,
    SET_PUBLISHED,
    SET_PARAMETERS,
    SET_DELEGATION,
    MARK_DEMONSTRATION,
    DEMONSTRATION,
    SET_LABELS,
];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO school_base
         (id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
);
pub(super) const ALL: Sql = Sql::new(
    "SELECT id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation
     FROM school_base ORDER BY school_name, id",
);
pub(super) const FIND: Sql = Sql::new(
    "SELECT id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation
     FROM school_base WHERE id = $1",
);
pub(super) const SET_PUBLISHED: Sql =
    Sql::new("UPDATE school_base SET published = $2 WHERE id = $1 AND published <> $2");
// The condition makes the lock hold whatever happens between reading and writing.
pub(super) const SET_PARAMETERS: Sql =
    Sql::new("UPDATE school_base SET root = $2, spaces = $3 WHERE id = $1 AND published = 0");
pub(super) const SET_DELEGATION: Sql =
    Sql::new("UPDATE school_base SET delegation = $2 WHERE id = $1 AND published = 0");

pub(super) const MARK_DEMONSTRATION: Sql = Sql::new("INSERT INTO demonstration (marked_at) VALUES ($1)");
pub(super) const DEMONSTRATION: Sql = Sql::new("SELECT marked_at FROM demonstration LIMIT 1");
pub(super) const SET_LABELS: Sql =
    Sql::new("UPDATE school_base SET year_label = $2, version_label = $3 WHERE id = $1");
