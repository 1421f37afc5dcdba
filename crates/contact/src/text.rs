//! Typed text brought into one shape, and free text with its limit.

mod thai;

use std::fmt;
use unicode_segmentation::UnicodeSegmentation;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("nothing was written")]
    Empty,
    #[error("the text is longer than {max} letters")]
    TooLong { max: usize },
    #[error("the text holds letters that cannot be shown (null bytes or other control characters)")]
    Control,
    #[error("the text arrived broken (not UTF-8)")]
    Broken,
}

/// A text of several lines, in the writer's own words: NFC, line ends as `\n`, trimmed, 1 to
/// 2,000 graphemes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FreeText(String);

impl FreeText {
    /// The most graphemes a free text may have.
    pub const MAX: usize = 2_000;

    /// # Errors
    /// [`TextError`]; blank text is [`TextError::Empty`].
    pub fn parse(text: &str) -> Result<FreeText, TextError> {
        FreeText::parse_up_to(text, FreeText::MAX)
    }

    /// As [`FreeText::parse`] with a limit of its own (a landmark is shorter than a story).
    ///
    /// # Errors
    /// As [`FreeText::parse`].
    pub fn parse_up_to(text: &str, max: usize) -> Result<FreeText, TextError> {
        let tidy = tidy(text, max, Lines::Kept)?;
        if tidy.is_empty() {
            Err(TextError::Empty)
        } else {
            Ok(FreeText(tidy))
        }
    }

    /// For a field that may stay blank.
    ///
    /// # Errors
    /// As [`FreeText::parse`], but for [`TextError::Empty`].
    pub fn optional(text: &str) -> Result<Option<FreeText>, TextError> {
        match FreeText::parse(text) {
            Err(TextError::Empty) => Ok(None),
            parsed => parsed.map(Some),
        }
    }

    /// For bytes nobody has looked at yet.
    ///
    /// # Errors
    /// As [`FreeText::parse`], and [`TextError::Broken`] for what is not UTF-8.
    pub fn from_bytes(bytes: &[u8]) -> Result<FreeText, TextError> {
        FreeText::parse(std::str::from_utf8(bytes).map_err(|_| TextError::Broken)?)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreeText({} bytes)", self.0.len())
    }
}

/// One line in one shape: NFC, Thai spelt one way, invisible marks cut, blanks as single spaces.
/// For keys of search and for short fields that have no type of their own.
///
/// # Errors
/// [`TextError`] but [`TextError::Empty`]: a blank line gives a blank line.
pub fn tidy_line(text: &str, max: usize) -> Result<String, TextError> {
    tidy(text, max, Lines::Joined)
}

#[derive(Clone, Copy, PartialEq)]
enum Lines {
    Kept,
    Joined,
}

fn tidy(text: &str, max: usize, lines: Lines) -> Result<String, TextError> {
    // A grapheme may hold any number of marks; nobody's word needs more than eight letters for
    // one, and counting graphemes in a megabyte is work given to whoever sends it.
    if text.len() > max.saturating_mul(8 * 4).saturating_add(1_024) {
        return Err(TextError::TooLong { max });
    }
    let mut tidy = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for letter in thai::spell_one_way(&text) {
        match letter {
            '\u{FFFD}' => return Err(TextError::Broken),
            '\n' if lines == Lines::Kept => push_line_end(&mut tidy),
            _ if letter.is_whitespace() => push_blank(&mut tidy),
            _ if letter.is_control() => return Err(TextError::Control),
            _ => tidy.push(letter),
        }
    }
    tidy.truncate(tidy.trim_end().len());
    if tidy.graphemes(true).count() > max || tidy.chars().count() > max.saturating_mul(8) {
        return Err(TextError::TooLong { max });
    }
    Ok(tidy)
}

fn push_blank(tidy: &mut String) {
    if !tidy.is_empty() && !tidy.ends_with([' ', '\n']) {
        tidy.push(' ');
    }
}

