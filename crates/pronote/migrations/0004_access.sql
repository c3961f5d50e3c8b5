-- How people are recognised under a delegation: the protocol of the validation, what is taken for the CAS identifier
-- (an attribute, or '' for the subject), and by what a first visit is recognised.
ALTER TABLE cas_delegation ADD COLUMN dialect TEXT NOT NULL DEFAULT 'saml11';
ALTER TABLE cas_delegation ADD COLUMN common_attribute TEXT NOT NULL DEFAULT '';
ALTER TABLE cas_delegation ADD COLUMN first_connection TEXT NOT NULL DEFAULT 'pronote-id';
ALTER TABLE cas_delegation ADD COLUMN last_name_attribute TEXT NOT NULL DEFAULT 'nom';
ALTER TABLE cas_delegation ADD COLUMN first_name_attribute TEXT NOT NULL DEFAULT 'prenom';
ALTER TABLE cas_delegation ADD COLUMN birth_date_attribute TEXT NOT NULL DEFAULT 'dateNaissance';
ALTER TABLE cas_delegation ADD COLUMN postal_code_attribute TEXT NOT NULL DEFAULT 'codePostal';
ALTER TABLE cas_delegation ADD COLUMN categories_attribute TEXT NOT NULL DEFAULT 'categories';
ALTER TABLE cas_delegation ADD COLUMN category_words TEXT NOT NULL
    DEFAULT 'pupil=National_1;guardian=National_2;teacher=National_3;staff=National_4';

-- Tells homonyms apart who were born on the same day.
ALTER TABLE person ADD COLUMN postal_code TEXT;

-- Single logout: the digest of the ticket that opened a session; NULL for PRONOTE's own login.
ALTER TABLE space_session ADD COLUMN ticket TEXT;
CREATE INDEX space_session_by_ticket ON space_session (ticket);

-- Somebody for whom the ENT has answered and who is not inside yet: they are asked first whether it is them, or for
-- their own password. `person` is who was recognised, NULL when the password will tell. Bound to one browser, which
-- holds the secret of the digest.
-- owner: access
CREATE TABLE pending_entry (
    digest TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    space TEXT NOT NULL,
    page TEXT NOT NULL,
    delegation TEXT NOT NULL,
    cas_id TEXT NOT NULL,
    person TEXT REFERENCES person (id) ON DELETE CASCADE,
    ticket TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX pending_entry_by_ticket ON pending_entry (ticket);

-- Who came from the ENT and was not recognised: one line for each identifier and space, gone when the person enters,
-- or after 30 days.
-- owner: access
CREATE TABLE entry_failure (
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    cas_id TEXT NOT NULL,
    space TEXT NOT NULL,
    at BIGINT NOT NULL,
    cause TEXT NOT NULL,
    said TEXT NOT NULL,
    pronote_id TEXT,
    last_name TEXT,
    first_name TEXT,
    PRIMARY KEY (base, cas_id, space)
);
CREATE INDEX entry_failure_by_time ON entry_failure (at);
