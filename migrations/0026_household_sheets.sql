-- Sheets of households filled in on paper or elsewhere, on their way in. Cells are sealed, and gone thirty
-- days after anybody touched the sheet; what stays says how many households there were and what became of them.
-- class: central
CREATE TABLE household_sheets (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    incident UUID NOT NULL REFERENCES incidents (id),
    -- Where households are whose rows name no subdistrict.
    area INTEGER NOT NULL,
    -- On what ground the data are kept of rows that name none.
    consent TEXT NOT NULL,
    file_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- Counts the times the work was begun, so that work that was stopped is never taken up by itself.
    round INTEGER NOT NULL,
    -- Households that are probably recorded already are recorded too.
    with_doubles BOOLEAN NOT NULL,
    n_rows BIGINT NOT NULL,
    -- Headings and rows as text, packed and sealed; NULL when swept.
    cells_sealed BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX household_sheets_by_account ON household_sheets (account, created_at);
CREATE INDEX household_sheets_unswept ON household_sheets (changed_at) WHERE cells_sealed IS NOT NULL;

-- One household of a sheet: `n` counts them from nought, `line` is where it begins in the file. `like_household`
-- and `household` are addresses of households; `problem` is the key of a message.
-- class: central
CREATE TABLE household_sheet_entries (
    sheet UUID NOT NULL REFERENCES household_sheets (id),
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    n_persons INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    like_household TEXT,
    household TEXT,
    problem TEXT,
    PRIMARY KEY (sheet, n)
);
CREATE INDEX household_sheet_entries_by_verdict ON household_sheet_entries (sheet, verdict, n);

-- Who took the households of an area out as a file, and what for.
-- class: central
CREATE TABLE household_exports (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    n_households BIGINT NOT NULL,
    n_persons BIGINT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX household_exports_by_area ON household_exports (area, made_at);
CREATE INDEX household_exports_by_account ON household_exports (account, made_at);
