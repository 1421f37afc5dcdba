//! Reading a number from the many ways it is written.

use super::{PhoneError, PhoneNumber, country_length};
use crate::digits::fold_digit;
use crate::text::is_invisible;

/// A number with what stood beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPhone {
    pub number: PhoneNumber,
    /// Digits behind ต่อ, ext, x or #.
    pub extension: Option<String>,
    /// Whether more numbers stood there (a range such as `0-3742-5057-8`, or a second number), of
    /// which only the first is kept. The person is told so.
    pub is_first_of_several: bool,
}

/// Longer text is no telephone number, whatever it holds.
const MAX_LETTERS: usize = 120;
const LABELS: [&str; 12] = [
    "หมายเลขโทรศัพท์",
    "เบอร์โทรศัพท์",
    "เบอร์โทร",
    "เบอร์",
    "โทรศัพท์",
    "โทร",
    "มือถือ",
    "telephone",
    "phone",
    "tel",
    "mobile",
    "โทรสาร",
];
const EXTENSION_MARKS: [&str; 6] = ["ต่อ", "extension", "ext", "#", "x", "กด"];
const SEVERAL_MARKS: [&str; 9] = [",", ";", "/", "~", "ถึง", "หรือ", "และ", "to", "or"];
const HYPHENS: [char; 7] = [
    '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{FF0D}',
];

impl WrittenPhone {
    /// Reads digits of any script; spaces, hyphens, dots and brackets; +66, 66, 0066 and 0; a
    /// label in front; an extension behind; a range or several numbers.
    ///
    /// # Errors
    /// [`PhoneError`], but not [`PhoneError::Landline`] or [`PhoneError::Foreign`].
    pub fn parse(text: &str) -> Result<WrittenPhone, PhoneError> {
        let folded = fold(text)?;
        let body = without_label(folded.trim());
        if body.is_empty() {
            return Err(PhoneError::Empty);
        }
        if let Some(inner) = body.strip_prefix("มท") {
            let is_line = inner
                .chars()
                .all(|letter| letter.is_ascii_digit() || is_gap(letter));
            return Err(if is_line {
                PhoneError::InnerLine
            } else {
                PhoneError::NotANumber
            });
        }
        let (body, extension) = split_extension(body)?;
        let (number, is_first_of_several) = first_number(body)?;
        Ok(WrittenPhone {
            number,
            extension,
            is_first_of_several,
        })
    }
}

/// One script of digits, one hyphen, one plus, lower case, nothing unseen.
fn fold(text: &str) -> Result<String, PhoneError> {
    if text.chars().nth(MAX_LETTERS).is_some() {
        return Err(PhoneError::NotANumber);
    }
    // Burmese is often typed with the letter wa, which looks like the digit zero.
    let is_burmese = text.contains(|letter| matches!(letter, '\u{1040}'..='\u{1049}'));
    let fold_letter = |letter: char| match letter {
        '\u{101D}' if is_burmese => '0',
        '\u{FF0B}' => '+',
        hyphen if HYPHENS.contains(&hyphen) => '-',
        blank if blank.is_whitespace() => ' ',
        _ => fold_digit(letter).to_ascii_lowercase(),
    };
    Ok(text
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .map(fold_letter)
        .collect())
}

fn without_label(text: &str) -> &str {
    let label = LABELS.iter().find_map(|label| text.strip_prefix(label));
    label.unwrap_or(text).trim_start_matches(['.', ':', ' '])
}

fn split_extension(text: &str) -> Result<(&str, Option<String>), PhoneError> {
    let Some((at, mark)) = first_of(text, &EXTENSION_MARKS) else {
        return Ok((text, None));
    };
    let digits: String = text[at + mark.len()..]
        .chars()
        .filter(|letter| !is_gap(*letter) && *letter != ':')
        .collect();
    let is_extension = (1..=6).contains(&digits.len()) && is_digits(&digits);
    if !is_extension {
        return Err(PhoneError::NotANumber);
    }
    Ok((&text[..at], Some(digits)))
}

/// The mark that stands first, and where.
fn first_of<'m>(text: &str, marks: &[&'m str]) -> Option<(usize, &'m str)> {
    let places = marks
        .iter()
        .filter_map(|mark| Some((text.find(mark)?, *mark)));
    places.min_by_key(|(at, _)| *at)
}

