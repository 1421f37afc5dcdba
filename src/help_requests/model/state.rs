//! The names of the states.

/// The name of a state, as in the database, the API, the tiles and the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    Waiting,
    Taken,
    OnTheWay,
    Helping,
    Helped,
    Confirmed,
    Cancelled,
    Safe,
    Unreachable,
    Duplicate,
    FalseReport,
    Referred,
    Expired,
}

impl State {
    pub const ALL: [State; 13] = [
        State::Waiting,
        State::Taken,
        State::OnTheWay,
        State::Helping,
        State::Helped,
        State::Confirmed,
        State::Cancelled,
        State::Safe,
        State::Unreachable,
        State::Duplicate,
        State::FalseReport,
        State::Referred,
        State::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Taken => "taken",
            State::OnTheWay => "on_the_way",
            State::Helping => "helping",
            State::Helped => "helped",
            State::Confirmed => "confirmed",
            State::Cancelled => "cancelled",
            State::Safe => "safe",
            State::Unreachable => "unreachable",
            State::Duplicate => "duplicate",
            State::FalseReport => "false_report",
            State::Referred => "referred",
            State::Expired => "expired",
        }
    }

    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The message key of the state's word.
    pub fn label(self) -> &'static str {
        match self {
            State::Waiting => "state-waiting",
            State::Taken => "state-taken",
            State::OnTheWay => "state-on-the-way",
            State::Helping => "state-helping",
            State::Helped => "state-helped",
            State::Confirmed => "state-confirmed",
            State::Cancelled => "state-cancelled",
            State::Safe => "state-safe",
            State::Unreachable => "state-unreachable",
            State::Duplicate => "state-duplicate",
            State::FalseReport => "state-false-report",
            State::Referred => "state-referred",
            State::Expired => "state-expired",
        }
    }

    /// Whether somebody still waits for help or for a word.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            State::Waiting | State::Referred | State::Taken | State::OnTheWay | State::Helping
        )
    }

    /// The look of the state chip: one of four shapes.
    pub fn look(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Referred | State::Taken | State::OnTheWay => "taken",
            State::Helping => "helping",
            _ => "done",
        }
    }
}
