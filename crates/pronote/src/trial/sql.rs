//! Statements of the trials.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, TAKE, DROP_OLD];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO delegation_trial (digest, base, delegation, space, expires_at) VALUES ($1, $2, $3, $4, $5)",
);
pub(super) const TAKE: Sql = Sql::new(
    "DELETE FROM delegation_trial WHERE digest = $1 AND base = $2 AND expires_at > $3
     RETURNING delegation, space",
);
pub(super) const DROP_OLD: Sql = Sql::new("DELETE FROM delegation_trial WHERE expires_at <= $1");
