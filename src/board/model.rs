//! What a board shows and by what it is filtered.

use areas::AreaCode;
use jiff::{SignedDuration, Timestamp};

use crate::help_requests::model::{HelpRequest, State};
use crate::ids::{AccountId, IncidentId, TeamId};

/// The states of open cases, in the order they are passed through.
pub const STATES: [State; 5] = [
    State::Waiting,
    State::Referred,
    State::Taken,
    State::OnTheWay,
    State::Helping,
];

/// How long a case has been open: from so many seconds on, as the map has it.
pub const BANDS: [(i64, &str); 6] = [
    (0, "1h"),
    (3_600, "3h"),
    (3 * 3_600, "6h"),
    (6 * 3_600, "24h"),
    (24 * 3_600, "3d"),
    (3 * 24 * 3_600, "longer"),
];

/// The place of an age in [`BANDS`].
pub fn band(seconds: i64) -> usize {
    let passed = BANDS.iter().filter(|(from, _)| *from <= seconds);
    passed.count().saturating_sub(1)
}

pub fn band_named(name: &str) -> Option<usize> {
    BANDS.iter().position(|(_, known)| *known == name)
}

/// The place of an open state in [`STATES`].
pub fn place(state: State) -> Option<usize> {
    STATES.iter().position(|known| *known == state)
}

/// A mark a case may bear; each is a figure and a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Longer in its step than its kind allows.
    Late,
    /// Held, but no step for longer than its kind allows.
    Silent,
    /// Has risen to an admin.
    Risen,
    Unverified,
    /// Referred, and nobody has said yet that they have it.
    Unacknowledged,
}

impl Mark {
    pub const ALL: [Mark; 5] = [
        Mark::Late,
        Mark::Silent,
        Mark::Risen,
        Mark::Unverified,
        Mark::Unacknowledged,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Mark::Late => "late",
            Mark::Silent => "silent",
            Mark::Risen => "risen",
            Mark::Unverified => "unverified",
            Mark::Unacknowledged => "unacknowledged",
        }
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Mark::Late => "board-late",
            Mark::Silent => "board-silent",
            Mark::Risen => "board-risen",
            Mark::Unverified => "board-unverified",
            Mark::Unacknowledged => "board-unacknowledged",
        }
    }

    pub fn from_code(code: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Urgency,
    Waiting,
    Risen,
    /// The longest without a step first.
    Step,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Urgency, Sort::Waiting, Sort::Risen, Sort::Step];

    pub fn code(self) -> &'static str {
        match self {
            Sort::Urgency => "urgency",
            Sort::Waiting => "waiting",
            Sort::Risen => "risen",
            Sort::Step => "step",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Sort::Urgency => "board-by-urgency",
            Sort::Waiting => "board-by-waiting",
            Sort::Risen => "board-by-risen",
            Sort::Step => "board-by-step",
        }
    }

    pub fn from_code(code: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What is asked of the list of cases; it stands in the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub incident: Option<IncidentId>,
    pub kind: Option<String>,
    /// Any of these, or any at all.
    pub states: Vec<State>,
    /// A place in [`BANDS`].
    pub band: Option<usize>,
    pub marks: Vec<Mark>,
    pub holder: Option<AccountId>,
    pub team: Option<TeamId>,
}

/// The cases of one area, or of a part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// By place in [`STATES`].
    pub states: [u32; STATES.len()],
    pub risen: u32,
    /// The longest wait, as the second it was asked.
    pub oldest: Option<u32>,
}

impl Counts {
    pub fn open(&self) -> u32 {
        self.states.iter().sum()
    }

    pub fn of(&self, state: State) -> u32 {
        place(state).map_or(0, |at| self.states[at])
    }

    /// Taken, perhaps on the way.
    pub fn coming(&self) -> u32 {
        self.of(State::Taken) + self.of(State::OnTheWay)
    }
}

/// The figures of a board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub all: Counts,
    /// Cases with each mark, in the order of [`Mark::ALL`].
    pub marks: [u32; Mark::ALL.len()],
    /// By band and state.
    pub ages: [[u32; STATES.len()]; BANDS.len()],
}

impl Figures {
    pub fn of(&self, mark: Mark) -> u32 {
        let at = Mark::ALL.iter().position(|known| *known == mark);
        at.map_or(0, |at| self.marks[at])
    }
}

