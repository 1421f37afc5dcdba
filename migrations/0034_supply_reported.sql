-- Through which day a unit has reported, from its making on: who has not is found among tens of thousands without
-- looking at each. The chain of the days proves what was closed; this only finds.
-- class: local
CREATE TABLE supply_reported (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    incident UUID NOT NULL REFERENCES incidents (id),
    -- The day before its first one while it has closed none, or one long past.
    through DATE NOT NULL,
    PRIMARY KEY (province, unit)
);
CREATE INDEX supply_reported_through ON supply_reported (incident, through);

INSERT INTO supply_reported (province, unit, incident, through)
SELECT u.province, u.id, u.incident, COALESCE(c.last_day, '0001-01-01')
FROM supply_units AS u
LEFT JOIN supply_closings AS c ON c.province = u.province AND c.unit = u.id;
