//! Being written.

/// The key by which texts are ordered.
pub fn sort_key(text: &str) -> String {
    text.to_lowercase()
}
