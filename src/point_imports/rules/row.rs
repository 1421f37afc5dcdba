//! One row read as a point: every cell before anything is refused, so that whoever mends the file
//! learns all of it at once. Where it lies in the country is asked by the caller.

use std::collections::BTreeMap;

use contact::Position;
use i18n::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::amiss::{Amiss, Cells};
use super::{cells, offer};
use crate::clock;
use crate::imports::rules::cells as shared;
use crate::incidents::preset::Value;
use crate::organisations::model::Names;
use crate::point_imports::model::{Column, Mapping, Part, RowProblem};
use crate::points::model::hours::{Day, read_day};
use crate::points::model::{BedCount, BedsDoNotAddUp, PointKind, Status, kind};

/// Letters of a name, of an address and of further words at most, as points have them.
const NAME: usize = 120;
const ADDRESS: usize = 300;
const WORDS: usize = 500;

/// What a row says of a point. What it does not say of is none.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: &'static PointKind,
    pub names: Names,
    pub position: Position,
    /// Words of its area, the most telling first.
    pub area_words: Vec<String>,
    pub address: Option<String>,
    pub phones: Option<String>,
    pub status: Option<Status>,
    pub queue: Option<u32>,
    pub beds: BTreeMap<String, [Option<u32>; 3]>,
    /// Answers to the fields of its kind, in the kind's order.
    pub fields: Vec<(String, Value)>,
    /// Monday first; a day that the row does not speak of is none.
    pub hours: Option<[Option<Day>; 7]>,
    pub conditions: Option<String>,
    pub audience: Option<String>,
    pub source_id: Option<String>,
    /// When the source knew it.
    pub known_at: Timestamp,
}

/// What a row says, or what is amiss with it; notes tell what was mended on the way.
pub struct Reading {
    pub draft: Option<Draft>,
    pub problems: Vec<RowProblem>,
}

/// When what a file says was known, and when it is read.
#[derive(Debug, Clone, Copy)]
pub struct When {
    pub known_at: Timestamp,
    pub now: Timestamp,
}

/// Reads a row.
pub fn read(mapping: &Mapping, headings: &[String], row: &[String], when: When) -> Reading {
    let cells = Cells {
        columns: &mapping.columns,
        row,
    };
    let mut amiss = Amiss(Vec::new());
    for column in cells.broken() {
        amiss.told(RowProblem::of(column, "point-import-broken-letters"));
    }
    if cells.has_spilled(headings) {
        amiss.told(RowProblem::whole("point-import-too-many-cells"));
    }
    let kind = kind_of(mapping, cells.one(Column::Kind));
    if kind.is_none() {
        amiss.of(Column::Kind, "point-import-kind-unknown");
    }
    let source_id = amiss.words(&cells, Column::SourceId, NAME);
    let names = names(mapping, &cells, kind, source_id.as_deref(), &mut amiss);
    let placed = cells::place(
        cells.one(Column::Position),
        cells.one(Column::Lat),
        cells.one(Column::Lon),
    );
    let place_column = match mapping.has(Column::Position) {
        true => Column::Position,
        false => Column::Lat,
    };
    let placed = match placed {
        Ok(Some(placed)) => {
            if placed.was_swapped {
                amiss.told(RowProblem::note(place_column, "point-import-was-swapped"));
            }
            Some(placed.position)
        }
        Ok(None) => {
            amiss.of(place_column, "point-import-no-position");
            None
        }
        Err(_) => {
            amiss.of(place_column, "point-import-position-unreadable");
            None
        }
    };
    let address = amiss.several(&cells, Column::Address, ADDRESS);
    let phones = amiss.read(
        &cells,
        Column::Phone,
        cells::phones,
        "point-import-phone-unreadable",
    );
    if phones.is_none() && !mapping.no_phone_known && amiss.has_none_of(Column::Phone) {
        amiss.of(Column::Phone, "point-import-phone-missing");
    }
    let status = amiss.read(
        &cells,
        Column::Status,
        cells::status,
        "point-import-status-unknown",
    );
    let queue = amiss.read(
        &cells,
        Column::Queue,
        cells::count,
        "point-import-not-a-count",
    );
    let beds = kind
        .map(|kind| beds(kind, &cells, &mut amiss))
        .unwrap_or_default();
    let fields = kind
        .map(|kind| offer::answers(kind, &cells, clock::day(when.now), &mut amiss))
        .unwrap_or_default();
    let hours = hours(&cells, &mut amiss);
    let conditions = amiss.several(&cells, Column::Conditions, WORDS);
    let audience = amiss.words(&cells, Column::Audience, WORDS);
    let known_at = known_at(cells.one(Column::CheckedOn), when, &mut amiss);
    let area_words = area_words(&cells, address.as_deref());
    let is_sound = amiss.0.iter().all(|problem| problem.is_note);
    let draft = match (kind, names, placed, known_at) {
        (Some(kind), Some(names), Some(position), Some(known_at)) if is_sound => Some(Draft {
            kind,
            names,
            position,
            area_words,
            address,
            phones,
            status,
            queue,
            beds,
            fields,
            hours,
            conditions,
            audience,
            source_id,
            known_at,
        }),
        _ => None,
    };
    Reading {
        draft,
        problems: amiss.0,
    }
}

fn kind_of(mapping: &Mapping, cell: &str) -> Option<&'static PointKind> {
    let chosen = mapping.kinds.get(&shared::folded(cell)).map(String::as_str);
    let named = chosen.or_else(|| cells::kind(cell));
    kind(named.or(mapping.kind.as_deref())?)
}

