//! Statements of the directory.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    AFFILIATE,
    ADD_GUARDIANSHIP,
    ADD_ATTRIBUTE,
    CLEAR_ATTRIBUTES,
    FIND,
    BY_LOGIN,
    AFFILIATIONS,
    ATTRIBUTES,
    PEOPLE_OF,
    CLASSES_OF,
    GUARDIANSHIPS_OF,
];

pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO account (id, uid, login, last_name, first_name, birth_date, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);

pub(crate) const AFFILIATE: Sql =
    Sql::new("INSERT INTO affiliation (account_id, uai, profile, class) VALUES ($1, $2, $3, $4)");

pub(crate) const ADD_GUARDIANSHIP: Sql =
    Sql::new("INSERT INTO guardianship (guardian_id, pupil_id) VALUES ($1, $2)");

pub(crate) const ADD_ATTRIBUTE: Sql =
    Sql::new("INSERT INTO account_attribute (account_id, name, place, value) VALUES ($1, $2, $3, $4)");

pub(crate) const CLEAR_ATTRIBUTES: Sql = Sql::new("DELETE FROM account_attribute WHERE account_id = $1");

pub(crate) const FIND: Sql =
    Sql::new("SELECT id, uid, login, last_name, first_name, birth_date FROM account WHERE id = $1");

pub(crate) const BY_LOGIN: Sql =
    Sql::new("SELECT id, uid, login, last_name, first_name, birth_date FROM account WHERE login = $1");

pub(crate) const AFFILIATIONS: Sql =
    Sql::new("SELECT uai, profile, class FROM affiliation WHERE account_id = $1 ORDER BY uai, profile");

pub(crate) const ATTRIBUTES: Sql =
    Sql::new("SELECT name, value FROM account_attribute WHERE account_id = $1 ORDER BY place");

pub(crate) const PEOPLE_OF: Sql = Sql::new(
    "SELECT account.id, account.uid, account.login, account.last_name, account.first_name, account.birth_date
     FROM account JOIN affiliation ON affiliation.account_id = account.id
     WHERE affiliation.uai = $1 AND affiliation.profile = $2
     ORDER BY account.id",
);

pub(crate) const CLASSES_OF: Sql = Sql::new(
    "SELECT account_id, class FROM affiliation WHERE uai = $1 AND class IS NOT NULL ORDER BY account_id, profile",
);

pub(crate) const GUARDIANSHIPS_OF: Sql = Sql::new(
    "SELECT guardianship.guardian_id, guardianship.pupil_id
     FROM guardianship JOIN affiliation ON affiliation.account_id = guardianship.pupil_id
     WHERE affiliation.uai = $1 AND affiliation.profile = $2
     ORDER BY guardianship.guardian_id, guardianship.pupil_id",
);
