//! A form exactly as it was typed, so that a refused page can be shown again with nothing lost.

use percent_encoding::percent_decode;

/// Names and values in the order sent; a name may come several times (tick boxes).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

/// The body is no form: bytes that are not UTF-8, or more fields than any form of ours has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenForm {
    NotText,
    TooManyFields,
}

impl Typed {
    /// More fields than the longest form (a household of sixty) sends.
    pub const MOST_FIELDS: usize = 4000;

    /// Reads `application/x-www-form-urlencoded` bytes, of a body or of a query.
    pub fn read(body: &[u8]) -> Result<Typed, BrokenForm> {
        let mut fields = Vec::new();
        for pair in body.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == Typed::MOST_FIELDS {
                return Err(BrokenForm::TooManyFields);
            }
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let name = decode(&pair[..at])?;
            let value = decode(pair.get(at + 1..).unwrap_or_default())?;
            fields.push((name, value));
        }
        Ok(Typed(fields))
    }

    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Typed {
        Typed(
            pairs
                .into_iter()
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    /// The first value of a field, empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v)
    }

    /// Whether anything but spaces was typed.
    pub fn has(&self, name: &str) -> bool {
        !self.value(name).trim().is_empty()
    }

    /// Whether a tick box or a choice of this name has this value.
    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Puts a value in place of whatever stood there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(n, _)| n != name);
    }

    /// Only the fields for which `keep` says yes.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Typed {
        Typed(self.0.iter().filter(|(n, _)| keep(n)).cloned().collect())
    }

    /// As a query string, percent-encoded.
    pub fn to_query(&self) -> String {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let pairs: Vec<_> = self
            .0
            .iter()
            .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
            .collect();
        pairs.join("&")
    }
}

fn decode(bytes: &[u8]) -> Result<String, BrokenForm> {
    let spaced: Vec<u8> = bytes
        .iter()
        .map(|b| if *b == b'+' { b' ' } else { *b })
        .collect();
    let plain: Vec<u8> = percent_decode(&spaced).collect();
    // Browsers send CRLF in text areas; one newline is one newline here.
    String::from_utf8(plain)
        .map(|text| text.replace("\r\n", "\n"))
        .map_err(|_| BrokenForm::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thai_text_spaces_and_repeated_names_come_through() {
        let typed =
            Typed::read("name=%E0%B8%AD%E0%B8%99+x&v=a&v=b&empty=&flag".as_bytes()).unwrap();
        assert_eq!(typed.value("name"), "อน x");
        assert_eq!(typed.all("v").collect::<Vec<_>>(), ["a", "b"]);
        assert!(typed.chose("v", "b") && !typed.has("empty") && typed.value("flag").is_empty());
    }

    #[test]
    fn broken_text_is_told_and_not_guessed() {
        assert_eq!(Typed::read(b"name=%ff%fe"), Err(BrokenForm::NotText));
    }

    #[test]
    fn a_flood_of_fields_is_refused() {
        let body = "a=1&".repeat(Typed::MOST_FIELDS + 1);
        assert_eq!(Typed::read(body.as_bytes()), Err(BrokenForm::TooManyFields));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(pairs in proptest::collection::vec(("[a-z]{1,5}", "[^\r]*"), 0..8)) {
            let typed = Typed::from_pairs(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
            prop_assert_eq!(Typed::read(typed.to_query().as_bytes()), Ok(typed));
        }
    }
}
