//! A sheet on its way in, and what became of each household on it.

use areas::AreaCode;
use jiff::Timestamp;

use crate::ids::{AccountId, HouseholdSheetId, IncidentId};
use crate::survey::model::Consent;

/// Rows one sheet may have, a row a person.
pub const MOST_ROWS: usize = 20_000;

/// How far a sheet has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Every household is tried; nothing is recorded.
    Checking,
    Checked,
    Recording,
    Stopped,
    Done,
    /// Thrown away before its end.
    Discarded,
}

impl Stage {
    pub const ALL: [Stage; 6] = [
        Stage::Checking,
        Stage::Checked,
        Stage::Recording,
        Stage::Stopped,
        Stage::Done,
        Stage::Discarded,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Stage::Checking => "checking",
            Stage::Checked => "checked",
            Stage::Recording => "recording",
            Stage::Stopped => "stopped",
            Stage::Done => "done",
            Stage::Discarded => "discarded",
        }
    }

    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Stage::Checking => "sheet-stage-checking",
            Stage::Checked => "sheet-stage-checked",
            Stage::Recording => "sheet-stage-recording",
            Stage::Stopped => "sheet-stage-stopped",
            Stage::Done => "sheet-stage-done",
            Stage::Discarded => "sheet-stage-discarded",
        }
    }

    /// Whether work goes on by itself.
    pub fn is_at_work(self) -> bool {
        matches!(self, Stage::Checking | Stage::Recording)
    }
}

/// A sheet, without its rows.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub id: HouseholdSheetId,
    pub account: AccountId,
    pub incident: IncidentId,
    /// Where households are whose rows name no subdistrict.
    pub area: AreaCode,
    /// Of households whose rows name no ground.
    pub consent: Consent,
    pub file_name: String,
    pub stage: Stage,
    pub round: u32,
    pub with_doubles: bool,
    /// A row a person.
    pub n_rows: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// The rows are gone.
    pub is_swept: bool,
}

/// What becomes of a household on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Not tried yet.
    Waiting,
    Problem,
    /// Probably recorded already.
    Double,
    New,
    /// Recorded already, and the sheet says something else of it.
    Change,
    Unchanged,
    Recorded,
    Changed,
    /// Was fine when it was tried, and could not be written.
    Refused,
}

impl Verdict {
    pub const ALL: [Verdict; 9] = [
        Verdict::Waiting,
        Verdict::Problem,
        Verdict::Double,
        Verdict::New,
        Verdict::Change,
        Verdict::Unchanged,
        Verdict::Recorded,
        Verdict::Changed,
        Verdict::Refused,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::Waiting => "waiting",
            Verdict::Problem => "problem",
            Verdict::Double => "double",
            Verdict::New => "new",
            Verdict::Change => "change",
            Verdict::Unchanged => "unchanged",
            Verdict::Recorded => "recorded",
            Verdict::Changed => "changed",
            Verdict::Refused => "refused",
        }
    }

    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Verdict::Waiting => "sheet-verdict-waiting",
            Verdict::Problem => "sheet-verdict-problem",
            Verdict::Double => "sheet-verdict-double",
            Verdict::New => "sheet-verdict-new",
            Verdict::Change => "sheet-verdict-change",
            Verdict::Unchanged => "sheet-verdict-unchanged",
            Verdict::Recorded => "sheet-verdict-recorded",
            Verdict::Changed => "sheet-verdict-changed",
            Verdict::Refused => "sheet-verdict-refused",
        }
    }

    /// Whether whoever filled the sheet in has something to mend or to decide.
    pub fn is_to_mend(self) -> bool {
        matches!(self, Verdict::Problem | Verdict::Double | Verdict::Refused)
    }
}

/// One household of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counted from nought.
    pub n: u32,
    /// Where it begins in the file.
    pub line: u32,
    pub n_persons: u32,
    pub verdict: Verdict,
    /// The address of the household it probably is.
    pub like: Option<String>,
    /// Its address, once it is recorded.
    pub household: Option<String>,
    /// The key of a message: why it was refused.
    pub problem: Option<String>,
}

/// How many households and persons of each verdict there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(pub Vec<(Verdict, i64, i64)>);

impl Figures {
    pub fn households(&self, verdict: Verdict) -> i64 {
        let found = self.0.iter().find(|(of, ..)| *of == verdict);
        found.map_or(0, |(_, households, _)| *households)
    }

    pub fn sum(&self) -> i64 {
        self.0.iter().map(|(_, households, _)| households).sum()
    }

    /// Households that would be written now.
    pub fn to_write(&self, with_doubles: bool) -> i64 {
        let doubles = match with_doubles {
            true => self.households(Verdict::Double),
            false => 0,
        };
        self.households(Verdict::New) + self.households(Verdict::Change) + doubles
    }
}
