-- Keys are text made by the program, instants BIGINT milliseconds (UTC), booleans BIGINT 0 or 1.

-- owner: journal
CREATE TABLE journal (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    uai TEXT,
    account_id TEXT,
    service_id TEXT,
    detail TEXT NOT NULL
);
CREATE INDEX journal_by_time ON journal (at);

-- owner: schools
CREATE TABLE school (
    uai TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
-- owner: schools
CREATE TABLE pronote_base (
    id TEXT PRIMARY KEY,
    uai TEXT NOT NULL REFERENCES school (uai),
    name TEXT NOT NULL
);
CREATE UNIQUE INDEX pronote_base_of_school ON pronote_base (uai);

-- owner: directory
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    uid TEXT NOT NULL,
    login TEXT NOT NULL,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    birth_date TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_uid ON account (uid);
CREATE UNIQUE INDEX account_by_login ON account (login);
-- owner: directory
CREATE TABLE affiliation (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uai TEXT NOT NULL,
    profile TEXT NOT NULL,
    class TEXT,
    PRIMARY KEY (account_id, uai, profile)
);
CREATE INDEX affiliation_by_school ON affiliation (uai, profile);
-- owner: directory
CREATE TABLE guardianship (
    guardian_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    pupil_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (guardian_id, pupil_id)
);

-- owner: authority
CREATE TABLE administrator (
    account_id TEXT NOT NULL,
    uai TEXT NOT NULL,
    PRIMARY KEY (account_id, uai)
);

-- owner: login
CREATE TABLE credential (
    account_id TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL
);
-- owner: login
CREATE TABLE sso_session (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    account_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    typed_for TEXT
);
CREATE UNIQUE INDEX sso_session_by_token ON sso_session (token_hash);
-- owner: login
CREATE TABLE portal_session (
    token_hash TEXT PRIMARY KEY,
    sso_session_id TEXT NOT NULL REFERENCES sso_session (id) ON DELETE CASCADE
);

-- owner: services
CREATE TABLE service (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    pattern TEXT NOT NULL,
    service_group TEXT NOT NULL,
    base_id TEXT
);
CREATE UNIQUE INDEX service_by_code ON service (code);
CREATE UNIQUE INDEX service_by_pattern ON service (pattern);
-- owner: services
CREATE TABLE service_access (
    service_id TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    uai TEXT NOT NULL,
    profile TEXT NOT NULL,
    PRIMARY KEY (service_id, uai, profile)
);

-- owner: release
CREATE TABLE release_rule (
    service_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (service_id, place)
);

-- owner: identifiers
CREATE TABLE pronote_link (
    base_id TEXT NOT NULL,
    category TEXT NOT NULL,
    account_id TEXT NOT NULL,
    pronote_id TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (base_id, category, account_id)
);
CREATE UNIQUE INDEX pronote_link_by_id ON pronote_link (base_id, pronote_id);
CREATE INDEX pronote_link_by_account ON pronote_link (account_id);
-- owner: identifiers
CREATE TABLE import_run (
    id TEXT PRIMARY KEY,
    base_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    done_by TEXT NOT NULL,
    further_issues BIGINT NOT NULL
);
CREATE INDEX import_run_by_base ON import_run (base_id, done_at);
-- owner: identifiers
CREATE TABLE import_line (
    run_id TEXT NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    category TEXT NOT NULL,
    pronote_id TEXT NOT NULL,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    birth_date TEXT,
    recognised BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
);
-- owner: identifiers
CREATE TABLE import_issue (
    run_id TEXT NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
);

-- owner: sso
CREATE TABLE first_visit (
    account_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    pronote_id TEXT NOT NULL,
    acknowledged_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, service_id, pronote_id)
);
