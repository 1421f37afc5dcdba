-- Two persons of different households who may be one, with what speaks for it. `one` lives in the province of
-- the row; `other` may live in another one, where the same paper was shown: then it is a hint, and decided
-- there by another row. area is the smallest that both lie in, of a hint where `one` lives. Reasons are codes
-- joined by commas. undo_sealed holds what was told of the person kept before, and what moved to them.
-- class: local
CREATE TABLE person_pairs (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    one UUID NOT NULL,
    other_province SMALLINT NOT NULL,
    other UUID NOT NULL,
    score SMALLINT NOT NULL,
    reasons TEXT NOT NULL,
    found_at TIMESTAMPTZ NOT NULL,
    -- When it was found, or put off: those that wait longest come first.
    turn_at TIMESTAMPTZ NOT NULL,
    decision TEXT NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES accounts (id),
    kept UUID,
    undo_sealed BYTEA,
    PRIMARY KEY (province, id)
);
CREATE UNIQUE INDEX person_pairs_once ON person_pairs (province, one, other);
CREATE INDEX person_pairs_by_other ON person_pairs (province, other);
CREATE INDEX person_pairs_to_decide ON person_pairs (area, turn_at, id) WHERE decided_at IS NULL;
CREATE INDEX person_pairs_decided ON person_pairs (area, decided_at, id) WHERE decided_at IS NOT NULL;

-- What the finder looks for; papers have their index.
CREATE INDEX persons_by_name ON persons (province, name_key, id);
CREATE INDEX persons_by_phone ON persons (province, phone_hash, id) WHERE phone_hash IS NOT NULL;
