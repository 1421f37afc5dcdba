//! The schema as each engine tells it, in one comparable shape: both engines are made from the
//! same migrations, and a test compares what came of it.

mod agree;
mod postgres;
mod rules;
mod sqlite;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use crate::database::Inner;
use crate::{Db, Error};

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
    pub unique: BTreeSet<Index>,
    /// Indexes that are not unique, each in order.
    pub indexes: BTreeSet<Index>,
    pub foreign_keys: BTreeSet<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// How it is stored, in SQLite's words: BLOB, INTEGER, REAL or TEXT.
    pub stored: String,
    pub nullable: bool,
}

/// An index or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Index {
    /// In order; an expression is written `(…)`, since the engines word it differently.
    pub columns: Vec<String>,
    /// It has a WHERE.
    pub partial: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: String,
    /// The columns of the other table.
    pub theirs: Vec<String>,
}

impl Db {
    /// Reads the schema, the list of applied migrations left out.
    pub async fn schema(&self) -> Result<Schema, Error> {
        let mut schema = match &*self.inner {
            Inner::Sqlite(database) => {
                let doing = |err| crate::sqlite::failure("reading the schema", err);
                database
                    .alone(|connection| sqlite::read(&connection.inner).map_err(doing))
                    .await?
            }
            Inner::Postgres(database) => {
                let client = database.client().await?;
                let doing = |err| crate::postgres::failure("reading the schema", err);
                postgres::read(&client).await.map_err(doing)?
            }
        };
        schema.tables.remove("schema_migrations");
        Ok(schema)
    }
}

/// The text of `docs/schema.sql`: one table after the other, the same for both engines.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, table)) in self.tables.iter().enumerate() {
            if at > 0 {
                f.write_char('\n')?;
            }
            table.write(f, name)?;
        }
        Ok(())
    }
}

impl Table {
    fn write(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        let mut lines = Vec::new();
        for (name, column) in &self.columns {
            let not_null = if column.nullable { "" } else { " NOT NULL" };
            lines.push(format!("{name} {}{not_null}", column.stored));
        }
        if !self.primary_key.is_empty() {
            lines.push(format!("PRIMARY KEY ({})", self.primary_key.join(", ")));
        }
        for key in &self.foreign_keys {
            let (ours, theirs) = (key.columns.join(", "), key.theirs.join(", "));
            lines.push(format!(
                "FOREIGN KEY ({ours}) REFERENCES {} ({theirs})",
                key.table
            ));
        }
        writeln!(
            f,
            "CREATE TABLE {name} (\n    {}\n);",
            lines.join(",\n    ")
        )?;
        for (kind, indexes) in [("UNIQUE INDEX", &self.unique), ("INDEX", &self.indexes)] {
            for index in indexes {
                let partial = if index.partial { " WHERE …" } else { "" };
                writeln!(
                    f,
                    "CREATE {kind} ON {name} ({}){partial};",
                    index.columns.join(", ")
                )?;
            }
        }
        Ok(())
    }
}
