//! What is tried first by those who guess, and so is no password.

use super::{PasswordError, fold};
use crate::{DocumentKind, IdentityDocument, PhoneNumber, Username};
use std::collections::HashSet;
use std::sync::LazyLock;

/// One a line, folded; lines with # are remarks. Made from patterns known to everybody, no list
/// of stolen passwords.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Keys in the order of alphabets and keyboards, read forwards and backwards.
const ROWS: [&str; 12] = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()",
    "ๆไำพะัีรนยบล",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
];

/// Letters beside a username or phone that make a password of it all the same.
const LITTLE_MORE: usize = 4;

/// Digits and signs around a well-known word that add nothing: a year and a mark or two.
const LITTLE_AROUND: usize = 6;
/// The longest run looked for in the rows; none is longer.
const LONGEST_RUN: usize = 40;

pub fn why(
    password: &str,
    username: Option<&Username>,
    phone: Option<&PhoneNumber>,
) -> Option<PasswordError> {
    let folded = fold(password);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    let others = folded
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        - digits.len();
    if username.is_some_and(|name| is_little_more_than(&folded, name.key())) {
        Some(PasswordError::LikeUsername)
    } else if phone
        .is_some_and(|phone| is_little_more_than(&digits_and_rest(&folded), core_of(phone)))
        || others == 0 && PhoneNumber::parse(&folded).is_ok()
    {
        Some(PasswordError::LikePhone)
    } else if others == 0 && is_citizen_id(&digits) {
        Some(PasswordError::LikeIdentity)
    } else if others == 0 && is_date(&folded, &digits) {
        Some(PasswordError::LikeDate)
    } else if repeats_itself(&folded) || follows_rows(&folded) {
        Some(PasswordError::Pattern)
    } else if is_common(&folded) {
        Some(PasswordError::Common)
    } else {
        None
    }
}

/// Whether `core`, written once or more, leaves hardly anything of the password.
fn is_little_more_than(password: &str, core: &str) -> bool {
    password.contains(core) && password.replace(core, "").chars().count() < LITTLE_MORE
}

/// The number as it stands in every way of writing it: without 0 and without +66.
fn core_of(phone: &PhoneNumber) -> &str {
    phone.e164().strip_prefix("+66").unwrap_or(phone.msisdn())
}

fn digits_and_rest(folded: &str) -> String {
    folded
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' ' | '.' | '+'))
        .collect()
}

fn is_citizen_id(digits: &str) -> bool {
    let kinds = [DocumentKind::CitizenId, DocumentKind::NonThaiId];
    kinds
        .into_iter()
        .any(|kind| IdentityDocument::parse(kind, digits).is_ok())
}

/// Day, month and year of either era in any of the usual orders, with or without separators.
fn is_date(folded: &str, digits: &str) -> bool {
    let parts: Vec<&str> = folded
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    if let [first, middle, last] = parts[..] {
        return is_day_month_year(first, middle, last) || is_day_month_year(last, middle, first);
    }
    if digits.len() != 8 {
        return false;
    }
    let two = |at: usize| &digits[at..at + 2];
    is_day_month_year(two(0), two(2), &digits[4..])
        || is_day_month_year(two(2), two(0), &digits[4..])
        || is_day_month_year(two(6), two(4), &digits[..4])
}

fn is_day_month_year(day: &str, month: &str, year: &str) -> bool {
    let within = |text: &str, from: u32, to: u32| {
        text.parse()
            .is_ok_and(|number: u32| (from..=to).contains(&number))
    };
    within(day, 1, 31)
        && within(month, 1, 12)
        && (year.len() == 2 || within(year, 1900, 2100) || within(year, 2443, 2643))
}

/// One to four letters over and over: aaaaaaaa, 12341234.
fn repeats_itself(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    (1..=4).any(|period| {
        letters
            .iter()
            .zip(letters.iter().skip(period))
            .all(|(a, b)| a == b)
    })
}

/// Whether it is made of long runs along a row: abcdefgh, 87654321, qwer1234, ฟหกดเ้่า.
fn follows_rows(folded: &str) -> bool {
    const SHORTEST_RUN: usize = 4;
    let letters: Vec<char> = folded.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let longest = (SHORTEST_RUN..=LONGEST_RUN.min(letters.len() - at))
            .rev()
            .find(|length| {
                let run: String = letters[at..at + length].iter().collect();
                let backwards: String = run.chars().rev().collect();
                ROWS.iter()
                    .any(|row| row.contains(&run) || row.contains(&backwards))
            });
        match longest {
            Some(length) => at += length,
            None => return false,
        }
    }
    true
}

/// In the list as it is, without the little that is put around a word to please a rule, or with
/// letters again for the digits that stand for them.
fn is_common(folded: &str) -> bool {
    let unmasked: String = folded.chars().map(letter_meant).collect();
    [folded, &unmasked].iter().any(|form| {
        let bare = form.trim_matches(|letter: char| !letter.is_alphabetic());
        let is_little = form.chars().count() - bare.chars().count() <= LITTLE_AROUND;
        COMMON.contains(form) || is_little && COMMON.contains(bare)
    })
}

fn letter_meant(letter: char) -> char {
    match letter {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_folded_and_without_doubles() {
        let lines: Vec<&str> = include_str!("common.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.len() >= 1_000, "{}", lines.len());
        assert_eq!(lines.len(), COMMON.len(), "a line stands there twice");
        for line in lines {
            assert_eq!(*fold(line), line);
        }
    }
}
