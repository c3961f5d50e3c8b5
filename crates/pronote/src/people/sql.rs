//! Statements of the people.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    ADD_CHILD,
    PUPILS,
    FIND,
    BY_PRONOTE_ID,
    BY_CAS_ID,
    BY_NAME,
    LEARN_CAS_ID,
    ERASE_CAS_ID,
    CHILDREN,
    GUARDIANS_OF_ALL,
    LIST,
    COUNT,
    EXPORTED,
    NOTE_LOGIN,
    GIVE_OWN_LOGIN,
    OWN_PASSWORD,
];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO person (id, base, category, pronote_id, cas_id, cas_taught_by, cas_taught_at,
                         last_name, first_name, sort_key, civility, birth_date, postal_code, class)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);
pub(super) const ADD_CHILD: Sql = Sql::new("INSERT INTO person_child (guardian, pupil) VALUES ($1, $2)");
pub(super) const PUPILS: Sql =
    Sql::new("SELECT id, pronote_id FROM person WHERE base = $1 AND category = 'pupil'");
pub(super) const FIND: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND id = $2",
);
pub(super) const BY_PRONOTE_ID: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND pronote_id = $2",
);
pub(super) const BY_CAS_ID: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND cas_id = $2 ORDER BY COALESCE(last_login_at, 0) DESC, id",
);
pub(super) const BY_NAME: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND (sort_key = $2 OR sort_key LIKE $3) ORDER BY category, id",
);
pub(super) const LEARN_CAS_ID: Sql =
    Sql::new("UPDATE person SET cas_id = $2, cas_taught_by = $3, cas_taught_at = $4 WHERE id = $1");
pub(super) const ERASE_CAS_ID: Sql = Sql::new(
    "UPDATE person SET cas_id = NULL, cas_taught_by = NULL, cas_taught_at = NULL
     WHERE base = $1 AND id = $2 AND cas_id IS NOT NULL",
);
pub(super) const CHILDREN: Sql = Sql::new(
    "SELECT p.id, p.category, p.pronote_id, p.cas_id, p.cas_taught_by, p.last_name, p.first_name, p.civility,
            p.birth_date, p.postal_code, p.class, p.previous_login_at
     FROM person p JOIN person_child c ON c.pupil = p.id WHERE c.guardian = $1 ORDER BY p.sort_key, p.id",
);
pub(super) const GUARDIANS_OF_ALL: Sql = Sql::new(
    "SELECT c.guardian, c.pupil FROM person_child c JOIN person p ON p.id = c.pupil
     WHERE p.base = $1 ORDER BY c.pupil, c.guardian",
);
pub(super) const LIST: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND category = $2
       AND (sort_key LIKE $3 ESCAPE '!' OR pronote_id = $4 OR cas_id = $4)
     ORDER BY sort_key, id LIMIT $5 OFFSET $6",
);
pub(super) const COUNT: Sql = Sql::new(
    "SELECT COUNT(*) AS total FROM person WHERE base = $1 AND category = $2
       AND (sort_key LIKE $3 ESCAPE '!' OR pronote_id = $4 OR cas_id = $4)",
);
pub(super) const EXPORTED: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND (cas_id IS NULL OR $2 = 0) ORDER BY category, sort_key, id",
);
pub(super) const NOTE_LOGIN: Sql =
    Sql::new("UPDATE person SET previous_login_at = last_login_at, last_login_at = $2 WHERE id = $1");
pub(super) const GIVE_OWN_LOGIN: Sql =
    Sql::new("UPDATE person SET own_login = $3, own_password = $4 WHERE base = $1 AND pronote_id = $2");
pub(super) const OWN_PASSWORD: Sql = Sql::new(
    "SELECT id, category, own_password FROM person
     WHERE base = $1 AND own_login = $2 AND own_password IS NOT NULL",
);
