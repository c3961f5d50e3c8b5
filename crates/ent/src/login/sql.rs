//! Statements of passwords and sessions.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    SET_PASSWORD,
    PASSWORD_OF,
    OPEN,
    BY_TOKEN,
    SEEN,
    CLOSE,
    CLOSE_PORTAL,
    OPEN_PORTAL,
    BY_PORTAL_TOKEN,
    CLOSE_OLD,
    BY_ID,
    SPEND_TYPED,
    SESSIONS_OF,
    FAILURES,
    COUNT_FAILURE,
    FORGET_FAILURES,
    SWEEP_FAILURES,
    USE_TICKET,
    SWEEP_TICKETS,
];

pub(crate) const SET_PASSWORD: Sql = Sql::new(
    "INSERT INTO credential (account_id, password_hash) VALUES ($1, $2)
     ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash",
);

pub(crate) const PASSWORD_OF: Sql = Sql::new("SELECT password_hash FROM credential WHERE account_id = $1");

pub(crate) const OPEN: Sql = Sql::new(
    "INSERT INTO sso_session
         (id, token_hash, account_id, opened_at, seen_at, typed_for, remembered, warn, device)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
);

pub(crate) const BY_TOKEN: Sql = Sql::new("SELECT id FROM sso_session WHERE token_hash = $1");

pub(crate) const SEEN: Sql = Sql::new("UPDATE sso_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2");

pub(crate) const CLOSE: Sql = Sql::new("DELETE FROM sso_session WHERE id = $1 AND account_id = $2");

pub(crate) const CLOSE_OLD: Sql = Sql::new(
    "DELETE FROM sso_session
     WHERE opened_at <= $3 OR (remembered = 0 AND (opened_at <= $1 OR seen_at <= $2))
     RETURNING id",
);

pub(crate) const CLOSE_PORTAL: Sql = Sql::new("DELETE FROM portal_session WHERE token_hash = $1");

pub(crate) const OPEN_PORTAL: Sql =
    Sql::new("INSERT INTO portal_session (token_hash, sso_session_id) VALUES ($1, $2)");

pub(crate) const BY_PORTAL_TOKEN: Sql =
    Sql::new("SELECT sso_session_id AS id FROM portal_session WHERE token_hash = $1");

pub(crate) const BY_ID: Sql = Sql::new(
    "SELECT id, account_id, opened_at, seen_at, typed_for, remembered, warn FROM sso_session WHERE id = $1",
);

pub(crate) const SESSIONS_OF: Sql = Sql::new(
    "SELECT id, opened_at, seen_at, remembered, device FROM sso_session WHERE account_id = $1
     ORDER BY seen_at DESC, id DESC",
);

pub(crate) const SPEND_TYPED: Sql =
    Sql::new("UPDATE sso_session SET typed_for = NULL WHERE id = $1 AND typed_for = $2");

pub(crate) const FAILURES: Sql =
    Sql::new("SELECT failures, last_at FROM sign_in_failure WHERE throttled = $1");

pub(crate) const COUNT_FAILURE: Sql = Sql::new(
    "INSERT INTO sign_in_failure (throttled, failures, last_at) VALUES ($1, $2, $3)
     ON CONFLICT (throttled) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
);

pub(crate) const FORGET_FAILURES: Sql = Sql::new("DELETE FROM sign_in_failure WHERE throttled = $1");

// Without failures it is the mark of a familiar network, which lasts longer.
pub(crate) const SWEEP_FAILURES: Sql =
    Sql::new("DELETE FROM sign_in_failure WHERE last_at <= $1 AND (failures > 0 OR last_at <= $2)");

pub(crate) const USE_TICKET: Sql = Sql::new(
    "INSERT INTO used_login_ticket (digest, used_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
);

pub(crate) const SWEEP_TICKETS: Sql = Sql::new("DELETE FROM used_login_ticket WHERE used_at <= $1");
