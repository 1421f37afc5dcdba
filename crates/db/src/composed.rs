//! Statements whose WHERE is put together from pieces when they run. Only texts that stand in the
//! program can be pieces, so nothing a person typed ever becomes SQL.

use std::fmt::Write as _;

/// A statement composed of texts of the program. Prepared once a connection for each combination.
#[derive(Debug, Clone)]
pub struct ComposedSql {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

impl ComposedSql {
    /// An empty statement; `name` is what logs and errors call it.
    pub fn new(name: &'static str) -> ComposedSql {
        ComposedSql {
            name,
            text: String::new(),
        }
    }

    /// A statement of these pieces, with a space between each two.
    pub fn of(name: &'static str, pieces: &[&'static str]) -> ComposedSql {
        pieces
            .iter()
            .fold(ComposedSql::new(name), |sql, piece| sql.push(piece))
    }

    /// Adds a piece after a space.
    pub fn push(mut self, piece: &'static str) -> ComposedSql {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(piece);
        self
    }

    /// Adds a piece in which each `?` becomes the next of `$first`, `$first + 1`, …, for pieces
    /// that may stand in several places of the numbering.
    pub fn push_numbered(mut self, piece: &'static str, first: usize) -> ComposedSql {
        self.text.push(' ');
        let mut number = first;
        for (at, part) in piece.split('?').enumerate() {
            if at > 0 {
                // Writing into a String cannot fail.
                let _ = std::write!(self.text, "${number}");
                number += 1;
            }
            self.text.push_str(part);
        }
        self
    }

    /// The text as it will be prepared.
    pub fn text(&self) -> &str {
        &self.text
    }
}
