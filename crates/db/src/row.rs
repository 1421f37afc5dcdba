//! Owned rows: read from a snapshot and free of it.

use std::fmt::Display;
use std::sync::Arc;

use crate::{Error, FromValue, Value};

/// The columns of a statement's answer, shared by its rows.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) statement: &'static str,
    pub(crate) names: Vec<String>,
}

/// One row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    columns: Arc<Columns>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<Columns>, values: Vec<Value>) -> Row {
        Row { columns, values }
    }

    /// The value of a column. Fails when there is no such column or it holds another type; NULL
    /// is read as `Option`.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Error> {
        let wrong = |why: String| Error::Column {
            statement: self.columns.statement,
            column: column.to_owned(),
            why,
        };
        let at = self
            .columns
            .names
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| wrong("there is none of that name".to_owned()))?;
        T::from_value(self.values[at].clone()).map_err(|err| wrong(err.to_string()))
    }

    /// The names of the columns, in the order of the statement.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.names.iter().map(String::as_str)
    }

    /// The error of a row that cannot be true, naming the statement and the row's `id`, if any.
    pub fn contradiction(&self, what: impl Display) -> Error {
        let row = match self.get::<uuid::Uuid>("id") {
            Ok(id) => format!(" {id}"),
            Err(_) => String::new(),
        };
        Error::Contradiction {
            statement: self.columns.statement,
            row,
            what: what.to_string(),
        }
    }
}
