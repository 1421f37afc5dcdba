//! Reads the pieces of a preset and gathers every fault on the way, so that one answer names all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use i18n::Language;
use serde::de::DeserializeOwned;
use toml::Value;

use super::labels::{Labels, List};
use super::problem::{Fault, PresetProblem};

/// Texts as written, by language.
pub(super) type Texts = BTreeMap<String, String>;

#[derive(Default)]
pub(super) struct Check {
    problems: Vec<PresetProblem>,
}

impl Check {
    pub(super) fn fault(&mut self, place: impl Into<String>, fault: Fault) {
        self.problems.push(PresetProblem {
            place: place.into(),
            fault,
        });
    }

    pub(super) fn finish<T>(self, read: T) -> Result<T, Vec<PresetProblem>> {
        if self.problems.is_empty() {
            Ok(read)
        } else {
            Err(self.problems)
        }
    }

    pub(super) fn labels(&mut self, place: &str, texts: &Texts) -> Labels {
        let mut labels = Labels::default();
        for language in Language::ALL {
            match texts.get(language.code()).map(|text| text.trim()) {
                Some(text) if !text.is_empty() => labels.set(language, text.to_owned()),
                _ => self.fault(place, Fault::NoText(language)),
            }
        }
        for code in texts
            .keys()
            .filter(|code| code.parse::<Language>().is_err())
        {
            self.fault(place, Fault::UnknownLanguage(code.clone()));
        }
        labels
    }

    pub(super) fn label(&mut self, place: &str, texts: &Texts) -> Labels {
        self.labels(&format!("{place}.label"), texts)
    }

    /// The number, or zero and a fault where it is out of range.
    pub(super) fn number<N>(&mut self, place: &str, value: i64, range: RangeInclusive<i64>) -> N
    where
        N: TryFrom<i64> + Default,
    {
        if range.contains(&value)
            && let Ok(number) = N::try_from(value)
        {
            return number;
        }
        let (value, least, most) = (value as f64, *range.start() as f64, *range.end() as f64);
        self.fault(place, Fault::OutOfRange { value, least, most });
        N::default()
    }

    pub(super) fn points(&mut self, place: &str, value: i64) -> u16 {
        self.number(&format!("{place}.points"), value, 0..=100)
    }

    /// The icon's name, known to be among those the program carries.
    pub(super) fn icon(&mut self, place: &str, name: String) -> String {
        if !icons().any(|known| known == name) {
            let fault = Fault::Unknown {
                what: "icon",
                name: name.clone(),
            };
            self.fault(format!("{place}.icon"), fault);
        }
        name
    }

    /// One table of settings; a fault and its default where it is not as expected.
    pub(super) fn one<R: DeserializeOwned + Default>(
        &mut self,
        place: &str,
        value: Option<Value>,
    ) -> R {
        let Some(value) = value else {
            self.fault(place, Fault::Missing);
            return R::default();
        };
        value.try_into().unwrap_or_else(|err: toml::de::Error| {
            self.fault(place, Fault::Shape(err.message().to_owned()));
            R::default()
        })
    }

    /// A list whose entries have a code: each is read by itself, so that a fault in one hides none
    /// in the next. `read` is told the entry's place and code.
    pub(super) fn each<R: DeserializeOwned, T>(
        &mut self,
        place: &str,
        value: Option<Value>,
        mut read: impl FnMut(&mut Check, &str, String, R) -> T,
    ) -> List<T> {
        let entries = match value {
            Some(Value::Array(entries)) if !entries.is_empty() => entries,
            None | Some(Value::Array(_)) => {
                self.fault(place, Fault::Empty);
                return List::default();
            }
            Some(_) => {
                self.fault(place, Fault::Shape("a list is wanted".to_owned()));
                return List::default();
            }
        };
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let at = format!("{place}[{index}]");
            let Some((at, code, entry)) = self.coded(place, at, entry) else {
                continue;
            };
            if !seen.insert(code.clone()) {
                self.fault(&at, Fault::DoubleCode(code.clone()));
            }
            match entry.try_into::<R>() {
                Ok(raw) => list.push(read(self, &at, code, raw)),
                Err(err) => self.fault(&at, Fault::Shape(err.message().to_owned())),
            }
        }
        list.into()
    }

    /// The entry without its code, and the place named by it.
    fn coded(
        &mut self,
        place: &str,
        at: String,
        entry: Value,
    ) -> Option<(String, String, toml::Table)> {
        match entry {
            Value::Table(mut entry) => {
                let Some(Value::String(code)) = entry.remove("code") else {
                    self.fault(format!("{at}.code"), Fault::Missing);
                    return None;
                };
                let at = if is_code(&code) {
                    format!("{place}.{code}")
                } else {
                    at
                };
                if !is_code(&code) {
                    self.fault(&at, Fault::BadCode(code.clone()));
                }
                Some((at, code, entry))
            }
            Value::String(code) => {
                self.fault(at, Fault::NotInLibrary(code));
                None
            }
            _ => {
                self.fault(at, Fault::Shape("an entry is a code or a table".to_owned()));
                None
            }
        }
    }
}

fn is_code(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(fits)
}

/// The names in the table the icons are built from.
fn icons() -> impl Iterator<Item = &'static str> {
    let table = include_str!("../../../islands/icons.mjs");
    let lines = table
        .lines()
        .skip_while(|line| !line.contains("ICONS"))
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('}'))
        .filter_map(|line| Some(line.split_once(':')?.0.trim().trim_matches('"')))
}
