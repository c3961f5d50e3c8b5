//! Statements of the delegations.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, ALL, AT_SERVER, CHANGE, IDENTIFY];

pub(super) const ADD: Sql = Sql::new(
    "INSERT INTO cas_delegation
         (id, base, preset, cas_url, validation_url, direct_access, attribute, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
pub(super) const ALL: Sql = Sql::new(
    "SELECT id, preset, cas_url, validation_url, direct_access, attribute, dialect, common_attribute, first_connection,
            last_name_attribute, first_name_attribute, birth_date_attribute, postal_code_attribute,
            categories_attribute, category_words
     FROM cas_delegation",
);
pub(super) const AT_SERVER: Sql = Sql::new(
    "SELECT id, preset, cas_url, validation_url, direct_access, attribute, dialect, common_attribute, first_connection,
            last_name_attribute, first_name_attribute, birth_date_attribute, postal_code_attribute,
            categories_attribute, category_words
     FROM cas_delegation WHERE base = $1 AND cas_url = $2",
);
pub(super) const CHANGE: Sql = Sql::new(
    "UPDATE cas_delegation SET validation_url = $2, direct_access = $3, attribute = $4, preset = $5 WHERE id = $1",
);
pub(super) const IDENTIFY: Sql = Sql::new(
    "UPDATE cas_delegation
     SET dialect = $3, common_attribute = $4, first_connection = $5, attribute = $6, last_name_attribute = $7,
         first_name_attribute = $8, birth_date_attribute = $9, postal_code_attribute = $10,
         categories_attribute = $11, category_words = $12
     WHERE id = $1 AND base = $2",
);
