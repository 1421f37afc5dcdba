//! The board's pages: the board itself, and what is done with many cases at once.

pub mod bulk;
pub mod show;

use areas::AreaCode;

use crate::error::Error;

/// An area as the address has it.
pub(super) fn area_of(text: &str) -> Result<AreaCode, Error> {
    let code: AreaCode = text.parse().map_err(|_| Error::NotFound)?;
    let known = areas::register().get(code).map(|area| area.code);
    known.ok_or(Error::NotFound)
}
