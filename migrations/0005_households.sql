-- A household as it was found: who lives at one place. It makes no case and no pin on any map.
-- class: local
CREATE TABLE households (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    kind TEXT NOT NULL,
    area INTEGER NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    accuracy_m INTEGER,
    position_source TEXT,
    quadkey BIGINT,
    landmark TEXT NOT NULL,
    village TEXT NOT NULL,
    contact_phone_sealed BYTEA,
    contact_phone_hash BYTEA,
    details TEXT NOT NULL,
    n_persons SMALLINT NOT NULL,
    source TEXT NOT NULL,
    recorded_by UUID REFERENCES accounts (id),
    asker_phone_hash BYTEA,
    verified BOOLEAN NOT NULL,
    practice BOOLEAN NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_on DATE NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX households_by_recorder ON households (recorded_by, recorded_at, id);
CREATE INDEX households_by_asker ON households (asker_phone_hash, recorded_at, id);
CREATE INDEX households_by_area ON households (area, recorded_at, id);

-- wish, reason and reason_words are empty where the wish was not asked.
-- class: local
CREATE TABLE persons (
    province SMALLINT NOT NULL,
    household UUID NOT NULL,
    id UUID NOT NULL,
    place SMALLINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    phone_sealed BYTEA,
    phone_hash BYTEA,
    nationality TEXT NOT NULL,
    birth_year SMALLINT,
    age_band TEXT NOT NULL,
    history TEXT NOT NULL,
    wish TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_words TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, household, id),
    FOREIGN KEY (province, household) REFERENCES households (province, id)
);
