//! The number people say over the phone: `COV69-271121-0180` is incident, Buddhist year, province,
//! month and day, running number. It carries its province, so that one shard answers.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::incidents::model::Prefix;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    text: String,
    province: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reference such as COV69-271121-0180")]
pub struct NotAReference;

impl Reference {
    pub fn new(prefix: &Prefix, province: u8, day: Date, number: i64) -> Reference {
        let year = (i32::from(day.year()) + 543).rem_euclid(100);
        let (month, day) = (day.month(), day.day());
        let text = format!(
            "{}{year:02}-{province:02}{month:02}{day:02}-{number:04}",
            prefix.as_str()
        );
        Reference { text, province }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The incident's letters.
    pub fn prefix(&self) -> &str {
        let head = self.text.split('-').next().unwrap_or_default();
        head.trim_end_matches(|c: char| c.is_ascii_digit())
    }

    pub fn province(&self) -> u8 {
        self.province
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Reference, NotAReference> {
        let text = i18n::fold_digits(text.trim()).to_ascii_uppercase();
        let mut parts = text.split('-');
        let (Some(head), Some(middle), Some(number), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAReference);
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let letters = head.trim_end_matches(|c: char| c.is_ascii_digit());
        let fits = Prefix::parse(letters).is_ok()
            && head.len() == letters.len() + 2
            && middle.len() == 6
            && digits(middle)
            && (4..=9).contains(&number.len())
            && digits(number);
        if !fits {
            return Err(NotAReference);
        }
        let province = middle[..2].parse().map_err(|_| NotAReference)?;
        Ok(Reference { text, province })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_reference_is_written_and_read() {
        let made = Reference::new(&Prefix::parse("COV").unwrap(), 27, date(2026, 11, 21), 180);
        assert_eq!(made.as_str(), "COV69-271121-0180");
        assert_eq!(" cov๖๙-271121-0180".parse::<Reference>(), Ok(made.clone()));
        assert_eq!(made.province(), 27);
        let many = Reference::new(&Prefix::parse("FLD").unwrap(), 90, date(2025, 1, 2), 12345);
        assert_eq!(many.as_str(), "FLD68-900102-12345");
    }

    #[test]
    fn anything_else_is_none() {
        for bad in [
            "",
            "COV69",
            "COV69-271121",
            "COV-271121-0180",
            "COV69-2711-0180",
            "a-b-c-d",
        ] {
            assert_eq!(bad.parse::<Reference>(), Err(NotAReference), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,24}") {
            let _ = text.parse::<Reference>();
        }
    }
}
