//! Words in the five languages, and lists whose entries are known by a code.

use std::ops::Deref;

use i18n::Language;

/// One text in each language; none is empty in a preset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    pub th: String,
    pub en: String,
    pub my: String,
    pub km: String,
    pub lo: String,
}

impl Labels {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Th => &self.th,
            Language::En => &self.en,
            Language::My => &self.my,
            Language::Km => &self.km,
            Language::Lo => &self.lo,
        }
    }

    pub(super) fn set(&mut self, language: Language, text: String) {
        match language {
            Language::Th => self.th = text,
            Language::En => self.en = text,
            Language::My => self.my = text,
            Language::Km => self.km = text,
            Language::Lo => self.lo = text,
        }
    }
}

/// An entry of a list: the code is stored and sent, the labels are shown.
pub trait Coded {
    fn code(&self) -> &str;
    fn labels(&self) -> &Labels;
}

/// Entries in the order they are shown, each code once.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<T: Coded> List<T> {
    pub fn get(&self, code: &str) -> Option<&T> {
        self.0.iter().find(|entry| entry.code() == code)
    }

    pub fn has(&self, code: &str) -> bool {
        self.get(code).is_some()
    }

    /// The label of a stored code; the code itself where a later preset dropped it.
    pub fn label<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.get(code)
            .map_or(code, |entry| entry.labels().get(language))
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(entries: Vec<T>) -> Self {
        List(entries)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Gives each type with `code` and `labels` its place in a [`List`] and a `label(language)`.
macro_rules! coded {
    ($($entry:ty),+ $(,)?) => {$(
        impl $crate::incidents::preset::Coded for $entry {
            fn code(&self) -> &str {
                &self.code
            }

            fn labels(&self) -> &$crate::incidents::preset::Labels {
                &self.labels
            }
        }

        impl $entry {
            pub fn label(&self, language: ::i18n::Language) -> &str {
                self.labels.get(language)
            }
        }
    )+};
}
pub(super) use coded;
