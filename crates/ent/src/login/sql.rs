//! Statements of passwords and sessions.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    SET_PASSWORD,
    PASSWORD_OF,
    OPEN,
    BY_TOKEN,
    SEEN,
    CLOSE,
    OPEN_PORTAL,
    BY_PORTAL_TOKEN,
    CLOSE_OLD,
    BY_ID,
    SPEND_TYPED,
];

pub(crate) const SET_PASSWORD: Sql = Sql::new(
    "INSERT INTO credential (account_id, password_hash) VALUES ($1, $2)
     ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash",
);

pub(crate) const PASSWORD_OF: Sql = Sql::new("SELECT password_hash FROM credential WHERE account_id = $1");

pub(crate) const OPEN: Sql = Sql::new(
    "INSERT INTO sso_session (id, token_hash, account_id, opened_at, seen_at, typed_for)
     VALUES ($1, $2, $3, $4, $4, $5)",
);

pub(crate) const BY_TOKEN: Sql = Sql::new("SELECT id FROM sso_session WHERE token_hash = $1");

pub(crate) const SEEN: Sql = Sql::new("UPDATE sso_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2");

pub(crate) const CLOSE: Sql = Sql::new("DELETE FROM sso_session WHERE id = $1");

pub(crate) const CLOSE_OLD: Sql = Sql::new("DELETE FROM sso_session WHERE opened_at <= $1 OR seen_at <= $2");

pub(crate) const OPEN_PORTAL: Sql =
    Sql::new("INSERT INTO portal_session (token_hash, sso_session_id) VALUES ($1, $2)");

pub(crate) const BY_PORTAL_TOKEN: Sql =
    Sql::new("SELECT sso_session_id AS id FROM portal_session WHERE token_hash = $1");

pub(crate) const BY_ID: Sql = Sql::new(
    "SELECT id, account_id, opened_at, seen_at, typed_for, remembered FROM sso_session WHERE id = $1",
);

pub(crate) const SPEND_TYPED: Sql =
    Sql::new("UPDATE sso_session SET typed_for = NULL WHERE id = $1 AND typed_for = $2");
