//! The cells of a row by what they mean, and what is amiss with them.

use super::cells;
use crate::imports::rules::cells as shared;
use crate::point_imports::model::{Column, RowProblem};

/// What is amiss with a row, while it is read.
pub(super) struct Amiss(pub Vec<RowProblem>);

impl Amiss {
    pub fn told(&mut self, problem: RowProblem) {
        self.0.push(problem);
    }

    pub fn of(&mut self, column: Column, key: &str) {
        self.told(RowProblem::of(column, key));
    }

    pub fn has_none_of(&self, column: Column) -> bool {
        !self.0.iter().any(|problem| problem.column == Some(column))
    }

    /// What a cell says; none where it says nothing, or what cannot be read.
    pub fn read<T>(
        &mut self,
        cells: &Cells<'_>,
        column: Column,
        read: impl FnOnce(&str) -> Result<Option<T>, cells::NotRead>,
        key: &str,
    ) -> Option<T> {
        match read(cells.one(column)) {
            Ok(told) => told,
            Err(_) => {
                self.of(column, key);
                None
            }
        }
    }

    pub fn words(&mut self, cells: &Cells<'_>, column: Column, most: usize) -> Option<String> {
        let words = cells::words(cells.one(column));
        self.line(column, &words, most)
    }

    pub fn several(&mut self, cells: &Cells<'_>, column: Column, most: usize) -> Option<String> {
        let words = cells.all(column).join(" ");
        self.line(column, &words, most)
    }

    pub fn line(&mut self, column: Column, words: &str, most: usize) -> Option<String> {
        if words.is_empty() {
            return None;
        }
        match contact::tidy_line(words, most) {
            Ok(line) => Some(line).filter(|line| !line.is_empty()),
            Err(_) => {
                self.of(column, "point-import-text-unreadable");
                None
            }
        }
    }
}

/// The cells of a row by what they mean.
pub(super) struct Cells<'a> {
    pub columns: &'a [Option<Column>],
    pub row: &'a [String],
}

impl<'a> Cells<'a> {
    pub fn of(&self, wanted: Column) -> impl Iterator<Item = &'a str> {
        let cells = self.columns.iter().zip(self.row);
        cells
            .filter(move |(column, _)| **column == Some(wanted))
            .map(|(_, cell)| cell.trim())
    }

    pub fn one(&self, wanted: Column) -> &'a str {
        self.of(wanted).next().unwrap_or_default()
    }

    pub fn all(&self, wanted: Column) -> Vec<String> {
        self.of(wanted)
            .map(cells::words)
            .filter(|cell| !cell.is_empty())
            .collect()
    }

    /// Whether something stands right of the last heading, in a column nobody has given a meaning: a
    /// separator inside a cell has pushed the others aside.
    pub fn has_spilled(&self, headings: &[String]) -> bool {
        let named = headings.iter().rposition(|one| !one.trim().is_empty());
        let cells = self.columns.iter().zip(self.row).enumerate();
        let mut beyond = cells.filter(|(n, (column, cell))| {
            let is_right = named.is_some_and(|named| *n > named);
            is_right && column.is_none() && !cell.trim().is_empty()
        });
        beyond.next().is_some()
    }

    pub fn broken(&self) -> Vec<Column> {
        let cells = self.columns.iter().zip(self.row);
        cells
            .filter(|(_, cell)| shared::is_broken(cell))
            .filter_map(|(column, _)| *column)
            .collect()
    }
}
