-- Keeping points true: who is at one, what came of calls, and what people say is wrong.
-- class: local
CREATE TABLE point_calls (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    point UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    -- What came of it; `skipped` was no call: it is not given to the same person again at once.
    outcome TEXT NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX point_calls_by_point ON point_calls (province, point, at);

-- Whoever says that something is wrong has no account as a rule. The words may tell of people.
-- class: local
CREATE TABLE point_reports (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    point UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    what TEXT NOT NULL,
    words_sealed BYTEA,
    -- Of a phone that was verified; of others nothing is kept.
    phone_hash BYTEA,
    account UUID REFERENCES accounts (id),
    handled_at TIMESTAMPTZ,
    handled_by UUID REFERENCES accounts (id),
    -- Whether the report was right, wrong or unclear.
    verdict TEXT,
    PRIMARY KEY (province, id)
);
CREATE INDEX point_reports_by_point ON point_reports (province, point, at);
CREATE INDEX point_reports_handled ON point_reports (handled_at) WHERE handled_at IS NOT NULL;

-- When somebody called and the number was not theirs, until another number is told.
ALTER TABLE points ADD COLUMN contact_wrong_at TIMESTAMPTZ;
CREATE INDEX points_by_claim ON points (claimed_by) WHERE claimed_by IS NOT NULL;