fn first_number(text: &str) -> Result<(PhoneNumber, bool), PhoneError> {
    // 081/234/5678 is one number with an unusual hyphen.
    if let Ok(number) = one_number(&text.replace('/', "-"))
        && number.is_thai()
    {
        return Ok((number, false));
    }
    if let Some((at, mark)) = first_of(text, &SEVERAL_MARKS) {
        let rest = &text[at + mark.len()..];
        let rest_is_numbers = rest
            .chars()
            .all(|letter| letter.is_ascii_digit() || is_gap(letter) || letter == '+')
            || first_number(rest).is_ok();
        if !rest_is_numbers {
            return Err(PhoneError::NotANumber);
        }
        return Ok((one_number(&text[..at])?, !rest.trim().is_empty()));
    }
    match one_number(text) {
        Err(PhoneError::TooLong) => match text.rsplit_once('-') {
            // …5057-8 is a range: a whole Thai number, and the end of the next.
            Some((first, end)) if is_digits(end.trim()) && (1..=4).contains(&end.trim().len()) => {
                let number = one_number(first).map_err(|_| PhoneError::TooLong)?;
                if number.is_thai() {
                    Ok((number, true))
                } else {
                    Err(PhoneError::TooLong)
                }
            }
            _ => Err(PhoneError::TooLong),
        },
        read => Ok((read?, false)),
    }
}

fn one_number(text: &str) -> Result<PhoneNumber, PhoneError> {
    let text = text.trim().trim_start_matches('(').trim_start();
    let (has_plus, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits: String = rest.chars().filter(|letter| !is_gap(*letter)).collect();
    if digits.is_empty() {
        return Err(if has_plus {
            PhoneError::TooShort
        } else {
            PhoneError::NotANumber
        });
    }
    if !is_digits(&digits) {
        return Err(PhoneError::NotANumber);
    }
    let international = if has_plus {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    match international.map(|number| (number, number.strip_prefix("66"))) {
        // +66 (0)81… is wrong and common.
        Some((_, Some(national))) => thai(national.strip_prefix('0').unwrap_or(national)),
        Some((number, None)) => foreign(number),
        None => without_country(&digits),
    }
}

fn without_country(digits: &str) -> Result<PhoneNumber, PhoneError> {
    if let Some(national) = digits.strip_prefix('0') {
        return thai(national);
    }
    if let Some(Ok(number)) = digits.strip_prefix("66").map(thai) {
        return Ok(number);
    }
    match (digits.as_bytes()[0], digits.len()) {
        (b'1', 3..=10) => Err(PhoneError::ServiceNumber),
        (_, ..8) => Err(PhoneError::TooShort),
        (_, 8..=15) => Err(PhoneError::NoPrefix),
        _ => Err(PhoneError::TooLong),
    }
}

/// `national` is without its 0.
fn thai(national: &str) -> Result<PhoneNumber, PhoneError> {
    let length = match national.as_bytes().first() {
        None => return Err(PhoneError::TooShort),
        Some(b'6' | b'8' | b'9') => 9,
        Some(b'2' | b'3' | b'4' | b'5' | b'7') => 8,
        Some(_) => return Err(PhoneError::NotInThaiPlan),
    };
    match national.len() {
        given if given < length => Err(PhoneError::TooShort),
        given if given > length => Err(PhoneError::TooLong),
        _ => Ok(PhoneNumber {
            e164: format!("+66{national}"),
        }),
    }
}

/// `number` is without its plus.
fn foreign(number: &str) -> Result<PhoneNumber, PhoneError> {
    let country = country_length(number).ok_or(PhoneError::UnknownCountry)?;
    // Numbers of +1 have eleven digits, all others eight to fifteen.
    let (least, most) = if number.starts_with('1') {
        (11, 11)
    } else {
        (8, 15)
    };
    if number.len() < least {
        Err(PhoneError::TooShort)
    } else if number.len() > most {
        Err(PhoneError::TooLong)
    } else if number[country..].starts_with("00") {
        Err(PhoneError::NotANumber)
    } else {
        Ok(PhoneNumber {
            e164: format!("+{number}"),
        })
    }
}

fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '.' | '(' | ')' | '[' | ']')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
