//! The schema as each engine tells it, in one comparable shape.

use std::collections::{BTreeMap, BTreeSet};

/// The tables of a database, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    pub tables: BTreeMap<String, Table>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// By name.
    pub columns: BTreeMap<String, Column>,
    /// In the order of the key.
    pub primary_key: Vec<String>,
    /// UNIQUE constraints and unique indexes, each in order, the primary key left out.
    pub unique: BTreeSet<Vec<String>>,
    /// Indexes that are not unique, each in order.
    pub indexes: BTreeSet<Vec<String>>,
    pub foreign_keys: BTreeSet<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// How it is stored, in SQLite's words: BLOB, INTEGER, REAL or TEXT.
    pub stored: String,
    pub nullable: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: String,
    /// The columns of the other table.
    pub theirs: Vec<String>,
}
