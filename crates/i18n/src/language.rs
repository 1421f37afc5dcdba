//! The five languages, and which of them a browser asks for.

use std::fmt;
use std::str::FromStr;

/// A language the program speaks. Thai is the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Thai.
    #[default]
    Th,
    /// English.
    En,
    /// Burmese.
    My,
    /// Khmer.
    Km,
    /// Lao.
    Lo,
}

/// The text is not the code of a language the program speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such language: {0:?}")]
pub struct UnknownLanguage(pub String);

impl Language {
    /// In the order of the switcher.
    pub const ALL: [Language; 5] = [
        Language::Th,
        Language::En,
        Language::My,
        Language::Km,
        Language::Lo,
    ];

    /// The two-letter code of ISO 639-1, as in `lang="…"`, cookies and folder names.
    pub const fn code(self) -> &'static str {
        match self {
            Language::Th => "th",
            Language::En => "en",
            Language::My => "my",
            Language::Km => "km",
            Language::Lo => "lo",
        }
    }

    /// The language's name in itself, for the switcher: its readers may know no other.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::Th => "ไทย",
            Language::En => "English",
            Language::My => "မြန်မာ",
            Language::Km => "ខ្មែរ",
            Language::Lo => "ລາວ",
        }
    }

    /// The language's name as the reader of another says it: `พม่า` for Burmese in Thai.
    pub fn name_in(self, reader: Language) -> String {
        crate::text(reader, &format!("i18n-language-{self}"))
    }

    /// Where a message is looked for, the language itself first. Burmese, Khmer and Lao readers
    /// meet English before Thai, whose script they may not read.
    pub const fn chain(self) -> &'static [Language] {
        match self {
            Language::Th => &[Language::Th, Language::En],
            Language::En => &[Language::En, Language::Th],
            Language::My => &[Language::My, Language::En, Language::Th],
            Language::Km => &[Language::Km, Language::En, Language::Th],
            Language::Lo => &[Language::Lo, Language::En, Language::Th],
        }
    }

    /// The language an `Accept-Language` header likes best among ours: highest q first, then the
    /// order written. `None` if it names none of ours; `*` counts as the default.
    pub fn from_accept_language(header: &str) -> Option<Language> {
        let mut best: Option<(Language, u16)> = None;
        for range in header.split(',').take(MOST_RANGES) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(weight).unwrap_or(1000);
            let Some(language) = language_of_tag(tag) else {
                continue;
            };
            if weight > 0 && best.is_none_or(|(_, liked)| weight > liked) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// More ranges than this come from no browser, and are not read.
const MOST_RANGES: usize = 40;

fn language_of_tag(tag: &str) -> Option<Language> {
    if tag == "*" {
        return Some(Language::default());
    }
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    Language::ALL
        .into_iter()
        .find(|language| language.code().eq_ignore_ascii_case(primary))
}

/// `q=0.8` in thousandths. What cannot be read as a weight counts as 0, so that a broken range never wins.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight: f32 = value.trim().parse().unwrap_or(0.0);
    Some((weight.clamp(0.0, 1.0) * 1000.0) as u16)
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Language, UnknownLanguage> {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}

/// Shows the code.
impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            assert_eq!(language.chain()[0], language);
        }
        assert!("TH".parse::<Language>().is_err());
        assert!("".parse::<Language>().is_err());
        assert_eq!(Language::default(), Language::Th);
    }

    #[test]
    fn names() {
        assert_eq!(Language::My.name_in(Language::Th), "พม่า");
        for language in Language::ALL {
            assert_eq!(language.name_in(language), language.own_name());
        }
    }

    #[test]
    fn accept_language() {
        let cases = [
            ("th-TH,th;q=0.9,en-US;q=0.8,en;q=0.7", Some(Language::Th)),
            ("en-US,en;q=0.9,th;q=0.8", Some(Language::En)),
            ("en;q=0.2, km ; q=0.8 , th;q=0.5", Some(Language::Km)),
            ("fr, my;q=0.1", Some(Language::My)),
            ("LO", Some(Language::Lo)),
            ("lo_LA", Some(Language::Lo)),
            ("*", Some(Language::Th)),
            ("vi, *;q=0.5", Some(Language::Th)),
            ("en;q=0, lo;q=0.1", Some(Language::Lo)),
            ("en;q=x, lo;q=0.1", Some(Language::Lo)),
            ("en;q=NaN", None),
            ("en;level=1;q=0.3, my;q=0.4", Some(Language::My)),
            ("vi, fr;q=0.8", None),
            ("", None),
            (",,;;q=", None),
            ("english", None),
        ];
        for (header, wanted) in cases {
            assert_eq!(Language::from_accept_language(header), wanted, "{header}");
        }
    }

    proptest::proptest! {
        #[test]
        fn accept_language_never_panics(header in ".*") {
            let _ = Language::from_accept_language(&header);
        }
    }
}
