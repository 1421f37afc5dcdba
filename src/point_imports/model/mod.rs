//! A run: one file of points on its way in, how far it is, and what became of each row.

mod column;
mod row;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use column::{Column, FIELDS, Part, bed_code};
pub use row::{Figures, Likeness, PointRow, RowProblem, Seen, Verdict};

use crate::ids::{AccountId, OrganisationId, PointImportId};

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its rows are being kept; an upload that broke off stays here.
    Reading,
    /// Somebody says what the columns mean.
    Mapping,
    /// Every row is tried; no point is touched.
    Checking,
    Checked,
    Applying,
    Stopped,
    Done,
    Undoing,
    Undone,
    /// Thrown away before its end.
    Discarded,
}

impl Stage {
    pub const ALL: [Stage; 10] = [
        Stage::Reading,
        Stage::Mapping,
        Stage::Checking,
        Stage::Checked,
        Stage::Applying,
        Stage::Stopped,
        Stage::Done,
        Stage::Undoing,
        Stage::Undone,
        Stage::Discarded,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Stage::Reading => "reading",
            Stage::Mapping => "mapping",
            Stage::Checking => "checking",
            Stage::Checked => "checked",
            Stage::Applying => "applying",
            Stage::Stopped => "stopped",
            Stage::Done => "done",
            Stage::Undoing => "undoing",
            Stage::Undone => "undone",
            Stage::Discarded => "discarded",
        }
    }

    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Stage::Reading => "point-import-stage-reading",
            Stage::Mapping => "point-import-stage-mapping",
            Stage::Checking => "point-import-stage-checking",
            Stage::Checked => "point-import-stage-checked",
            Stage::Applying => "point-import-stage-applying",
            Stage::Stopped => "point-import-stage-stopped",
            Stage::Done => "point-import-stage-done",
            Stage::Undoing => "point-import-stage-undoing",
            Stage::Undone => "point-import-stage-undone",
            Stage::Discarded => "point-import-stage-discarded",
        }
    }

    /// Whether work goes on by itself.
    pub fn is_at_work(self) -> bool {
        matches!(self, Stage::Checking | Stage::Applying | Stage::Undoing)
    }
}

/// What becomes of a row that is likely a point we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likely {
    Update,
    New,
    Skip,
}

impl Likely {
    pub const ALL: [Likely; 3] = [Likely::Update, Likely::New, Likely::Skip];

    pub fn code(self) -> &'static str {
        match self {
            Likely::Update => "update",
            Likely::New => "new",
            Likely::Skip => "skip",
        }
    }

    pub fn from_code(code: &str) -> Option<Likely> {
        Likely::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Likely::Update => "point-import-likely-update",
            Likely::New => "point-import-likely-new",
            Likely::Skip => "point-import-likely-skip",
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the file; `None` is left out.
    pub columns: Vec<Option<Column>>,
    /// The kind of every row that names none we know.
    pub kind: Option<String>,
    /// Kinds by the words of the file, folded.
    pub kinds: BTreeMap<String, String>,
    /// A row without a name is called by its kind and the source's own number.
    pub makes_names: bool,
    /// Where a row has no phone, none is known; else it is a problem.
    pub no_phone_known: bool,
}

impl Default for Mapping {
    fn default() -> Mapping {
        Mapping {
            columns: Vec::new(),
            kind: None,
            kinds: BTreeMap::new(),
            makes_names: false,
            no_phone_known: true,
        }
    }
}

impl Mapping {
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    pub fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|one| *one == Some(column))
    }
}

/// A file on its way in, without its rows.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: PointImportId,
    /// Who brought it; none: the command line.
    pub account: Option<AccountId>,
    /// The organisation whose points they are.
    pub owner: Option<OrganisationId>,
    pub file_name: String,
    /// Where the file comes from and under which licence, as told of each point.
    pub source: String,
    pub licence: String,
    /// When the source knew what it says.
    pub known_at: Option<Timestamp>,
    pub stage: Stage,
    pub round: u32,
    pub headings: Vec<String>,
    pub mapping: Mapping,
    pub encoding: String,
    pub likely: Likely,
    /// Rows kept, and lines passed over: empty ones, titles, headings once more.
    pub total: i64,
    pub passed_over: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub undone_at: Option<Timestamp>,
}

impl Run {
    /// When what a row says was known, unless the row says so itself.
    pub fn known_at(&self) -> Timestamp {
        self.known_at.unwrap_or(self.created_at)
    }
}
