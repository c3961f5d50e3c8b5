-- One row says that the people of this database are invented and that the passwords of some were printed: such a
-- database is not served outside the demonstration.
-- owner: bases
CREATE TABLE demonstration (
    marked_at BIGINT PRIMARY KEY
);
