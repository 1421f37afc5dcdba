//! The pages that say how things are done, for those who look for a place, who ask, who help and who
//! answer for an area. Their texts are `data/texts`, their pictures `data/pictures`, taken from the
//! running program by `cargo xtask shots`.

use askama::Template;
use axum::response::Response;
use i18n::Language;
use jiff::civil::{Date, date};

use crate::layout::{Failure, Page};
use crate::terms::embedded;
use crate::terms::markdown::{self, Shown};

/// When these pages were last gone through.
const UPDATED_ON: Date = date(2026, 11, 27);

/// A page of its own; declared here once, and met on `/news` and at the end of every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    Finding,
    Asking,
    Volunteering,
    Officers,
}

impl Chapter {
    /// As they are listed: what most people look for stands first.
    pub const ALL: [Chapter; 4] = [
        Chapter::Asking,
        Chapter::Finding,
        Chapter::Volunteering,
        Chapter::Officers,
    ];

    pub fn address(self) -> &'static str {
        match self {
            Chapter::Finding => "/news/finding",
            Chapter::Asking => "/news/asking",
            Chapter::Volunteering => "/news/volunteering",
            Chapter::Officers => "/news/officers",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Chapter::Finding => "map",
            Chapter::Asking => "siren",
            Chapter::Volunteering => "users",
            Chapter::Officers => "clipboard",
        }
    }

    /// The keys of its name and of what stands in it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Chapter::Finding => ("news-finding", "news-finding-hint"),
            Chapter::Asking => ("news-asking", "news-asking-hint"),
            Chapter::Volunteering => ("news-volunteering", "news-volunteering-hint"),
            Chapter::Officers => ("news-officers", "news-officers-hint"),
        }
    }

    /// The text, and the language it is in: officers work in Thai, or in English.
    fn text(self, language: Language) -> (&'static str, Language) {
        let text = match self {
            Chapter::Finding => embedded!("finding", language),
            Chapter::Asking => embedded!("asking", language),
            Chapter::Volunteering => embedded!("volunteering", language),
            Chapter::Officers if language == Language::Th => {
                include_str!("../../data/texts/officers/th.md")
            }
            Chapter::Officers => {
                return (
                    include_str!("../../data/texts/officers/en.md"),
                    Language::En,
                );
            }
        };
        (text, language)
    }
}

#[derive(Template)]
#[template(path = "news/templates/how_to.html")]
struct HowTo<'a> {
    page: &'a Page,
    shown: &'a Shown,
    language: Language,
    updated: String,
}

pub async fn finding(page: Page) -> Result<Response, Failure> {
    show(&page, Chapter::Finding)
}

pub async fn asking(page: Page) -> Result<Response, Failure> {
    show(&page, Chapter::Asking)
}

pub async fn volunteering(page: Page) -> Result<Response, Failure> {
    show(&page, Chapter::Volunteering)
}

pub async fn officers(page: Page) -> Result<Response, Failure> {
    show(&page, Chapter::Officers)
}

fn show(page: &Page, chapter: Chapter) -> Result<Response, Failure> {
    let (text, language) = chapter.text(page.language());
    page.render(&HowTo {
        page,
        shown: &markdown::show_with(text, &|name| picture(name, language)),
        language,
        updated: i18n::date::long_date(page.language(), UPDATED_ON),
    })
}

/// The picture in the text's language, or in the nearest it was taken in.
fn picture(name: &str, language: Language) -> Option<assets::Picture> {
    let mut nearest = language.chain().iter();
    nearest.find_map(|language| assets::picture(name, language.code()))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use super::*;

    /// The names of the pictures in a text.
    fn named(text: &str) -> BTreeSet<String> {
        let names = RefCell::new(BTreeSet::new());
        markdown::show_with(text, &|name| {
            names.borrow_mut().insert(name.to_owned());
            None
        });
        names.into_inner()
    }

    fn texts() -> impl Iterator<Item = (Chapter, &'static str, Language)> {
        Chapter::ALL.into_iter().flat_map(|chapter| {
            Language::ALL.into_iter().map(move |language| {
                let (text, language) = chapter.text(language);
                (chapter, text, language)
            })
        })
    }

    #[test]
    fn every_picture_named_is_there_in_thai_and_english_and_every_picture_is_named() {
        let named: BTreeSet<String> = texts().flat_map(|(_, text, _)| named(text)).collect();
        for language in ["th", "en"] {
            let taken = assets::pictures().filter(|(_, taken_in)| *taken_in == language);
            let taken: BTreeSet<String> = taken.map(|(name, _)| name.to_owned()).collect();
            assert_eq!(named, taken, "{language}");
        }
        assert_eq!(assets::pictures().count(), 2 * named.len());
    }

    #[test]
    fn every_picture_is_told_in_words() {
        for (chapter, text, language) in texts() {
            let shown = markdown::show_with(text, &|name| picture(name, language));
            let meant = text.matches("![").count();
            let shown = shown.html.matches("<img ").count();
            assert_eq!(shown, meant, "{chapter:?} {language:?}");
        }
    }

    #[test]
    fn every_chapter_has_a_title_parts_and_the_number_to_call() {
        for (chapter, text, language) in texts() {
            let shown = markdown::show(text);
            let (name, _) = chapter.words();
            assert_eq!(shown.title, i18n::text(language, name), "{language:?}");
            assert!(shown.html.contains("href=\"tel:1669\"") || chapter == Chapter::Officers);
        }
    }

    #[test]
    fn thai_and_english_have_the_same_parts() {
        for chapter in Chapter::ALL {
            let parts = |language| {
                let shown = markdown::show(chapter.text(language).0);
                let anchors = shown.parts.into_iter().map(|part| part.anchor);
                anchors.collect::<Vec<_>>()
            };
            assert_eq!(parts(Language::Th), parts(Language::En), "{chapter:?}");
            assert!(parts(Language::Th).len() >= 3, "{chapter:?}");
        }
    }
}
