//! Being written.

/// A name folded for comparison.
pub fn thai_name_key(name: &str) -> String {
    crate::normalise(name).replace(' ', "")
}
