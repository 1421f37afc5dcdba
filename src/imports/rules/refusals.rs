//! Why nothing was done with a list.

use http::StatusCode;
use web::Message;

use super::MOST_ROWS;
use crate::error::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotImport {
    #[error("not what comes next")]
    OutOfOrder,
    #[error("no row can be imported")]
    NothingToImport,
}

impl Refusal for CannotImport {
    fn name(&self) -> &'static str {
        match self {
            CannotImport::OutOfOrder => "import-out-of-order",
            CannotImport::NothingToImport => "import-nothing",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotImport::OutOfOrder => "cannot-import-out-of-order".into(),
            CannotImport::NothingToImport => "cannot-import-nothing".into(),
        }
    }
}

/// Why a file is no list that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAList {
    #[error("no bytes, or no row with anything in it")]
    Empty,
    #[error("more rows than one list may have")]
    TooManyRows,
    #[error("a spreadsheet that cannot be opened, or is locked")]
    Unreadable,
    #[error("neither text nor a spreadsheet")]
    NeitherTextNorSheet,
}

impl NotAList {
    pub fn said(self) -> Message {
        match self {
            NotAList::Empty => "import-file-empty".into(),
            NotAList::TooManyRows => {
                Message::new("import-file-too-many-rows").with("most", MOST_ROWS as i64)
            }
            NotAList::Unreadable => "import-file-unreadable".into(),
            NotAList::NeitherTextNorSheet => "import-file-no-list".into(),
        }
    }
}
