//! Statements of first visits.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[SEEN, ACKNOWLEDGE];

pub(crate) const SEEN: Sql = Sql::new(
    "SELECT count(*) AS times FROM first_visit WHERE account_id = $1 AND service_id = $2 AND pronote_id = $3",
);

pub(crate) const ACKNOWLEDGE: Sql = Sql::new(
    "INSERT INTO first_visit (account_id, service_id, pronote_id, acknowledged_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, service_id, pronote_id) DO NOTHING",
);
