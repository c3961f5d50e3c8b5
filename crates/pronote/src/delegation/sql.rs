//! Statements of the delegations.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    ADD,
    ALL,
    OF_BASE,
    CHANGE,
    IDENTIFY,
    PLACE,
    RETIRE,
    FORGET_FORMER,
    CHOOSE,
    ACCEPT,
    NOTE_CHANGE,
    KEEP,
    DROP_OLD_CHANGES,
    LAST_CHANGE,
    PUT_BACK,
    PUT_ASIDE,
    FORGET_CHANGE,
    EXPORT_SETTINGS,
    SET_EXPORT,
];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO cas_delegation (id, base, cas_url, direct_access, attribute, created_at) VALUES ($1, $2, $3, 1, $4, $5)",
);
pub(super) const ALL: Sql = Sql::new(
    "SELECT id, base, preset, cas_url, validation_url, direct_access, attribute, dialect, common_attribute, first_connection,
            last_name_attribute, first_name_attribute, birth_date_attribute, postal_code_attribute,
            categories_attribute, category_words, name, beside, spaces, successor, accepted_until
     FROM cas_delegation ORDER BY created_at, id",
);
pub(super) const OF_BASE: Sql = Sql::new(
    "SELECT id, base, preset, cas_url, validation_url, direct_access, attribute, dialect, common_attribute, first_connection,
            last_name_attribute, first_name_attribute, birth_date_attribute, postal_code_attribute,
            categories_attribute, category_words, name, beside, spaces, successor, accepted_until
     FROM cas_delegation WHERE base = $1 ORDER BY created_at, id",
);
pub(super) const CHANGE: Sql =
    Sql::new("UPDATE cas_delegation SET validation_url = $2, direct_access = $3, preset = $4 WHERE id = $1");
pub(super) const IDENTIFY: Sql = Sql::new(
    "UPDATE cas_delegation
     SET dialect = $3, common_attribute = $4, first_connection = $5, attribute = $6, last_name_attribute = $7,
         first_name_attribute = $8, birth_date_attribute = $9, postal_code_attribute = $10,
         categories_attribute = $11, category_words = $12
     WHERE id = $1 AND base = $2",
);
pub(super) const PLACE: Sql = Sql::new(
    "UPDATE cas_delegation SET name = $2, beside = $3, spaces = $4, successor = '', accepted_until = 0 WHERE id = $1",
);
pub(super) const RETIRE: Sql = Sql::new(
    "UPDATE cas_delegation SET beside = 0, spaces = '', successor = $2, accepted_until = 0 WHERE id = $1",
);
pub(super) const FORGET_FORMER: Sql =
    Sql::new("UPDATE cas_delegation SET successor = '', accepted_until = 0 WHERE successor = $1");
pub(super) const CHOOSE: Sql = Sql::new("UPDATE cas_delegation SET beside = $2, spaces = $3 WHERE id = $1");
pub(super) const ACCEPT: Sql =
    Sql::new("UPDATE cas_delegation SET accepted_until = $3 WHERE base = $1 AND successor = $2");

pub(super) const NOTE_CHANGE: Sql =
    Sql::new("INSERT INTO delegation_change (id, base, changed_at, former) VALUES ($1, $2, $3, $4)");
pub(super) const KEEP: Sql = Sql::new(
    "INSERT INTO delegation_before
        (change, id, preset, validation_url, direct_access, attribute, dialect, common_attribute, first_connection, last_name_attribute,
         first_name_attribute, birth_date_attribute, postal_code_attribute, categories_attribute, category_words, name,
         beside, spaces, successor, accepted_until)
     SELECT $1, id, preset, validation_url, direct_access, attribute, dialect, common_attribute, first_connection, last_name_attribute,
         first_name_attribute, birth_date_attribute, postal_code_attribute, categories_attribute, category_words, name,
         beside, spaces, successor, accepted_until
     FROM cas_delegation WHERE base = $2",
);
pub(super) const DROP_OLD_CHANGES: Sql = Sql::new(
    "DELETE FROM delegation_change WHERE base = $1 AND id NOT IN
        (SELECT id FROM delegation_change WHERE base = $1 ORDER BY changed_at DESC, id DESC LIMIT $2)",
);
pub(super) const LAST_CHANGE: Sql = Sql::new(
    "SELECT id, changed_at, former FROM delegation_change WHERE base = $1 ORDER BY changed_at DESC, id DESC LIMIT 1",
);
pub(super) const PUT_BACK: Sql = Sql::new(
    "UPDATE cas_delegation SET
        (preset, validation_url, direct_access, attribute, dialect, common_attribute, first_connection, last_name_attribute,
         first_name_attribute, birth_date_attribute, postal_code_attribute, categories_attribute, category_words, name,
         beside, spaces, successor, accepted_until) =
        (SELECT preset, validation_url, direct_access, attribute, dialect, common_attribute, first_connection, last_name_attribute,
         first_name_attribute, birth_date_attribute, postal_code_attribute, categories_attribute, category_words, name,
         beside, spaces, successor, accepted_until
         FROM delegation_before WHERE change = $1 AND delegation_before.id = cas_delegation.id)
     WHERE base = $2 AND id IN (SELECT id FROM delegation_before WHERE change = $1)",
);
// Those that the change added: identifiers may already remember them, so they stay, out of use.
pub(super) const PUT_ASIDE: Sql = Sql::new(
    "UPDATE cas_delegation SET beside = 0, spaces = '', successor = '', accepted_until = 0
     WHERE base = $2 AND id NOT IN (SELECT id FROM delegation_before WHERE change = $1)",
);
pub(super) const FORGET_CHANGE: Sql = Sql::new("DELETE FROM delegation_change WHERE id = $1");

pub(super) const EXPORT_SETTINGS: Sql =
    Sql::new("SELECT uai, pairing_code, readers, url, automatic FROM export_settings WHERE base = $1");
pub(super) const SET_EXPORT: Sql = Sql::new(
    "INSERT INTO export_settings (base, uai, pairing_code, readers, url, automatic) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (base) DO UPDATE SET uai = excluded.uai, pairing_code = excluded.pairing_code,
         readers = excluded.readers, url = excluded.url, automatic = excluded.automatic",
);
