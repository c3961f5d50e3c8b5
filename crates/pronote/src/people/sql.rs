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
    CHILDREN,
    GUARDIANS_OF_ALL,
    LIST,
    COUNT,
    EXPORTED,
    NOTE_LOGIN,
    GIVE_OWN_LOGIN,
    OWN_PASSWORD,
    ENTRIES,
    ENTRY,
    SET_RIGHTS,
    REMOVE,
    DROP_PROPOSALS,
    ADD_RUN,
    ADD_LINE,
    APPLY_RUN,
    DROP_FORMER_RUNS,
    REMEMBER_FORMER,
    ERASE_CHANGED,
    SET_NEW,
    RUN,
    LINES,
    LAST_RUN,
    MARK_UNDONE,
    LEFT,
    ERASE_UNDONE,
    SET_FORMER,
    DROP_RUN,
    CLASSES,
];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO person (id, base, category, pronote_id, cas_id, cas_taught_by, cas_taught_at,
                         last_name, first_name, sort_key, civility, birth_date, postal_code, class, legal_guardian)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
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
    "SELECT id, category, pronote_id, cas_id, last_name, first_name, civility, birth_date, class,
            last_login_at, own_login, legal_guardian, consults
     FROM person WHERE base = $1 AND category = $2
       AND (sort_key LIKE $3 ESCAPE '!' OR pronote_id = $4 OR cas_id = $4)",
);
pub(super) const ENTRIES: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, last_name, first_name, civility, birth_date, class,
            last_login_at, own_login, legal_guardian, consults
     FROM person WHERE base = $1 ORDER BY sort_key, id",
);
pub(super) const ENTRY: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, last_name, first_name, civility, birth_date, class,
            last_login_at, own_login, legal_guardian, consults
     FROM person WHERE base = $1 AND id = $2",
);
pub(super) const COUNT: Sql = Sql::new(
    "SELECT COUNT(*) AS total FROM person WHERE base = $1 AND category = $2
       AND (sort_key LIKE $3 ESCAPE '!' OR pronote_id = $4 OR cas_id = $4)",
);
pub(super) const EXPORTED: Sql = Sql::new(
    "SELECT id, category, pronote_id, cas_id, cas_taught_by, last_name, first_name, civility, birth_date,
            postal_code, class, previous_login_at
     FROM person WHERE base = $1 AND (cas_id IS NULL OR $2 = 0) AND (category <> 'guardian' OR consults = 1)
     ORDER BY category, sort_key, id",
);
pub(super) const NOTE_LOGIN: Sql =
    Sql::new("UPDATE person SET previous_login_at = last_login_at, last_login_at = $2 WHERE id = $1");
pub(super) const GIVE_OWN_LOGIN: Sql =
    Sql::new("UPDATE person SET own_login = $3, own_password = $4 WHERE base = $1 AND pronote_id = $2");
pub(super) const OWN_PASSWORD: Sql = Sql::new(
    "SELECT id, category, own_password FROM person
     WHERE base = $1 AND own_login = $2 AND own_password IS NOT NULL",
);

pub(super) const SET_RIGHTS: Sql = Sql::new(
    "UPDATE person SET legal_guardian = $3, consults = $4 WHERE base = $1 AND id = $2 AND category = 'guardian'",
);
pub(super) const REMOVE: Sql = Sql::new("DELETE FROM person WHERE base = $1 AND id = $2");

pub(super) const DROP_PROPOSALS: Sql = Sql::new("DELETE FROM cas_id_run WHERE base = $1 AND applied = 0");
pub(super) const ADD_RUN: Sql =
    Sql::new("INSERT INTO cas_id_run (id, base, kind, made_at, applied) VALUES ($1, $2, $3, $4, 0)");
