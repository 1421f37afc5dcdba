//! What the class of a table demands of its keys, so that the country can be spread over several
//! machines: `province` leads every key of a local table, and foreign keys stay on one machine.

use std::collections::BTreeMap;

use super::{ForeignKey, Schema, Table};
use crate::{Class, Error, Migration};

const LEADER: &str = "province";

impl Schema {
    /// What breaks the rules of the classes written in these migrations, one line each.
    pub fn misplaced(&self, migrations: &[Migration]) -> Result<Vec<String>, Error> {
        let mut classes = BTreeMap::new();
        for migration in migrations {
            classes.extend(migration.classes()?);
        }
        let mut found = Vec::new();
        for (name, table) in &self.tables {
            let Some(class) = classes.get(name) else {
                found.push(format!("{name}: no class is written above it"));
                continue;
            };
            if table.primary_key.is_empty() {
                found.push(format!("{name}: it has no primary key"));
            }
            if *class == Class::Local {
                table.leads(name, &mut found);
            }
            for key in &table.foreign_keys {
                let theirs = classes.get(&key.table).copied();
                if !allowed(*class, theirs, key) {
                    let (from, to) = (class, theirs.map_or("unknown".into(), |c| c.to_string()));
                    let columns = key.columns.join(", ");
                    found.push(format!(
                        "{name} ({from}): ({columns}) → {} ({to})",
                        key.table
                    ));
                }
            }
        }
        Ok(found)
    }
}

impl Table {
    fn leads(&self, name: &str, found: &mut Vec<String>) {
        if self
            .columns
            .get(LEADER)
            .is_none_or(|column| column.nullable)
        {
            found.push(format!(
                "{name}: a local table has `province SMALLINT NOT NULL`"
            ));
        }
        let keys = self.unique.iter().map(|index| &index.columns);
        for key in keys.chain([&self.primary_key]) {
            if key.first().is_some_and(|first| first != LEADER) {
                found.push(format!(
                    "{name}: province does not lead the key ({})",
                    key.join(", ")
                ));
            }
        }
    }
}

fn allowed(ours: Class, theirs: Option<Class>, key: &ForeignKey) -> bool {
    let leads = |columns: &[String]| columns.first().is_some_and(|first| first == LEADER);
    match (ours, theirs) {
        (Class::Local, Some(Class::Local)) => leads(&key.columns) && leads(&key.theirs),
        (_, Some(Class::Reference)) => true,
        (Class::Central, Some(Class::Central)) => true,
        _ => false,
    }
}
