//! The register: every area with its names, read once from the embedded tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::code::{AreaCode, Level};
use crate::search::Index;
use crate::thai_order;

const PROVINCES: &str = include_str!("../../../data/geothai/provinces.tsv");
const DISTRICTS: &str = include_str!("../../../data/geothai/districts.tsv");
const SUBDISTRICTS: &str = include_str!("../../../data/geothai/subdistricts.tsv");
const ABOLISHED: &str = include_str!("../../../data/geothai/abolished.tsv");

/// One area in use today, or the country. Names stand without the word for the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub code: AreaCode,
    pub level: Level,
    pub name_th: &'static str,
    pub name_en: &'static str,
    /// Subdistricts only; a few have more than one.
    pub postcodes: Vec<&'static str>,
}

impl Area {
    /// The first postcode, which holds for most addresses of the subdistrict.
    pub fn postcode(&self) -> Option<&'static str> {
        self.postcodes.first().copied()
    }
}

/// How sure the successors of an abolished area are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A notice of the Royal Gazette.
    Notice,
    /// The same name in use today: likely, not proven.
    Name,
}

/// An area whose code is no longer in use but stands in old records and border files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abolished {
    pub code: AreaCode,
    pub name_th: &'static str,
    pub name_en: Option<&'static str>,
    /// The day it ended, `YYYY-MM-DD`.
    pub abolished_on: &'static str,
    /// Areas in use today; empty where none is known.
    pub successors: Vec<AreaCode>,
    pub basis: Option<Basis>,
}

/// All areas of Thailand.
#[derive(Debug)]
pub struct Register {
    /// In the order of codes.
    areas: Vec<Area>,
    at: HashMap<AreaCode, usize>,
    children: HashMap<AreaCode, Vec<AreaCode>>,
    children_thai: HashMap<AreaCode, Vec<AreaCode>>,
    abolished: Vec<Abolished>,
    pub(crate) index: Index,
}

/// The one register, read at its first use (a few milliseconds).
pub fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> = LazyLock::new(Register::read);
    &REGISTER
}

impl Register {
    fn read() -> Register {
        let country = Area {
            code: AreaCode::COUNTRY,
            level: Level::Country,
            name_th: "ประเทศไทย",
            name_en: "Thailand",
            postcodes: Vec::new(),
        };
        let tables = [PROVINCES, DISTRICTS, SUBDISTRICTS];
        let rows = tables.into_iter().flat_map(str::lines).filter_map(area);
        let mut areas: Vec<Area> = std::iter::once(country).chain(rows).collect();
        areas.sort_by_key(|area| area.code);
        let at = areas
            .iter()
            .enumerate()
            .map(|(i, area)| (area.code, i))
            .collect();
        let mut register = Register {
            areas,
            at,
            children: HashMap::new(),
            children_thai: HashMap::new(),
            abolished: ABOLISHED.lines().filter_map(abolished).collect(),
            index: Index::default(),
        };
        register.abolished.sort_by_key(|gone| gone.code);
        register.set_children();
        register.index = Index::new(&register.areas, &register.abolished);
        register
    }

    fn set_children(&mut self) {
        for area in &self.areas {
            if let Some(parent) = area.code.parent() {
                self.children.entry(parent).or_default().push(area.code);
            }
        }
        self.children_thai = self.children.clone();
        for codes in self.children_thai.values_mut() {
            codes.sort_by_cached_key(|code| thai_order::key(self.areas[self.at[code]].name_th));
        }
    }

    /// The area with this code, if it is in use today.
    pub fn get(&self, code: AreaCode) -> Option<&Area> {
        self.at.get(&code).map(|at| &self.areas[*at])
    }

    /// Every area, the country first, in the order of codes (a province before its districts).
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// An area and all those in it, in the order of codes.
    pub fn areas_in(&self, code: AreaCode) -> &[Area] {
        let (from, to) = code.range().into_inner();
        let start = self.areas.partition_point(|area| area.code.get() < from);
        let end = self.areas.partition_point(|area| area.code.get() <= to);
        &self.areas[start..end]
    }

