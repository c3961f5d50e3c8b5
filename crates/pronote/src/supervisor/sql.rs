//! Statements of the supervisor's seats and choices.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    SEAT,
    SIT,
    SEEN,
    LEAVE,
    DROP_IDLE,
    WRITER,
    STEP_BACK,
    STEP_UP,
    ASK,
    BY_MODE,
    CHOICE,
    DROP_CHOICE,
    ADD_CHOICE,
];

pub(super) const SEAT: Sql =
    Sql::new("SELECT mode, last_seen_at, wanted_by FROM supervisor_seat WHERE session = $1 AND base = $2");
pub(super) const SIT: Sql = Sql::new(
    "INSERT INTO supervisor_seat (session, base, operator, name, mode, since, last_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6)",
);
pub(super) const SEEN: Sql = Sql::new("UPDATE supervisor_seat SET last_seen_at = $2 WHERE session = $1");
pub(super) const LEAVE: Sql = Sql::new("DELETE FROM supervisor_seat WHERE session = $1");
pub(super) const DROP_IDLE: Sql = Sql::new("DELETE FROM supervisor_seat WHERE last_seen_at <= $1");
pub(super) const WRITER: Sql = Sql::new(
    "SELECT session, operator, name, since, last_seen_at FROM supervisor_seat
     WHERE base = $1 AND mode = 'modification'",
);
pub(super) const STEP_BACK: Sql = Sql::new(
    "UPDATE supervisor_seat SET mode = 'consultation', wanted_by = NULL, since = $2
     WHERE session = $1 AND mode = 'modification'",
);
pub(super) const STEP_UP: Sql =
    Sql::new("UPDATE supervisor_seat SET mode = 'modification', since = $2 WHERE session = $1");
pub(super) const ASK: Sql = Sql::new("UPDATE supervisor_seat SET wanted_by = $2 WHERE session = $1");
pub(super) const BY_MODE: Sql = Sql::new(
    "SELECT mode, COUNT(*) AS seats FROM supervisor_seat WHERE base = $1 AND last_seen_at > $2 GROUP BY mode",
);
pub(super) const CHOICE: Sql = Sql::new("SELECT ent_identifiers FROM supervisor_choice WHERE base = $1");
pub(super) const DROP_CHOICE: Sql = Sql::new("DELETE FROM supervisor_choice WHERE base = $1");
pub(super) const ADD_CHOICE: Sql =
    Sql::new("INSERT INTO supervisor_choice (base, ent_identifiers) VALUES ($1, $2)");
