//! The token against forged sends: what the form carries is a keyed hash of what the cookie carries,
//! so that another site, which can send our cookie but not read it, cannot make the pair.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The name of the hidden field.
pub const FIELD: &str = "_csrf";

/// The name of the cookie.
pub const COOKIE: &str = "jitasa_csrf";

/// The token a form must carry for this cookie value.
pub fn token(key: &[u8], cookie: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(b"csrf:");
    mac.update(cookie.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Whether a form's token belongs to the cookie.
pub fn fits(key: &[u8], cookie: &str, sent: &str) -> bool {
    !cookie.is_empty() && bool::from(token(key, cookie).as_bytes().ct_eq(sent.as_bytes()))
}

/// What the browser itself says of where a send came from. `None` when it does not say.
pub fn same_site(headers: &HeaderMap) -> Option<bool> {
    let site = headers.get("sec-fetch-site")?.to_str().ok()?;
    Some(matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pair_fits() {
        let sent = token(b"key", "cookie");
        assert!(fits(b"key", "cookie", &sent));
        assert!(!fits(b"key", "other", &sent));
        assert!(!fits(b"another key", "cookie", &sent));
        assert!(!fits(b"key", "", &token(b"key", "")));
    }
}
