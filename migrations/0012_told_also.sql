-- Another area that is told: the one a case was referred to, or the one its pin was moved away from.
ALTER TABLE feed ADD COLUMN also INTEGER;
ALTER TABLE feed_waiting ADD COLUMN also INTEGER;

-- Where a request stood before its pin was moved, and why it was. Without an account the requester
-- moved it.
-- class: local
CREATE TABLE moved_places (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID REFERENCES accounts (id),
    area INTEGER NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    accuracy_m INTEGER,
    position_source TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
INSERT INTO moved_places (province, id, request, at, account, area, lat, lon, accuracy_m,
    position_source, reason)
SELECT province, id, request, at, account, area, lat, lon, accuracy_m, position_source, reason
FROM moved_pins;
DROP TABLE moved_pins;
CREATE INDEX moved_places_by_request ON moved_places (province, request, id);
