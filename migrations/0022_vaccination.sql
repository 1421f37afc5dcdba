-- What is to be done for a person of the survey: bring them the vaccine, or talk with them again. One row at
-- most for each, kept in step with what is told of them. due_on of a talk is when to come again, of the
-- vaccine from when on a second dose may be given.
-- class: local
CREATE TABLE survey_tasks (
    province SMALLINT NOT NULL,
    person UUID NOT NULL,
    household UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    village_code INTEGER,
    kind TEXT NOT NULL,
    point UUID,
    brand TEXT NOT NULL,
    mobile_team BOOLEAN NOT NULL,
    due_on DATE NOT NULL,
    assigned UUID REFERENCES accounts (id),
    since_on DATE NOT NULL,
    PRIMARY KEY (province, person)
);
CREATE INDEX survey_tasks_by_area ON survey_tasks (incident, kind, area, due_on, person);
CREATE INDEX survey_tasks_by_assigned ON survey_tasks (assigned, kind, due_on, person);

-- Every time somebody was talked with: what they wished then, in which words. The wish is empty where
-- nobody was met.
-- class: local
CREATE TABLE talks (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    person UUID NOT NULL,
    account UUID REFERENCES accounts (id),
    wish TEXT NOT NULL,
    words TEXT NOT NULL,
    next_on DATE,
    made_at TIMESTAMPTZ NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX talks_by_person ON talks (province, person, at);

-- A day on which people are vaccinated, at a point or by a team that comes.
-- class: local
CREATE TABLE vaccination_sessions (
    province SMALLINT NOT NULL,
    id UUID NOT NULL,
    incident UUID NOT NULL REFERENCES incidents (id),
    area INTEGER NOT NULL,
    point UUID,
    mobile_team BOOLEAN NOT NULL,
    place TEXT NOT NULL,
    brand TEXT NOT NULL,
    held_on DATE NOT NULL,
    hours TEXT NOT NULL,
    seats SMALLINT NOT NULL,
    planned_by UUID NOT NULL REFERENCES accounts (id),
    planned_at TIMESTAMPTZ NOT NULL,
    cancelled_at TIMESTAMPTZ,
    PRIMARY KEY (province, id)
);
CREATE INDEX vaccination_sessions_by_area ON vaccination_sessions (incident, area, held_on, id);

-- Who was asked to come, what they said, and whether they came.
-- class: local
CREATE TABLE vaccination_guests (
    province SMALLINT NOT NULL,
    session UUID NOT NULL,
    person UUID NOT NULL,
    household UUID NOT NULL,
    state TEXT NOT NULL,
    invited_by UUID NOT NULL REFERENCES accounts (id),
    invited_at TIMESTAMPTZ NOT NULL,
    state_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (province, session, person),
    FOREIGN KEY (province, session) REFERENCES vaccination_sessions (province, id)
);
CREATE INDEX vaccination_guests_by_person ON vaccination_guests (province, person);
