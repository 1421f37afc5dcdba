-- Hospitals, foundations, local governments and groups, with officers and teams.
-- class: reference
CREATE TABLE organisations (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    names JSONB NOT NULL,
    parent UUID REFERENCES organisations (id),
    phone TEXT NOT NULL,
    created_by UUID REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);

-- class: reference
CREATE TABLE organisation_areas (
    organisation UUID NOT NULL REFERENCES organisations (id),
    area INTEGER NOT NULL,
    PRIMARY KEY (organisation, area)
);
CREATE INDEX organisation_areas_by_area ON organisation_areas (area);

-- class: reference
CREATE TABLE officers (
    organisation UUID NOT NULL REFERENCES organisations (id),
    account UUID NOT NULL REFERENCES accounts (id),
    since TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation, account)
);
CREATE INDEX officers_by_account ON officers (account);

-- `phone` is told to requesters only where `phone_shown`.
-- class: reference
CREATE TABLE teams (
    id UUID NOT NULL PRIMARY KEY,
    organisation UUID NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    phone_shown BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX teams_by_organisation ON teams (organisation);

-- class: reference
CREATE TABLE team_members (
    team UUID NOT NULL REFERENCES teams (id),
    account UUID NOT NULL REFERENCES accounts (id),
    lead BOOLEAN NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (team, account)
);
CREATE INDEX team_members_by_account ON team_members (account);

-- What volunteers tell of themselves beside their seats.
-- class: reference
CREATE TABLE volunteer_profiles (
    account UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    languages JSONB NOT NULL,
    skills JSONB NOT NULL,
    vehicle TEXT NOT NULL,
    gear JSONB NOT NULL,
    available BOOLEAN NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- A link that brings people in under a campaign's tag, perhaps into a team. The code is read out by phone
-- as well, so it is short, and lasts for a time.
-- class: reference
CREATE TABLE invites (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tag TEXT NOT NULL,
    area INTEGER NOT NULL,
    role TEXT NOT NULL,
    team UUID REFERENCES teams (id),
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    used BIGINT NOT NULL
);
CREATE INDEX invites_by_area ON invites (area, created_at);

-- A case held for a team; offered to one person; referred; merged into another; how ill; how far risen.
ALTER TABLE help_requests ADD COLUMN team UUID;
ALTER TABLE help_requests ADD COLUMN offered_to UUID;
ALTER TABLE help_requests ADD COLUMN offered_until TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN referred_organisation UUID;
ALTER TABLE help_requests ADD COLUMN referred_area INTEGER;
ALTER TABLE help_requests ADD COLUMN referred_at TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN acknowledged_at TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN referred_before JSONB;
ALTER TABLE help_requests ADD COLUMN transfer JSONB;
ALTER TABLE help_requests ADD COLUMN duplicate_of TEXT;
ALTER TABLE help_requests ADD COLUMN colour TEXT;
ALTER TABLE help_requests ADD COLUMN medic_status TEXT;
ALTER TABLE help_requests ADD COLUMN escalation SMALLINT;
ALTER TABLE help_requests ADD COLUMN look_at TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN sign_at TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN still_asked_at TIMESTAMPTZ;
ALTER TABLE help_requests ADD COLUMN source TEXT;
UPDATE help_requests SET look_at = asked_at WHERE closed_at IS NULL;
-- What is due to rise or to be asked about is looked for every minute.
CREATE INDEX help_requests_by_look ON help_requests (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX help_requests_by_team ON help_requests (team, state_at) WHERE team IS NOT NULL;
CREATE INDEX help_requests_by_referral ON help_requests (referred_organisation, referred_at)
    WHERE referred_organisation IS NOT NULL;
CREATE INDEX help_requests_by_referred_area ON help_requests (referred_area, referred_at)
    WHERE referred_area IS NOT NULL;
CREATE INDEX help_requests_by_offer ON help_requests (offered_to) WHERE offered_to IS NOT NULL;
CREATE INDEX help_requests_by_kept ON help_requests (duplicate_of) WHERE duplicate_of IS NOT NULL;
-- One number for many households is a leader's: the finder counts before it believes.
CREATE INDEX help_requests_by_contact ON help_requests (contact_phone_hash, asked_at)
    WHERE contact_phone_hash IS NOT NULL;

-- What a case was like when somebody looked at the sick, newest last. Health data: only with a grant.
-- class: local
CREATE TABLE triages (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    signs JSONB NOT NULL,
    temperature_c DOUBLE PRECISION,
    spo2 SMALLINT,
    age SMALLINT,
    at_risk BOOLEAN NOT NULL,
    colour TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX triages_by_request ON triages (province, request, id);

-- The daily check of somebody in home isolation; `account` is empty where they wrote it themselves.
-- class: local
CREATE TABLE daily_checks (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    checked_on DATE NOT NULL,
    account UUID REFERENCES accounts (id),
    temperature_c DOUBLE PRECISION,
    spo2 SMALLINT,
    spo2_after SMALLINT,
    signs JSONB NOT NULL,
    note TEXT NOT NULL,
    alarms JSONB NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX daily_checks_by_request ON daily_checks (province, request, id);

-- Two requests that may be the same need: `one` is the newer and lies in `province`.
-- class: local
CREATE TABLE duplicate_pairs (
    province SMALLINT NOT NULL,
    one UUID NOT NULL,
    other_province SMALLINT NOT NULL,
    other UUID NOT NULL,
    area INTEGER NOT NULL,
    score SMALLINT NOT NULL,
    reasons JSONB NOT NULL,
    found_at TIMESTAMPTZ NOT NULL,
    verdict TEXT NOT NULL,
    decided_by UUID REFERENCES accounts (id),
    decided_at TIMESTAMPTZ,
    PRIMARY KEY (province, one, other)
);
CREATE INDEX duplicate_pairs_proposed ON duplicate_pairs (area, found_at) WHERE verdict = 'proposed';

-- What the desk has to see to, and who is at it.
-- class: local
CREATE TABLE desk_items (
    province SMALLINT NOT NULL,
    request UUID NOT NULL,
    area INTEGER NOT NULL,
    reasons JSONB NOT NULL,
    urgent_since TIMESTAMPTZ NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    calls SMALLINT NOT NULL,
    claimed_by UUID REFERENCES accounts (id),
    claimed_until TIMESTAMPTZ,
    PRIMARY KEY (province, request),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX desk_items_by_area ON desk_items (area, urgent_since);

-- Every call of the desk and what came of it.
-- class: local
CREATE TABLE calls (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX calls_by_request ON calls (province, request, id);

-- What people at work write about a case: why it was referred or sent back, what was heard on the phone.
-- Seen only with a grant.
-- class: local
CREATE TABLE case_notes (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    about TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX case_notes_by_request ON case_notes (province, request, id);

-- Where a request stood before its pin was moved, and why it was.
-- class: local
CREATE TABLE moved_pins (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    area INTEGER NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    accuracy_m INTEGER,
    position_source TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (province, id),
    FOREIGN KEY (province, request) REFERENCES help_requests (province, id)
);
CREATE INDEX moved_pins_by_request ON moved_pins (province, request, id);

-- What a volunteer was offered and did not want.
-- class: local
CREATE TABLE skips (
    province SMALLINT NOT NULL,
    account UUID NOT NULL REFERENCES accounts (id),
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (province, account, request)
);
CREATE INDEX skips_by_account ON skips (account, at);
CREATE INDEX skips_by_request ON skips (province, request);

-- How far a listener that works for all processes has read the feed.
-- class: central
CREATE TABLE listeners (
    name TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
);
