-- Service points: hospitals, shelters, oxygen, temples, kitchens. What changes often stands here with
-- when, by whom and how each fact was checked (`checks`), so that one row is the whole point.
-- class: local
CREATE TABLE points (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    names JSONB NOT NULL,
    -- Where it is now; `province` is where the row was born.
    area INTEGER NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    quadkey BIGINT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    -- People waiting in line, where somebody has said.
    queue INTEGER,
    beds JSONB NOT NULL,
    fields JSONB NOT NULL,
    hours JSONB NOT NULL,
    conditions TEXT NOT NULL,
    audience TEXT NOT NULL,
    contact TEXT NOT NULL,
    no_contact BOOLEAN NOT NULL,
    owner UUID REFERENCES organisations (id),
    photo TEXT,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    checks JSONB NOT NULL,
    -- When its status was last checked by one of us; NULL: never.
    checked_at TIMESTAMPTZ,
    -- The oldest report that it is wrong, while it waits.
    reported_at TIMESTAMPTZ,
    -- The order of calls: 0 never checked, 1 reported wrong, 2 checked before; within a rank by need,
    -- then by when it fell due.
    call_rank SMALLINT NOT NULL,
    call_need SMALLINT NOT NULL,
    call_due TIMESTAMPTZ NOT NULL,
    claimed_by UUID REFERENCES accounts (id),
    claimed_until TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_by UUID REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (province, id)
);
CREATE INDEX points_by_area ON points (area) WHERE ended_at IS NULL;
CREATE INDEX points_by_owner ON points (owner) WHERE owner IS NOT NULL;
CREATE INDEX points_by_photo ON points (photo) WHERE photo IS NOT NULL;
CREATE INDEX points_to_call ON points (call_rank, call_need, call_due) WHERE ended_at IS NULL;
