-- How many people of each risk group a unit serves, with those of the units below it; told by whoever keeps or
-- arranges it. A unit of which nothing is told serves those of the units below.
-- class: local
CREATE TABLE supply_headcounts (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    risk_group TEXT NOT NULL,
    persons BIGINT NOT NULL CHECK (persons >= 0),
    told_by UUID NOT NULL REFERENCES accounts (id),
    told_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, unit, risk_group)
);
