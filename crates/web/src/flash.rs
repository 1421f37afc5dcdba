//! A sentence carried over one redirect, as a message key in a cookie; never free text, so that
//! nobody can put words into the site's mouth.

/// The name of the cookie.
pub const COOKIE: &str = "jitasa_flash";

/// Whether a cookie value looks like a message key.
pub fn is_key(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 60
        && value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
