//! Every name an area is found by, in forms ready to be compared.

use std::collections::HashMap;

use super::distance;
use super::other_names::OTHER_NAMES;
use super::{Found, Why};
use crate::code::{AreaCode, Level};
use crate::fold;
use crate::register::{Abolished, Area};
use crate::thai_order;

/// All names in two sorted lists, and the place of each area in the order of answers.
#[derive(Debug, Default)]
pub struct Index {
    names: Vec<Name>,
    /// The letters in the sound of each name, one bit each, side by side: most names are passed
    /// over by these alone.
    masks: Vec<u64>,
    /// Names by their squeezed form, and by their sound.
    by_letters: Vec<u32>,
    by_sound: Vec<u32>,
    places: HashMap<AreaCode, u32>,
}

#[derive(Debug)]
struct Name {
    code: AreaCode,
    letters: Box<[u8]>,
    sound: Box<[u8]>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Official,
    /// Found by the whole name alone.
    Other,
    /// As `Other`, of an abolished area.
    Former,
}

impl Index {
    pub fn new(areas: &[Area], abolished: &[Abolished]) -> Index {
        let mut index = Index::default();
        for area in areas {
            index.add_area(area);
        }
        index.add_other_names(areas);
        let known: HashMap<AreaCode, &Area> = areas.iter().map(|area| (area.code, area)).collect();
        for gone in abolished {
            index.add_former(gone, &known);
        }
        index.sort(areas);
        index
    }

    fn add_area(&mut self, area: &Area) {
        for name in [area.name_th, area.name_en] {
            self.add(area.code, name, Kind::Official);
            // "ปอภาร (ปอพาน)" is known by both.
            if let Some((outer, inner)) = name.split_once('(') {
                self.add(area.code, outer, Kind::Other);
                self.add(area.code, inner, Kind::Other);
            }
        }
        // The district of a province's capital is called "เมือง" alone beside the province.
        let capital = area.level == Level::District && area.code.get() % 10_000 == 100;
        if capital && !area.code.is_bangkok() {
            self.add(area.code, "เมือง", Kind::Other);
            self.add(area.code, "mueang", Kind::Other);
        }
    }

    fn add_other_names(&mut self, areas: &[Area]) {
        for (name, code) in OTHER_NAMES {
            let Ok(code) = code.parse::<AreaCode>() else {
                continue;
            };
            self.add(code, name, Kind::Other);
            let capital = AreaCode::new(code.get() + 100).filter(|_| !code.is_bangkok());
            if let (Level::Province, Some(capital)) = (code.level(), capital)
                && areas.iter().any(|area| area.code == capital)
            {
                self.add(capital, &format!("เมือง{name}"), Kind::Other);
                self.add(capital, &format!("mueang {name}"), Kind::Other);
            }
        }
    }

    /// A former name is kept only where no successor bears it still.
    fn add_former(&mut self, gone: &Abolished, known: &HashMap<AreaCode, &Area>) {
        for code in &gone.successors {
            let Some(area) = known.get(code) else {
                continue;
            };
            if area.name_th != gone.name_th {
                self.add(*code, gone.name_th, Kind::Former);
                self.add(*code, gone.name_en.unwrap_or(""), Kind::Former);
            }
        }
    }

    fn add(&mut self, code: AreaCode, name: &str, kind: Kind) {
        let letters = fold::squeezed(&fold::clean(name));
        let sound = fold::sounds(&letters);
        if !letters.is_empty() {
            self.masks.push(distance::letters(&sound));
            self.names.push(Name {
                code,
                letters: letters.into(),
                sound: sound.into(),
                kind,
            });
        }
    }

