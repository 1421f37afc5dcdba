//! A village, and the people living in a subdistrict.

use areas::{AreaCode, Level};
use jiff::Timestamp;

use crate::ids::AccountId;

#[derive(Debug, Clone, PartialEq)]
pub struct Village {
    /// Eight digits; the first six are its subdistrict.
    pub code: u32,
    /// The number people know it by (หมู่ 3).
    pub moo: u16,
    /// Empty where the register has none.
    pub name: String,
    pub name_en: String,
    /// Latitude and longitude of its middle, where somebody knows it.
    pub place: Option<(f64, f64)>,
}

impl Village {
    /// The subdistrict it lies in.
    pub fn area(&self) -> Option<AreaCode> {
        area_of(self.code)
    }
}

/// The subdistrict of a village's code; none where the digits are no such code.
pub fn area_of(code: u32) -> Option<AreaCode> {
    let area = AreaCode::new(code / 100)?;
    (area.level() == Level::Subdistrict && !code.is_multiple_of(100)).then_some(area)
}

/// How a number of people came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By an admin, who knows who really lives there.
    Entered,
    /// From a file of who is registered there.
    Imported,
}

impl Source {
    pub fn code(self) -> &'static str {
        match self {
            Source::Entered => "entered",
            Source::Imported => "imported",
        }
    }

    pub fn from_code(code: &str) -> Option<Source> {
        [Source::Entered, Source::Imported]
            .into_iter()
            .find(|source| source.code() == code)
    }
}

/// How many people live in a subdistrict, in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    pub area: AreaCode,
    /// Common Era.
    pub year: i16,
    pub source: Source,
    pub n: u32,
    /// Houses that have a number, lived in or not.
    pub n_houses: Option<u32>,
    pub entered_by: Option<AccountId>,
    pub entered_at: Timestamp,
}

/// The most people of one subdistrict; the largest has a fifth of it.
pub const MOST_PEOPLE: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_village_names_its_subdistrict() {
        assert_eq!(area_of(57_090_103).map(AreaCode::get), Some(570_901));
        for bad in [0, 570_901, 57_090_100, 57_000_001, 57_090_001, 5_709_010] {
            assert_eq!(area_of(bad), None, "{bad}");
        }
    }
}
