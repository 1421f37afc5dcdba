//! Reading and writing cookies, always `HttpOnly`, `SameSite=Lax`, for the whole site.

use http::HeaderMap;
use http::header::COOKIE;

/// The value of a cookie the browser sent.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` value. `seconds` of `None` lasts until the browser is closed.
pub fn write(name: &str, value: &str, seconds: Option<i64>, secure: bool) -> String {
    let mut line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    if let Some(seconds) = seconds {
        line.push_str(&format!("; Max-Age={seconds}"));
    }
    if secure {
        line.push_str("; Secure");
    }
    line
}

/// A `Set-Cookie` value that makes the browser forget.
pub fn forget(name: &str, secure: bool) -> String {
    write(name, "", Some(0), secure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "a=1; session=xyz; b=2".parse().unwrap());
        assert_eq!(read(&headers, "session"), Some("xyz"));
        assert_eq!(read(&headers, "sess"), None);
    }
}
