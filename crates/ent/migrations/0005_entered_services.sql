-- Within a session services stand in the order in which they were entered: the next one falls into a page that is at
-- hand, where a random ticket would call for another.
-- owner: sso
CREATE TABLE entered_service_in_order (
    session_id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    service_id TEXT NOT NULL,
    address TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, entered_at, ticket)
) /* WITHOUT ROWID */;
INSERT INTO entered_service_in_order (session_id, ticket, service_id, address, entered_at)
SELECT session_id, ticket, service_id, address, entered_at FROM entered_service;
DROP TABLE entered_service;
ALTER TABLE entered_service_in_order RENAME TO entered_service;