/// The name in Thai and in English; where there is only one, it stands for both. Else it is made of the
/// columns chosen for that, and of the kind and the source's own number where the run says so.
fn names(
    mapping: &Mapping,
    cells: &Cells<'_>,
    kind: Option<&'static PointKind>,
    source_id: Option<&str>,
    amiss: &mut Amiss,
) -> Option<Names> {
    let th = amiss.words(cells, Column::Name, NAME).unwrap_or_default();
    let en = amiss.words(cells, Column::NameEn, NAME).unwrap_or_default();
    if !th.is_empty() || !en.is_empty() {
        let th = if th.is_empty() { en.clone() } else { th };
        return Some(Names { th, en });
    }
    let parts = cells.all(Column::NamePart).join(" ");
    let parts = contact::tidy_line(&parts, NAME).unwrap_or_default();
    let kind = kind.filter(|_| mapping.makes_names);
    let number = Some(parts.as_str()).filter(|parts| !parts.is_empty());
    match (kind, number) {
        (Some(kind), number) => {
            let made = |language| {
                let label = kind.labels.get(language);
                match number.or(source_id) {
                    Some(number) => format!("{label} {number}"),
                    None => label.to_owned(),
                }
            };
            Some(Names {
                th: made(Language::Th),
                en: made(Language::En),
            })
        }
        (None, Some(parts)) => Some(Names {
            th: parts.to_owned(),
            en: String::new(),
        }),
        (None, None) => {
            if amiss.has_none_of(Column::Name) {
                amiss.of(Column::Name, "point-import-name-missing");
            }
            None
        }
    }
}

fn beds(
    kind: &'static PointKind,
    cells: &Cells<'_>,
    amiss: &mut Amiss,
) -> BTreeMap<String, [Option<u32>; 3]> {
    let mut beds: BTreeMap<String, [Option<u32>; 3]> = BTreeMap::new();
    let first = kind.beds.iter().next().map(|bed| bed.code.as_str());
    for column in cells.columns.iter().flatten() {
        let Column::Beds(bed, part) = *column else {
            continue;
        };
        // A kind without such beds says nothing of them.
        let Some(code) = bed.or(first).filter(|code| kind.beds.has(code)) else {
            continue;
        };
        if let Some(n) = amiss.read(cells, *column, cells::count, "point-import-not-a-count") {
            beds.entry(code.to_owned()).or_default()[part as usize] = Some(n);
        }
    }
    for (code, [capacity, used, free]) in &beds {
        let told = |part| {
            let column = Column::Beds(crate::point_imports::model::bed_code(code), part);
            match cells.columns.contains(&Some(column)) {
                true => column,
                false => Column::Beds(None, part),
            }
        };
        match BedCount::of(*capacity, *used, *free) {
            Ok(_) => {}
            Err(BedsDoNotAddUp::MoreFreeThanThereAre { .. }) => {
                amiss.of(told(Part::Free), "point-import-more-free-than-beds");
            }
            Err(BedsDoNotAddUp::Sum { .. }) => {
                amiss.of(told(Part::Free), "point-import-beds-do-not-add-up");
            }
            Err(BedsDoNotAddUp::TooMany) => {
                amiss.of(told(Part::Capacity), "point-import-not-a-count");
            }
        }
    }
    beds
}

/// The times of every day, and of each day that has a column of its own.
fn hours(cells: &Cells<'_>, amiss: &mut Amiss) -> Option<[Option<Day>; 7]> {
    let mut read = |column| {
        let cell = cells::words(cells.one(column));
        read_day(&cell).unwrap_or_else(|_| {
            amiss.of(column, "point-import-hours-unreadable");
            None
        })
    };
    let usual = read(Column::Hours);
    let week = [0, 1, 2, 3, 4, 5, 6].map(|day| read(Column::Day(day)).or_else(|| usual.clone()));
    week.iter().any(Option::is_some).then_some(week)
}

/// The beginning of the day that the row names, in Thailand: who checked later that day knew more.
fn known_at(cell: &str, when: When, amiss: &mut Amiss) -> Option<Timestamp> {
    let day = match shared::date(&cells::words(cell)) {
        Ok(None) => return Some(when.known_at),
        Ok(Some(day)) => day,
        Err(_) => {
            amiss.of(Column::CheckedOn, "point-import-date-unreadable");
            return None;
        }
    };
    let thailand = TimeZone::fixed(jiff::tz::offset(7));
    match day.to_zoned(thailand).map(|zoned| zoned.timestamp()) {
        Ok(at) if at <= when.now => Some(at),
        _ => {
            amiss.of(Column::CheckedOn, "point-import-date-ahead");
            None
        }
    }
}

fn area_words(cells: &Cells<'_>, address: Option<&str>) -> Vec<String> {
    let levels = [Column::Subdistrict, Column::District, Column::Province];
    let named: Vec<String> = levels
        .iter()
        .map(|level| cells::words(cells.one(*level)))
        .filter(|words| !words.is_empty())
        .collect();
    let area = cells::words(cells.one(Column::Area));
    let mut tries = Vec::new();
    // A code of one level says all.
    let code = named
        .iter()
        .find(|words| words.bytes().all(|byte| byte.is_ascii_digit()));
    tries.extend(code.cloned());
    tries.push(named.join(" "));
    tries.push(area);
    tries.push(address.map(in_address).unwrap_or_default().to_owned());
    tries.retain(|words| !words.is_empty());
    tries
}

/// The part of an address that names its area: from the first mark of a level on.
fn in_address(address: &str) -> &str {
    let marks = ["ต.", "ตำบล", "แขวง", "อ.", "อำเภอ", "เขต", "จ.", "จังหวัด"];
    let first = marks.iter().filter_map(|mark| address.find(mark)).min();
    first.map_or("", |at| &address[at..])
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
