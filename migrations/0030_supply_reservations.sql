-- Goods of a unit that are promised to a help request: they stay in its store and its counts, and go to nobody else
-- while the promise stands. The request may have been born in another province; only its id and the reference that
-- people know it by are kept here, nothing of the person.
-- class: local
CREATE TABLE supply_reservations (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    request_province SMALLINT NOT NULL,
    request UUID NOT NULL,
    reference TEXT NOT NULL,
    item TEXT NOT NULL,
    note TEXT NOT NULL,
    made_by UUID NOT NULL REFERENCES accounts (id),
    made_at TIMESTAMPTZ NOT NULL,
    -- From then on it binds nobody, also before that is written down.
    expires_at TIMESTAMPTZ NOT NULL,
    -- When the unit was asked whether the goods went out, since the request was closed as helped.
    asked_at TIMESTAMPTZ,
    -- handed_over, released, request_closed, expired; empty while it stands.
    outcome TEXT NOT NULL,
    -- None where the program ended it.
    ended_by UUID REFERENCES accounts (id),
    ended_at TIMESTAMPTZ,
    reason TEXT NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX supply_reservations_by_unit ON supply_reservations (province, unit, id);
CREATE INDEX supply_reservations_open ON supply_reservations (province, unit, id) WHERE ended_at IS NULL;
CREATE INDEX supply_reservations_by_request ON supply_reservations (request_province, request, id);
CREATE INDEX supply_reservations_due ON supply_reservations (expires_at, id) WHERE ended_at IS NULL;

-- From which lots: they are put aside when it is promised, so that what is handed over is what was promised.
-- class: local
CREATE TABLE supply_reservation_lines (
    province SMALLINT NOT NULL,
    reservation UUID NOT NULL,
    -- Empty for items that keep none.
    lot TEXT NOT NULL,
    expires_on DATE,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (province, reservation, lot),
    FOREIGN KEY (province, reservation) REFERENCES supply_reservations (province, id)
);

-- The entries by which it was handed over.
-- class: local
CREATE TABLE supply_reservation_entries (
    province SMALLINT NOT NULL,
    reservation UUID NOT NULL,
    entry UUID NOT NULL,
    PRIMARY KEY (province, reservation, entry),
    FOREIGN KEY (province, reservation) REFERENCES supply_reservations (province, id)
);
