//! What a phone may keep for a time without network. Phones are shared: only pages that are the same for
//! everybody are kept, as they look when nobody is signed in, and the service worker keeps no page
//! without this header.

use http::HeaderName;

pub const PUBLIC: HeaderName = HeaderName::from_static("x-jitasa-public");

/// Whether a page holds nothing of whoever reads it, by its path. Follow pages and codes never do.
pub fn is_public(path: &str) -> bool {
    matches!(
        path.split('/').skip(1).collect::<Vec<_>>().as_slice(),
        ["" | "map" | "news" | "points" | "statistics" | "survey" | "terms" | "privacy"]
            | ["map", "list"]
            | ["supplies", "phone"]
            | ["statistics", "supplies"]
            | ["news" | "points", _]
            | ["points", _, "card"]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_public() {
        for path in [
            "/",
            "/map",
            "/map/list",
            "/news",
            "/news/asking",
            "/points/1",
            "/points/1/card",
            "/survey",
            "/supplies/phone",
        ] {
            assert!(is_public(path), "{path}");
        }
        for path in [
            "/ask",
            "/ask/kinds",
            "/follow/57abc",
            "/mine",
            "/codes/1",
            "/join/1",
            "/households",
            "/survey/1",
            "/supplies",
            "/supplies/57a",
            "/points/1/report",
            "/points/1/verify",
            "/map/own",
            "",
            "/volunteer",
        ] {
            assert!(!is_public(path), "{path}");
        }
    }
}