pub(super) const ADD_LINE: Sql = Sql::new(
    "INSERT INTO cas_id_line (run, line, outcome, given, person, new_id, new_taught_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
pub(super) const APPLY_RUN: Sql =
    Sql::new("UPDATE cas_id_run SET applied = 1 WHERE base = $1 AND id = $2 AND applied = 0");
pub(super) const DROP_FORMER_RUNS: Sql = Sql::new("DELETE FROM cas_id_run WHERE base = $1 AND id <> $2");
pub(super) const REMEMBER_FORMER: Sql = Sql::new(
    "UPDATE cas_id_line SET
         former_id = (SELECT p.cas_id FROM person p WHERE p.id = cas_id_line.person),
         former_taught_by = (SELECT p.cas_taught_by FROM person p WHERE p.id = cas_id_line.person),
         former_taught_at = (SELECT p.cas_taught_at FROM person p WHERE p.id = cas_id_line.person)
     WHERE run = $1 AND outcome = 'change'",
);
pub(super) const ERASE_CHANGED: Sql = Sql::new(
    "UPDATE person SET cas_id = NULL, cas_taught_by = NULL, cas_taught_at = NULL
     WHERE id IN (SELECT person FROM cas_id_line WHERE run = $1 AND outcome = 'change')",
);
pub(super) const SET_NEW: Sql = Sql::new(
    "UPDATE person SET
         cas_id = (SELECT l.new_id FROM cas_id_line l
                   WHERE l.run = $1 AND l.person = person.id AND l.outcome = 'change'),
         cas_taught_by = (SELECT l.new_taught_by FROM cas_id_line l
                          WHERE l.run = $1 AND l.person = person.id AND l.outcome = 'change'),
         cas_taught_at = $2
     WHERE id IN (SELECT person FROM cas_id_line WHERE run = $1 AND outcome = 'change' AND new_id IS NOT NULL)",
);
pub(super) const RUN: Sql =
    Sql::new("SELECT id, kind, made_at, applied FROM cas_id_run WHERE base = $1 AND id = $2");
pub(super) const LINES: Sql = Sql::new(
    "SELECT l.line, l.outcome, l.given, l.new_id, COALESCE(l.former_id, p.cas_id) AS former_id, p.last_name,
            p.first_name
     FROM cas_id_line l LEFT JOIN person p ON p.id = l.person WHERE l.run = $1 ORDER BY l.line",
);
pub(super) const LAST_RUN: Sql = Sql::new(
    "SELECT id, kind, made_at, applied FROM cas_id_run WHERE base = $1 AND applied = 1 ORDER BY made_at DESC LIMIT 1",
);
// An identifier that was changed again since, by a visit say, stays as it is.
pub(super) const MARK_UNDONE: Sql = Sql::new(
    "UPDATE cas_id_line SET outcome = 'undone' WHERE run = $1 AND outcome = 'change' AND COALESCE(new_id, '')
         = COALESCE((SELECT p.cas_id FROM person p WHERE p.id = cas_id_line.person), '')",
);
pub(super) const LEFT: Sql =
    Sql::new("SELECT COUNT(*) AS total FROM cas_id_line WHERE run = $1 AND outcome = 'change'");
pub(super) const ERASE_UNDONE: Sql = Sql::new(
    "UPDATE person SET cas_id = NULL, cas_taught_by = NULL, cas_taught_at = NULL
     WHERE id IN (SELECT person FROM cas_id_line WHERE run = $1 AND outcome = 'undone')",
);
pub(super) const SET_FORMER: Sql = Sql::new(
    "UPDATE person SET
         cas_id = (SELECT l.former_id FROM cas_id_line l
                   WHERE l.run = $1 AND l.person = person.id AND l.outcome = 'undone'),
         cas_taught_by = (SELECT l.former_taught_by FROM cas_id_line l
                          WHERE l.run = $1 AND l.person = person.id AND l.outcome = 'undone'),
         cas_taught_at = (SELECT l.former_taught_at FROM cas_id_line l
                          WHERE l.run = $1 AND l.person = person.id AND l.outcome = 'undone')
     WHERE id IN (SELECT person FROM cas_id_line WHERE run = $1 AND outcome = 'undone')",
);
pub(super) const DROP_RUN: Sql = Sql::new("DELETE FROM cas_id_run WHERE id = $1");
pub(super) const CLASSES: Sql = Sql::new(
    "SELECT class AS name, COUNT(*) AS pupils FROM person
     WHERE base = $1 AND category = 'pupil' AND class IS NOT NULL GROUP BY class ORDER BY class",
);
