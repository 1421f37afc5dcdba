//! The order of words. A key of our own rather than a collation library: Thai and Lao need one
//! transposition and two levels, and a key can be stored and compared by both database engines.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::typed::is_consonant;
use crate::{fold_digits, normalise};

/// Between the levels: below every letter, and allowed in a PostgreSQL text.
const LEVEL: char = '\u{1}';
/// A letter without a mark, on the second level.
const BARE: char = '\u{2}';

/// Texts in the order of a Thai dictionary have keys in the order of their bytes (`COLLATE "C"`):
/// leading vowels follow their consonant; tone marks, silence marks, accents and case decide only
/// between words otherwise equal; numbers stand by their amount (`หมู่ 2` before `หมู่ 10`).
pub fn sort_key(text: &str) -> String {
    let text = normalise(text);
    let folded = fold_digits(&text).to_lowercase();
    let letters: Vec<char> = folded.nfd().collect();
    let mut primary = String::with_capacity(text.len() * 2 + 8);
    let mut marks = String::new();
    let mut rest = letters.as_slice();
    while let [letter, after @ ..] = rest {
        rest = after;
        match (*letter, after) {
            (vowel, [consonant, after @ ..]) if leads(vowel) && is_consonant(*consonant) => {
                primary.extend([*consonant, vowel]);
                marks.push(BARE);
                // The consonant's own mark stands before the vowel's place, as it is written.
                rest = take_marks(after, &mut marks);
                marks.push(BARE);
            }
            ('0'..='9', _) => rest = amount(*letter, after, &mut primary),
            (mark, _) if decides_last(mark) => marks.push(mark),
            (letter, _) => {
                primary.push(letter);
                marks.push(BARE);
            }
        }
    }
    primary.push(LEVEL);
    primary.push_str(&marks);
    primary.push(LEVEL);
    primary.push_str(&text);
    primary
}

fn take_marks<'a>(text: &'a [char], marks: &mut String) -> &'a [char] {
    let end = text
        .iter()
        .position(|letter| !decides_last(*letter))
        .unwrap_or(text.len());
    let (taken, rest) = text.split_at(end);
    marks.extend(taken);
    rest
}

/// A run of digits, after the count of its digits, so that longer numbers come later.
fn amount<'a>(first: char, after: &'a [char], primary: &mut String) -> &'a [char] {
    let end = after
        .iter()
        .position(|letter| !letter.is_ascii_digit())
        .unwrap_or(after.len());
    let (digits, rest) = after.split_at(end);
    let run: String = std::iter::once(first)
        .chain(digits.iter().copied())
        .collect();
    let run = run.trim_start_matches('0');
    let length = u32::try_from(run.len()).unwrap_or(u32::MAX).min(0xFFF);
    primary.push('0');
    primary.push(char::from_u32(0x30 + length).unwrap_or('0'));
    primary.push_str(run);
    rest
}

/// Vowels written before the consonant they are spoken after.
fn leads(letter: char) -> bool {
    matches!(letter, '\u{0E40}'..='\u{0E44}' | '\u{0EC0}'..='\u{0EC4}')
}

/// Marks of the second level: tones and silence in Thai and Lao, accents in Latin.
fn decides_last(letter: char) -> bool {
    matches!(letter, '\u{0E47}'..='\u{0E4E}' | '\u{0E3A}' | '\u{0EC8}'..='\u{0ECE}')
        || (matches!(letter, '\u{0300}'..='\u{036F}') && is_combining_mark(letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn orders() {
        let ordered: [&[&str]; 6] = [
            &[
                "กก",
                "กรรม",
                "กรรมา",
                "กระแย่ง",
                "กราบ",
                "กะเกณฑ์",
                "กัก",
                "เก",
                "เก่ง",
                "แกง",
                "ไก่",
                "ขา",
            ],
            &[
                "กระบี่",
                "กรุงเทพมหานคร",
                "กาญจนบุรี",
                "กาฬสินธุ์",
                "กำแพงเพชร",
                "ขอนแก่น",
                "จันทบุรี",
                "ฉะเชิงเทรา",
                "ชลบุรี",
                "เชียงราย",
                "เชียงใหม่",
                "ตรัง",
                "นครพนม",
                "ลพบุรี",
                "เลย",
            ],
            &["ขา", "ข่า", "ข้า", "ขาน"],
            &["เกง", "เก็ง", "เก่ง", "เก้ง"],
            &["หมู่ 2", "หมู่ ๓", "หมู่ 10", "หมู่บ้าน"],
            &["Apple", "apple", "Äpple", "banana", "ກາ", "ເກ", "ຂາ"],
        ];
        for words in ordered {
            for pair in words.windows(2) {
                let [first, second] = pair else { continue };
                assert!(
                    sort_key(first) < sort_key(second),
                    "{first} before {second}"
                );
            }
        }
    }

    #[test]
    fn typed_differently_is_the_same_key() {
        assert_eq!(sort_key("น\u{E4D}\u{E49}า"), sort_key("น้ำ"));
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_no_null(text in ".*") {
            prop_assert!(!sort_key(&text).contains('\0'));
        }
    }
}