    /// The areas of one level, in the order of codes.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.level == level)
    }

    /// The areas next below, in the official order of codes.
    pub fn children(&self, code: AreaCode) -> &[AreaCode] {
        self.children.get(&code).map_or(&[], Vec::as_slice)
    }

    /// The areas next below, in the order of a Thai dictionary.
    pub fn children_in_thai_order(&self, code: AreaCode) -> &[AreaCode] {
        self.children_thai.get(&code).map_or(&[], Vec::as_slice)
    }

    /// What is known of a code no longer in use.
    pub fn abolished(&self, code: AreaCode) -> Option<&Abolished> {
        self.abolished
            .binary_search_by_key(&code, |gone| gone.code)
            .ok()
            .map(|at| &self.abolished[at])
    }

    /// Every code no longer in use, in order.
    pub fn all_abolished(&self) -> &[Abolished] {
        &self.abolished
    }

    /// The areas that took an abolished area's place; empty where none is known and for codes in
    /// use or never used.
    pub fn successors(&self, code: AreaCode) -> &[AreaCode] {
        self.abolished(code)
            .map_or(&[], |gone| gone.successors.as_slice())
    }

    /// An area's name with the areas it lies in: `ต.ท่าเกษม อ.เมืองสระแก้ว จ.สระแก้ว`, or
    /// `Tha Kasem, Mueang Sa Kaeo, Sa Kaeo`. A code that is not in use gives its digits.
    pub fn full_name(&self, thai: bool, code: AreaCode) -> String {
        let mut parts = Vec::new();
        let mut next = Some(code);
        while let Some(area) = next.and_then(|code| self.get(code)) {
            if area.level != Level::Country || parts.is_empty() {
                parts.push(if thai {
                    thai_name(area)
                } else {
                    area.name_en.to_owned()
                });
            }
            next = area.code.parent();
        }
        match (parts.is_empty(), thai) {
            (true, _) => code.short(),
            (false, true) => parts.join(" "),
            (false, false) => parts.join(", "),
        }
    }
}

/// The name after the short word for the level, which Bangkok has not for itself.
fn thai_name(area: &Area) -> String {
    let word = match (area.level, area.code.is_bangkok()) {
        (Level::Country, _) | (Level::Province, true) => "",
        (Level::Province, false) => "จ.",
        (Level::District, false) => "อ.",
        (Level::District, true) => "เขต",
        (Level::Subdistrict, false) => "ต.",
        (Level::Subdistrict, true) => "แขวง",
    };
    format!("{word}{}", area.name_th)
}

fn area(line: &'static str) -> Option<Area> {
    let mut cells = line.split('\t');
    let code: AreaCode = cells.next()?.parse().ok()?;
    let name_th = cells.next()?;
    // The tables hold "เขต" in the names of Bangkok's districts and of no other.
    let bangkok_district = code.is_bangkok() && code.level() == Level::District;
    let bare = name_th.strip_prefix("เขต").filter(|_| bangkok_district);
    Some(Area {
        code,
        level: code.level(),
        name_th: bare.unwrap_or(name_th),
        name_en: cells.next()?,
        postcodes: cells.next().unwrap_or("").split_whitespace().collect(),
    })
}

fn abolished(line: &'static str) -> Option<Abolished> {
    let mut cells = line.split('\t');
    Some(Abolished {
        code: cells.next()?.parse().ok()?,
        name_th: cells.next()?,
        name_en: cells.next().filter(|name| !name.is_empty()),
        abolished_on: cells.next()?,
        successors: cells
            .next()?
            .split(' ')
            .filter_map(|code| code.parse().ok())
            .collect(),
        basis: match cells.next()? {
            "notice" => Some(Basis::Notice),
            "name" => Some(Basis::Name),
            _ => None,
        },
    })
}
