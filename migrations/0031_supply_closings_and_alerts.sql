-- How many days a unit has closed, and the last of them with its hash: who takes away the newest days as a whole
-- leaves a chain that is whole by itself, and is found by this.
-- class: local
CREATE TABLE supply_closings (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    n_days BIGINT NOT NULL,
    last_day DATE NOT NULL,
    last_hash BYTEA NOT NULL,
    PRIMARY KEY (province, unit)
);

INSERT INTO supply_closings (province, unit, n_days, last_day, last_hash)
SELECT d.province, d.unit,
    (SELECT count(*) FROM supply_days AS n WHERE n.province = d.province AND n.unit = d.unit),
    d.day, d.hash
FROM supply_days AS d
WHERE NOT EXISTS (
    SELECT 1 FROM supply_days AS l WHERE l.province = d.province AND l.unit = d.unit AND l.day > d.day
);

-- What officers were told: that a unit runs out of an item, or that a lot is about to expire. Gone when it is so no
-- more, so that they are told again the next time.
-- class: local
CREATE TABLE supply_alerts (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    -- runs_out, ran_out, expires
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    -- Of what expires.
    lot TEXT NOT NULL,
    told_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, unit, kind, item, lot)
);

-- What is told of supplies in public, for some days: no other figure is asked for by its day.
CREATE INDEX tallies_of_supplies ON tallies (incident, day)
WHERE metric IN ('supplies_received', 'supplies_handed_out');
