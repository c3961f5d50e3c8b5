-- What is right of a guardian: who is one by law, and who may read what PRONOTE publishes (and so is exported).
ALTER TABLE person ADD COLUMN legal_guardian BIGINT NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN consults BIGINT NOT NULL DEFAULT 1;

-- A change of CAS identifiers, proposed by a file or made, with what an undo needs.
-- owner: people
CREATE TABLE cas_id_run (
    id TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    applied BIGINT NOT NULL
);
CREATE INDEX cas_id_run_by_base ON cas_id_run (base, made_at);
-- owner: people
CREATE TABLE cas_id_line (
    run TEXT NOT NULL REFERENCES cas_id_run (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    given TEXT NOT NULL,
    person TEXT REFERENCES person (id) ON DELETE CASCADE,
    former_id TEXT,
    former_taught_by TEXT,
    former_taught_at BIGINT,
    new_id TEXT,
    new_taught_by TEXT,
    PRIMARY KEY (run, line)
);
CREATE INDEX cas_id_line_by_person ON cas_id_line (person);

-- The last export of each kind, for the reminders of September.
-- owner: transfer
CREATE TABLE export_run (
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    only_without_cas_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    year_label TEXT NOT NULL,
    version_label TEXT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (base, only_without_cas_id)
);

-- owner: supervisor
CREATE TABLE supervisor_seat (
    session TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    operator TEXT NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    mode TEXT NOT NULL,
    since BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    wanted_by TEXT
);
-- One writer at a time, whatever happens between reading and writing.
CREATE UNIQUE INDEX supervisor_seat_writer ON supervisor_seat (base) WHERE mode = 'modification';
-- owner: supervisor
CREATE TABLE supervisor_choice (
    base TEXT PRIMARY KEY REFERENCES school_base (id) ON DELETE CASCADE,
    ent_identifiers BIGINT NOT NULL
);
