-- A trial of a delegation that an operator has begun: whoever comes back from the ENT with the secret of the digest
-- reads what would have become of them. It serves once.
-- owner: trial
CREATE TABLE delegation_trial (
    digest TEXT PRIMARY KEY,
    base TEXT NOT NULL REFERENCES school_base (id) ON DELETE CASCADE,
    delegation TEXT NOT NULL,
    space TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
