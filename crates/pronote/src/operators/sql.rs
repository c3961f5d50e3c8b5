//! Statements of the operators.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] =
    &[ADD, GRANT, BY_LOGIN, BASES, OPEN_SESSION, SESSION, TOUCH, END_SESSION, DROP_IDLE];

pub(super) const ADD: Sql =
    Sql::new("INSERT INTO operator (id, role, login, name, password) VALUES ($1, $2, $3, $4, $5)");
pub(super) const GRANT: Sql = Sql::new("INSERT INTO operator_base (operator, base) VALUES ($1, $2)");
pub(super) const BY_LOGIN: Sql = Sql::new("SELECT id, password FROM operator WHERE role = $1 AND login = $2");
pub(super) const BASES: Sql = Sql::new("SELECT base FROM operator_base WHERE operator = $1");
pub(super) const OPEN_SESSION: Sql =
    Sql::new("INSERT INTO operator_session (digest, operator, last_seen_at) VALUES ($1, $2, $3)");
pub(super) const SESSION: Sql = Sql::new(
    "SELECT o.id, o.name, s.last_seen_at
     FROM operator_session s JOIN operator o ON o.id = s.operator
     WHERE s.digest = $1 AND o.role = $2 AND s.last_seen_at > $3",
);
pub(super) const TOUCH: Sql = Sql::new("UPDATE operator_session SET last_seen_at = $2 WHERE digest = $1");
pub(super) const END_SESSION: Sql = Sql::new("DELETE FROM operator_session WHERE digest = $1");
pub(super) const DROP_IDLE: Sql = Sql::new("DELETE FROM operator_session WHERE last_seen_at <= $1");
