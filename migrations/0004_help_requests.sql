-- class: local
CREATE TABLE help_requests (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    reference TEXT NOT NULL,
    follow_hash BYTEA NOT NULL,
    area INTEGER NOT NULL,
    kind TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    accuracy_m INTEGER,
    position_source TEXT,
    quadkey BIGINT,
    landmark TEXT NOT NULL,
    headcount INTEGER NOT NULL,
    vulnerabilities JSONB NOT NULL,
    persons JSONB NOT NULL,
    nationality TEXT NOT NULL,
    details TEXT NOT NULL,
    extra JSONB NOT NULL,
    contact_name TEXT NOT NULL,
    contact_phone_sealed BYTEA,
    contact_phone_hash BYTEA,
    asker_phone_sealed BYTEA,
    asker_phone_hash BYTEA,
    recorded_by UUID REFERENCES accounts (id),
    relation TEXT NOT NULL,
    language TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    practice BOOLEAN NOT NULL,
    urgency INTEGER NOT NULL,
    urgency_reasons JSONB NOT NULL,
    urgent_since TIMESTAMPTZ NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    asked_on DATE NOT NULL,
    state TEXT NOT NULL,
    taken_by UUID REFERENCES accounts (id),
    taken_at TIMESTAMPTZ,
    lease_until TIMESTAMPTZ,
    outcome TEXT,
    given TEXT,
    state_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (province, id),
    UNIQUE (province, reference),
    UNIQUE (province, follow_hash)
);
-- Lists of open requests, one index a level of area, in order of urgency.
CREATE INDEX help_requests_open_country ON help_requests (urgent_since, id) WHERE closed_at IS NULL;
CREATE INDEX help_requests_open_province ON help_requests ((area / 10000), urgent_since, id) WHERE closed_at IS NULL;
CREATE INDEX help_requests_open_district ON help_requests ((area / 100), urgent_since, id) WHERE closed_at IS NULL;
CREATE INDEX help_requests_open_subdistrict ON help_requests (area, urgent_since, id) WHERE closed_at IS NULL;
CREATE INDEX help_requests_by_asker ON help_requests (asker_phone_hash, asked_at);
CREATE INDEX help_requests_by_holder ON help_requests (taken_by, state_at);
CREATE INDEX help_requests_by_recorder ON help_requests (recorded_by, asked_at);
CREATE INDEX help_requests_by_quadkey ON help_requests (quadkey) WHERE closed_at IS NULL;

-- Running numbers of references, leased in blocks outside the write.
-- class: local
CREATE TABLE request_numbers (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    day DATE NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (province, incident, day)
);