    fn sort(&mut self, areas: &[Area]) {
        let Index {
            names,
            by_letters,
            by_sound,
            places,
            ..
        } = self;
        *by_letters = (0..names.len() as u32).collect();
        *by_sound = by_letters.clone();
        by_letters.sort_by(|a, b| names[*a as usize].letters.cmp(&names[*b as usize].letters));
        by_sound.sort_by(|a, b| names[*a as usize].sound.cmp(&names[*b as usize].sound));
        let mut order: Vec<&Area> = areas.iter().collect();
        order.sort_by_cached_key(|area| (area.level, thai_order::key(area.name_th), area.code));
        *places = order
            .iter()
            .zip(0..)
            .map(|(area, place)| (area.code, place))
            .collect();
    }

    /// The place of an area among others found for the same reason: bigger ones first, then in
    /// the order of a Thai dictionary.
    pub fn place(&self, code: AreaCode) -> u32 {
        self.places.get(&code).copied().unwrap_or(u32::MAX)
    }

    /// Areas whose name is the text or begins with it, in letters or in sound.
    pub fn beginning_with(&self, letters: &[u8]) -> Vec<Found> {
        let sound = fold::sounds(letters);
        let spelt = self.range(&self.by_letters, letters, |name| &name.letters);
        let heard = self.range(&self.by_sound, &sound, |name| &name.sound);
        let spelt = spelt.filter_map(|name| name.begins(name.letters.len() == letters.len(), 0));
        let heard = heard.filter_map(|name| name.begins(name.sound.len() == sound.len(), 1));
        spelt.chain(heard).collect()
    }

    /// The names that begin with the text, in one of the sorted lists.
    fn range<'a>(
        &'a self,
        list: &'a [u32],
        text: &'a [u8],
        form: fn(&Name) -> &[u8],
    ) -> impl Iterator<Item = &'a Name> {
        let names = &self.names;
        let from = list.partition_point(|at| form(&names[*at as usize]) < text);
        list[from..]
            .iter()
            .map(|at| &names[*at as usize])
            .take_while(move |name| !text.is_empty() && form(name).starts_with(text))
    }

    /// Areas with the text in the middle or at the end of their name.
    pub fn holding(&self, letters: &[u8]) -> Vec<Found> {
        let sound = fold::sounds(letters);
        if sound.len() < 2 {
            return Vec::new();
        }
        let letters = distance::letters(&sound);
        let holds = |name: &&Name| {
            name.kind == Kind::Official
                && name.sound.len() > sound.len()
                && name
                    .sound
                    .windows(sound.len())
                    .skip(1)
                    .any(|part| part == sound)
        };
        let named = self
            .with_letters(|mask| mask & letters == letters)
            .filter(holds);
        named.map(|name| name.found(Why::Part, 0)).collect()
    }

    /// Areas whose name sounds like the text but for a slip or two.
    pub fn nearly(&self, letters: &[u8]) -> Vec<Found> {
        let sound = fold::sounds(letters);
        let most = distance::forgiven(sound.len());
        if most == 0 {
            return Vec::new();
        }
        let letters = distance::letters(&sound);
        let near = self.with_letters(|mask| (mask ^ letters).count_ones() as usize <= 2 * most);
        let near = near
            .filter(|name| name.kind != Kind::Former)
            .filter_map(|name| {
                let slips = distance::slips(&name.sound, &sound, most)?;
                Some(name.found(Why::Typo, slips as u8))
            });
        near.collect()
    }

    fn with_letters(&self, fits: impl Fn(u64) -> bool) -> impl Iterator<Item = &Name> {
        let masks = self.masks.iter().zip(&self.names);
        masks
            .filter(move |(mask, _)| fits(**mask))
            .map(|(_, name)| name)
    }
}

impl Name {
    fn begins(&self, whole: bool, slips: u8) -> Option<Found> {
        match (self.kind, whole) {
            (Kind::Official | Kind::Other, true) => Some(self.found(Why::Exact, slips)),
            (Kind::Former, true) => Some(self.found(Why::Former, slips)),
            (Kind::Official, false) => Some(self.found(Why::Prefix, slips)),
            (Kind::Other | Kind::Former, false) => None,
        }
    }

    fn found(&self, why: Why, slips: u8) -> Found {
        Found {
            code: self.code,
            why,
            slips,
            segments: 1,
        }
    }
}
