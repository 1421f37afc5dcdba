//! Being written.
use unicode_normalization::UnicodeNormalization;

/// Typed text as it is stored.
pub fn normalise(text: &str) -> String {
    text.nfc().collect::<String>().trim().to_owned()
}
