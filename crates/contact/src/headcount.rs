//! How many persons a request is for.

use crate::digits::fold_digits;

/// A number of persons, 1 to 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Headcount(u16);

/// Why a number of persons is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCount {
    #[error("nothing was written")]
    Empty,
    #[error("this is not a whole number")]
    NotANumber,
    #[error("a request is for one person at least")]
    Nobody,
    #[error("a request is for {} persons at most", Headcount::MAX)]
    TooMany,
}

impl Headcount {
    /// The most persons one request may be for; more are several requests.
    pub const MAX: u16 = 500;

    /// # Errors
    /// [`CannotCount::Nobody`] or [`CannotCount::TooMany`].
    pub fn new(persons: u32) -> Result<Headcount, CannotCount> {
        match u16::try_from(persons) {
            Ok(0) => Err(CannotCount::Nobody),
            Ok(persons) if persons <= Headcount::MAX => Ok(Headcount(persons)),
            _ => Err(CannotCount::TooMany),
        }
    }

    /// Reads digits of any script, with or without คน behind.
    ///
    /// # Errors
    /// [`CannotCount`].
    pub fn parse(text: &str) -> Result<Headcount, CannotCount> {
        let folded = fold_digits(text.trim());
        let digits = folded.strip_suffix("คน").unwrap_or(&folded).trim_end();
        if digits.is_empty() {
            return Err(CannotCount::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CannotCount::NotANumber);
        }
        // Digits that do not fit are a number all the same, only too large a one.
        Headcount::new(digits.parse().unwrap_or(u32::MAX))
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_are_read_or_refused_with_a_reason() {
        for (typed, read) in [
            ("1", Ok(1)),
            (" ๑๒ ", Ok(12)),
            ("๕ คน", Ok(5)),
            ("5คน", Ok(5)),
            ("០០៧", Ok(7)),
            ("500", Ok(500)),
            ("501", Err(CannotCount::TooMany)),
            ("99999999999999999999", Err(CannotCount::TooMany)),
            ("0", Err(CannotCount::Nobody)),
            ("", Err(CannotCount::Empty)),
            ("คน", Err(CannotCount::Empty)),
            ("-1", Err(CannotCount::NotANumber)),
            ("+1", Err(CannotCount::NotANumber)),
            ("1.5", Err(CannotCount::NotANumber)),
            ("สอง", Err(CannotCount::NotANumber)),
            ("1\0", Err(CannotCount::NotANumber)),
        ] {
            assert_eq!(
                Headcount::parse(typed).map(Headcount::get),
                read,
                "{typed:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(typed: String) {
            let _ = Headcount::parse(&typed);
        }
    }
}
