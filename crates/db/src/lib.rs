//! One SQL text, two engines. A statement is named and registered with [`sql!`], run through one
//! plain [`Tx`] inside [`write!`] or [`read!`], and answered with owned [`Row`]s; whether SQLite
//! (called in place) or PostgreSQL stands behind it is seen nowhere else. `write!` runs its block
//! as if it were alone: one writer with group commit on SQLite, `SERIALIZABLE` with retry on
//! PostgreSQL.

mod address;
mod block;
mod composed;
mod database;
mod error;
mod id;
mod migrate;
mod postgres;
mod row;
mod schema;
mod sql;
mod sqlite;
mod tx;
mod value;

#[cfg(feature = "testing")]
pub mod testing;

pub use address::DatabaseUrl;
pub use composed::ComposedSql;
pub use database::{Db, Options, Unprepared};
pub use error::Error;
pub use migrate::{Class, Migration, SchemaState};
pub use row::Row;
pub use schema::{Column, ForeignKey, Index, Schema, Table};
pub use sql::{Engine, STATEMENTS, Sql};
pub use sqlite::restore;
pub use tx::Tx;
pub use value::{FromValue, Mismatch, ToValue, Value};

/// What the macros of this crate expand to; nothing here is for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use crate::block::{Concluded, conclude, within};
    pub use linkme;
    pub use serde;
    pub use uuid;
}
