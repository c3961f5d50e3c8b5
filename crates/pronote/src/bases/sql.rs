//! Statements of the bases.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    ALL,
    FIND,
    SET_PUBLISHED,
    SET_PARAMETERS,
    SET_DELEGATION,
    SET_LABELS,
    SET_SECURITY,
    SET_SUPPORT,
    BY_SUPPORT,
    COUNT_ATTEMPT,
    FORGET_ATTEMPTS,
    GIVE_ATTEMPT_BACK,
    DROP_ATTEMPTS,
    MARK_DEMONSTRATION,
    DEMONSTRATION,
];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO school_base
         (id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
);
pub(super) const ALL: Sql = Sql::new(
    "SELECT id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation,
            mobile, support_until, idle_minutes, attempts, networks, second_factor
     FROM school_base ORDER BY school_name, id",
);
pub(super) const FIND: Sql = Sql::new(
    "SELECT id, school_name, uai, year_label, version_label, host, root, published, spaces, delegation,
            mobile, support_until, idle_minutes, attempts, networks, second_factor
     FROM school_base WHERE id = $1",
);
pub(super) const SET_PUBLISHED: Sql =
    Sql::new("UPDATE school_base SET published = $2 WHERE id = $1 AND published <> $2");
// The condition makes the lock hold whatever happens between reading and writing.
pub(super) const SET_PARAMETERS: Sql =
    Sql::new("UPDATE school_base SET root = $2, spaces = $3, mobile = $4 WHERE id = $1 AND published = 0");
pub(super) const SET_DELEGATION: Sql =
    Sql::new("UPDATE school_base SET delegation = $2 WHERE id = $1 AND published = 0");
pub(super) const SET_SECURITY: Sql = Sql::new(
    "UPDATE school_base SET idle_minutes = $2, attempts = $3, networks = $4, second_factor = $5 WHERE id = $1",
);
pub(super) const SET_SUPPORT: Sql =
    Sql::new("UPDATE school_base SET support_digest = $2, support_until = $3 WHERE id = $1");
pub(super) const BY_SUPPORT: Sql =
    Sql::new("SELECT id FROM school_base WHERE support_digest = $1 AND support_until > $2");

pub(super) const COUNT_ATTEMPT: Sql = Sql::new(
    "INSERT INTO sign_in_attempt (digest, made, since) VALUES ($1, 1, $2)
     ON CONFLICT (digest) DO UPDATE SET made = sign_in_attempt.made + 1
     RETURNING made, since",
);
pub(super) const FORGET_ATTEMPTS: Sql = Sql::new("DELETE FROM sign_in_attempt WHERE digest = $1");
pub(super) const GIVE_ATTEMPT_BACK: Sql =
    Sql::new("UPDATE sign_in_attempt SET made = made - 1 WHERE digest = $1");
pub(super) const DROP_ATTEMPTS: Sql = Sql::new("DELETE FROM sign_in_attempt WHERE since <= $1");

pub(super) const MARK_DEMONSTRATION: Sql = Sql::new("INSERT INTO demonstration (marked_at) VALUES ($1)");
pub(super) const DEMONSTRATION: Sql = Sql::new("SELECT marked_at FROM demonstration LIMIT 1");
pub(super) const SET_LABELS: Sql =
    Sql::new("UPDATE school_base SET year_label = $2, version_label = $3 WHERE id = $1");
