-- Files of service points that others keep, on their way to become points here. Points are public, so
-- rows are kept as they stood; they stay as long as the run may be undone.
-- class: central
CREATE TABLE point_imports (
    id UUID NOT NULL PRIMARY KEY,
    -- Who brought it; NULL: the command line.
    account UUID REFERENCES accounts (id),
    -- The organisation whose points they are, where an officer brought them.
    owner UUID REFERENCES organisations (id),
    file_name TEXT NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    -- When the source knew what it says; NULL: when the file was brought.
    known_at TIMESTAMPTZ,
    stage TEXT NOT NULL,
    -- Counts the times work was begun, so that work that was stopped is never taken up by itself.
    round INTEGER NOT NULL,
    headings JSONB NOT NULL,
    mapping JSONB NOT NULL,
    encoding TEXT NOT NULL,
    -- What becomes of rows that are likely the same as a known point: update, new or skip.
    likely TEXT NOT NULL,
    total BIGINT NOT NULL,
    passed_over BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);
CREATE INDEX point_imports_by_account ON point_imports (account, created_at);
CREATE INDEX point_imports_by_stage ON point_imports (stage, changed_at);

-- One row of a file: `n` is its line.
-- class: central
CREATE TABLE point_import_rows (
    import UUID NOT NULL REFERENCES point_imports (id),
    n INTEGER NOT NULL,
    cells JSONB NOT NULL,
    verdict TEXT NOT NULL,
    -- update, new or skip, where somebody chose for this row alone.
    decision TEXT,
    problems JSONB,
    -- What was read: name, kind, place.
    seen JSONB,
    -- By what the source tells its points apart.
    source_id TEXT,
    -- Where the point is kept, or will be.
    province SMALLINT,
    point UUID,
    -- Why it is likely the point, or the earlier line that says the same.
    likeness JSONB,
    -- The point as it was before and after, to undo it.
    before_it JSONB,
    after_it JSONB,
    -- Facts that were left because somebody has checked them since.
    facts_left SMALLINT NOT NULL,
    PRIMARY KEY (import, n)
);
CREATE INDEX point_import_rows_by_verdict ON point_import_rows (import, verdict, n);
CREATE INDEX point_import_rows_by_source_id ON point_import_rows (import, source_id, n);
CREATE INDEX point_import_rows_by_point ON point_import_rows (import, point) WHERE point IS NOT NULL;

-- Which point is which in a source: the next file of the same source updates it.
-- class: local
CREATE TABLE point_concordances (
    province SMALLINT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    point UUID NOT NULL,
    -- The run that found out.
    import UUID NOT NULL,
    PRIMARY KEY (province, source, source_id)
);
CREATE INDEX point_concordances_by_source ON point_concordances (source, source_id);

-- What the columns of such a file meant the last time.
-- class: central
CREATE TABLE point_import_mappings (
    account UUID NOT NULL,
    fingerprint TEXT NOT NULL,
    source TEXT NOT NULL,
    mapping JSONB NOT NULL,
    used_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account, fingerprint, source)
);
