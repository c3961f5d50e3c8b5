-- Console: security and publication parameters, clients, spaces.
ALTER TABLE school_base ADD COLUMN mobile TEXT NOT NULL DEFAULT 'teachers parents pupils';
-- The history of a base is open to the support until then, for whoever holds the code of this digest.
ALTER TABLE school_base ADD COLUMN support_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE school_base ADD COLUMN support_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE school_base ADD COLUMN idle_minutes BIGINT NOT NULL DEFAULT 60;
ALTER TABLE school_base ADD COLUMN attempts BIGINT NOT NULL DEFAULT 10;
ALTER TABLE school_base ADD COLUMN networks TEXT NOT NULL DEFAULT '';
ALTER TABLE school_base ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;

-- Sign-ins within the minute that began at `since`, under a digest of who and from where.
-- owner: bases
CREATE TABLE sign_in_attempt (
    digest TEXT PRIMARY KEY,
    made BIGINT NOT NULL,
    since BIGINT NOT NULL
);

-- An empty secret: no second factor. A secret that was never confirmed by a code is not asked for.
ALTER TABLE operator ADD COLUMN totp_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE operator ADD COLUMN totp_confirmed BIGINT NOT NULL DEFAULT 0;
-- The last step of time whose code was used: a code is good once.
ALTER TABLE operator ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
-- Whether the second factor, where there is one, has been given.
ALTER TABLE operator_session ADD COLUMN complete BIGINT NOT NULL DEFAULT 1;
-- The version of PRONOTE that the client of this session was opened with; empty: opened before this was kept.
ALTER TABLE operator_session ADD COLUMN client_version TEXT NOT NULL DEFAULT '';
-- owner: operators
CREATE TABLE recovery_code (
    operator TEXT NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    PRIMARY KEY (operator, digest)
);

ALTER TABLE space_session ADD COLUMN mobile BIGINT NOT NULL DEFAULT 0;
-- The child that a parent looks at; empty: none was chosen.
ALTER TABLE space_session ADD COLUMN child TEXT NOT NULL DEFAULT '';
