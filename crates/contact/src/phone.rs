//! Telephone numbers: how people here write them, and the one way we keep them.

mod written;

use std::fmt;

pub use written::WrittenPhone;

/// A telephone number of any country, checked strictly where it is Thai.
///
/// `Debug` shows it masked; there is no `Display`, so that nobody prints it by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber {
    /// `+` and 8 to 15 digits.
    e164: String,
}

/// A Thai mobile number, the only kind a code is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ThaiMobile(PhoneNumber);

/// Why a number is refused: one variant for each thing the person must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    #[error("nothing was written")]
    Empty,
    #[error("this is not a telephone number")]
    NotANumber,
    #[error("digits are missing")]
    TooShort,
    #[error("there are too many digits")]
    TooLong,
    #[error("the number must begin with 0, or with + and the country's number")]
    NoPrefix,
    #[error("no Thai number begins so")]
    NotInThaiPlan,
    #[error("no country has this number")]
    UnknownCountry,
    #[error("this is a short or service number (such as 1669), not a person's")]
    ServiceNumber,
    #[error("this is an inner line of the ministry (มท.), which cannot be reached from outside")]
    InnerLine,
    #[error("a code can be sent to mobile numbers only; this is a landline")]
    Landline,
    #[error("a code can be sent to Thai mobile numbers only; this is a number of another country")]
    Foreign,
}

impl PhoneNumber {
    /// Reads a number as written, without what may stand beside it: see [`WrittenPhone::parse`].
    ///
    /// # Errors
    /// [`PhoneError`], but not [`PhoneError::Landline`] or [`PhoneError::Foreign`].
    pub fn parse(text: &str) -> Result<PhoneNumber, PhoneError> {
        Ok(WrittenPhone::parse(text)?.number)
    }

    /// `+66812345678`: what is stored, hashed and compared.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// `66812345678`, as some gateways want it.
    pub fn msisdn(&self) -> &str {
        &self.e164[1..]
    }

    /// `0812345678`; of another country `+959…`, which has no local form here.
    pub fn local(&self) -> String {
        match self.national() {
            Some(national) => format!("0{national}"),
            None => self.e164.clone(),
        }
    }

    pub fn is_thai(&self) -> bool {
        self.national().is_some()
    }

    pub fn is_thai_mobile(&self) -> bool {
        self.national()
            .is_some_and(|national| national.starts_with(['6', '8', '9']))
    }

    /// # Errors
    /// [`PhoneError::Landline`] or [`PhoneError::Foreign`]: no code can be sent there.
    pub fn for_otp(&self) -> Result<ThaiMobile, PhoneError> {
        if self.is_thai_mobile() {
            Ok(ThaiMobile(self.clone()))
        } else if self.is_thai() {
            Err(PhoneError::Landline)
        } else {
            Err(PhoneError::Foreign)
        }
    }

    /// `081-234-5678`, `02-123-4567`, `037-425-057`, `+95 912 345 6789`: plain hyphens and blanks,
    /// for files and messages. [`PhoneNumber::parse`] reads it back.
    pub fn plain(&self) -> String {
        match self.national() {
            Some(national) => {
                let area = if national.starts_with('2') { 1 } else { 2 };
                let (area, rest) = national.split_at(area);
                let (middle, end) = rest.split_at(3);
                format!("0{area}-{middle}-{end}")
            }
            None => {
                let (country, rest) = self.e164.split_at(self.country_end());
                let mut plain = country.to_owned();
                for (at, digit) in rest.char_indices() {
                    // Groups of three; a last single digit would look lost.
                    if at % 3 == 0 && at + 1 < rest.len() {
                        plain.push(' ');
                    }
                    plain.push(digit);
                }
                plain
            }
        }
    }

    /// As [`PhoneNumber::plain`], with hyphens and blanks at which no line breaks. For pages.
    pub fn display(&self) -> String {
        self.plain()
            .replace('-', "\u{2011}")
            .replace(' ', "\u{00A0}")
    }

    /// `08x-xxx-5678`, `03x-xxx-x57`, `+95 xxx xxx x78`: enough for its owner to know it by. Of a
    /// number that is not a mobile only two digits are shown at the end, for it has fewer.
    pub fn masked(&self) -> String {
        let plain = self.plain();
        let begin = if self.is_thai() {
            2
        } else {
            self.country_end()
        };
        let shown_at_end = if self.is_thai_mobile() { 4 } else { 2 };
        let end = plain.len() - shown_at_end;
        let mask = |(at, letter): (usize, char)| {
            if (begin..end).contains(&at) && letter.is_ascii_digit() {
                'x'
            } else {
                letter
            }
        };
        plain.char_indices().map(mask).collect()
    }

    /// Where `+` and the country's digits end.
    fn country_end(&self) -> usize {
        1 + country_length(self.msisdn()).expect("only numbers of a country are parsed")
    }

    /// The Thai number without its 0.
    fn national(&self) -> Option<&str> {
        self.e164.strip_prefix("+66")
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

impl ThaiMobile {
    pub fn number(&self) -> &PhoneNumber {
        &self.0
    }
}

impl From<ThaiMobile> for PhoneNumber {
    fn from(mobile: ThaiMobile) -> PhoneNumber {
        mobile.0
    }
}

/// Countries of two digits; +1 and +7 have one, all others three.
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// First two digits of the countries of three.
const THREE_DIGITS: [&str; 23] = [
    "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69",
    "80", "85", "87", "88", "96", "97", "99",
];

/// How many digits of an international number name the country.
fn country_length(msisdn: &str) -> Option<usize> {
    let begins_with_one_of =
        |countries: &[&str]| countries.iter().any(|country| msisdn.starts_with(country));
    if begins_with_one_of(&["1", "7"]) {
        Some(1)
    } else if begins_with_one_of(&TWO_DIGITS) {
        Some(2)
    } else if begins_with_one_of(&THREE_DIGITS) {
        Some(3)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
