-- class: central
CREATE TABLE boats (
    id BIGINT NOT NULL PRIMARY KEY,
    taken_by BIGINT,
    filler TEXT
);
-- class: central
CREATE TABLE tries (
    id BIGINT NOT NULL PRIMARY KEY
);
-- class: central
CREATE TABLE oars (
    id BIGINT NOT NULL PRIMARY KEY,
    boat BIGINT NOT NULL REFERENCES boats (id) DEFERRABLE INITIALLY DEFERRED
);
-- class: central
CREATE TABLE storms (
    id BIGINT NOT NULL PRIMARY KEY
);
-- class: central
CREATE TABLE cuts (
    id BIGINT NOT NULL PRIMARY KEY
);
-- class: central
CREATE TABLE notes (
    id UUID NOT NULL PRIMARY KEY,
    n SMALLINT NOT NULL,
    i INTEGER NOT NULL,
    b BIGINT NOT NULL,
    said TEXT,
    yes BOOLEAN NOT NULL DEFAULT FALSE,
    at TIMESTAMPTZ,
    on_day DATE,
    weight DOUBLE PRECISION,
    raw BYTEA,
    extra JSONB,
    CHECK (n > -4)
);
CREATE UNIQUE INDEX notes_said ON notes (said, at) WHERE said IS NOT NULL;
CREATE INDEX notes_at ON notes (at DESC, lower(said));
