//! A list on its way in: how far it is, what its columns mean, what became of each row.

use std::collections::BTreeMap;

use areas::AreaCode;
use jiff::Timestamp;

use crate::ids::{AccountId, ImportId, IncidentId};

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its rows are being kept; an upload that broke off stays here.
    Reading,
    /// Somebody says what the columns mean.
    Mapping,
    /// Every row is tried; nothing is written as a request.
    Checking,
    Checked,
    Importing,
    Stopped,
    Done,
    /// Thrown away before its end.
    Discarded,
}

impl Stage {
    pub const ALL: [Stage; 8] = [
        Stage::Reading,
        Stage::Mapping,
        Stage::Checking,
        Stage::Checked,
        Stage::Importing,
        Stage::Stopped,
        Stage::Done,
        Stage::Discarded,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Stage::Reading => "reading",
            Stage::Mapping => "mapping",
            Stage::Checking => "checking",
            Stage::Checked => "checked",
            Stage::Importing => "importing",
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
            Stage::Reading => "import-stage-reading",
            Stage::Mapping => "import-stage-mapping",
            Stage::Checking => "import-stage-checking",
            Stage::Checked => "import-stage-checked",
            Stage::Importing => "import-stage-importing",
            Stage::Stopped => "import-stage-stopped",
            Stage::Done => "import-stage-done",
            Stage::Discarded => "import-stage-discarded",
        }
    }

    /// Whether work goes on by itself.
    pub fn is_at_work(self) -> bool {
        matches!(self, Stage::Checking | Stage::Importing)
    }
}

/// What a column of a list means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Name,
    Phone,
    Kind,
    Headcount,
    Landmark,
    Area,
    Subdistrict,
    District,
    Province,
    /// Latitude and longitude in one cell.
    Position,
    Lat,
    Lon,
    Details,
    AskedOn,
    /// The number it has in the list it comes from.
    Original,
}

impl Column {
    pub const ALL: [Column; 15] = [
        Column::Name,
        Column::Phone,
        Column::Kind,
        Column::Headcount,
        Column::Landmark,
        Column::Area,
        Column::Subdistrict,
        Column::District,
        Column::Province,
        Column::Position,
        Column::Lat,
        Column::Lon,
        Column::Details,
        Column::AskedOn,
        Column::Original,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Phone => "phone",
            Column::Kind => "kind",
            Column::Headcount => "headcount",
            Column::Landmark => "landmark",
            Column::Area => "area",
            Column::Subdistrict => "subdistrict",
            Column::District => "district",
            Column::Province => "province",
            Column::Position => "position",
            Column::Lat => "lat",
            Column::Lon => "lon",
            Column::Details => "details",
            Column::AskedOn => "asked_on",
            Column::Original => "original",
        }
    }

    pub fn from_code(code: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Column::Name => "import-column-name",
            Column::Phone => "import-column-phone",
            Column::Kind => "import-column-kind",
            Column::Headcount => "import-column-headcount",
            Column::Landmark => "import-column-landmark",
            Column::Area => "import-column-area",
            Column::Subdistrict => "import-column-subdistrict",
            Column::District => "import-column-district",
            Column::Province => "import-column-province",
            Column::Position => "import-column-position",
            Column::Lat => "import-column-lat",
            Column::Lon => "import-column-lon",
            Column::Details => "import-column-details",
            Column::AskedOn => "import-column-asked-on",
            Column::Original => "import-column-original",
        }
    }

    /// Words of several columns are told together; of anything else there is one.
    pub fn may_repeat(self) -> bool {
        matches!(self, Column::Details | Column::Landmark)
    }
}

/// How a list is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the file; `None` is left out.
    pub columns: Vec<Option<Column>>,
    /// The kind of every row that names none we know.
    pub kind: Option<String>,
    /// Kinds by the words of the list, folded.
    pub kinds: BTreeMap<String, String>,
    /// Where rows are that tell neither area nor pin.
    pub area: Option<AreaCode>,
    /// Somebody has checked the list: its requests need no verifying.
    pub is_checked: bool,
    /// Rows that were probably asked before are imported too.
    pub with_doubles: bool,
}

/// A list, without its rows.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: ImportId,
    pub account: AccountId,
    pub incident: IncidentId,
    pub file_name: String,
    /// Where the list comes from, as told of each request.
    pub source: String,
    pub stage: Stage,
    pub round: u32,
    pub headings: Vec<String>,
    pub mapping: Mapping,
    pub encoding: String,
    /// Rows kept, and lines passed over: empty ones, titles, headings once more.
    pub total: i64,
    pub passed_over: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub swept_at: Option<Timestamp>,
    /// What remains of a list whose rows are gone.
    pub kept_figures: Option<Figures>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    New,
    Fine,
    Problem,
    /// Probably asked before.
    Double,
    Imported,
    /// Was fine when it was tried, and could not be written.
    Refused,
}

impl Verdict {
    pub const ALL: [Verdict; 6] = [
        Verdict::New,
        Verdict::Fine,
        Verdict::Problem,
        Verdict::Double,
        Verdict::Imported,
        Verdict::Refused,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::New => "new",
            Verdict::Fine => "fine",
            Verdict::Problem => "problem",
            Verdict::Double => "double",
            Verdict::Imported => "imported",
            Verdict::Refused => "refused",
        }
    }

    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL
            .into_iter()
            .find(|verdict| verdict.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Verdict::New => "import-verdict-new",
            Verdict::Fine => "import-verdict-fine",
            Verdict::Problem => "import-verdict-problem",
            Verdict::Double => "import-verdict-double",
            Verdict::Imported => "import-verdict-imported",
            Verdict::Refused => "import-verdict-refused",
        }
    }
}

/// How many rows of each verdict there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub new: i64,
    pub fine: i64,
    pub problem: i64,
    pub double: i64,
    pub imported: i64,
    pub refused: i64,
}

impl Figures {
    pub fn of(&self, verdict: Verdict) -> i64 {
        match verdict {
            Verdict::New => self.new,
            Verdict::Fine => self.fine,
            Verdict::Problem => self.problem,
            Verdict::Double => self.double,
            Verdict::Imported => self.imported,
            Verdict::Refused => self.refused,
        }
    }

    pub fn set(&mut self, verdict: Verdict, n: i64) {
        match verdict {
            Verdict::New => self.new = n,
            Verdict::Fine => self.fine = n,
            Verdict::Problem => self.problem = n,
            Verdict::Double => self.double = n,
            Verdict::Imported => self.imported = n,
            Verdict::Refused => self.refused = n,
        }
    }

    /// Rows, whatever became of them.
    pub fn sum(&self) -> i64 {
        Verdict::ALL.iter().map(|verdict| self.of(*verdict)).sum()
    }
}

/// What is amiss with a row: the column, if it is one, and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    pub column: Option<Column>,
    pub key: String,
}

/// A row of a list, with the cells as they stood in the file.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Its line in the file.
    pub n: u32,
    pub cells: Vec<String>,
    pub verdict: Verdict,
    pub problems: Vec<RowProblem>,
    /// What it is probably a double of: a reference, or a line of the same file.
    pub like: Option<String>,
    /// Of the request it became.
    pub reference: Option<String>,
}
