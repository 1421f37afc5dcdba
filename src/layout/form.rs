//! A form as templates show it, and what messages in templates may be filled with.

use web::{Problems, Typed};

use super::page::Page;

/// What a message may be filled with, owned or borrowed: templates borrow whatever they pass.
pub trait Told {
    fn told(&self) -> i18n::Arg<'_>;
}

impl<T: Told + ?Sized> Told for &T {
    fn told(&self) -> i18n::Arg<'_> {
        (**self).told()
    }
}

impl Told for str {
    fn told(&self) -> i18n::Arg<'_> {
        self.into()
    }
}

impl Told for String {
    fn told(&self) -> i18n::Arg<'_> {
        self.as_str().into()
    }
}

macro_rules! numbers_are_told {
    ($($number:ty),+) => { $(
        impl Told for $number {
            fn told(&self) -> i18n::Arg<'_> {
                (*self).into()
            }
        }
    )+ };
}
numbers_are_told!(i64, u64, i32, u32, u16, u8, usize);

/// A form as templates show it: what was typed and what is amiss.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub typed: Typed,
    pub problems: Problems,
}

impl Form {
    pub fn new(typed: Typed, problems: Problems) -> Form {
        Form { typed, problems }
    }

    pub fn value(&self, name: &str) -> &str {
        self.typed.value(name)
    }

    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.typed.chose(name, value)
    }

    pub fn is_bad(&self, name: &str) -> bool {
        self.problems.of(name).is_some()
    }

    pub fn err(&self, page: &Page, name: &str) -> String {
        self.problems
            .of(name)
            .map(|message| page.message(message))
            .unwrap_or_default()
    }

    /// Problems in order, as field and sentence.
    pub fn told(&self, page: &Page) -> Vec<(String, String)> {
        self.problems
            .iter()
            .map(|(field, message)| (field.to_owned(), page.message(message)))
            .collect()
    }
}
