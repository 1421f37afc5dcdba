//! Numbers of identity documents. Asked only where a task needs one, never for help.

use crate::digits::fold_digit;
use crate::text::is_invisible;
use std::fmt;

/// What kind of document a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// 13 digits, first 1 to 5, or 8 for those naturalised.
    CitizenId,
    /// 13 digits, first 0, 6, 7 or 8: persons without Thai nationality.
    NonThaiId,
    /// G and 12 digits, given by schools.
    GCode,
    /// 6 to 9 letters and digits.
    Passport,
    /// Any paper that bears a number.
    Other,
}

/// A document's number in its one spelling, proper for its kind.
///
/// `Debug` shows it masked; there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityDocument {
    kind: DocumentKind,
    number: String,
}

/// Why a number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("nothing was written")]
    Empty,
    #[error("the number has 13 digits, {given} were written")]
    NotThirteenDigits { given: usize },
    #[error("the last digit does not fit the others: a digit is wrong or two are exchanged")]
    CheckDigit,
    #[error("the first digit does not belong to this kind of document")]
    FirstDigit,
    #[error("numbers that begin with 9 are not given to the public")]
    Reserved,
    #[error("a G code is the letter G and 12 digits")]
    GCode,
    #[error("a passport number is 6 to 9 Latin letters and digits")]
    Passport,
    #[error("this is the laser code from the back of the card, which is never asked for")]
    LaserCode,
    #[error("the number holds letters that do not belong there")]
    Letters,
    #[error("a number has {} letters at most", IdentityDocument::MAX)]
    TooLong,
}

impl IdentityDocument {
    /// The most letters of a document of another kind.
    pub const MAX: usize = 30;

    /// Reads a number as one of `kind`. Spaces, hyphens and dots are cut, digits of any script
    /// read, letters put in upper case.
    ///
    /// # Errors
    /// [`IdentityError`]
    pub fn parse(kind: DocumentKind, text: &str) -> Result<IdentityDocument, IdentityError> {
        let number = fold(text)?;
        if is_laser_code(&number) {
            return Err(IdentityError::LaserCode);
        }
        match kind {
            DocumentKind::CitizenId => check_thirteen(&number, b"123458")?,
            DocumentKind::NonThaiId => check_thirteen(&number, b"0678")?,
            DocumentKind::GCode => check_g_code(&number)?,
            DocumentKind::Passport => check_passport(&number)?,
            DocumentKind::Other => check_other(&number)?,
        }
        Ok(IdentityDocument { kind, number })
    }

    /// Reads a number and finds its kind by its shape: one field for all documents. 13 digits
    /// with an 8 in front are taken for [`DocumentKind::NonThaiId`].
    ///
    /// # Errors
    /// [`IdentityError`]; a number of digits alone is meant to have 13 of them.
    pub fn recognise(text: &str) -> Result<IdentityDocument, IdentityError> {
        let number = fold(text)?;
        let kind = match number.as_bytes() {
            digits if digits.iter().all(u8::is_ascii_digit) => match digits[0] {
                b'0' | b'6' | b'7' | b'8' => DocumentKind::NonThaiId,
                _ => DocumentKind::CitizenId,
            },
            [b'G', digits @ ..] if digits.len() > 8 => DocumentKind::GCode,
            _ => DocumentKind::Passport,
        };
        IdentityDocument::parse(kind, &number)
    }

    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The whole number, for sealing and its lookup hash.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// `x-xxxx-xxxx5-29-4` for 13 digits, else `xxxxx1234`: the last four, of a short number no
    /// more than half.
    pub fn masked(&self) -> String {
        let letters = self.number.chars().count();
        let hidden = letters - (letters / 2).min(4);
        let mut masked = String::new();
        for (at, letter) in self.number.chars().enumerate() {
            if self.is_thirteen_digits() && matches!(at, 1 | 5 | 10 | 12) {
                masked.push('-');
            }
            masked.push(if at < hidden { 'x' } else { letter });
        }
        masked
    }

    fn is_thirteen_digits(&self) -> bool {
        matches!(self.kind, DocumentKind::CitizenId | DocumentKind::NonThaiId)
    }
}

impl fmt::Debug for IdentityDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityDocument({:?} {})", self.kind, self.masked())
    }
}

fn fold(text: &str) -> Result<String, IdentityError> {
    // Marks between the letters are cut, so a number may arrive longer than it is.
    if text.chars().nth(4 * IdentityDocument::MAX).is_some() {
        return Err(IdentityError::TooLong);
    }
    let belongs = |letter: &char| {
        !(letter.is_whitespace()
            || is_invisible(*letter)
            || matches!(letter, '-' | '.' | '\u{2010}'..='\u{2014}'))
    };
    let number: String = text
        .chars()
        .filter(belongs)
        .map(fold_digit)
        .flat_map(char::to_uppercase)
        .collect();
    if number.is_empty() {
        Err(IdentityError::Empty)
    } else {
        Ok(number)
    }
}

/// Two letters and ten digits.
fn is_laser_code(number: &str) -> bool {
    matches!(number.as_bytes(), [a, b, digits @ ..]
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && digits.len() == 10 && all_digits(digits))
}

fn check_thirteen(number: &str, first_digits: &[u8]) -> Result<(), IdentityError> {
    let Ok(digits): Result<&[u8; 13], _> = number.as_bytes().try_into() else {
        let given = number.chars().count();
        return Err(if all_digits(number.as_bytes()) {
            IdentityError::NotThirteenDigits { given }
        } else {
            IdentityError::Letters
        });
    };
    if !all_digits(digits) {
        return Err(IdentityError::Letters);
    }
    if digits[0] == b'9' {
        return Err(IdentityError::Reserved);
    }
    if digits[12] != check_digit(digits) {
        return Err(IdentityError::CheckDigit);
    }
    if first_digits.contains(&digits[0]) {
        Ok(())
    } else {
        Err(IdentityError::FirstDigit)
    }
}

/// The digit that belongs behind the first twelve: they are weighed 13 down to 2.
fn check_digit(digits: &[u8; 13]) -> u8 {
    let weighed = digits[..12].iter().zip((2u32..=13).rev());
    let sum: u32 = weighed
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    b'0' + ((11 - sum % 11) % 10) as u8
}

fn check_g_code(number: &str) -> Result<(), IdentityError> {
    match number.as_bytes() {
        [b'G', digits @ ..] if digits.len() == 12 && all_digits(digits) => Ok(()),
        _ => Err(IdentityError::GCode),
    }
}

fn check_passport(number: &str) -> Result<(), IdentityError> {
    let is_proper = (6..=9).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().any(|byte| byte.is_ascii_digit());
    if is_proper {
        Ok(())
    } else {
        Err(IdentityError::Passport)
    }
}

fn check_other(number: &str) -> Result<(), IdentityError> {
    if number.chars().nth(IdentityDocument::MAX).is_some() {
        Err(IdentityError::TooLong)
    } else if !number
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '/')
    {
        Err(IdentityError::Letters)
    } else {
        Ok(())
    }
}

fn all_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests;
