-- Every word on a seat after it was asked for: approved, refused, suspended, reinstated, given up. The
-- reasons are told to its holder.
-- class: reference
CREATE TABLE seat_decisions (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    seat UUID NOT NULL REFERENCES seats (id),
    standing TEXT NOT NULL,
    decided_by UUID NOT NULL REFERENCES accounts (id),
    decided_at TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX seat_decisions_by_account ON seat_decisions (account, decided_at);

-- Volunteers whose home is in an area, for its admin.
CREATE INDEX accounts_by_area ON accounts (area);
