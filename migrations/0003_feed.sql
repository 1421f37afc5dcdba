-- The order of events as told to listeners: given after commit, so that nobody reading by `seq` misses one.
-- class: central
CREATE TABLE feed (
    seq BIGINT NOT NULL PRIMARY KEY,
    province SMALLINT NOT NULL,
    event UUID NOT NULL,
    name TEXT NOT NULL,
    subject UUID NOT NULL,
    area INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- Events committed and not yet numbered (PostgreSQL; on SQLite the one writer numbers at once).
-- class: local
CREATE TABLE feed_waiting (
    province SMALLINT NOT NULL,
    event UUID NOT NULL,
    name TEXT NOT NULL,
    subject UUID NOT NULL,
    area INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, event)
);
