-- Lists of requests that others kept, on their way to become requests here. Cells are sealed, and gone
-- thirty days after the end; what stays says how many rows there were and what became of them.
-- class: central
CREATE TABLE imports (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    incident UUID NOT NULL REFERENCES incidents (id),
    file_name TEXT NOT NULL,
    source TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- Counts the times the work was begun, so that work that was stopped is never taken up by itself.
    round INTEGER NOT NULL,
    headings JSONB NOT NULL,
    mapping JSONB NOT NULL,
    encoding TEXT NOT NULL,
    total BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    swept_at TIMESTAMPTZ,
    figures JSONB
);
CREATE INDEX imports_by_account ON imports (account, created_at);
CREATE INDEX imports_ended ON imports (changed_at) WHERE swept_at IS NULL;

-- One row of a list: `n` is its line in the file.
-- class: central
CREATE TABLE import_rows (
    import UUID NOT NULL REFERENCES imports (id),
    n INTEGER NOT NULL,
    cells_sealed BYTEA NOT NULL,
    verdict TEXT NOT NULL,
    problems JSONB,
    like_reference TEXT,
    need_hash BYTEA,
    origin_hash BYTEA,
    reference TEXT,
    PRIMARY KEY (import, n)
);
CREATE INDEX import_rows_by_verdict ON import_rows (import, verdict, n);
CREATE INDEX import_rows_by_need ON import_rows (import, need_hash, n) WHERE need_hash IS NOT NULL;
CREATE INDEX import_rows_by_origin ON import_rows (import, origin_hash, n) WHERE origin_hash IS NOT NULL;

-- Which rows of which sources are here already: hashes of the source's own numbers, no personal data.
-- class: central
CREATE TABLE import_origins (
    incident UUID NOT NULL,
    origin_hash BYTEA NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (incident, origin_hash)
);