/// No blanks before a line end, and no more than one empty line.
fn push_line_end(tidy: &mut String) {
    tidy.truncate(tidy.trim_end_matches(' ').len());
    if !tidy.is_empty() && !tidy.ends_with("\n\n") {
        tidy.push('\n');
    }
}

/// Marks that are not seen and only spoil search: zero-width space and joiner of words, byte
/// order mark, marks of direction. The joiners of Indic scripts stay: they change the picture.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn free_text_keeps_lines_and_loses_the_rest() {
        for (typed, kept) in [
            ("  น้ำท่วมถึงชั้นสอง  ", "น้ำท่วมถึงชั้นสอง"),
            ("หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
            ("หนึ่ง \n\n\n\nสอง", "หนึ่ง\n\nสอง"),
            ("a\t\u{00A0} b", "a b"),
            ("กรุง\u{200B}เทพ", "กรุงเทพ"),
            ("e\u{0301}", "é"),
            ("\u{0E19}\u{0E4D}\u{0E49}\u{0E32}", "น้ำ"),
            ("\u{0E19}\u{0E49}\u{0E4D}\u{0E32}", "น้ำ"),
            ("\u{0E19}\u{0E33}\u{0E49}", "น้ำ"),
            ("เเม่", "แม่"),
            ("ที่่", "ที่"),
            ("\u{E48}\u{200B}\u{E38}", "\u{E38}\u{E48}"),
            ("ำำ\u{E48} ", "\u{E48}ำ"),
        ] {
            assert_eq!(FreeText::parse(typed).unwrap().as_str(), kept, "{typed:?}");
        }
    }

    #[test]
    fn free_text_is_refused_for_one_named_reason() {
        for (typed, why) in [
            ("", TextError::Empty),
            (" \n\u{200B}\u{FEFF} ", TextError::Empty),
            ("a\0b", TextError::Control),
            ("a\u{1B}[31m", TextError::Control),
            ("a\u{FFFD}", TextError::Broken),
        ] {
            assert_eq!(FreeText::parse(typed), Err(why), "{typed:?}");
        }
        assert_eq!(FreeText::from_bytes(b"\xE0\xB8"), Err(TextError::Broken));
        assert_eq!(FreeText::optional("  "), Ok(None));
        assert_eq!(FreeText::optional("a\0"), Err(TextError::Control));
    }

    #[test]
    fn the_limit_counts_what_people_see() {
        // Three code points, one thing seen.
        let seen_once = "ที่";
        let at_limit = seen_once.repeat(FreeText::MAX);
        assert!(FreeText::parse(&at_limit).is_ok());
        let too_long = Err(TextError::TooLong { max: FreeText::MAX });
        assert_eq!(FreeText::parse(&format!("{at_limit}ก")), too_long);
        assert_eq!(FreeText::parse(&"ก".repeat(400_000)), too_long);
        let piled_up = format!("a{}", "\u{0300}".repeat(20_000));
        assert_eq!(FreeText::parse(&piled_up), too_long);
        assert_eq!(
            FreeText::parse_up_to("กขค", 2),
            Err(TextError::TooLong { max: 2 })
        );
    }

    #[test]
    fn debug_shows_no_word() {
        assert_eq!(
            format!("{:?}", FreeText::parse("ลับ").unwrap()),
            "FreeText(9 bytes)"
        );
    }

    proptest! {
        #[test]
        fn text_once_tidy_stays_as_it_is(typed in "\\PC*|[ก-๛ \n\u{200B}]{0,40}") {
            if let Ok(text) = FreeText::parse(&typed) {
                let again = FreeText::parse(text.as_str()).unwrap();
                prop_assert_eq!(again.as_str(), text.as_str());
            }
        }

        #[test]
        fn bytes_never_panic(bytes: Vec<u8>) {
            let _ = FreeText::from_bytes(&bytes);
        }
    }
}
