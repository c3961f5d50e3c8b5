//! Statements of the operators.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    GRANT,
    BY_LOGIN,
    KNOWN,
    SET_PASSWORD,
    BASES,
    OPEN_SESSION,
    COMPLETE_SESSION,
    SESSION,
    CLIENTS,
    UPDATE_CLIENT,
    TOUCH,
    END_SESSION,
    END_OTHERS,
    DROP_IDLE,
    TOTP,
    BEGIN_TOTP,
    CONFIRM_TOTP,
    REMOVE_TOTP,
    USE_STEP,
    ADD_RECOVERY,
    COUNT_RECOVERY,
    TAKE_RECOVERY,
    FORGET_RECOVERY,
];

pub(super) const ADD: Sql =
    Sql::new("INSERT INTO operator (id, role, login, name, password) VALUES ($1, $2, $3, $4, $5)");
pub(super) const GRANT: Sql = Sql::new("INSERT INTO operator_base (operator, base) VALUES ($1, $2)");
pub(super) const BY_LOGIN: Sql =
    Sql::new("SELECT id, password, totp_confirmed FROM operator WHERE role = $1 AND login = $2");
pub(super) const KNOWN: Sql = Sql::new("SELECT login, name, password FROM operator WHERE id = $1");
pub(super) const SET_PASSWORD: Sql = Sql::new("UPDATE operator SET password = $2 WHERE id = $1");
pub(super) const BASES: Sql = Sql::new("SELECT base FROM operator_base WHERE operator = $1");
pub(super) const OPEN_SESSION: Sql = Sql::new(
    "INSERT INTO operator_session (digest, operator, last_seen_at, complete, client_version)
     VALUES ($1, $2, $3, $4, $5)",
);
pub(super) const COMPLETE_SESSION: Sql =
    Sql::new("UPDATE operator_session SET complete = 1 WHERE digest = $1");
pub(super) const SESSION: Sql = Sql::new(
    "SELECT o.id, o.name, o.login, o.totp_confirmed, s.last_seen_at, s.complete, s.client_version
     FROM operator_session s JOIN operator o ON o.id = s.operator
     WHERE s.digest = $1 AND o.role = $2 AND s.last_seen_at > $3",
);
pub(super) const TOUCH: Sql = Sql::new("UPDATE operator_session SET last_seen_at = $2 WHERE digest = $1");
pub(super) const END_SESSION: Sql = Sql::new("DELETE FROM operator_session WHERE digest = $1");
pub(super) const DROP_IDLE: Sql = Sql::new("DELETE FROM operator_session WHERE last_seen_at <= $1");
pub(super) const CLIENTS: Sql = Sql::new(
    "SELECT o.name, o.role, s.client_version, s.last_seen_at
     FROM operator_session s JOIN operator o ON o.id = s.operator JOIN operator_base b ON b.operator = o.id
     WHERE b.base = $1 AND s.complete = 1 AND s.last_seen_at > $2
     ORDER BY s.last_seen_at DESC, s.digest",
);
pub(super) const UPDATE_CLIENT: Sql =
    Sql::new("UPDATE operator_session SET client_version = $2 WHERE digest = $1");
pub(super) const END_OTHERS: Sql =
    Sql::new("DELETE FROM operator_session WHERE operator = $1 AND digest <> $2");

pub(super) const TOTP: Sql = Sql::new("SELECT totp_secret, totp_confirmed FROM operator WHERE id = $1");
pub(super) const BEGIN_TOTP: Sql =
    Sql::new("UPDATE operator SET totp_secret = $2 WHERE id = $1 AND totp_confirmed = 0");
pub(super) const CONFIRM_TOTP: Sql = Sql::new("UPDATE operator SET totp_confirmed = 1 WHERE id = $1");
pub(super) const REMOVE_TOTP: Sql =
    Sql::new("UPDATE operator SET totp_confirmed = 0, totp_secret = '' WHERE id = $1");
// The condition makes a code good once, also for two who come at the same time.
pub(super) const USE_STEP: Sql =
    Sql::new("UPDATE operator SET totp_step = $2 WHERE id = $1 AND totp_step < $2");
pub(super) const ADD_RECOVERY: Sql = Sql::new("INSERT INTO recovery_code (operator, digest) VALUES ($1, $2)");
pub(super) const COUNT_RECOVERY: Sql =
    Sql::new("SELECT COUNT(*) AS codes FROM recovery_code WHERE operator = $1");
pub(super) const TAKE_RECOVERY: Sql =
    Sql::new("DELETE FROM recovery_code WHERE operator = $1 AND digest = $2");
pub(super) const FORGET_RECOVERY: Sql = Sql::new("DELETE FROM recovery_code WHERE operator = $1");
