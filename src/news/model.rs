//! An announcement: what is told to everybody of an area, by whom, and for how long.

use areas::AreaCode;
use i18n::Language;
use jiff::Timestamp;

use crate::ids::{AccountId, AnnouncementId, IncidentId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    /// It reaches this area and all below.
    pub area: AreaCode,
    pub level: Level,
    pub texts: Texts,
    /// Stands first; a pinned emergency stands on every page.
    pub pinned: bool,
    pub source: Source,
    pub from_at: Timestamp,
    /// Without one it is in force until it is withdrawn.
    pub until_at: Option<Timestamp>,
    pub incident: Option<IncidentId>,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// Counts the changes, so that two who change it at once do not overwrite each other unseen.
    pub version: i64,
    pub withdrawn: Option<Withdrawn>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Timestamp,
    pub by: AccountId,
    pub reason: String,
}

/// How much it matters; the gravest is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Information,
    Warning,
    Emergency,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Information, Level::Warning, Level::Emergency];

    pub fn code(self) -> &'static str {
        match self {
            Level::Information => "information",
            Level::Warning => "warning",
            Level::Emergency => "emergency",
        }
    }

    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Level::Information => "announcement-information",
            Level::Warning => "announcement-warning",
            Level::Emergency => "announcement-emergency",
        }
    }

    /// The message key of when it is the right one.
    pub fn hint(self) -> &'static str {
        match self {
            Level::Information => "announcement-information-hint",
            Level::Warning => "announcement-warning-hint",
            Level::Emergency => "announcement-emergency-hint",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Level::Information => "info",
            Level::Warning => "alert",
            Level::Emergency => "siren",
        }
    }
}

/// What it says in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub words: String,
}

/// What it says: always in Thai, and in whichever other languages it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    thai: Text,
    others: Vec<(Language, Text)>,
}

impl Texts {
    pub fn new(thai: Text, others: Vec<(Language, Text)>) -> Texts {
        Texts { thai, others }
    }

    /// The text written in a language, if it was.
    pub fn of(&self, language: Language) -> Option<&Text> {
        if language == Language::Th {
            return Some(&self.thai);
        }
        let mut others = self.others.iter();
        others
            .find(|(known, _)| *known == language)
            .map(|(_, text)| text)
    }

    /// The text for a reader and the language it is in: their own, else the one they are likelier to
    /// read of English and Thai.
    pub fn get(&self, reader: Language) -> (Language, &Text) {
        let next = match reader {
            Language::Lo => Language::Th,
            _ => Language::En,
        };
        [reader, next]
            .into_iter()
            .find_map(|language| Some((language, self.of(language)?)))
            .unwrap_or((Language::Th, &self.thai))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Language, &Text)> {
        let others = self.others.iter().map(|(language, text)| (*language, text));
        std::iter::once((Language::Th, &self.thai)).chain(others)
    }
}

/// Who says so: an office or organisation, and where it can be read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    pub link: Option<Link>,
}

/// An address on the web, `https` only, of a host with a name and nobody's password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    #[error("not an address that begins with https://")]
    NotHttps,
    #[error("no address at all")]
    Unreadable,
}

impl Link {
    /// The longest one kept.
    pub const MOST: usize = 500;

    pub fn parse(text: &str) -> Result<Link, LinkError> {
        let text = text.trim();
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => rest,
            _ => return Err(LinkError::NotHttps),
        };
        let host = host_of(rest);
        let is_host = host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && host.chars().all(|letter| {
                letter.is_alphanumeric() || matches!(letter, '.' | '-' | ':') || is_mark(letter)
            });
        let is_plain = text.chars().all(|letter| {
            !letter.is_whitespace() && !letter.is_control() && !"<>\"'\\`".contains(letter)
        });
        if is_host && is_plain && text.len() <= Link::MOST {
            Ok(Link(format!("https://{rest}")))
        } else {
            Err(LinkError::Unreadable)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose page it is, to be shown beside the link.
    pub fn host(&self) -> &str {
        let host = host_of(self.0.trim_start_matches("https://"));
        host.strip_prefix("www.").unwrap_or(host)
    }
}

fn host_of(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Vowels and tones of a host written in Thai and the like, which are marks and no letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}')
}

/// An announcement as told by whoever makes or changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnnouncement {
    pub area: AreaCode,
    pub level: Level,
    pub texts: Texts,
    pub pinned: bool,
    pub source: Source,
    /// Left out: from now on, or as it was.
    pub from_at: Option<Timestamp>,
    pub until_at: Option<Timestamp>,
    pub incident: Option<IncidentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_of_a_named_host_is_a_link() {
        for (typed, host) in [
            ("https://www.ddpm.go.th/news/1?id=2#top", "ddpm.go.th"),
            (" HTTPS://ddpm.go.th ", "ddpm.go.th"),
            ("https://xn--12c1fe0br.th:8443/ข่าว", "xn--12c1fe0br.th:8443"),
            ("https://ข่าวน้ำ.ไทย/วันนี้", "ข่าวน้ำ.ไทย"),
        ] {
            assert_eq!(Link::parse(typed).unwrap().host(), host, "{typed}");
        }
        for typed in [
            "",
            "ddpm.go.th",
            "http://ddpm.go.th",
            "javascript:alert(1)",
            "//ddpm.go.th",
            "data:text/html,x",
        ] {
            assert_eq!(Link::parse(typed), Err(LinkError::NotHttps), "{typed}");
        }
        let long = format!("https://a.th/{}", "x".repeat(Link::MOST));
        for typed in [
            "https://",
            "https://localhost",
            "https://.",
            "https://me@a.th",
            "https://a.th/\"x",
            "https://a.th/a b",
            "https://a..th",
            long.as_str(),
        ] {
            assert_eq!(Link::parse(typed), Err(LinkError::Unreadable), "{typed}");
        }
    }

    #[test]
    fn a_reader_gets_their_language_or_the_likelier_one() {
        let text = |title: &str| Text {
            title: title.to_owned(),
            words: String::new(),
        };
        let texts = Texts::new(
            text("ไทย"),
            vec![
                (Language::En, text("English")),
                (Language::My, text("မြန်မာ")),
            ],
        );
        for (reader, told) in [
            (Language::Th, Language::Th),
            (Language::En, Language::En),
            (Language::My, Language::My),
            (Language::Km, Language::En),
            (Language::Lo, Language::Th),
        ] {
            assert_eq!(texts.get(reader).0, told);
        }
        assert_eq!(
            Texts::new(text("ไทย"), Vec::new()).get(Language::Km).0,
            Language::Th
        );
    }
}
