//! The messages of `locales/<language>/*.ftl` (Fluent), all inside the binary, read once. One key
//! is one message; a key missing in a language is looked for along [`Language::chain`].

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{Language, number};

mod files {
    include!(concat!(env!("OUT_DIR"), "/message_files.rs"));
}

/// What fills `{ $name }` in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Shown as it is. References, years, phone numbers and codes are texts.
    Text(Cow<'a, str>),
    /// An amount: chooses the plural form and is shown grouped (`12,345`).
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Arg<'a> {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Arg<'a> {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Arg<'a> {
        Arg::Text(text)
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg<'_> {
            fn from(amount: $kind) -> Self {
                Arg::Number(i64::from(amount))
            }
        }
    )*};
}

numbers!(i64, i32, i16, i8, u32, u16, u8);

/// Lengths and counts. Above `i64::MAX`, which no list reaches, the number stops there.
impl From<usize> for Arg<'_> {
    fn from(amount: usize) -> Self {
        Arg::Number(i64::try_from(amount).unwrap_or(i64::MAX))
    }
}

/// See [`Arg::from`] of `usize`.
impl From<u64> for Arg<'_> {
    fn from(amount: u64) -> Self {
        Arg::Number(i64::try_from(amount).unwrap_or(i64::MAX))
    }
}

/// The message without arguments. A key in no language of the chain is shown as `⟦key⟧`, and a
/// message that could not be filled as `⟦message⟧`, which tests look for.
pub fn text(language: Language, key: &str) -> String {
    say(language, key, &[])
}

/// The message with its arguments filled in, without Unicode isolation marks. See [`text`].
pub fn say(language: Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let spoken = language.chain().iter().find_map(|&language| {
        let bundle = &BUNDLES[language as usize].bundle;
        Some((bundle, bundle.get_message(key)?.value()?))
    });
    let Some((bundle, pattern)) = spoken else {
        return format!("⟦{key}⟧");
    };
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        filled.set(*name, value(arg));
    }
    let mut errors: Vec<FluentError> = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&filled), &mut errors);
    if errors.is_empty() {
        said.into_owned()
    } else {
        format!("⟦{said}⟧")
    }
}

fn value<'a>(arg: &'a Arg<'_>) -> FluentValue<'a> {
    match arg {
        Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Arg::Number(amount) => FluentValue::from(*amount),
    }
}

/// Whether the language itself has the message, without its fallback.
pub fn has(language: Language, key: &str) -> bool {
    BUNDLES[language as usize]
        .bundle
        .get_message(key)
        .is_some_and(|it| it.value().is_some())
}

/// The keys of the language itself, by file, then in the order written.
pub fn keys(language: Language) -> impl Iterator<Item = &'static str> {
    BUNDLES[language as usize].keys.iter().copied()
}

struct Spoken {
    bundle: FluentBundle<&'static FluentResource>,
    keys: Vec<&'static str>,
}

/// In the order of [`Language::ALL`], which is that of the enum.
static BUNDLES: LazyLock<[Spoken; 5]> = LazyLock::new(|| Language::ALL.map(read));

fn read(language: Language) -> Spoken {
    let files = match language {
        Language::Th => files::TH,
        Language::En => files::EN,
        Language::My => files::MY,
        Language::Km => files::KM,
        Language::Lo => files::LO,
    };
    // An identifier of two letters is always readable; were it not, plural forms would be English.
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Th => shown::<0>,
        Language::En => shown::<1>,
        Language::My => shown::<2>,
        Language::Km => shown::<3>,
        Language::Lo => shown::<4>,
    }));
    let mut keys = Vec::new();
    for (_, source) in files {
        // What cannot be read is left out and the rest kept; the scanner reports both broken
        // entries and keys written twice, and fails the build's tests.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, _)) => resource,
        };
        let resource: &'static FluentResource = Box::leak(Box::new(resource));
        keys.extend(resource.entries().filter_map(|entry| match entry {
            fluent_syntax::ast::Entry::Message(message) => Some(message.id.name),
            _ => None,
        }));
        let _ = bundle.add_resource(resource);
    }
    Spoken { bundle, keys }
}

/// How amounts are shown; texts are left to Fluent. A plain function because Fluent takes nothing else.
fn shown<const LANGUAGE: usize>(value: &FluentValue<'_>, _: &impl MemoizerKind) -> Option<String> {
    match value {
        FluentValue::Number(amount) if amount.value.fract() == 0.0 => {
            Some(number(Language::ALL[LANGUAGE], amount.value as i64))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_said() {
        assert_eq!(text(Language::Th, "i18n-language-my"), "พม่า");
        assert_eq!(text(Language::En, "i18n-language-my"), "Burmese");
        let args = [
            ("date", Arg::from("21 Nov 2026")),
            ("time", Arg::from("14:05")),
        ];
        assert_eq!(
            say(Language::En, "i18n-date-time", &args),
            "21 Nov 2026, 14:05"
        );
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        let say = |n: i64| say(Language::En, "i18n-ago-days", &[("n", n.into())]);
        assert_eq!(say(1), "1 day ago");
        assert_eq!(say(12_345), "12,345 days ago");
        assert_eq!(say(0), "0 days ago");
    }

    #[test]
    fn what_is_wrong_stands_in_marks() {
        assert_eq!(text(Language::Lo, "no-such-key"), "⟦no-such-key⟧");
        assert_eq!(text(Language::Th, ""), "⟦⟧");
        assert_eq!(text(Language::Th, "i18n-ago-days"), "⟦{$n} วันที่แล้ว⟧");
    }

    #[test]
    fn no_isolation_marks() {
        for language in Language::ALL {
            let said = say(
                language,
                "i18n-date-time",
                &[("date", "a".into()), ("time", "b".into())],
            );
            assert!(!said.contains(['\u{2068}', '\u{2069}']), "{said:?}");
        }
    }

    #[test]
    fn keys_and_has_agree() {
        for language in Language::ALL {
            assert!(keys(language).count() > 10);
            assert!(keys(language).all(|key| has(language, key)));
        }
        assert!(!has(Language::Th, "no-such-key"));
    }

    #[test]
    fn arguments_of_every_kind() {
        assert_eq!(Arg::from(3_usize), Arg::Number(3));
        assert_eq!(Arg::from(u64::MAX), Arg::Number(i64::MAX));
        assert_eq!(Arg::from(String::from("x")), Arg::from("x"));
    }
}
