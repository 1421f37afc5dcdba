//! Where two schemas differ, in words a test can print.

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::{Schema, Table};

impl Schema {
    /// What differs between the two, one line each; empty when they agree.
    pub fn differences(&self, other: &Schema) -> Vec<String> {
        let mut found = Vec::new();
        let names: BTreeSet<_> = self.tables.keys().chain(other.tables.keys()).collect();
        for name in names {
            match (self.tables.get(name), other.tables.get(name)) {
                (Some(one), Some(two)) => one.differences(two, name, &mut found),
                (one, _) => {
                    let side = if one.is_some() { "first" } else { "second" };
                    found.push(format!("{name}: only the {side} has it"));
                }
            }
        }
        found
    }
}

impl Table {
    fn differences(&self, other: &Table, table: &str, found: &mut Vec<String>) {
        let names: BTreeSet<_> = self.columns.keys().chain(other.columns.keys()).collect();
        for name in names {
            differ(
                found,
                table,
                name,
                &self.columns.get(name),
                &other.columns.get(name),
            );
        }
        differ(
            found,
            table,
            "primary key",
            &self.primary_key,
            &other.primary_key,
        );
        differ(found, table, "unique", &self.unique, &other.unique);
        differ(found, table, "indexes", &self.indexes, &other.indexes);
        differ(
            found,
            table,
            "foreign keys",
            &self.foreign_keys,
            &other.foreign_keys,
        );
    }
}

fn differ<T: PartialEq + Debug>(found: &mut Vec<String>, table: &str, what: &str, a: &T, b: &T) {
    if a != b {
        found.push(format!("{table}: {what}: {a:?} is not {b:?}"));
    }
}
