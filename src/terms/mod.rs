//! The texts people agree to and read before they trust: terms of use and privacy notice, shipped in
//! five languages, in whose place an operator can put their own.

pub mod markdown;
pub mod pages;

use std::path::{Path, PathBuf};

use i18n::Language;

use crate::app::App;

/// The version of the shipped texts; it changes with their wording, and what people agreed to is kept
/// with it.
const SHIPPED_VERSION: &str = "2026-11-21";

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Terms,
    Privacy,
}

/// A text in the language nearest to the reader's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub markdown: String,
    pub language: Language,
    /// Changes whenever the wording does.
    pub version: String,
}

/// The version of a text as a person of this language reads it, for the ledger of consents.
pub async fn version(app: &App, text: Text, language: Language) -> String {
    find(app, text, language).await.version
}

/// The operator's text, in the reader's language or the nearest they wrote, or the shipped one.
pub async fn find(app: &App, text: Text, language: Language) -> Found {
    let folder = match text {
        Text::Terms => &app.settings.terms_dir,
        Text::Privacy => &app.settings.privacy_dir,
    };
    let own = match folder {
        Some(folder) => own(folder, language).await,
        None => None,
    };
    let (markdown, language, version) = match own {
        Some((markdown, language)) => {
            let version = own_version(app, &markdown);
            (markdown, language, version)
        }
        None => (
            shipped(text, language).to_owned(),
            language,
            SHIPPED_VERSION.to_owned(),
        ),
    };
    let contact = contact(app.settings.privacy_dir.as_deref(), language).await;
    Found {
        markdown: markdown.replace("{contact}", &contact),
        language,
        version,
    }
}

/// An operator seldom writes five languages: the nearest they have is better than a stranger's text.
async fn own(folder: &Path, language: Language) -> Option<(String, Language)> {
    for language in nearest(language) {
        let file = folder.join(format!("{}.md", language.code()));
        if let Some(text) = read(&file).await {
            return Some((text, language));
        }
    }
    None
}

fn nearest(language: Language) -> impl Iterator<Item = Language> {
    language.chain().iter().copied().chain(Language::ALL)
}

/// Who answers for the data: one or two sentences of the operator in `contact.th.txt`,
/// `contact.en.txt` … of the privacy folder.
async fn contact(folder: Option<&Path>, language: Language) -> String {
    if let Some(folder) = folder {
        for language in nearest(language) {
            let file: PathBuf = folder.join(format!("contact.{}.txt", language.code()));
            if let Some(text) = read(&file).await {
                return text.trim().to_owned();
            }
        }
    }
    i18n::text(language, "terms-no-contact")
}

/// Read anew each time: an operator who mends a word sees it at once. What cannot be read is not there,
/// and `check-config` says so.
async fn read(file: &Path) -> Option<String> {
    tokio::fs::read_to_string(file)
        .await
        .ok()
        .filter(|text| !text.trim().is_empty())
}

fn own_version(app: &App, markdown: &str) -> String {
    let hash = app.vault.lookup("terms", markdown.as_bytes());
    let hex: String = hash
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("own-{hex}")
}

macro_rules! embedded {
    ($folder:literal, $language:expr) => {
        match $language {
            Language::Th => include_str!(concat!("../../data/texts/", $folder, "/th.md")),
            Language::En => include_str!(concat!("../../data/texts/", $folder, "/en.md")),
            Language::My => include_str!(concat!("../../data/texts/", $folder, "/my.md")),
            Language::Km => include_str!(concat!("../../data/texts/", $folder, "/km.md")),
            Language::Lo => include_str!(concat!("../../data/texts/", $folder, "/lo.md")),
        }
    };
}
pub(crate) use embedded;

fn shipped(text: Text, language: Language) -> &'static str {
    match text {
        Text::Terms => embedded!("terms", language),
        Text::Privacy => embedded!("privacy", language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_both_texts() {
        for language in Language::ALL {
            for text in [Text::Terms, Text::Privacy] {
                let markdown = shipped(text, language);
                assert!(markdown.starts_with("# "), "{text:?} {language:?}");
                assert_eq!(markdown.contains("{contact}"), text == Text::Privacy);
            }
        }
    }

    #[tokio::test]
    async fn the_operators_text_in_another_language_goes_before_ours() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(own(folder.path(), Language::En).await, None);
        std::fs::write(folder.path().join("th.md"), "# ของเรา").unwrap();
        std::fs::write(folder.path().join("en.md"), "  \n").unwrap();
        let found = own(folder.path(), Language::En).await;
        assert_eq!(found, Some(("# ของเรา".to_owned(), Language::Th)));
        std::fs::write(folder.path().join("contact.th.txt"), "โทร 1111\n").unwrap();
        assert_eq!(contact(Some(folder.path()), Language::My).await, "โทร 1111");
    }
}
