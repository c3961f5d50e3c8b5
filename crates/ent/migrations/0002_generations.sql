-- Numbers by which caches learn that what they hold was changed.

-- owner: db
CREATE TABLE generation (
    name TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);
-- owner: db
CREATE TABLE generation_key (
    name TEXT NOT NULL,
    number BIGINT NOT NULL,
    changed TEXT NOT NULL,
    PRIMARY KEY (name, number)
);

-- Tickets of several nodes, for seconds each: a crash that loses them costs a second click.
-- owner: sso
CREATE /* UNLOGGED */ TABLE service_ticket (
    digest TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    address TEXT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    from_new_login BIGINT NOT NULL,
    issued_at BIGINT NOT NULL
);
CREATE INDEX service_ticket_by_age ON service_ticket (issued_at);
