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
