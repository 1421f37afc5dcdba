-- One survey of an area: from when until when, for whom, and how much is expected of it.
-- class: local
CREATE TABLE rounds (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    -- The province itself, or a district or subdistrict in it.
    area INTEGER NOT NULL,
    name TEXT NOT NULL,
    starts_on DATE NOT NULL,
    -- The last day.
    ends_on DATE NOT NULL,
    target INTEGER,
    -- What the target counts: households or persons.
    target_of TEXT,
    opened_by UUID NOT NULL REFERENCES accounts (id),
    opened_at TIMESTAMPTZ NOT NULL,
    closed_by UUID REFERENCES accounts (id),
    closed_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX rounds_by_area ON rounds (area, opened_at, id);

-- What of a round was given to whom.
-- class: local
CREATE TABLE round_shares (
    province SMALLINT NOT NULL,
    round UUID NOT NULL,
    id UUID NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    -- A subdistrict, and a village in it; 0: all of it.
    area INTEGER NOT NULL,
    village INTEGER NOT NULL,
    given_by UUID NOT NULL REFERENCES accounts (id),
    given_at TIMESTAMPTZ NOT NULL,
    ended_by UUID REFERENCES accounts (id),
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, round) REFERENCES rounds (province, id)
);
CREATE INDEX round_shares_by_round ON round_shares (province, round);
CREATE INDEX round_shares_by_account ON round_shares (account) WHERE ended_at IS NULL;
