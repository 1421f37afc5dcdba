-- Figures of each day by province, for what is asked for by spans of days over the country: today the supplies.
-- Added to with `tallies`, in the transaction of the fact.
-- class: local
CREATE TABLE tally_days (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    metric TEXT NOT NULL,
    -- Of a province; 0 is the country's own.
    area INTEGER NOT NULL,
    day DATE NOT NULL,
    dims TEXT NOT NULL,
    slot SMALLINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (province, incident, metric, area, day, dims, slot)
);
CREATE INDEX tally_days_by_day ON tally_days (incident, metric, day);

INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
SELECT province, incident, metric, area / 10000 * 10000, day, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
WHERE metric IN ('supplies_received', 'supplies_handed_out')
GROUP BY province, incident, metric, area / 10000 * 10000, day, dims;

-- What asked for them by their day asks here now.
DROP INDEX tallies_of_supplies;
