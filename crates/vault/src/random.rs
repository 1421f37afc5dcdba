//! The system's random source: tokens, codes, nonces.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// `N` random bytes.
///
/// # Panics
/// When the system has no random source, without which nothing here would be secret.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's random source answers");
    bytes
}

/// A token of 128 random bits: 22 letters, digits, `-` and `_`, fit for URLs and cookies.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<16>())
}

/// A code of `digits` decimal digits, zeros in front included; every code is equally likely.
pub fn otp_code(digits: usize) -> String {
    let mut code = String::with_capacity(digits);
    while code.len() < digits {
        for byte in random_bytes::<16>() {
            // 250 is the largest multiple of ten a byte holds: the rest would favour low digits.
            if byte < 250 && code.len() < digits {
                code.push(char::from(b'0' + byte % 10));
            }
        }
    }
    code
}
