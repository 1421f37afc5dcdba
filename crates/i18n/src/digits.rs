//! Digits of the scripts people type here, and how numbers are shown.

use std::borrow::Cow;

use crate::Language;

/// Where the zero of each script stands: Thai, Lao, Burmese, Burmese Shan, Khmer, full-width.
const ZEROS: [u32; 6] = [0x0E50, 0x0ED0, 0x1040, 0x1090, 0x17E0, 0xFF10];

fn ascii_digit(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let zero = ZEROS
        .into_iter()
        .find(|zero| (*zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Thai, Lao, Burmese, Shan, Khmer and full-width digits become `0-9`; nothing else is changed.
pub fn fold_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(|letter| ascii_digit(letter).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|letter| ascii_digit(letter).unwrap_or(letter))
            .collect(),
    )
}

/// The amount in groups of three, `12,345`, with `0-9` in every language: people here read them on
/// money and phones, whatever their script.
pub fn number(_language: Language, amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut shown = String::with_capacity(digits.len() * 4 / 3 + 1);
    if amount < 0 {
        shown.push('-');
    }
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// `0-9` become `๐-๙`, as official letters are written.
pub fn thai_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) => char::from_u32(ZEROS[0] + digit).unwrap_or(letter),
            None => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_of_every_script() {
        for digits in [
            "๐๑๒๓๔๕๖๗๘๙",
            "໐໑໒໓໔໕໖໗໘໙",
            "၀၁၂၃၄၅၆၇၈၉",
            "០១២៣៤៥៦៧៨៩",
            "０１２３４５６７８９",
        ] {
            assert_eq!(fold_digits(digits), "0123456789");
        }
        assert_eq!(fold_digits("หมู่ ๑๒ บ้านเลขที่ ๓/๔ ก"), "หมู่ 12 บ้านเลขที่ 3/4 ก");
        assert!(matches!(fold_digits("สวัสดี 12"), Cow::Borrowed(_)));
        assert_eq!(fold_digits("①½٣"), "①½٣");
    }

    #[test]
    fn grouping() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (12_345, "12,345"),
            (1_234_567, "1,234,567"),
            (-1000, "-1,000"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ];
        for (amount, wanted) in cases {
            assert_eq!(number(Language::Th, amount), wanted);
        }
    }

    proptest! {
        #[test]
        fn thai_digits_fold_back(text in "[0-9a-zก-๎ ./-]*") {
            prop_assert_eq!(fold_digits(&thai_digits(&text)).into_owned(), text);
        }

        #[test]
        fn folding_changes_digits_only(text in ".*") {
            let folded = fold_digits(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert_eq!(fold_digits(&folded).into_owned(), folded.clone().into_owned());
        }
    }
}
