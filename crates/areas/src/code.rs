//! Area codes of the Department of Provincial Administration (DOPA), always held as six digits so
//! that every area below another lies in one range of numbers.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// How big an area is. Bigger levels come first in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Country,
    Province,
    District,
    Subdistrict,
}

/// The code of an area: `0` is the country, `570000` a province, `570900` a district,
/// `570901` a subdistrict. A code need not be in the register: abolished ones are codes too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(u32);

/// The text or number is no area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an area code: 2, 4, 6 or 8 digits are expected")]
pub struct NotAnAreaCode;

impl AreaCode {
    pub const COUNTRY: AreaCode = AreaCode(0);

    /// Takes a number of six digits, or 0 for the country. `None` where a level is left out, as
    /// in `570001`.
    pub const fn new(code: u32) -> Option<AreaCode> {
        let (district, subdistrict) = (code / 100 % 100, code % 100);
        let whole = code == 0 || (code >= 100_000 && code <= 999_999);
        if whole && (district != 0 || subdistrict == 0) {
            Some(AreaCode(code))
        } else {
            None
        }
    }

    /// The province with these two digits, 10 to 99.
    pub const fn of_province(province: u8) -> Option<AreaCode> {
        if province == 0 {
            None
        } else {
            AreaCode::new(province as u32 * 10_000)
        }
    }

    pub const fn get(self) -> u32 {
        self.0
    }

    pub const fn level(self) -> Level {
        if self.0 == 0 {
            Level::Country
        } else if self.0.is_multiple_of(10_000) {
            Level::Province
        } else if self.0.is_multiple_of(100) {
            Level::District
        } else {
            Level::Subdistrict
        }
    }

    /// The two digits of the province; 0 for the country.
    pub const fn province(self) -> u8 {
        (self.0 / 10_000) as u8
    }

    /// The code of the province this area is or lies in; `None` for the country.
    pub const fn province_code(self) -> Option<AreaCode> {
        if self.0 == 0 {
            None
        } else {
            Some(AreaCode(self.0 / 10_000 * 10_000))
        }
    }

    /// The code of the district this area is or lies in; `None` above districts.
    pub const fn district(self) -> Option<AreaCode> {
        match self.level() {
            Level::District | Level::Subdistrict => Some(AreaCode(self.0 / 100 * 100)),
            Level::Country | Level::Province => None,
        }
    }

    /// The next bigger area; `None` for the country.
    pub const fn parent(self) -> Option<AreaCode> {
        match self.level() {
            Level::Country => None,
            Level::Province => Some(AreaCode::COUNTRY),
            Level::District => self.province_code(),
            Level::Subdistrict => self.district(),
        }
    }

    /// Whether `other` is this area or lies in it.
    pub fn contains(self, other: AreaCode) -> bool {
        self.range().contains(&other.0)
    }

    /// This code and all codes below it, for `BETWEEN` in a statement.
    pub const fn range(self) -> RangeInclusive<u32> {
        let span = match self.level() {
            Level::Country => 999_999,
            Level::Province => 9_999,
            Level::District => 99,
            Level::Subdistrict => 0,
        };
        self.0..=self.0 + span
    }

    /// The code as people write it: `57`, `5709`, `570901`; the country is `0`.
    pub fn short(self) -> String {
        self.to_string()
    }

    /// Whether it is Bangkok or lies in it, where other words are used for the levels.
    pub const fn is_bangkok(self) -> bool {
        self.province() == 10
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.level() {
            Level::Country => 0,
            Level::Province => self.0 / 10_000,
            Level::District => self.0 / 100,
            Level::Subdistrict => self.0,
        };
        digits.fmt(f)
    }
}

/// Takes 2, 4, 6 or 8 digits, Arabic or Thai; of a village code of eight the first six count.
/// `0` and `00` are the country.
impl FromStr for AreaCode {
    type Err = NotAnAreaCode;

    fn from_str(text: &str) -> Result<AreaCode, NotAnAreaCode> {
        let mut digits = Vec::with_capacity(8);
        for c in text.trim().chars() {
            let digit = match c {
                '0'..='9' => c as u32 - '0' as u32,
                '๐'..='๙' => c as u32 - '๐' as u32,
                _ => return Err(NotAnAreaCode),
            };
            if digits.len() == 8 {
                return Err(NotAnAreaCode);
            }
            digits.push(digit);
        }
        if matches!(digits[..], [0] | [0, 0]) {
            return Ok(AreaCode::COUNTRY);
        }
        if !matches!(digits.len(), 2 | 4 | 6 | 8) {
            return Err(NotAnAreaCode);
        }
        digits.resize(6, 0);
        AreaCode::new(digits.iter().fold(0, |code, digit| code * 10 + digit)).ok_or(NotAnAreaCode)
    }
}
