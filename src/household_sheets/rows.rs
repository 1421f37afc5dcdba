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
/// of two villages may both begin with one. Rows of one address of a household taken out of here are one as
/// well. A row with neither belongs to the household above it, unless it says where it is.
pub fn households(cells: &Cells) -> Vec<Vec<Row<'_>>> {
    let mut found: Vec<Vec<Row<'_>>> = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    let mut last = None;
    for (line, values) in &cells.rows {
        let row = row(cells, *line, values);
        if row.cells.is_empty() {
            continue;
        }
        let key = key(&row);
        let at = match &key {
            Some(key) => {
                let of_key = known.get(key).into_iter().flatten().rev();
                of_key.copied().find(|at| are_one_place(&found[*at], &row))
            }
            None if says_where(&row) => None,
            None => last,
        };
        let at = at.unwrap_or(found.len());
        if at == found.len() {
            found.push(Vec::new());
            if let Some(key) = key {
                known.entry(key).or_default().push(at);
            }
        }
        found[at].push(row);
        last = Some(at);
    }
    found
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

/// By what a row is known to be of a household.
fn key(row: &Row<'_>) -> Option<String> {
    let (address, number) = (row.cell(columns::HOUSEHOLD), row.cell(columns::NUMBER));
    if !address.is_empty() {
        Some(format!("address {address}"))
    } else if !number.is_empty() {
        let number = i18n::fold_digits(number);
        Some(format!("number {}", folded(&number)))
    } else {
        None
    }
}

fn says_where(row: &Row<'_>) -> bool {
    let place = [columns::AREA, "village", "landmark"];
    place.iter().any(|name| !row.cell(name).is_empty())
}

/// Whether a row names no other place than those before it.
fn are_one_place(household: &[Row<'_>], row: &Row<'_>) -> bool {
    [columns::AREA, "village"].iter().all(|name| {
        let told = household.iter().map(|row| row.cell(name));
        let told = told.into_iter().find(|cell| !cell.is_empty());
        let cell = row.cell(name);
        cell.is_empty() || told.is_none_or(|told| folded(told) == folded(cell))
    })
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
