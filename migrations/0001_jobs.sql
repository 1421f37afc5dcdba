-- Durable background work, written in the transaction that asks for it.
-- class: central
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Two with the same name and key are one; NULL is never the same.
    unique_key TEXT,
    payload JSONB NOT NULL,
    -- 0 waiting, 1 done (kept a while for its key), 2 dead: given up, to be looked at.
    state SMALLINT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    -- When it may be claimed: due_at at first, then the end of the lease or of the pause.
    ready_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    -- Who works at it now.
    lease UUID,
    last_error TEXT,
    UNIQUE (name, unique_key)
);
CREATE INDEX jobs_by_readiness ON jobs (state, ready_at);
