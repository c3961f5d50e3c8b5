//! Statements of first visits and of the tickets of several nodes.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] =
    &[SEEN, ACKNOWLEDGE, PUT_TICKET, TAKE_TICKET, SWEEP_TICKETS, COUNT_TICKETS];

pub(crate) const SEEN: Sql = Sql::new(
    "SELECT count(*) AS times FROM first_visit WHERE account_id = $1 AND service_id = $2 AND pronote_id = $3",
);

pub(crate) const ACKNOWLEDGE: Sql = Sql::new(
    "INSERT INTO first_visit (account_id, service_id, pronote_id, acknowledged_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, service_id, pronote_id) DO NOTHING",
);

pub(crate) const PUT_TICKET: Sql = Sql::new(
    "INSERT INTO service_ticket
         (digest, account_id, session_id, service_id, address, authenticated_at, from_new_login, issued_at, proxies)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

pub(crate) const TAKE_TICKET: Sql = Sql::new(
    "DELETE FROM service_ticket WHERE digest = $1
     RETURNING account_id, session_id, service_id, address, authenticated_at, from_new_login, issued_at, proxies",
);

pub(crate) const SWEEP_TICKETS: Sql = Sql::new("DELETE FROM service_ticket WHERE issued_at <= $1");

pub(crate) const COUNT_TICKETS: Sql = Sql::new("SELECT count(*) AS tickets FROM service_ticket");
