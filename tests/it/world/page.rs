//! An answer to a browser, and the questions a test asks of it.

use http::{HeaderMap, StatusCode};

#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    /// The HTML as sent.
    pub html: String,
    /// The HTML with `&#38;` and the like read back, for looking for words.
    pub text: String,
    pub location: Option<String>,
    pub headers: HeaderMap,
}

impl Page {
    pub fn new(status: StatusCode, headers: HeaderMap, body: &[u8]) -> Page {
        let html = String::from_utf8(body.to_vec()).expect("pages are UTF-8");
        let location = headers
            .get(http::header::LOCATION)
            .map(|value| value.to_str().expect("an address").to_owned());
        Page {
            status,
            text: unescaped(&html),
            html,
            location,
            headers,
        }
    }

    pub fn has(&self, words: &str) -> bool {
        // A space that does not break is a space to whoever reads.
        self.text.replace('\u{a0}', " ").contains(words)
    }

    /// Fails unless these words stand on the page.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Page {
        assert!(
            self.has(words),
            "{words:?} is not said:\n{}",
            self.content()
        );
        self
    }

    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Page {
        assert!(!self.has(words), "{words:?} is said:\n{}", self.content());
        self
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Page {
        assert_eq!(self.status.as_u16(), status, "{}", self.content());
        self
    }

    /// Fails unless the answer sends on to an address that begins so; gives the whole address.
    #[track_caller]
    pub fn leads_to(&self, beginning: &str) -> &str {
        let to = self.location.as_deref();
        match to.filter(|to| self.status == StatusCode::SEE_OTHER && to.starts_with(beginning)) {
            Some(to) => to,
            None => panic!(
                "leads not to {beginning} but to {to:?}, {}:\n{}",
                self.status,
                self.content()
            ),
        }
    }

    /// The text between two marks, the first there is.
    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        let (_, rest) = self.html.split_once(before)?;
        rest.split_once(after).map(|(inside, _)| inside)
    }

    /// The actions of the page's POST forms that begin so.
    pub fn actions(&self, beginning: &str) -> Vec<String> {
        let start = format!("action=\"{beginning}");
        let mut parts = self.html.split(&start);
        parts.next();
        parts
            .map(|rest| format!("{beginning}{}", rest.split('"').next().unwrap_or_default()))
            .map(|action| unescaped(&action))
            .collect()
    }

    /// What stands in the main part, for messages of failed tests.
    fn content(&self) -> &str {
        let from = self.text.find("<main").unwrap_or(0);
        &self.text[from..]
    }
}

/// Reads the escapes that templates write.
fn unescaped(html: &str) -> String {
    [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (escape, letter)| {
        text.replace(escape, letter)
    })
}
