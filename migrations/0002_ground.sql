-- What the whole installation knows of itself: key fingerprint, epoch.
-- class: central
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- class: reference
CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    phone_sealed BYTEA NOT NULL,
    phone_hash BYTEA NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    area INTEGER NOT NULL,
    language TEXT NOT NULL,
    terms_version TEXT NOT NULL,
    position_notice TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

-- class: reference
CREATE TABLE account_tags (
    account UUID NOT NULL REFERENCES accounts (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (account, tag)
);

-- A seat is a role in an area; it reaches the area and all below.
-- class: reference
CREATE TABLE seats (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    area INTEGER NOT NULL,
    standing TEXT NOT NULL,
    decided_by UUID,
    decided_at TIMESTAMPTZ,
    reason TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX seats_by_account ON seats (account);
CREATE INDEX seats_by_area ON seats (standing, area, created_at);

-- The ledger of consents: given and withdrawn, by version, apart from the terms.
-- class: central
CREATE TABLE consents (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    version TEXT NOT NULL,
    given_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX consents_by_account ON consents (account, given_at);

-- Who is at the other end: an account, or a phone alone (verified or not).
-- class: central
CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    account UUID REFERENCES accounts (id),
    phone_sealed BYTEA,
    phone_hash BYTEA,
    verified BOOLEAN NOT NULL,
    purpose TEXT NOT NULL,
    remembered BOOLEAN NOT NULL,
    device TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX sessions_by_account ON sessions (account, seen_at);

-- class: central
CREATE TABLE otp_challenges (
    id UUID NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    purpose TEXT NOT NULL,
    phone_sealed BYTEA NOT NULL,
    phone_hash BYTEA NOT NULL,
    code_hash BYTEA NOT NULL,
    tries SMALLINT NOT NULL,
    sending TEXT NOT NULL,
    pending BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX otp_challenges_by_phone ON otp_challenges (phone_hash, created_at);
CREATE INDEX otp_challenges_by_expiry ON otp_challenges (expires_at);

-- How many messages went out in a window of time: by phone, by address, by the whole system.
-- class: central
CREATE TABLE sms_budgets (
    scope TEXT NOT NULL,
    subject BYTEA NOT NULL,
    window_start TIMESTAMPTZ NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (scope, subject, window_start)
);

-- class: reference
CREATE TABLE incidents (
    id UUID NOT NULL PRIMARY KEY,
    prefix TEXT NOT NULL UNIQUE,
    preset TEXT NOT NULL,
    names JSONB NOT NULL,
    areas JSONB NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    blur_m INTEGER NOT NULL,
    otp_required BOOLEAN NOT NULL,
    practice BOOLEAN NOT NULL,
    retention_days INTEGER NOT NULL,
    reopen_days INTEGER NOT NULL,
    opened_by UUID REFERENCES accounts (id),
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ
);

-- Everything that happened, written in the transaction in which it happened; no personal data in payload.
-- class: local
CREATE TABLE events (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    name TEXT NOT NULL,
    actor UUID,
    subject UUID NOT NULL,
    area INTEGER NOT NULL,
    payload JSONB NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX events_by_subject ON events (province, subject, id);

-- Live figures: added to in the transaction of the fact they count; slots spread the writers.
-- class: local
CREATE TABLE tallies (
    province SMALLINT NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    day DATE NOT NULL,
    metric TEXT NOT NULL,
    dims TEXT NOT NULL,
    slot SMALLINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (province, incident, metric, area, day, dims, slot)
);

CREATE INDEX tallies_by_incident ON tallies (incident, metric, area);

-- Each look at personal data.
-- class: local
CREATE TABLE looks (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    subject UUID NOT NULL,
    what TEXT NOT NULL,
    ground TEXT NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX looks_by_subject ON looks (province, subject, at);

-- The answer already given to a send that may come again.
-- class: local
CREATE TABLE idempotency_keys (
    province SMALLINT NOT NULL,
    person BYTEA NOT NULL,
    action TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    subject UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, person, action, key)
);

-- The inbox of an account.
-- class: central
CREATE TABLE notices (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    at TIMESTAMPTZ NOT NULL,
    message TEXT NOT NULL,
    args JSONB NOT NULL,
    link TEXT NOT NULL,
    read_at TIMESTAMPTZ
);
CREATE INDEX notices_by_account ON notices (account, at);

-- Polygons of the loaded boundary pack, one row an area.
-- class: reference
CREATE TABLE boundaries (
    area INTEGER NOT NULL PRIMARY KEY,
    shape BYTEA NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL
);
