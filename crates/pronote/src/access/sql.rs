//! Statements of the entries.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[OPEN, SESSION, TOUCH, END, DROP_IDLE, CONNECTED];

pub(super) const OPEN: Sql = Sql::new(
    "INSERT INTO space_session (digest, base, category, person, last_seen_at) VALUES ($1, $2, $3, $4, $5)",
);
pub(super) const SESSION: Sql =
    Sql::new("SELECT base, category, person, last_seen_at FROM space_session WHERE digest = $1");
pub(super) const TOUCH: Sql =
    Sql::new("UPDATE space_session SET last_seen_at = $2 WHERE digest = $1 AND last_seen_at < $2");
pub(super) const END: Sql = Sql::new("DELETE FROM space_session WHERE digest = $1");
pub(super) const DROP_IDLE: Sql = Sql::new("DELETE FROM space_session WHERE last_seen_at <= $1");
pub(super) const CONNECTED: Sql = Sql::new(
    "SELECT category, COUNT(*) AS people FROM space_session
     WHERE base = $1 AND last_seen_at > $2 GROUP BY category ORDER BY category",
);
