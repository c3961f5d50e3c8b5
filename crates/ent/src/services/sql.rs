//! Statements of services.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, MOVE, GRANT, ALL, GRANTS];

pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO service (id, code, title, kind, url, pattern, service_group, base_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);

pub(crate) const MOVE: Sql = Sql::new("UPDATE service SET url = $2, pattern = $3 WHERE code = $1");

pub(crate) const GRANT: Sql = Sql::new(
    "INSERT INTO service_access (service_id, uai, profile) VALUES ($1, $2, $3)
     ON CONFLICT (service_id, uai, profile) DO NOTHING",
);

pub(crate) const ALL: Sql = Sql::new(
    "SELECT id, code, title, kind, url, pattern, service_group, base_id FROM service ORDER BY service_group, title, id",
);

pub(crate) const GRANTS: Sql = Sql::new("SELECT uai, profile FROM service_access WHERE service_id = $1");
