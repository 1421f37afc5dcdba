//! Which rows of a sheet are one household. Pure.

use std::collections::{BTreeMap, HashMap};

use super::columns;
use super::file::Cells;
use crate::imports::rules::cells::folded;

/// One row of a household: its line, and its cells by the field they fill.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    pub line: u32,
    pub cells: BTreeMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    pub fn cell(&self, name: &str) -> &'a str {
        self.cells.get(name).copied().unwrap_or_default()
    }
}

/// The households of a sheet, in the order in which each begins.
///
/// Rows of one number are one household, wherever they stand, unless they name different places: the numbers
/// of two villages may both begin with one. Rows of one address of a household taken out of here are one
/// whatever they say. A row with neither belongs to the household above it, unless it says where it is.
pub fn households(cells: &Cells) -> Vec<Vec<Row<'_>>> {
    let mut found: Vec<Vec<Row<'_>>> = Vec::new();
    let mut known = Known::default();
    let mut last = None;
    for (line, values) in &cells.rows {
        let row = row(cells, *line, values);
        if row.cells.is_empty() {
            continue;
        }
        let key = Key::of(&row);
        let at = match &key {
            Some(key) => known.find(key),
            None if says_where(&row) => None,
            None => last,
        };
        let at = at.unwrap_or(found.len());
        if at == found.len() {
            found.push(Vec::new());
        }
        if let Some(key) = key {
            known.learn(key, at);
        }
        found[at].push(row);
        last = Some(at);
    }
    found
}

/// By what a row is known to be of a household.
enum Key {
    Address(String),
    Number { number: String, place: Place },
}

/// Area and village, folded; empty where the row does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Place {
    area: String,
    village: String,
}

impl Place {
    fn is_told(&self) -> bool {
        !self.area.is_empty() || !self.village.is_empty()
    }

    /// Whether nothing in one is told otherwise in the other.
    fn agrees(&self, other: &Place) -> bool {
        let same = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
        same(&self.area, &other.area) && same(&self.village, &other.village)
    }
}

impl Key {
    fn of(row: &Row<'_>) -> Option<Key> {
        let (address, number) = (row.cell(columns::HOUSEHOLD), row.cell(columns::NUMBER));
        if !address.is_empty() {
            return Some(Key::Address(address.to_owned()));
        }
        (!number.is_empty()).then(|| Key::Number {
            number: folded(&i18n::fold_digits(number)),
            place: Place {
                area: folded(row.cell(columns::AREA)),
                village: folded(row.cell("village")),
            },
        })
    }
}

/// Which households have begun, each found without looking through the others.
#[derive(Default)]
struct Known {
    addresses: HashMap<String, usize>,
    placed: HashMap<(String, Place), usize>,
    /// The last household of a number, with its place as far as it is told.
    latest: HashMap<String, (usize, Place)>,
}

impl Known {
    fn find(&self, key: &Key) -> Option<usize> {
        match key {
            Key::Address(address) => self.addresses.get(address).copied(),
            Key::Number { number, place } => {
                let (latest, of_latest) = self.latest.get(number)?;
                if !place.is_told() {
                    return Some(*latest);
                }
                let exact = self.placed.get(&(number.clone(), place.clone()));
                let exact = exact.copied();
                exact.or_else(|| of_latest.agrees(place).then_some(*latest))
            }
        }
    }

    fn learn(&mut self, key: Key, at: usize) {
        match key {
            Key::Address(address) => {
                self.addresses.insert(address, at);
            }
            Key::Number { number, place } => {
                let of_same = self.latest.get(&number).filter(|(known, _)| *known == at);
                let place = match of_same {
                    Some((_, known)) if !place.is_told() => known.clone(),
                    _ => place,
                };
                let key = (number.clone(), place.clone());
                self.placed.entry(key).or_insert(at);
                self.latest.insert(number, (at, place));
            }
        }
    }
}

fn says_where(row: &Row<'_>) -> bool {
    let place = [columns::AREA, "village", "landmark"];
    place.iter().any(|name| !row.cell(name).is_empty())
}

fn row<'a>(cells: &'a Cells, line: u32, values: &'a [String]) -> Row<'a> {
    let named = cells.names.iter().zip(values);
    Row {
        line,
        cells: named
            .filter_map(|(name, value)| Some((name.as_deref()?, value.trim())))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of each household of rows that tell number, village, landmark and name.
    fn lines(rows: &[[&str; 4]]) -> Vec<Vec<u32>> {
        let names = [columns::NUMBER, "village", "landmark", "name"];
        let rows = (2_u32..).zip(rows.iter().map(|row| row.map(str::to_owned).to_vec()));
        let cells = Cells {
            names: names.iter().map(|name| Some((*name).to_owned())).collect(),
            headings: Vec::new(),
            rows: rows.collect(),
        };
        let found = households(&cells);
        let lines = |rows: &Vec<Row<'_>>| rows.iter().map(|row| row.line).collect();
        found.iter().map(lines).collect()
    }

    #[test]
    fn rows_of_one_number_are_one_household_wherever_they_stand() {
        let rows = [
            ["1", "", "", "a"],
            ["2", "", "", "b"],
            ["๑", "", "", "c"],
            ["", "", "", "d"],
        ];
        // The number in Thai digits is the same number; a row without any belongs to the one above it.
        assert_eq!(lines(&rows), [vec![2, 4, 5], vec![3]]);
    }

    #[test]
    fn numbers_begin_again_in_every_village() {
        let rows = [
            ["1", "หมู่ 3", "12/1", "a"],
            ["1", "", "", "b"],
            ["1", "หมู่ 4", "7", "c"],
            ["1", "", "", "d"],
            ["1", "หมู่ 3", "", "e"],
        ];
        assert_eq!(lines(&rows), [vec![2, 3, 6], vec![4, 5]]);
    }

    #[test]
    fn without_numbers_a_place_begins_a_household() {
        let rows = [
            ["", "", "12/1", "a"],
            ["", "", "", "b"],
            ["", "", "", ""],
            ["", "หมู่ 4", "", "c"],
        ];
        assert_eq!(lines(&rows), [vec![2, 3], vec![5]]);
    }
}
