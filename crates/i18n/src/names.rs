//! Names of people folded for comparison: the same person is written with and without a title, with
//! `ณ` or `น`, `ศ` or `ส`, with a tone mark or not. For finding candidates, never for showing.

use unicode_normalization::UnicodeNormalization;

use crate::typed::is_consonant;
use crate::{fold_digits, normalise};

/// Titles written with or without a space before the name, longest first.
const TITLES: [&str; 22] = [
    "เด็กหญิง",
    "เด็กชาย",
    "นางสาว",
    "คุณหญิง",
    "ว่าที่",
    "พลทหาร",
    "ร้อยตรี",
    "ร้อยโท",
    "ร้อยเอก",
    "พันตรี",
    "พันโท",
    "พันเอก",
    "จ่าสิบเอก",
    "สิบตรี",
    "สิบโท",
    "สิบเอก",
    "นาย",
    "นาง",
    "คุณ",
    "ดช",
    "ดญ",
    "นส",
];

/// Titles only when a space or a full stop follows: names begin with these letters.
const TITLES_APART: [&str; 24] = [
    "ดร",
    "หมอ",
    "ครู",
    "อาจารย์",
    "ลุง",
    "ป้า",
    "น้า",
    "อา",
    "ตา",
    "ยาย",
    "ปู่",
    "ย่า",
    "พี่",
    "น้อง",
    "กำนัน",
    "ผู้ใหญ่",
    "mr",
    "mrs",
    "ms",
    "miss",
    "master",
    "dr",
    "prof",
    "khun",
];

/// The name without title, tone marks, spaces, silent letters and the choices of spelling that sound
/// the same. Two names with one key are likely, not surely, the same. A name of titles alone keeps them.
pub fn thai_name_key(name: &str) -> String {
    let name = normalise(name).to_lowercase();
    let folded = fold_letters(without_titles(&fold_digits(&name)));
    if folded.is_empty() {
        fold_letters(&name)
    } else {
        folded
    }
}

/// The name as it is written, without the titles before it. A name of titles alone keeps them.
pub fn without_titles(name: &str) -> &str {
    let mut name = name.trim_start();
    while let Some(shorter) = without_title(name) {
        name = shorter;
    }
    name
}

fn without_title(name: &str) -> Option<&str> {
    abbreviated(name).or_else(|| {
        TITLES
            .iter()
            .filter_map(|title| name.strip_prefix(title))
            .chain(TITLES_APART.iter().filter_map(|title| {
                name.strip_prefix(title)
                    .filter(|rest| rest.starts_with([' ', '.']))
            }))
            .map(|rest| rest.trim_start_matches([' ', '.']))
            .find(|rest| rest.chars().next().is_some_and(begins_a_name))
    })
}

/// `ด.ช.`, `พ.ต.อ.`, `ดร.`: up to three letters and a full stop, any number of times.
fn abbreviated(name: &str) -> Option<&str> {
    let (title, rest) = name.split_once('.')?;
    let letters = title.chars().count();
    let rest = rest.trim_start();
    let is_title = (1..=3).contains(&letters)
        && title.chars().all(is_consonant)
        && rest.chars().next().is_some_and(begins_a_name);
    is_title.then_some(rest)
}

/// `คุณากร` and `นายิกา` are names, not a title and a rest: no name begins with a following vowel.
fn begins_a_name(letter: char) -> bool {
    match letter {
        '\u{0E00}'..='\u{0E7F}' => {
            is_consonant(letter) || matches!(letter, '\u{0E40}'..='\u{0E44}')
        }
        other => other.is_alphanumeric(),
    }
}

fn fold_letters(name: &str) -> String {
    let letters: Vec<char> = name.nfd().collect();
    let mut key: Vec<char> = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let [letter, after @ ..] = rest {
        rest = after;
        match (*letter, after) {
            ('ร', ['ร', after @ ..]) if !key.is_empty() && !is_vowel_of_the_last(after) => {
                key.push('\u{0E31}');
                if !after.first().copied().is_some_and(is_consonant) {
                    key.push('น');
                }
                rest = after;
            }
            ('\u{0E4C}', _) => silence(&mut key),
            ('\u{0E45}' | '\u{0E4D}', _) => {}
            (letter, _) if letter.is_alphanumeric() => {
                let letter = sounding(letter);
                if !(is_consonant(letter) && key.last() == Some(&letter)) {
                    key.push(letter);
                }
            }
            _ => {}
        }
    }
    key.into_iter().nfc().collect()
}

