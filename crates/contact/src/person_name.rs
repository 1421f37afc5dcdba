//! The name of a person, in one word or many, in any script.

use crate::text::{TextError, tidy_line};
use std::fmt;

/// A name: one line, NFC, 1 to 100 graphemes, with one letter at least.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// Why a name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("nothing was written")]
    Empty,
    #[error("a name has {} letters at most", PersonName::MAX)]
    TooLong,
    #[error("the name holds letters that cannot be shown")]
    Control,
    #[error("the name arrived broken (not UTF-8)")]
    Broken,
    #[error("a name holds a letter")]
    NoLetter,
}

/// Titles written as a word of their own or glued to the name; longer ones first.
const TITLES: [&str; 14] = [
    "เด็กหญิง",
    "เด็กชาย",
    "นางสาว",
    "ด.ญ.",
    "ด.ช.",
    "น.ส.",
    "นาย",
    "นาง",
    "คุณ",
    "Mrs.",
    "Miss",
    "Mr.",
    "Ms.",
    "Dr.",
];
/// Titles that begin many names as well, so glued they are left.
const ALSO_BEGIN_NAMES: [&str; 4] = ["นาง", "นาย", "คุณ", "Miss"];

impl PersonName {
    /// The most graphemes a name may have.
    pub const MAX: usize = 100;

    /// # Errors
    /// [`NameError`]
    pub fn parse(text: &str) -> Result<PersonName, NameError> {
        let name = tidy_line(text, PersonName::MAX).map_err(|err| match err {
            TextError::Empty => NameError::Empty,
            TextError::TooLong { .. } => NameError::TooLong,
            TextError::Control => NameError::Control,
            TextError::Broken => NameError::Broken,
        })?;
        if name.is_empty() {
            Err(NameError::Empty)
        } else if !name.chars().any(char::is_alphabetic) {
            Err(NameError::NoLetter)
        } else {
            Ok(PersonName(name))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first word without its title: what a display name starts from.
    pub fn first_name(&self) -> &str {
        let mut words = self.0.split(' ');
        let first = words.next().unwrap_or(&self.0);
        let Some(title) = TITLES.iter().find(|title| first.starts_with(**title)) else {
            return first;
        };
        match &first[title.len()..] {
            "" => words.next().unwrap_or(first),
            _ if ALSO_BEGIN_NAMES.contains(title) => first,
            rest => rest,
        }
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_of_one_word_in_any_script_is_a_name() {
        for (typed, kept) in [
            ("สมชาย ใจดี", "สมชาย ใจดี"),
            ("  สมชาย \t ใจดี\n", "สมชาย ใจดี"),
            ("မောင်မောင်", "မောင်မောင်"),
            ("សុខា", "សុខា"),
            ("ສົມສີ", "ສົມສີ"),
            ("Aung", "Aung"),
            ("李", "李"),
            ("O'Brien-Müller Jr. 3", "O'Brien-Müller Jr. 3"),
            ("สม\u{200B}ชาย", "สมชาย"),
            ("นายแพทย์ 2 สมชาย", "นายแพทย์ 2 สมชาย"),
        ] {
            assert_eq!(
                PersonName::parse(typed).unwrap().as_str(),
                kept,
                "{typed:?}"
            );
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_a_reason() {
        for (typed, why) in [
            ("", NameError::Empty),
            (" \u{200B} ", NameError::Empty),
            ("a\0b", NameError::Control),
            ("a\u{7}", NameError::Control),
            ("\u{FFFD}", NameError::Broken),
            ("0812345678", NameError::NoLetter),
            ("...", NameError::NoLetter),
            (&"ก".repeat(101), NameError::TooLong),
            (&"ก".repeat(1_000_000), NameError::TooLong),
        ] {
            assert_eq!(PersonName::parse(typed), Err(why));
        }
        assert!(PersonName::parse(&"กี่".repeat(100)).is_ok());
    }

    #[test]
    fn the_first_name_leaves_the_title() {
        for (typed, first) in [
            ("สมชาย ใจดี", "สมชาย"),
            ("นาย สมชาย ใจดี", "สมชาย"),
            ("นางสาวสมหญิง ใจดี", "สมหญิง"),
            ("น.ส. สมหญิง ใจดี", "สมหญิง"),
            ("ด.ช.ก้อง", "ก้อง"),
            ("นางนวล ใจดี", "นางนวล"),
            ("นาย", "นาย"),
            ("Mr. John Doe", "John"),
            ("Aung", "Aung"),
        ] {
            assert_eq!(PersonName::parse(typed).unwrap().first_name(), first);
        }
    }

    #[test]
    fn debug_shows_no_name() {
        assert_eq!(
            format!("{:?}", PersonName::parse("สมชาย").unwrap()),
            "PersonName(…)"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_a_name_reads_again(typed in "\\PC*|[ก-๛ .]{0,110}") {
            if let Ok(name) = PersonName::parse(&typed) {
                prop_assert!(!name.first_name().is_empty());
                prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
