-- The survey with no network: what is asked of a household and a person beside name and vaccination, every
-- change by its own id so that one sent twice is made once, values at odds until a person decides, doses.
ALTER TABLE households ADD COLUMN village_code INTEGER;
ALTER TABLE households ADD COLUMN consent TEXT NOT NULL DEFAULT '';
ALTER TABLE households ADD COLUMN consent_version TEXT NOT NULL DEFAULT '';
ALTER TABLE households ADD COLUMN state TEXT NOT NULL DEFAULT '';
CREATE INDEX households_by_village ON households (village_code, recorded_at, id);

-- risks and vulnerabilities are codes joined by commas. document_sealed holds kind and number;
-- document_sure is false where a number was kept though its check digit does not fit.
ALTER TABLE persons ADD COLUMN sex TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN target_group TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN risks TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN vulnerabilities TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN document_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN document_sealed BYTEA;
ALTER TABLE persons ADD COLUMN document_hash BYTEA;
ALTER TABLE persons ADD COLUMN document_sure BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE persons ADD COLUMN point UUID;
ALTER TABLE persons ADD COLUMN mobile_team BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE persons ADD COLUMN bedridden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE persons ADD COLUMN test_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN test_on DATE;
ALTER TABLE persons ADD COLUMN test_result TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN recorded_on DATE;
UPDATE persons SET recorded_on = (
    SELECT recorded_on FROM households
    WHERE households.province = persons.province AND households.id = persons.household
);
CREATE UNIQUE INDEX persons_by_id ON persons (province, id);
CREATE INDEX persons_by_document ON persons (document_hash);

-- class: local
CREATE TABLE doses (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    person UUID NOT NULL,
    brand TEXT NOT NULL,
    given_on DATE NOT NULL,
    place TEXT NOT NULL,
    recorded_by UUID REFERENCES accounts (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX doses_by_person ON doses (province, person, given_on);

-- Every change that was made, by the id its phone gave it; `made_at` is the phone's clock, for people to
-- read and for nothing else. fields names what was told, never what it said.
-- class: local
CREATE TABLE household_changes (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    household UUID NOT NULL,
    person UUID,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    account UUID REFERENCES accounts (id),
    fingerprint BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX household_changes_by_household ON household_changes (province, household, at);

-- What one phone told of a field that meanwhile said something else. `ahead`: the phone had seen a later
-- version than the server has, which was restored from a backup; then the change is made when the value
-- it was made to turns up again.
-- class: local
CREATE TABLE household_conflicts (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    household UUID NOT NULL,
    person UUID,
    field TEXT NOT NULL,
    was_sealed BYTEA NOT NULL,
    told_sealed BYTEA NOT NULL,
    ahead BOOLEAN NOT NULL,
    told_by UUID REFERENCES accounts (id),
    made_at TIMESTAMPTZ NOT NULL,
    told_at TIMESTAMPTZ NOT NULL,
    solved_at TIMESTAMPTZ,
    solved_by UUID REFERENCES accounts (id),
    took TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, household) REFERENCES households (province, id)
);
CREATE INDEX household_conflicts_by_household ON household_conflicts (province, household, solved_at);

-- What a phone has to be told since it asked last, by area.
CREATE INDEX feed_of_households ON feed (area, seq) WHERE name >= 'household.' AND name < 'household/';
CREATE INDEX feed_of_households_also ON feed (also, seq)
    WHERE name >= 'household.' AND name < 'household/' AND also IS NOT NULL;
