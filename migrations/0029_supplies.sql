-- Who keeps supplies for an incident: the ministry, a province, a district, a subdistrict or local government, and
-- the places that hand out. Each has the one above it as parent; a tier may be skipped.
-- class: reference
CREATE TABLE supply_units (
    id UUID NOT NULL PRIMARY KEY,
    incident UUID NOT NULL REFERENCES incidents (id),
    parent UUID REFERENCES supply_units (id),
    -- Where its ledger is born; 0 is the ministry's.
    province SMALLINT NOT NULL,
    tier TEXT NOT NULL,
    -- What an end unit is; empty for others.
    kind TEXT NOT NULL,
    area INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- The code its register knows it by, such as that of local governments; empty where it has none.
    code TEXT NOT NULL,
    -- The first day it accounts for.
    opened_on DATE NOT NULL,
    -- The last day it accounts for.
    closed_on DATE,
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX supply_units_by_parent ON supply_units (parent, area, id);
CREATE INDEX supply_units_by_area ON supply_units (incident, area, id);
CREATE UNIQUE INDEX supply_units_by_code ON supply_units (incident, code) WHERE code <> '';

-- Who keeps the books of a unit. What the form asks beside the account stands here, sealed where it is personal.
-- class: reference
CREATE TABLE supply_seats (
    id UUID NOT NULL PRIMARY KEY,
    unit UUID NOT NULL REFERENCES supply_units (id),
    account UUID NOT NULL REFERENCES accounts (id),
    position TEXT NOT NULL,
    document_sealed BYTEA,
    email_sealed BYTEA,
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    ended_by UUID REFERENCES accounts (id),
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX supply_seats_held ON supply_seats (unit, account) WHERE ended_at IS NULL;
CREATE INDEX supply_seats_by_account ON supply_seats (account) WHERE ended_at IS NULL;

-- What a unit has, by lot. Nothing here is below zero; it is the sum of the entries, kept with them.
-- class: local
CREATE TABLE supply_stock (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    item TEXT NOT NULL,
    -- Empty for items that keep none.
    lot TEXT NOT NULL,
    expires_on DATE,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    PRIMARY KEY (province, unit, item, lot)
);

-- The ledger. Each row moves a quantity from one account to another and is never changed; a mistake is a further
-- row that names what it reverses.
-- class: local
CREATE TABLE supply_entries (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    -- The day it counts for, and when it happened: they differ where that day was closed already.
    booked_on DATE NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    expires_on DATE,
    -- stock, outside, transit, people, loss, difference
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    -- Of the item's base unit; always above zero.
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    -- Of what is handed out: to which risk group, to how many.
    risk_group TEXT NOT NULL,
    persons INTEGER,
    shipment UUID,
    -- Number of the paper, and from whom a receipt came.
    document TEXT NOT NULL,
    party TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    reverses UUID,
    PRIMARY KEY (province, id)
);
CREATE INDEX supply_entries_by_day ON supply_entries (province, unit, booked_on, id);
CREATE INDEX supply_entries_by_shipment ON supply_entries (province, shipment, id) WHERE shipment IS NOT NULL;
CREATE UNIQUE INDEX supply_entries_reversed ON supply_entries (province, reverses) WHERE reverses IS NOT NULL;

-- What went from one unit to another. `allocation` is the same for all that went out by one form.
-- class: local
CREATE TABLE supply_shipments (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    allocation UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    from_unit UUID NOT NULL REFERENCES supply_units (id),
    to_unit UUID NOT NULL REFERENCES supply_units (id),
    -- allocation, transfer, return
    purpose TEXT NOT NULL,
    document TEXT NOT NULL,
    carrier TEXT NOT NULL,
    note TEXT NOT NULL,
    sent_on DATE NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    sent_by UUID NOT NULL REFERENCES accounts (id),
    -- Taken back before it was acknowledged.
    cancelled_at TIMESTAMPTZ,
    PRIMARY KEY (province, id)
);
CREATE INDEX supply_shipments_by_sender ON supply_shipments (province, from_unit, sent_at, id);
CREATE INDEX supply_shipments_by_receiver ON supply_shipments (to_unit, sent_at, id);
CREATE INDEX supply_shipments_by_allocation ON supply_shipments (province, allocation, id);

-- class: local
CREATE TABLE supply_shipment_lines (
    province SMALLINT NOT NULL,
    shipment UUID NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    expires_on DATE,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (province, shipment, item, lot),
    FOREIGN KEY (province, shipment) REFERENCES supply_shipments (province, id)
);

-- For which risk groups it is meant.
-- class: local
CREATE TABLE supply_shipment_plans (
    province SMALLINT NOT NULL,
    shipment UUID NOT NULL,
    item TEXT NOT NULL,
    risk_group TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (province, shipment, item, risk_group),
    FOREIGN KEY (province, shipment) REFERENCES supply_shipments (province, id)
);

-- What was acknowledged, in the receiver's province: a write touches one. What differs stands in the entries.
-- class: local
CREATE TABLE supply_arrivals (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    shipment_province SMALLINT NOT NULL,
    shipment UUID NOT NULL,
    note TEXT NOT NULL,
    arrived_at TIMESTAMPTZ NOT NULL,
    acknowledged_by UUID NOT NULL REFERENCES accounts (id),
    acknowledged_at TIMESTAMPTZ NOT NULL,
    -- Taken back with its entries, to be acknowledged anew.
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (province, id)
);
CREATE UNIQUE INDEX supply_arrivals_of_shipment ON supply_arrivals (province, shipment) WHERE undone_at IS NULL;

-- Days that a unit has closed. `hash` is of the unit, the day, its entries and counts, and the hash before.
-- class: local
CREATE TABLE supply_days (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL REFERENCES supply_units (id),
    day DATE NOT NULL,
    n_entries INTEGER NOT NULL,
    is_late BOOLEAN NOT NULL,
    closed_by UUID NOT NULL REFERENCES accounts (id),
    closed_at TIMESTAMPTZ NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (province, unit, day)
);

-- What a closed day says of each lot.
-- class: local
CREATE TABLE supply_counts (
    province SMALLINT NOT NULL,
    unit UUID NOT NULL,
    day DATE NOT NULL,
    item TEXT NOT NULL,
    lot TEXT NOT NULL,
    opening BIGINT NOT NULL,
    received BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    handed_out BIGINT NOT NULL,
    -- Losses and corrections before the count; above zero where there became more.
    corrected BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (province, unit, day, item, lot),
    FOREIGN KEY (province, unit, day) REFERENCES supply_days (province, unit, day)
);
