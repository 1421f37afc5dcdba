//! Being written.
use jiff::civil::Date;

use crate::Language;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing but space.
    #[error("no date given")]
    Empty,
    /// Neither digits in a known order nor a known month.
    #[error("not readable as a date")]
    Unreadable,
    /// Such as 31 February.
    #[error("there is no such day")]
    NoSuchDay,
    /// A year of two digits outside Thai, which could be of either era.
    #[error("the year needs four digits")]
    ShortYear,
    /// Before 1850 or after 2200 of the common era.
    #[error("the year is out of range")]
    YearOutOfRange,
}

/// Reads a date.
pub fn parse_date(_language: Language, text: &str) -> Result<Date, DateError> {
    text.trim().parse().map_err(|_| DateError::Unreadable)
}
