//! What is wrong with the settings, and where the operator finds it.

use std::{fmt, path::PathBuf};

/// Where a value was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Line (from 1) of the settings file.
    File { path: PathBuf, line: usize },
    /// An environment variable, by its name.
    Environment(String),
    /// A flag, without its dashes.
    Flag(String),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File { path, line } => write!(out, "{}:{line}", path.display()),
            Place::Environment(name) => out.write_str(name),
            Place::Flag(name) => write!(out, "--{name}"),
            Place::Default => out.write_str("default"),
        }
    }
}

/// One thing amiss.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {said}")]
pub struct Problem {
    pub place: Place,
    pub said: String,
}

impl Problem {
    pub(super) fn new(place: Place, said: impl Into<String>) -> Problem {
        Problem {
            place,
            said: said.into(),
        }
    }
}
