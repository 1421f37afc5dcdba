//! Addresses on other hosts that a browser fetches from by itself: a server of map tiles, a style of a
//! map. Their origin goes into the content security policy, so it is read strictly.

use super::kinds::Kind;

/// An address on another host, as the operator wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FarAddress {
    text: String,
    /// How much of it is scheme, host and port.
    origin: usize,
}

impl FarAddress {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, such as `https://tiles.example.go.th:8443`.
    pub fn origin(&self) -> &str {
        &self.text[..self.origin]
    }

    /// What follows the host, without a query.
    fn path(&self) -> &str {
        let rest = &self.text[self.origin..];
        rest.split(['?', '#']).next().unwrap_or_default()
    }

    fn read(text: &str) -> Option<FarAddress> {
        let text = text.trim();
        let scheme = ["https://", "http://"]
            .into_iter()
            .find(|scheme| text.starts_with(scheme))?;
        let rest = &text[scheme.len()..];
        let host = rest.split(['/', '?', '#']).next()?;
        // No user and no quotes, semicolons or spaces: the host stands in a header among others.
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        let readable = |c: char| c.is_ascii_graphic() && !"\"'<>\\".contains(c);
        let sound = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && host.chars().all(plain)
            && rest.chars().all(readable);
        sound.then(|| FarAddress {
            text: text.to_owned(),
            origin: scheme.len() + host.len(),
        })
    }
}

/// Reads the address of tiles: `{z}`, `{x}` and `{y}` stand for their numbers.
pub struct TileAddress;

impl Kind for TileAddress {
    type Value = FarAddress;
    const HINT: &'static str = "URL";

    fn wanted() -> String {
        "an address with `{z}`, `{x}` and `{y}` that ends in `.png`, `.jpg`, `.webp`, `.mvt` or `.pbf`, such as `https://tiles.example.go.th/{z}/{x}/{y}.png`".to_owned()
    }

    fn read(text: &str) -> Option<FarAddress> {
        let address = FarAddress::read(text)?;
        let places = ["{z}", "{x}", "{y}"];
        let others = places
            .iter()
            .fold(address.text.clone(), |text, place| text.replace(place, ""));
        let filled = places.iter().all(|place| address.text.contains(place))
            && !others.contains(['{', '}'])
            && !address.origin().contains('{');
        (filled && (is_vector(&address) || is_picture(&address))).then_some(address)
    }
}

/// Whether tiles hold shapes to be drawn, by the ending of their address.
pub fn is_vector(address: &FarAddress) -> bool {
    [".mvt", ".pbf"]
        .iter()
        .any(|ending| address.path().ends_with(ending))
}

fn is_picture(address: &FarAddress) -> bool {
    [".png", ".jpg", ".jpeg", ".webp"]
        .iter()
        .any(|ending| address.path().ends_with(ending))
}

/// Reads the address of a map's style.
pub struct StyleAddress;

impl Kind for StyleAddress {
    type Value = FarAddress;
    const HINT: &'static str = "URL";

    fn wanted() -> String {
        "an address such as `https://tiles.example.go.th/styles/plain.json`".to_owned()
    }

    fn read(text: &str) -> Option<FarAddress> {
        FarAddress::read(text).filter(|address| !address.text.contains(['{', '}']))
    }
}

/// A sentence to be shown.
pub struct Sentence;

impl Kind for Sentence {
    type Value = String;
    const HINT: &'static str = "TEXT";

    fn wanted() -> String {
        "a line of at most 200 characters".to_owned()
    }

    fn read(text: &str) -> Option<String> {
        let text = text.trim();
        let fits = text.chars().count() <= 200 && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_have_three_places_and_a_known_ending() {
        let read = |text: &str| TileAddress::read(text);
        let address = read("https://t.example:8443/a/{z}/{x}/{y}.png?key=1").unwrap();
        assert_eq!(address.origin(), "https://t.example:8443");
        assert!(!is_vector(&address));
        assert!(is_vector(&read("http://10.0.0.7/{z}/{x}/{y}.mvt").unwrap()));
        for bad in [
            "https://t.example/{z}/{x}.png",
            "https://t.example/{z}/{x}/{y}",
            "https://{s}.t.example/{z}/{x}/{y}.png",
            "https://t.example/{q}/{z}/{x}/{y}.png",
            "ftp://t.example/{z}/{x}/{y}.png",
            "https://user:word@t.example/{z}/{x}/{y}.png",
            "https:///{z}/{x}/{y}.png",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    /// Whatever an operator pastes, one origin and nothing else gets into the policy.
    #[test]
    fn no_address_breaks_out_of_the_policy() {
        for bad in [
            "https://a;script-src *",
            "https://a b/style.json",
            "https://a'unsafe-inline'/style.json",
            "https://*/style.json",
            "https://a/\u{e01}.json",
        ] {
            assert_eq!(StyleAddress::read(bad), None, "{bad}");
        }
        let style = StyleAddress::read(" https://a.example/s.json#x ").unwrap();
        assert_eq!(
            (style.origin(), style.as_str()),
            ("https://a.example", "https://a.example/s.json#x")
        );
    }
}
