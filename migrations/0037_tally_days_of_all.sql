-- Figures of spans of days for every metric that is asked for by them, by province and by district: those of goods
-- stood by province alone. Persons stand without their nationality, so that a month of the country is few rows. Rows lie
-- in the order of the key, by which they are read.
DROP TABLE tally_days;

-- class: local
CREATE TABLE tally_days (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    metric TEXT NOT NULL,
    -- Of a district or a province; 0 is the country's own.
    area INTEGER NOT NULL,
    day DATE NOT NULL,
    dims TEXT NOT NULL,
    slot SMALLINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (province, incident, metric, area, day, dims, slot)
) CLUSTERED;

INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
SELECT province, incident, metric, area / 100 * 100, day, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
WHERE metric IN ('supplies_received', 'supplies_handed_out', 'requests', 'households') AND area % 10000 <> 0
GROUP BY province, incident, metric, area / 100 * 100, day, dims;

INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
SELECT province, incident, metric, area / 10000 * 10000, day, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
WHERE metric IN ('supplies_received', 'supplies_handed_out', 'requests', 'households')
GROUP BY province, incident, metric, area / 10000 * 10000, day, dims;

-- The dimensions of persons are told anew from the persons themselves, since the two engines part texts differently.
INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
SELECT p.province, h.incident, 'persons', h.area / 100 * 100, COALESCE(p.recorded_on, h.recorded_on), '|' || p.history || '|' || p.wish, 0,
    CAST(count(*) AS BIGINT)
FROM households AS h
JOIN persons AS p ON p.province = h.province AND p.household = h.id
WHERE NOT h.practice AND h.state = '' AND p.state = '' AND h.area % 10000 <> 0
GROUP BY p.province, h.incident, h.area / 100 * 100, COALESCE(p.recorded_on, h.recorded_on), '|' || p.history || '|' || p.wish;

INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
SELECT p.province, h.incident, 'persons', h.area / 10000 * 10000, COALESCE(p.recorded_on, h.recorded_on), '|' || p.history || '|' || p.wish, 0,
    CAST(count(*) AS BIGINT)
FROM households AS h
JOIN persons AS p ON p.province = h.province AND p.household = h.id
WHERE NOT h.practice AND h.state = '' AND p.state = ''
GROUP BY p.province, h.incident, h.area / 10000 * 10000, COALESCE(p.recorded_on, h.recorded_on), '|' || p.history || '|' || p.wish;

-- An area is found by the province of the key, which is its own but for the few facts that moved on to another one.
CREATE INDEX tally_days_elsewhere ON tally_days (incident, metric, area, day) WHERE province <> area / 10000;
CREATE INDEX tallies_elsewhere ON tallies (incident, metric, area, day) WHERE province <> area / 10000;
