//! Statements of the entries.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    OPEN,
    SESSION,
    SET_MOBILE,
    SET_CHILD,
    TOUCH,
    END,
    DROP_IDLE,
    CONNECTED,
    NOTE_TICKET,
    OF_TICKET,
    ADD_PENDING,
    PENDING,
    COUNT_TRY,
    DROP_PENDING,
    DROP_PENDING_OF_TICKET,
    DROP_OLD_PENDING,
    NOTE_FAILURE,
    FORGET_FAILURES,
    DROP_OLD_FAILURES,
    FAILURES,
    COUNT_FAILURES,
];

pub(super) const OPEN: Sql = Sql::new(
    "INSERT INTO space_session (digest, base, category, person, last_seen_at) VALUES ($1, $2, $3, $4, $5)",
);
pub(super) const SESSION: Sql = Sql::new(
    "SELECT base, category, person, last_seen_at, mobile, child FROM space_session WHERE digest = $1",
);
pub(super) const SET_MOBILE: Sql = Sql::new("UPDATE space_session SET mobile = $2 WHERE digest = $1");
pub(super) const SET_CHILD: Sql = Sql::new("UPDATE space_session SET child = $2 WHERE digest = $1");
pub(super) const TOUCH: Sql =
    Sql::new("UPDATE space_session SET last_seen_at = $2 WHERE digest = $1 AND last_seen_at < $2");
pub(super) const END: Sql = Sql::new("DELETE FROM space_session WHERE digest = $1");
pub(super) const DROP_IDLE: Sql =
    Sql::new("DELETE FROM space_session WHERE base = $1 AND last_seen_at <= $2");
pub(super) const CONNECTED: Sql = Sql::new(
    "SELECT category, mobile, COUNT(*) AS people FROM space_session
     WHERE base = $1 AND last_seen_at > $2 GROUP BY category, mobile ORDER BY category, mobile",
);
pub(super) const NOTE_TICKET: Sql = Sql::new("UPDATE space_session SET ticket = $2 WHERE digest = $1");
pub(super) const OF_TICKET: Sql = Sql::new(
    "SELECT digest FROM space_session WHERE base = $1 AND ticket = $2
     UNION ALL SELECT digest FROM pending_entry WHERE base = $1 AND ticket = $2",
);

pub(super) const ADD_PENDING: Sql = Sql::new(
    "INSERT INTO pending_entry (digest, base, space, page, delegation, cas_id, person, ticket, tries, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)",
);
pub(super) const PENDING: Sql = Sql::new(
    "SELECT space, page, delegation, cas_id, person, ticket FROM pending_entry
     WHERE digest = $1 AND base = $2 AND expires_at > $3",
);
pub(super) const COUNT_TRY: Sql =
    Sql::new("UPDATE pending_entry SET tries = tries + 1 WHERE digest = $1 AND tries < $2");
pub(super) const DROP_PENDING: Sql = Sql::new("DELETE FROM pending_entry WHERE digest = $1");
pub(super) const DROP_PENDING_OF_TICKET: Sql =
    Sql::new("DELETE FROM pending_entry WHERE base = $1 AND ticket = $2");
pub(super) const DROP_OLD_PENDING: Sql = Sql::new("DELETE FROM pending_entry WHERE expires_at <= $1");

pub(super) const NOTE_FAILURE: Sql = Sql::new(
    "INSERT INTO entry_failure (base, cas_id, space, at, cause, said, pronote_id, last_name, first_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (base, cas_id, space) DO UPDATE SET
         at = excluded.at, cause = excluded.cause, said = excluded.said, pronote_id = excluded.pronote_id,
         last_name = excluded.last_name, first_name = excluded.first_name",
);
pub(super) const FORGET_FAILURES: Sql = Sql::new("DELETE FROM entry_failure WHERE base = $1 AND cas_id = $2");
pub(super) const DROP_OLD_FAILURES: Sql = Sql::new("DELETE FROM entry_failure WHERE at <= $1");
pub(super) const FAILURES: Sql = Sql::new(
    "SELECT cas_id, space, at, cause, said, pronote_id, last_name, first_name FROM entry_failure
     WHERE base = $1 AND at > $2 ORDER BY at DESC, cas_id, space LIMIT $3",
);
pub(super) const COUNT_FAILURES: Sql =
    Sql::new("SELECT COUNT(DISTINCT cas_id) AS people FROM entry_failure WHERE base = $1 AND at > $2");
