//! Statements of passwords and sessions.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    SET_PASSWORD,
    PASSWORD_OF,
    OPEN,
    SESSION,
    SEEN,
    CLOSE,
    OPEN_PORTAL,
    PORTAL_SESSION,
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

pub(crate) const SESSION: Sql = Sql::new(
    "SELECT id, account_id, opened_at, seen_at FROM sso_session
     WHERE token_hash = $1 AND opened_at > $2 AND seen_at > $3",
);

pub(crate) const SEEN: Sql = Sql::new("UPDATE sso_session SET seen_at = $2 WHERE id = $1");

pub(crate) const CLOSE: Sql = Sql::new("DELETE FROM sso_session WHERE id = $1");

pub(crate) const CLOSE_OLD: Sql = Sql::new("DELETE FROM sso_session WHERE opened_at <= $1 OR seen_at <= $2");

pub(crate) const OPEN_PORTAL: Sql =
    Sql::new("INSERT INTO portal_session (token_hash, sso_session_id) VALUES ($1, $2)");

pub(crate) const PORTAL_SESSION: Sql = Sql::new(
    "SELECT sso_session.id, sso_session.account_id, sso_session.opened_at, sso_session.seen_at
     FROM portal_session JOIN sso_session ON sso_session.id = portal_session.sso_session_id
     WHERE portal_session.token_hash = $1 AND sso_session.opened_at > $2 AND sso_session.seen_at > $3",
);

pub(crate) const BY_ID: Sql = Sql::new(
    "SELECT id, account_id, opened_at, seen_at FROM sso_session WHERE id = $1 AND opened_at > $2 AND seen_at > $3",
);

pub(crate) const SPEND_TYPED: Sql =
    Sql::new("UPDATE sso_session SET typed_for = NULL WHERE id = $1 AND typed_for = $2");
