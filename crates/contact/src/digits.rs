//! Digits of the scripts people here write with, read as 0–9.

/// The digit zero of each script; the other nine follow it.
const ZEROS: [char; 10] = [
    '\u{0E50}', // Thai
    '\u{0ED0}', // Lao
    '\u{1040}', // Burmese
    '\u{1090}', // Shan
    '\u{17E0}', // Khmer
    '\u{0660}', // Arabic
    '\u{06F0}', // Arabic, eastern (Urdu, Persian)
    '\u{0966}', // Devanagari
    '\u{09E6}', // Bengali
    '\u{FF10}', // full width
];

/// The text with every digit of another script written as 0–9, all else as it was.
pub fn fold_digits(text: &str) -> String {
    text.chars().map(fold_digit).collect()
}

pub(crate) fn fold_digit(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    ZEROS
        .iter()
        .find_map(|&zero| {
            let value = u32::from(letter).checked_sub(u32::from(zero))?;
            char::from_digit(value, 10)
        })
        .unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_ten_scripts_are_read() {
        for digits in [
            "๐๑๒๓๔๕๖๗๘๙",
            "໐໑໒໓໔໕໖໗໘໙",
            "၀၁၂၃၄၅၆၇၈၉",
            "០១២៣៤៥៦៧៨៩",
            "٠١٢٣٤٥٦٧٨٩",
            "０１２３４５６７８９",
        ] {
            assert_eq!(fold_digits(digits), "0123456789");
        }
        assert_eq!(fold_digits("บ้านเลขที่ ๑๒/๓ ก"), "บ้านเลขที่ 12/3 ก");
    }
}
