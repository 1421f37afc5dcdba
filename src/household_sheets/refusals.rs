//! Why nothing was done with a sheet.

use http::StatusCode;
use web::Message;

use crate::error::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBring {
    #[error("not what comes next")]
    OutOfOrder,
    #[error("no household of the sheet can be recorded")]
    NothingToRecord,
    #[error("more persons than one file may hold")]
    TooManyPersons,
}

impl Refusal for CannotBring {
    fn name(&self) -> &'static str {
        match self {
            CannotBring::OutOfOrder => "sheet-out-of-order",
            CannotBring::NothingToRecord => "sheet-nothing-to-record",
            CannotBring::TooManyPersons => "export-too-many-persons",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotBring::TooManyPersons => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotBring::OutOfOrder => "cannot-sheet-out-of-order".into(),
            CannotBring::NothingToRecord => "cannot-sheet-nothing".into(),
            CannotBring::TooManyPersons => "cannot-export-too-many".into(),
        }
    }
}
