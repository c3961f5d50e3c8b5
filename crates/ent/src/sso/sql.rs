//! Statements of first visits, of the tickets of several nodes, of proxies and of single logout.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[
    SEEN,
    ACKNOWLEDGE,
    PUT_TICKET,
    TAKE_TICKET,
    SWEEP_TICKETS,
    COUNT_TICKETS,
    KEEP_PGT,
    FIND_PGT,
    FORGET_PGT,
    FORGET_PGTS_OF_SESSION,
    FORGET_PGTS,
    ENTER,
    ENTER_AGAIN,
    ENTERED,
    FORGET_OLDEST,
    FORGET_ENTERED_OF,
    FORGET_ENTERED,
    ADD_CALL,
    ADD_CALL_AGAIN,
    CALLS,
    CALLS_OF_SERVICE,
    CARRY_ENTERED,
    CARRY_PGTS,
    FORGET_CALLS,
];

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

pub(crate) const KEEP_PGT: Sql = Sql::new(
    "INSERT INTO proxy_granting_ticket
         (digest, account_id, session_id, service_id, proxies, authenticated_at, issued_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);

pub(crate) const FIND_PGT: Sql = Sql::new(
    "SELECT account_id, session_id, service_id, proxies, authenticated_at
     FROM proxy_granting_ticket WHERE digest = $1",
);

pub(crate) const FORGET_PGT: Sql = Sql::new("DELETE FROM proxy_granting_ticket WHERE digest = $1");

pub(crate) const FORGET_PGTS_OF_SESSION: Sql =
    Sql::new("DELETE FROM proxy_granting_ticket WHERE session_id = $1");

pub(crate) const FORGET_PGTS: Sql = Sql::new("DELETE FROM proxy_granting_ticket WHERE issued_at <= $1");

pub(crate) const ENTER: Sql = Sql::new(
    "INSERT INTO entered_service (session_id, ticket, service_id, address, entered_at) VALUES ($1, $2, $3, $4, $5)",
);

pub(crate) const ENTER_AGAIN: Sql = Sql::new(
    "INSERT INTO entered_service (session_id, ticket, service_id, address, entered_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session_id, entered_at, ticket) DO NOTHING",
);

pub(crate) const ENTERED: Sql = Sql::new(
    "SELECT ticket, service_id, address FROM entered_service WHERE session_id = $1
     ORDER BY entered_at DESC, ticket LIMIT $2",
);

pub(crate) const FORGET_OLDEST: Sql = Sql::new(
    "DELETE FROM entered_service WHERE session_id = $1 AND ticket NOT IN
         (SELECT ticket FROM entered_service WHERE session_id = $1 ORDER BY entered_at DESC, ticket LIMIT $2)",
);

pub(crate) const FORGET_ENTERED_OF: Sql = Sql::new("DELETE FROM entered_service WHERE session_id = $1");

// Now and then, through the whole table, which holds what open sessions have entered: an index would cost each sign-on
// more than that.
pub(crate) const FORGET_ENTERED: Sql = Sql::new("DELETE FROM entered_service WHERE entered_at <= $1");

pub(crate) const ADD_CALL: Sql =
    Sql::new("INSERT INTO logout_call (id, at, service_id, host, outcome) VALUES ($1, $2, $3, $4, $5)");

pub(crate) const ADD_CALL_AGAIN: Sql = Sql::new(
    "INSERT INTO logout_call (id, at, service_id, host, outcome) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO NOTHING",
);

pub(crate) const CALLS: Sql =
    Sql::new("SELECT at, service_id, host, outcome FROM logout_call ORDER BY at DESC, id DESC LIMIT $1");

pub(crate) const CALLS_OF_SERVICE: Sql = Sql::new(
    "SELECT at, service_id, host, outcome FROM logout_call WHERE service_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
);

pub(crate) const CARRY_ENTERED: Sql =
    Sql::new("UPDATE entered_service SET session_id = $2 WHERE session_id = $1");

pub(crate) const CARRY_PGTS: Sql =
    Sql::new("UPDATE proxy_granting_ticket SET session_id = $2 WHERE session_id = $1");

pub(crate) const FORGET_CALLS: Sql = Sql::new("DELETE FROM logout_call WHERE at <= $1");
