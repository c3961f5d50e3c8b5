-- Keys are text made by the program, instants are milliseconds since 1970 in UTC, booleans are 0 or 1.

-- owner: journal
CREATE TABLE journal_line (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    base TEXT,
    kind TEXT NOT NULL,
    person TEXT,
    operator TEXT,
    detail TEXT
);
CREATE INDEX journal_line_by_time ON journal_line (at);

-- owner: bases
CREATE TABLE school_base (
    id TEXT PRIMARY KEY,
    school_name TEXT NOT NULL,
    uai TEXT NOT NULL,
    year_label TEXT NOT NULL,
    version_label TEXT NOT NULL,
    host TEXT,
    root TEXT NOT NULL,
    published BIGINT NOT NULL,
    spaces TEXT NOT NULL,
    delegation TEXT
);
-- Two bases must never answer at one address. An absent host is written '' here, since NULLs are all different.
CREATE UNIQUE INDEX school_base_by_place ON school_base (COALESCE(host, ''), LOWER(root));

-- owner: operators
CREATE TABLE operator (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    UNIQUE (role, login)
);
-- owner: operators
CREATE TABLE operator_base (
    operator TEXT NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    PRIMARY KEY (operator, base)
);
-- owner: operators
CREATE TABLE operator_session (
    digest TEXT PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
    last_seen_at BIGINT NOT NULL
);

-- owner: people
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    pronote_id TEXT NOT NULL,
    cas_id TEXT,
    cas_taught_by TEXT,
    cas_taught_at BIGINT,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    civility TEXT,
    birth_date TEXT,
    class TEXT,
    last_login_at BIGINT,
    previous_login_at BIGINT,
    own_login TEXT,
    own_password TEXT,
    UNIQUE (base, pronote_id),
    -- Within a category: one ENT account may be a teacher and a parent of the same base.
    UNIQUE (base, category, cas_id),
    UNIQUE (base, own_login)
);
CREATE INDEX person_by_list ON person (base, category, sort_key);
-- owner: people
CREATE TABLE person_child (
    guardian TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    pupil TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (guardian, pupil)
);
CREATE INDEX person_child_by_pupil ON person_child (pupil);

-- owner: delegation
CREATE TABLE cas_delegation (
    id TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    preset TEXT,
    cas_url TEXT NOT NULL,
    validation_url TEXT,
    direct_access BIGINT NOT NULL,
    attribute TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- owner: access
CREATE TABLE space_session (
    digest TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX space_session_by_base ON space_session (base, category);
