//! Finding areas by what people type: names with or without the word for the level, whole paths
//! in either direction, postcodes, codes, parts of words and small slips.

mod distance;
mod index;
mod other_names;
mod path;
mod words;

use std::collections::HashMap;

use crate::code::AreaCode;
use crate::register::{Area, Register};
pub(crate) use index::Index;
use path::Finder;
use words::Words;

/// Longer texts are cut: no name and no address needs more.
const MAX_CHARS: usize = 160;

/// Why an area was found; the best reasons come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Its code or postcode.
    Number,
    /// Its whole name, or another well-known name for it.
    Exact,
    /// The beginning of its name.
    Prefix,
    /// The name of an abolished area it took the place of.
    Former,
    /// A part of its name.
    Part,
    /// Its name with one or two slips.
    Typo,
}

/// One area found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    pub area: &'a Area,
    pub why: Why,
    /// How far the text is from the name, 0 for the very name: for the order within one reason.
    pub slips: u8,
}

impl Register {
    /// Finds areas by a Thai or English text, best first: the very name, then its beginning, a
    /// part of it, a name with a slip or two; bigger areas first where these are equal, then the
    /// order of a Thai dictionary. With `within` only that area and those in it are found.
    pub fn search(&self, text: &str, within: Option<AreaCode>, limit: usize) -> Vec<Hit<'_>> {
        let within = within.unwrap_or(AreaCode::COUNTRY);
        let text: String = text.chars().take(MAX_CHARS).collect();
        let words = Words::read(&text);
        let mut found = self.by_number(&words, within);
        if found.is_empty() {
            found = Finder::new(self, within).find(&words, limit);
        }
        self.keep_postcode(&words, &mut found);
        self.best(found, limit)
    }

    /// A text of digits alone: a code in use or abolished, or a postcode or its beginning.
    fn by_number(&self, words: &Words, within: AreaCode) -> Vec<Found> {
        let Some(number) = words.lone_number() else {
            return Vec::new();
        };
        let code = number
            .parse::<AreaCode>()
            .ok()
            .filter(|_| number.len() != 5);
        let coded = code.into_iter().flat_map(|code| {
            self.get(code)
                .map(|area| area.code)
                .into_iter()
                .chain(self.successors(code).to_vec())
        });
        let posted = self
            .areas()
            .iter()
            .filter(|_| matches!(number.len(), 3..=5))
            .filter_map(|area| {
                area.postcodes
                    .iter()
                    .any(|p| p.starts_with(number))
                    .then_some(area.code)
            });
        coded
            .chain(posted)
            .filter(|code| within.contains(*code))
            .map(|code| Found {
                code,
                why: Why::Number,
                slips: 0,
                segments: 1,
            })
            .collect()
    }

    /// A postcode beside names leaves the areas that have it, unless none has.
    fn keep_postcode(&self, words: &Words, found: &mut Vec<Found>) {
        let Some(postcode) = words.postcode() else {
            return;
        };
        let has = |code: AreaCode| {
            let inside = self.areas_in(code);
            inside.iter().any(|area| area.postcodes.contains(&postcode))
        };
        let kept: Vec<Found> = found.iter().filter(|f| has(f.code)).copied().collect();
        if !kept.is_empty() {
            *found = kept;
        }
    }

    fn best(&self, found: Vec<Found>, limit: usize) -> Vec<Hit<'_>> {
        let mut best: HashMap<AreaCode, Found> = HashMap::with_capacity(found.len());
        for f in found {
            let held = best.entry(f.code).or_insert(f);
            if f.rank() < held.rank() {
                *held = f;
            }
        }
        let mut found: Vec<Found> = best.into_values().collect();
        found.sort_by_cached_key(|f| (f.rank(), self.index.place(f.code)));
        leave_room_for_typos(&mut found, limit);
        found
            .into_iter()
            .filter_map(|f| {
                Some(Hit {
                    area: self.get(f.code)?,
                    why: f.why,
                    slips: f.slips,
                })
            })
            .collect()
    }
}

/// Where nothing begins with the text, a slip is likelier than a part of a word: names with slips
/// keep a third of the places however many parts match.
fn leave_room_for_typos(found: &mut Vec<Found>, limit: usize) {
    let typos = found
        .iter()
        .filter(|f| f.why == Why::Typo)
        .count()
        .min(limit / 3);
    let first_is_weak = found.first().is_some_and(|f| f.why >= Why::Part);
    if first_is_weak && found.len() > limit && typos > 0 {
        let parts = found.iter().take_while(|f| f.why != Why::Typo).count();
        let kept = parts.min(limit - typos);
        found.drain(kept..parts);
    }
    found.truncate(limit);
}

/// An area found, before the best reason for each is chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    code: AreaCode,
    why: Why,
    slips: u8,
    /// Into how many names the text was cut: fewer cuts are likelier meant.
    segments: u8,
}

impl Found {
    fn rank(&self) -> (Why, u8, u8) {
        (self.why, self.slips, self.segments)
    }
}
