//! Statements of the delegations.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, ALL, AT_SERVER, CHANGE];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO cas_delegation
         (id, base, preset, cas_url, validation_url, direct_access, attribute, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(super) const ALL: Sql =
    Sql::new("SELECT id, preset, cas_url, validation_url, direct_access, attribute FROM cas_delegation");
pub(super) const AT_SERVER: Sql = Sql::new(
    "SELECT id, preset, cas_url, validation_url, direct_access, attribute
     FROM cas_delegation WHERE base = $1 AND cas_url = $2",
);
pub(super) const CHANGE: Sql = Sql::new(
    "UPDATE cas_delegation SET validation_url = $2, direct_access = $3, attribute = $4, preset = $5 WHERE id = $1",
);
