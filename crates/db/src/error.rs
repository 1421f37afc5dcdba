//! What can go wrong with a database, each with what was being attempted, and the three questions
//! the border asks of it: is the outcome unknown, is the database away, is the disk full.

use std::path::PathBuf;

use crate::Engine;

/// A fault of the database. Never a refusal: those are types of the caller.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused what was attempted.
    #[error("{doing}: {source}")]
    Sqlite {
        doing: String,
        source: Box<rusqlite::Error>,
    },
    /// PostgreSQL refused what was attempted.
    #[error("{doing}: {}", postgres_says(source))]
    Postgres {
        doing: String,
        source: Box<tokio_postgres::Error>,
    },
    /// The database is gone, closed, or did not answer in time. Nothing was written.
    #[error("{doing}: the database is not available: {why}")]
    Unavailable { doing: String, why: String },
    /// The disk is full. Nothing was written.
    #[error("{doing}: the disk is full")]
    Full { doing: String },
    /// The block was run again for six seconds, and others were always in its way.
    #[error("the database is busy: the block was tried {tries} times: {last}")]
    Busy { tries: u32, last: String },
    /// COMMIT failed or was cut off: the write may stand or not.
    #[error("it is not known whether the write stands: {why}")]
    Unknown { why: String, full: bool },
    /// An earlier statement of this block failed, so nothing of it can stand.
    #[error("an earlier statement of this block failed: {first}")]
    Poisoned { first: String },
    /// Another turn of the same batch lost the whole transaction. Nothing was written.
    #[error("the transaction was rolled back as a whole")]
    RolledBack,
    /// `write!` or `read!` stands inside another one.
    #[error("a write! or read! block stands inside another one")]
    Nested,
    /// A second statement in a `look!`, or one that writes.
    #[error("a look is one statement that reads")]
    NotALook,
    /// The block outlived its time, and was rolled back.
    #[error("the block took longer than {longest:?} and was rolled back")]
    TooLong { longest: std::time::Duration },
    /// `Tx::one` found no row.
    #[error("{statement}: one row was expected, none came")]
    NoRow { statement: &'static str },
    /// `Tx::one` or `Tx::optional` found more than one row.
    #[error("{statement}: at most one row was expected, more came")]
    TooManyRows { statement: &'static str },
    /// An argument does not fit its statement.
    #[error("{statement}: {why}")]
    Argument {
        statement: &'static str,
        why: String,
    },
    /// A column is not there, or does not hold what was asked of it.
    #[error("{statement}: column {column}: {why}")]
    Column {
        statement: &'static str,
        column: String,
        why: String,
    },
    /// A row contradicts itself.
    #[error("{statement}: the row{row} contradicts itself: {what}")]
    Contradiction {
        statement: &'static str,
        row: String,
        what: String,
    },
    /// The statement has no text for this engine.
    #[error("{statement} has no text for {engine}")]
    NoText {
        statement: &'static str,
        engine: Engine,
    },
    /// Another process holds the database.
    #[error("another process holds {}", path.display())]
    Locked { path: PathBuf },
    /// The address of the database cannot be read.
    #[error("the address of the database: {why}")]
    Address { why: String },
    /// The schema is newer, older, or was not made by this program.
    #[error("the schema of the database: {why}")]
    Schema { why: String },
    /// A migration failed.
    #[error("migration {migration}: {why}")]
    Migration { migration: String, why: String },
    /// A file of the database.
    #[error("{doing}: {source}")]
    File {
        doing: String,
        source: std::io::Error,
    },
}

impl Error {
    /// COMMIT failed or was cut: answer 503, and do not try again unless a key makes it safe.
    pub fn is_unknown_outcome(&self) -> bool {
        matches!(self, Error::Unknown { .. })
    }

    /// Nothing was written, and later may be better: the database is gone, the disk full, or the
    /// others were always in the way.
    pub fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Error::Unavailable { .. }
                | Error::Full { .. }
                | Error::Busy { .. }
                | Error::TooLong { .. }
                | Error::RolledBack
        )
    }

    /// The disk is full; somebody must make room before a write can stand.
    pub fn is_full(&self) -> bool {
        matches!(self, Error::Full { .. } | Error::Unknown { full: true, .. })
    }

    pub(crate) fn file(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let doing = doing.into();
        move |source| Error::File { doing, source }
    }

    pub(crate) fn unavailable(doing: impl Into<String>, why: impl ToString) -> Error {
        Error::Unavailable {
            doing: doing.into(),
            why: why.to_string(),
        }
    }
}

/// `tokio_postgres::Error` says only "db error"; the server's own words are what a reader needs.
fn postgres_says(source: &tokio_postgres::Error) -> String {
    match source.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => match std::error::Error::source(source) {
            Some(cause) => format!("{source}: {cause}"),
            None => source.to_string(),
        },
    }
}
