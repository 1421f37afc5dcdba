-- Figures over all days, for every area that a fact lies in: its subdistrict, its district, its province, as far
-- as it was told. What a page sums is then as many rows as it shows areas, however many days and people there are.
-- level: 1 province, 2 district, 3 subdistrict. Added to with `tallies`, in the transaction of the fact.
-- class: local
CREATE TABLE tally_totals (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    metric TEXT NOT NULL,
    level SMALLINT NOT NULL,
    area INTEGER NOT NULL,
    dims TEXT NOT NULL,
    slot SMALLINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (province, incident, metric, level, area, dims, slot)
);
CREATE INDEX tally_totals_by_incident ON tally_totals (incident, metric, level, area);

INSERT INTO tally_totals (province, incident, metric, level, area, dims, slot, n)
SELECT province, incident, metric, 1, area / 10000 * 10000, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
GROUP BY province, incident, metric, area / 10000 * 10000, dims;

INSERT INTO tally_totals (province, incident, metric, level, area, dims, slot, n)
SELECT province, incident, metric, 2, area / 100 * 100, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
WHERE area % 10000 <> 0
GROUP BY province, incident, metric, area / 100 * 100, dims;

INSERT INTO tally_totals (province, incident, metric, level, area, dims, slot, n)
SELECT province, incident, metric, 3, area, dims, 0, CAST(sum(n) AS BIGINT)
FROM tallies
WHERE area % 100 <> 0
GROUP BY province, incident, metric, area, dims;

-- Whatever asked for the figures of an incident by its areas asks the totals now.
DROP INDEX tallies_by_incident;
