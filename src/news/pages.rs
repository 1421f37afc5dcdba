//! `/news`, what is announced there.

pub mod edit;
pub mod list;
pub mod show;
pub mod withdraw;

use i18n::Language;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::model::{Announcement, Text};
use super::rules::{self, Standing};
use crate::layout::Page;

/// When these pages were last gone through.
const UPDATED_ON: Date = date(2026, 11, 21);

/// Numbers that answer day and night, with what they are for.
const HOTLINES: [(&str, &str); 4] = [
    ("1669", "news-hotline-1669"),
    ("191", "news-hotline-191"),
    ("1330", "news-hotline-1330"),
    ("1422", "news-hotline-1422"),
];

/// An announcement as one reader sees it.
struct Words<'a> {
    page: &'a Page,
    announcement: Announcement,
    standing: Standing,
}

/// Letters of the words below a title in a list.
const EXCERPT: usize = 180;

impl<'a> Words<'a> {
    fn of(page: &'a Page, announcement: Announcement) -> Words<'a> {
        let standing = rules::standing(&announcement, page.cx.now);
        Words {
            page,
            announcement,
            standing,
        }
    }

    fn is_in_force(&self) -> bool {
        self.standing == Standing::InForce
    }

    fn is_upcoming(&self) -> bool {
        self.standing == Standing::Upcoming
    }

    fn is_withdrawn(&self) -> bool {
        matches!(self.standing, Standing::Withdrawn(_))
    }

    /// Since when it holds no longer.
    fn ended_at(&self) -> Option<Timestamp> {
        match self.standing {
            Standing::Over(at) | Standing::Withdrawn(at) => Some(at),
            Standing::Upcoming | Standing::InForce => None,
        }
    }

    fn reason(&self) -> &str {
        let withdrawn = self.announcement.withdrawn.as_ref();
        withdrawn.map_or("", |withdrawn| withdrawn.reason.as_str())
    }

    fn text(&self) -> &Text {
        self.announcement.texts.get(self.page.language()).1
    }

    /// The language its text is in.
    fn language(&self) -> &'static str {
        self.announcement.texts.get(self.page.language()).0.code()
    }

    fn excerpt(&self) -> String {
        use unicode_segmentation::UnicodeSegmentation as _;
        let words = &self.text().words;
        let mut letters = words.graphemes(true);
        let begun: String = letters.by_ref().take(EXCERPT).collect();
        if letters.next().is_some() {
            format!("{}…", begun.trim_end())
        } else {
            begun
        }
    }
}

/// The message key of a part of an announcement, by its code in the history.
fn part(code: &str) -> &'static str {
    match code {
        "area" => "area",
        "level" => "announcement-level",
        "pinned" => "announcement-pinned",
        "title" => "announcement-title",
        "words" => "announcement-words",
        "source" => "announcement-source",
        "link" => "announcement-link",
        "from" => "announcement-from",
        "until" => "announcement-until",
        _ => "announcement-incident",
    }
}

fn updated(language: Language) -> String {
    i18n::date::long_date(language, UPDATED_ON)
}
