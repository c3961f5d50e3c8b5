-- What the whole CAS protocol needs: sessions that people see and end, throttling, attributes of accounts, services that
-- may proxy and that are told when a session ends.

-- owner: login
ALTER TABLE sso_session ADD COLUMN remembered BIGINT NOT NULL DEFAULT 0;
-- owner: login
ALTER TABLE sso_session ADD COLUMN warn BIGINT NOT NULL DEFAULT 0;
-- owner: login
ALTER TABLE sso_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX sso_session_by_account ON sso_session (account_id);
-- Without it each session that ends looks through all of them.
CREATE INDEX portal_session_by_sso_session ON portal_session (sso_session_id);

-- Failed sign-ins by account and by network, each under a digest.
-- owner: login
CREATE /* UNLOGGED */ TABLE sign_in_failure (
    throttled TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_by_age ON sign_in_failure (last_at);
-- owner: login
CREATE /* UNLOGGED */ TABLE used_login_ticket (
    digest TEXT PRIMARY KEY,
    used_at BIGINT NOT NULL
);
CREATE INDEX used_login_ticket_by_age ON used_login_ticket (used_at);

-- Attributes that no other table holds, several values under one name.
-- owner: directory
CREATE TABLE account_attribute (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, name, place)
);

-- The school whose administrators look after a service; none: those of the whole ENT.
-- owner: services
ALTER TABLE service ADD COLUMN uai TEXT;
-- owner: services
ALTER TABLE service ADD COLUMN open_to_all BIGINT NOT NULL DEFAULT 0;
-- owner: services
ALTER TABLE service ADD COLUMN allow_proxy BIGINT NOT NULL DEFAULT 0;
-- owner: services
ALTER TABLE service ADD COLUMN logout_channel TEXT NOT NULL DEFAULT 'back';
-- owner: services
ALTER TABLE service ADD COLUMN logout_url TEXT;
-- owner: services
ALTER TABLE service ADD COLUMN attributes_over_https_only BIGINT NOT NULL DEFAULT 0;
-- The session of the portal ends with the session that it hangs on.
UPDATE service SET logout_channel = 'none' WHERE kind = 'internal';
-- Further addresses of a service, each accepted by somebody.
-- owner: services
CREATE TABLE service_address (
    pattern TEXT PRIMARY KEY,
    service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    accepted_at BIGINT NOT NULL,
    accepted_by TEXT
);

-- The proxies that a proxy ticket has come through, last first, one a line; empty for a service ticket.
-- owner: sso
ALTER TABLE service_ticket ADD COLUMN proxies TEXT NOT NULL DEFAULT '';
-- owner: sso
CREATE /* UNLOGGED */ TABLE proxy_granting_ticket (
    digest TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    proxies TEXT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    issued_at BIGINT NOT NULL
);
CREATE INDEX proxy_granting_ticket_by_session ON proxy_granting_ticket (session_id);
CREATE INDEX proxy_granting_ticket_by_age ON proxy_granting_ticket (issued_at);
-- The services that a session has entered, with the ticket that is spent and serves only to tell them of its end.
-- owner: sso
CREATE TABLE entered_service (
    session_id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    service_id TEXT NOT NULL,
    address TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, ticket)
) /* WITHOUT ROWID */;
-- What became of telling services that a session has ended.
-- owner: sso
CREATE TABLE logout_call (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    service_id TEXT NOT NULL,
    host TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE INDEX logout_call_by_service ON logout_call (service_id, at);
CREATE INDEX logout_call_by_age ON logout_call (at);

-- The journal in pages: each row holds the lines that were written together. The key is that of the first line, and
-- begins with its time (UUID version 7).
-- owner: journal
CREATE TABLE journal_page (
    id TEXT PRIMARY KEY,
    lines TEXT NOT NULL
);
INSERT INTO journal_page (id, lines)
SELECT id, at || '	' || kind || '	' || COALESCE(uai, '') || '	' || COALESCE(account_id, '') || '	'
    || COALESCE(service_id, '') || '	' || detail || '
'
FROM journal;
DROP TABLE journal;
ALTER TABLE journal_page RENAME TO journal;
