-- What an area reported of a week, as it stood when it was made: figures go on, a report does not change.
-- class: local
CREATE TABLE reports (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    first_on DATE NOT NULL,
    last_on DATE NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    -- Nobody: made at the set hour.
    made_by UUID REFERENCES accounts (id),
    content JSONB NOT NULL,
    PRIMARY KEY (province, incident, area, last_on)
);
CREATE INDEX reports_by_area ON reports (area, last_on, incident);
CREATE INDEX reports_by_week ON reports (incident, last_on, area);
