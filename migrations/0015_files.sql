-- Photos that are kept, by the SHA-256 of their large picture; the pictures themselves lie in a folder.
-- Rows that show one hold its hash and no foreign key: it is of another class than they.
-- class: central
CREATE TABLE files (
    hash TEXT NOT NULL PRIMARY KEY,
    bytes BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    -- When somebody last handed it in or spoke for it; for a day from then nobody needs to show it.
    kept_at TIMESTAMPTZ NOT NULL,
    kept_by UUID REFERENCES accounts (id)
);
CREATE INDEX files_by_time ON files (kept_at);
