//! The schema as SQLite tells it, by its pragmas.

use rusqlite::{Connection, Result};

use super::{Column, ForeignKey, Index, Schema, Table};

pub(super) fn read(connection: &Connection) -> Result<Schema> {
    let mut schema = Schema::default();
    let names = "SELECT name FROM sqlite_schema \
                 WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut names = connection.prepare(names)?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    for name in names.collect::<Result<Vec<_>>>()? {
        let table = table(connection, &name)?;
        schema.tables.insert(name, table);
    }
    Ok(schema)
}

fn table(connection: &Connection, name: &str) -> Result<Table> {
    let mut table = Table::default();
    let mut key = Vec::new();
    let mut columns =
        connection.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)")?;
    let mut columns = columns.query([name])?;
    while let Some(row) = columns.next()? {
        let column: String = row.get(0)?;
        let (stored, not_null, place) =
            (row.get(1)?, row.get::<_, bool>(2)?, row.get::<_, i64>(3)?);
        table.columns.insert(
            column.clone(),
            Column {
                stored,
                nullable: !not_null && place == 0,
            },
        );
        if place > 0 {
            key.push((place, column));
        }
    }
    key.sort();
    table.primary_key = key.into_iter().map(|(_, column)| column).collect();

    let mut indexes = connection
        .prepare("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1)")?;
    let mut indexes = indexes.query([name])?;
    while let Some(row) = indexes.next()? {
        if row.get::<_, String>(2)? == "pk" {
            continue;
        }
        let columns = index_columns(connection, &row.get::<_, String>(0)?)?;
        let index = Index {
            columns,
            partial: row.get(3)?,
        };
        let all = if row.get(1)? {
            &mut table.unique
        } else {
            &mut table.indexes
        };
        all.insert(index);
    }
    drop(indexes);
    table.foreign_keys = foreign_keys(connection, name)?.into_iter().collect();
    Ok(table)
}

fn index_columns(connection: &Connection, index: &str) -> Result<Vec<String>> {
    let mut columns =
        connection.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
    let columns = columns.query_map([index], |row| row.get::<_, Option<String>>(0))?;
    columns
        .map(|name| Ok(name?.unwrap_or_else(|| "(…)".to_owned())))
        .collect()
}

fn foreign_keys(connection: &Connection, table: &str) -> Result<Vec<ForeignKey>> {
    let mut parts = connection.prepare(
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
    )?;
    let mut parts = parts.query([table])?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    while let Some(row) = parts.next()? {
        let (id, theirs): (i64, Option<String>) = (row.get(0)?, row.get(3)?);
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let key = ForeignKey {
                columns: Vec::new(),
                table: row.get(1)?,
                theirs: Vec::new(),
            };
            keys.push((id, key));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(row.get(2)?);
            key.theirs.extend(theirs);
        }
    }
    for (_, key) in &mut keys {
        // `REFERENCES t` without columns means its primary key.
        if key.theirs.is_empty() {
            let mut names = connection
                .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?;
            let names = names.query_map([&key.table], |row| row.get(0))?;
            key.theirs = names.collect::<Result<_>>()?;
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}
