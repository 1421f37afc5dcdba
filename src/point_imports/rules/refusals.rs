//! Why nothing was done with a run, and why a file is none.

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
    #[error("the run has changed nothing")]
    NothingToUndo,
}

impl Refusal for CannotImport {
    fn name(&self) -> &'static str {
        match self {
            CannotImport::OutOfOrder => "point-import-out-of-order",
            CannotImport::NothingToImport => "point-import-nothing",
            CannotImport::NothingToUndo => "point-import-nothing-to-undo",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotImport::OutOfOrder => "cannot-point-import-out-of-order".into(),
            CannotImport::NothingToImport => "cannot-point-import-nothing".into(),
            CannotImport::NothingToUndo => "cannot-point-import-nothing-to-undo".into(),
        }
    }
}

/// Why a file holds no points that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFile {
    #[error("no bytes, or no row with anything in it")]
    Empty,
    #[error("more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("a file that cannot be opened, or is locked")]
    Unreadable,
    #[error("neither text, nor a spreadsheet, nor GeoJSON")]
    NotAList,
    #[error("unpacked it is larger than a file may be")]
    TooLarge,
    #[error("GeoJSON that cannot be read, or has no list of features")]
    NotGeoJson,
}

impl NotAFile {
    pub fn said(self) -> Message {
        match self {
            NotAFile::Empty => "point-import-file-empty".into(),
            NotAFile::TooManyRows => {
                Message::new("point-import-file-too-many-rows").with("most", MOST_ROWS as i64)
            }
            NotAFile::Unreadable => "point-import-file-unreadable".into(),
            NotAFile::NotAList => "point-import-file-no-list".into(),
            NotAFile::TooLarge => "point-import-file-too-large".into(),
            NotAFile::NotGeoJson => "point-import-file-no-geojson".into(),
        }
    }
}
