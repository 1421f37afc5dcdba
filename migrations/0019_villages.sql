-- Villages by their code of eight digits, the first six of which are the subdistrict. Not every
-- subdistrict has any: Bangkok and most towns have none.
-- class: reference
CREATE TABLE villages (
    code INTEGER NOT NULL PRIMARY KEY,
    area INTEGER NOT NULL,
    -- The number people know it by (หมู่ 3).
    moo SMALLINT NOT NULL,
    -- Empty where the register has none.
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION
);
CREATE INDEX villages_by_area ON villages (area, moo);

-- How many people live in a subdistrict in a year: as registered and imported, and as its admins know
-- better. The newest of an area counts.
-- class: reference
CREATE TABLE population (
    area INTEGER NOT NULL,
    -- Common Era.
    year SMALLINT NOT NULL,
    -- entered or imported
    source TEXT NOT NULL,
    n INTEGER NOT NULL,
    n_houses INTEGER,
    entered_by UUID REFERENCES accounts (id),
    entered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area, year, source)
);
