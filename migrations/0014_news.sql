-- What the admin of an area tells everybody there, in the languages it was written in. It is in force from
-- an instant until another, or until it is withdrawn; nothing of it is ever removed. Its history stands in
-- `events`, in province 0: a reference row is born in no province.
-- class: reference
CREATE TABLE announcements (
    id UUID NOT NULL PRIMARY KEY,
    area INTEGER NOT NULL,
    level TEXT NOT NULL,
    texts JSONB NOT NULL,
    pinned BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    link TEXT,
    from_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ,
    incident UUID REFERENCES incidents (id),
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by UUID REFERENCES accounts (id),
    withdrawn_reason TEXT
);
CREATE INDEX announcements_by_beginning ON announcements (from_at, id);