/// A part of the area, also one of which nothing was ever heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub area: AreaCode,
    pub counts: Counts,
    /// Requests ever asked there, in the open incidents.
    pub asked: i64,
    /// Closed by a volunteer, and of these confirmed by the requester.
    pub helped: i64,
    pub confirmed: i64,
}

impl Part {
    pub fn is_unheard_of(&self) -> bool {
        self.asked == 0 && self.counts.open() == 0
    }

    /// Percent of the closed cases that the requester confirmed.
    pub fn confirmed_share(&self) -> Option<i64> {
        (self.helped > 0).then(|| self.confirmed * 100 / self.helped)
    }
}

/// Who holds cases here: a volunteer, perhaps for a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    pub holder: AccountId,
    pub team: Option<TeamId>,
    pub cases: u32,
    /// Of these without a step for too long.
    pub silent: u32,
    /// The oldest step, in seconds since 1970.
    pub oldest_step: u32,
}

/// Nothing was seen of a volunteer for so long.
pub const SILENT_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Somebody who works in the area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    pub id: AccountId,
    pub username: String,
    pub name: String,
    pub affiliation: String,
    pub seen_at: Option<Timestamp>,
    /// What they said of themselves; nothing where they said nothing.
    pub available: Option<bool>,
}

impl Worker {
    pub fn is_silent(&self, now: Timestamp) -> bool {
        self.seen_at.is_none_or(|at| at + SILENT_AFTER <= now)
    }
}

/// A case on the board, with the name of who holds it.
#[derive(Debug, Clone)]
pub struct Case {
    pub request: HelpRequest,
    pub state: State,
    pub marks: Vec<Mark>,
    /// A hold that ran out and was not yet written down.
    pub lapsed: bool,
    pub holder: Option<String>,
    pub team: Option<String>,
    /// To whom it was referred.
    pub referred_to: Option<String>,
}

/// What may be done with many cases at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Assign,
    Refer,
    Duplicate,
    AskStill,
    Expire,
}

impl What {
    pub const ALL: [What; 5] = [
        What::Assign,
        What::Refer,
        What::Duplicate,
        What::AskStill,
        What::Expire,
    ];

    pub fn code(self) -> &'static str {
        match self {
            What::Assign => "assign",
            What::Refer => "refer",
            What::Duplicate => "duplicate",
            What::AskStill => "ask_still",
            What::Expire => "expire",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            What::Assign => "bulk-assign",
            What::Refer => "bulk-refer",
            What::Duplicate => "bulk-duplicate",
            What::AskStill => "bulk-ask-still",
            What::Expire => "bulk-expire",
        }
    }

    /// What will happen, in a sentence.
    pub fn explained(self) -> &'static str {
        match self {
            What::Assign => "bulk-assign-means",
            What::Refer => "bulk-refer-means",
            What::Duplicate => "bulk-duplicate-means",
            What::AskStill => "bulk-ask-still-means",
            What::Expire => "bulk-expire-means",
        }
    }

    pub fn from_code(code: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_where_its_time_is_full() {
        let cases = [
            (-5, 0),
            (0, 0),
            (3_599, 0),
            (3_600, 1),
            (3 * 3_600, 2),
            (6 * 3_600, 3),
            (24 * 3_600 - 1, 3),
            (24 * 3_600, 4),
            (400 * 24 * 3_600, 5),
        ];
        for (seconds, wanted) in cases {
            assert_eq!(band(seconds), wanted, "{seconds}");
        }
    }

    #[test]
    fn every_mark_and_order_is_found_by_its_code() {
        for mark in Mark::ALL {
            assert_eq!(Mark::from_code(mark.code()), Some(mark));
        }
        for sort in Sort::ALL {
            assert_eq!(Sort::from_code(sort.code()), Some(sort));
        }
    }

    #[test]
    fn nothing_closed_has_no_share_confirmed() {
        let mut part = Part {
            area: "5701".parse().unwrap(),
            counts: Counts::default(),
            asked: 0,
            helped: 0,
            confirmed: 0,
        };
        assert!(part.is_unheard_of());
        assert_eq!(part.confirmed_share(), None);
        part.asked = 5;
        part.helped = 3;
        part.confirmed = 2;
        assert!(!part.is_unheard_of());
        assert_eq!(part.confirmed_share(), Some(66));
    }
}
