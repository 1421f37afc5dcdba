//! Whatever can stop an action, in four kinds: problems with what was typed, a refusal with its
//! reason, nothing there (or nothing you may know of), and a fault of ours.

use http::StatusCode;
use web::{Message, Problems};

/// A decision against somebody, sayable in every language.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// Stable name for programs, the last part of problem+json's `type`.
    fn name(&self) -> &'static str;
    fn status(&self) -> StatusCode;
    fn said(&self) -> Message;
    /// Seconds after which trying again makes sense.
    fn retry_after(&self) -> Option<i64> {
        None
    }
    /// Further members of the problem+json answer.
    fn details(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("problems with what was sent: {0:?}")]
    Problems(Problems),
    #[error("refused: {0}")]
    Refused(Box<dyn Refusal>),
    #[error("not there, or not theirs to know")]
    NotFound,
    #[error("sign-in needed")]
    SignInNeeded,
    #[error("database: {0}")]
    Database(#[from] db::Error),
    #[error("while {attempt}: {cause}")]
    Fault {
        attempt: &'static str,
        cause: String,
    },
}

impl Error {
    pub fn fault(attempt: &'static str, cause: impl std::fmt::Display) -> Error {
        Error::Fault {
            attempt,
            cause: cause.to_string(),
        }
    }

    /// The database is away: nothing is wrong with what was asked.
    pub fn is_away(&self) -> bool {
        matches!(self, Error::Database(err) if err.is_unavailable() && !err.is_full())
    }

    /// A cursor that was written for a list asked for otherwise.
    pub fn of_another_list() -> Error {
        let mut problems = Problems::default();
        problems.add("after", "api-other-list");
        problems.into()
    }
}

impl<R: Refusal> From<R> for Error {
    fn from(refusal: R) -> Error {
        Error::Refused(Box::new(refusal))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Problems(problems)
    }
}
