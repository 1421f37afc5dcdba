//! What a handler says when it could not do its job.

use std::fmt;

use jiff::Timestamp;

/// Why a job is not done. Any error becomes `Failed` with `?`, so this is no `Error` itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobError {
    /// Something went wrong: tried again after a pause, and given up after the last try.
    Failed(String),
    /// It is not the time yet, such as quiet hours: tried again then, not counted as a try.
    Later { at: Timestamp, why: String },
    /// It will never work: given up at once.
    GiveUp(String),
}

impl<E: std::error::Error> From<E> for JobError {
    fn from(err: E) -> JobError {
        JobError::Failed(err.to_string())
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Failed(why) | JobError::GiveUp(why) => f.write_str(why),
            JobError::Later { at, why } => write!(f, "not before {at}: {why}"),
        }
    }
}
