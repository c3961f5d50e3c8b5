//! Statements of services.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] =
    &[ADD, KEEP, GRANT, WITHDRAW, ALL, GRANTS, ADD_ADDRESS, HOLDER_OF_ADDRESS, ADDRESSES];

pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO service (id, code, title, kind, url, pattern, service_group, base_id, uai, open_to_all, allow_proxy,
                          logout_channel, logout_url, attributes_over_https_only)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);

// Two nodes that start at the same time both keep the portal.
pub(crate) const KEEP: Sql = Sql::new(
    "INSERT INTO service (id, code, title, kind, url, pattern, service_group, base_id, logout_channel)
     VALUES ($1, $2, $3, $4, $5, $5, '', NULL, 'none')
     ON CONFLICT (code) DO UPDATE SET url = excluded.url, pattern = excluded.pattern
     WHERE service.url <> excluded.url OR service.pattern <> excluded.pattern",
);

pub(crate) const GRANT: Sql = Sql::new(
    "INSERT INTO service_access (service_id, uai, profile) VALUES ($1, $2, $3)
     ON CONFLICT (service_id, uai, profile) DO NOTHING",
);

pub(crate) const WITHDRAW: Sql =
    Sql::new("DELETE FROM service_access WHERE service_id = $1 AND uai = $2 AND profile = $3");

pub(crate) const ALL: Sql = Sql::new(
    "SELECT id, code, title, kind, url, pattern, service_group, base_id, uai, open_to_all, allow_proxy,
            logout_channel AS logout, logout_url, attributes_over_https_only
     FROM service ORDER BY service_group, title, id",
);

pub(crate) const GRANTS: Sql = Sql::new("SELECT service_id, uai, profile FROM service_access");

// Two administrators may accept it at the same time.
pub(crate) const HOLDER_OF_ADDRESS: Sql =
    Sql::new("SELECT service_id FROM service_address WHERE pattern = $1");

pub(crate) const ADD_ADDRESS: Sql = Sql::new(
    "INSERT INTO service_address (pattern, service_id, accepted_at, accepted_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (pattern) DO NOTHING",
);

pub(crate) const ADDRESSES: Sql =
    Sql::new("SELECT service_id, pattern FROM service_address ORDER BY accepted_at, pattern");
