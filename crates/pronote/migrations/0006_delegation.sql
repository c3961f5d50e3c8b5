-- Several delegations of a base. `beside`: kept beside the one of the base; `spaces`: those that have chosen it;
-- `successor`: the delegation that took its place, beside which it is accepted until `accepted_until`.
ALTER TABLE cas_delegation ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE cas_delegation ADD COLUMN beside BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cas_delegation ADD COLUMN spaces TEXT NOT NULL DEFAULT '';
ALTER TABLE cas_delegation ADD COLUMN successor TEXT NOT NULL DEFAULT '';
ALTER TABLE cas_delegation ADD COLUMN accepted_until BIGINT NOT NULL DEFAULT 0;

-- What a change of the delegations of a base can be undone from: which one was the base's, and all of them as they were.
-- owner: delegation
CREATE TABLE delegation_change (
    id TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    changed_at BIGINT NOT NULL,
    former TEXT
);
CREATE INDEX delegation_change_by_base ON delegation_change (base, changed_at);
-- owner: delegation
CREATE TABLE delegation_before (
    change TEXT NOT NULL REFERENCES delegation_change (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    preset TEXT,
    validation_url TEXT,
    direct_access BIGINT NOT NULL,
    attribute TEXT NOT NULL,
    dialect TEXT NOT NULL,
    common_attribute TEXT NOT NULL,
    first_connection TEXT NOT NULL,
    last_name_attribute TEXT NOT NULL,
    first_name_attribute TEXT NOT NULL,
    birth_date_attribute TEXT NOT NULL,
    postal_code_attribute TEXT NOT NULL,
    categories_attribute TEXT NOT NULL,
    category_words TEXT NOT NULL,
    name TEXT NOT NULL,
    beside BIGINT NOT NULL,
    spaces TEXT NOT NULL,
    successor TEXT NOT NULL,
    accepted_until BIGINT NOT NULL,
    PRIMARY KEY (change, id)
);

-- "Export des identifiants PRONOTE (paramètres liés à la base sur le serveur PRONOTE)".
-- owner: delegation
CREATE TABLE export_settings (
    base TEXT PRIMARY KEY REFERENCES school_base (id) ON DELETE CASCADE,
    uai TEXT NOT NULL,
    pairing_code TEXT NOT NULL,
    readers TEXT NOT NULL,
    url TEXT,
    automatic BIGINT NOT NULL
);
