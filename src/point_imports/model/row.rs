//! One row of a file, and what became of it.

use serde::{Deserialize, Serialize};

use super::{Column, Likely};
use crate::ids::PointId;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Waiting,
    New,
    /// A point that the source has told of before.
    Update,
    /// Likely a point we know by other ways.
    Likely,
    /// Says the same as an earlier row.
    Double,
    Problem,
    Made,
    Changed,
    Unchanged,
    LeftOut,
    /// Was fine when it was tried, and could not be written.
    Refused,
    Undone,
    /// Not undone: somebody has changed the point since.
    Kept,
}

impl Verdict {
    pub const ALL: [Verdict; 13] = [
        Verdict::Waiting,
        Verdict::New,
        Verdict::Update,
        Verdict::Likely,
        Verdict::Double,
        Verdict::Problem,
        Verdict::Made,
        Verdict::Changed,
        Verdict::Unchanged,
        Verdict::LeftOut,
        Verdict::Refused,
        Verdict::Undone,
        Verdict::Kept,
    ];
    /// What is still to be applied.
    pub const PENDING: [Verdict; 3] = [Verdict::New, Verdict::Update, Verdict::Likely];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::Waiting => "waiting",
            Verdict::New => "new",
            Verdict::Update => "update",
            Verdict::Likely => "likely",
            Verdict::Double => "double",
            Verdict::Problem => "problem",
            Verdict::Made => "made",
            Verdict::Changed => "changed",
            Verdict::Unchanged => "unchanged",
            Verdict::LeftOut => "left_out",
            Verdict::Refused => "refused",
            Verdict::Undone => "undone",
            Verdict::Kept => "kept",
        }
    }

    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Verdict::Waiting => "point-import-verdict-waiting",
            Verdict::New => "point-import-verdict-new",
            Verdict::Update => "point-import-verdict-update",
            Verdict::Likely => "point-import-verdict-likely",
            Verdict::Double => "point-import-verdict-double",
            Verdict::Problem => "point-import-verdict-problem",
            Verdict::Made => "point-import-verdict-made",
            Verdict::Changed => "point-import-verdict-changed",
            Verdict::Unchanged => "point-import-verdict-unchanged",
            Verdict::LeftOut => "point-import-verdict-left-out",
            Verdict::Refused => "point-import-verdict-refused",
            Verdict::Undone => "point-import-verdict-undone",
            Verdict::Kept => "point-import-verdict-kept",
        }
    }
}

/// How many rows of each verdict there are, and how many facts were left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    counts: [i64; 13],
    pub facts_left: i64,
}

impl Figures {
    pub fn of(&self, verdict: Verdict) -> i64 {
        self.counts[verdict as usize]
    }

    pub fn set(&mut self, verdict: Verdict, n: i64) {
        self.counts[verdict as usize] = n;
    }

    pub fn of_all(&self, verdicts: &[Verdict]) -> i64 {
        verdicts.iter().map(|verdict| self.of(*verdict)).sum()
    }

    /// Rows still to be applied.
    pub fn pending(&self) -> i64 {
        self.of_all(&Verdict::PENDING)
    }

    /// Rows that made or changed a point.
    pub fn written(&self) -> i64 {
        self.of_all(&[Verdict::Made, Verdict::Changed])
    }

    pub fn sum(&self) -> i64 {
        self.counts.iter().sum()
    }
}

/// What is amiss with a row, or what was mended in it: the column, if it is one, and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    pub column: Option<Column>,
    pub key: String,
    /// Mended, and only told.
    pub is_note: bool,
}

impl RowProblem {
    pub fn of(column: Column, key: &str) -> RowProblem {
        RowProblem {
            column: Some(column),
            key: key.to_owned(),
            is_note: false,
        }
    }

    pub fn whole(key: &str) -> RowProblem {
        RowProblem {
            column: None,
            key: key.to_owned(),
            is_note: false,
        }
    }

    pub fn note(column: Column, key: &str) -> RowProblem {
        RowProblem {
            is_note: true,
            ..RowProblem::of(column, key)
        }
    }
}

/// What was read of a row, for lists and the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub name: String,
    pub kind: String,
    pub lat: f64,
    pub lon: f64,
}

/// Why a row is likely a point we know: how much the names have in common, how far apart they lie, and
/// whether the phone is the same. Of a double, only the earlier line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Of a hundred.
    #[serde(default)]
    pub name: u8,
    #[serde(default)]
    pub metres: u32,
    #[serde(default)]
    pub same_phone: bool,
    /// What the point is called here.
    #[serde(default)]
    pub called: String,
}

/// A row of a file, with the cells as they stood in it.
#[derive(Debug, Clone)]
pub struct PointRow {
    /// Its line in the file.
    pub n: u32,
    pub cells: Vec<String>,
    pub verdict: Verdict,
    pub decision: Option<Likely>,
    pub problems: Vec<RowProblem>,
    pub seen: Option<Seen>,
    pub source_id: Option<String>,
    pub province: Option<u8>,
    pub point: Option<PointId>,
    pub likeness: Option<Likeness>,
    pub facts_left: u8,
}

impl PointRow {
    /// What becomes of it, if it is likely a point we know.
    pub fn decided(&self, of_run: Likely) -> Likely {
        self.decision.unwrap_or(of_run)
    }
}