/// The silence mark takes its consonant along, and the vowel between (`สิทธิ์`).
fn silence(key: &mut Vec<char>) {
    while key.len() > 1 {
        let silent = key.pop();
        if silent.is_some_and(is_consonant) {
            return;
        }
    }
}

fn is_vowel_of_the_last(after: &[char]) -> bool {
    matches!(after.first(), Some('\u{0E30}'..='\u{0E3A}' | '\u{0E4C}'))
}

/// One letter for those that sound the same, as the law's spelling reforms and registrars mix them.
fn sounding(letter: char) -> char {
    match letter {
        'ฃ' => 'ข',
        'ฅ' | 'ฆ' => 'ค',
        'ฌ' => 'ช',
        'ศ' | 'ษ' => 'ส',
        'ญ' => 'ย',
        'ฎ' => 'ด',
        'ฏ' => 'ต',
        'ฐ' => 'ถ',
        'ฑ' | 'ฒ' | 'ธ' => 'ท',
        'ณ' => 'น',
        'ภ' => 'พ',
        'ฬ' => 'ล',
        'ฤ' => 'ร',
        'ใ' => 'ไ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_person() {
        let same: [&[&str]; 8] = [
            &[
                "สมชาย ใจดี",
                "นายสมชาย ใจดี",
                "นาย สมชาย  ใจดี",
                "ดร.สมชาย ใจดี",
                "พ.ต.อ. สมชาย ใจดี",
                "ว่าที่ร้อยตรี สมชาย ใจดี",
                "นาย ดร. สมชายใจดี",
            ],
            &[
                "อนงค์ บุญมี",
                "น.ส.อนงค์ บุญมี",
                "นางสาวอนงค์ บุญมี",
                "คุณอนงค์ บุญมี",
                "ด.ญ. อนงค์ บุญมี",
                "เด็กหญิงอนงค์ บุญมี",
            ],
            &["ณัฐวุฒิ", "นัฐวุฒิ", "ณัฐวุทิ"],
            &["ศิริพร", "สิริพร"],
            &["พรรณี", "พันณี", "พันนี"],
            &["จันทร์เพ็ญ", "จันทน์เพ็ญ", "จันทร์เพญ"],
            &["กิตติ", "กิติ"],
            &["John Smith", "Mr. John SMITH", "mr john smith"],
        ];
        for names in same {
            for name in names {
                assert_eq!(
                    thai_name_key(name),
                    thai_name_key(names[0]),
                    "{name} as {}",
                    names[0]
                );
            }
        }
    }

    #[test]
    fn other_people() {
        let others = [
            ("สมชาย", "สมหญิง"),
            ("คุณากร", "ากร"),
            ("คุณากร", "กร"),
            ("นายิกา", "ยิกา"),
            ("อารีย์", "รีย์"),
            ("วรรัตน์", "วันรัตน์"),
            ("ปู่", "ย่า"),
            ("ขวัญ", "ควัน"),
        ];
        for (one, other) in others {
            assert_ne!(
                thai_name_key(one),
                thai_name_key(other),
                "{one} and {other}"
            );
        }
    }

    #[test]
    fn a_title_alone_is_kept() {
        assert_eq!(thai_name_key("นาย"), "นาย");
        assert_eq!(thai_name_key("ดร."), "ดร");
        assert_eq!(thai_name_key(" - "), "");
    }

    #[test]
    fn other_scripts() {
        assert_eq!(thai_name_key("Anong"), thai_name_key("ANONG "));
        assert!(!thai_name_key("အောင်").is_empty());
        assert!(!thai_name_key("សុខា").is_empty());
    }

    proptest! {
        #[test]
        fn never_panics(name in ".*") {
            let _ = thai_name_key(&name);
        }

        #[test]
        fn thai_never_panics_and_has_no_tones(name in "[ก-๎. ]{0,20}") {
            let key = thai_name_key(&name);
            let tone = |letter: char| matches!(letter, '\u{0E47}'..='\u{0E4C}');
            prop_assert!(!key.contains(tone));
        }
    }
}
