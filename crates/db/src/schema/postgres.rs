//! The schema as PostgreSQL tells it, by its catalogue, in SQLite's words of storage.

use tokio_postgres::{Client, Error, Row};

use super::{Column, ForeignKey, Index, Schema};

const COLUMNS: &str = "
    SELECT c.relname AS tab, a.attname AS col, t.typname AS ty, a.attnotnull AS not_null
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace";

/// An expression has attribute number 0 and so no name.
const INDEXES: &str = "
    SELECT c.relname AS tab, i.indisunique AS uniq, i.indisprimary AS prim,
           i.indpred IS NOT NULL AS partial,
           ARRAY(SELECT coalesce(a.attname::text, '(…)')
                 FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (num, place)
                 LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num AND k.num > 0
                 WHERE k.place <= i.indnkeyatts
                 ORDER BY k.place) AS cols
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace";

const FOREIGN_KEYS: &str = "
    SELECT c.relname AS tab, f.relname AS other,
           ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u (num, place)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num
                 ORDER BY u.place) AS cols,
           ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u (num, place)
                 JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.num
                 ORDER BY u.place) AS theirs
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_class f ON f.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace";

pub(super) async fn read(client: &Client) -> Result<Schema, Error> {
    let mut schema = Schema::default();
    for row in client.query(COLUMNS, &[]).await? {
        let (name, ty): (String, String) = (row.try_get("col")?, row.try_get("ty")?);
        let column = Column {
            stored: stored(&ty),
            nullable: !row.try_get::<_, bool>("not_null")?,
        };
        schema
            .tables
            .entry(row.try_get("tab")?)
            .or_default()
            .columns
            .insert(name, column);
    }
    for row in client.query(INDEXES, &[]).await? {
        let table = schema.tables.entry(row.try_get("tab")?).or_default();
        let index = Index {
            columns: names(&row, "cols")?,
            partial: row.try_get("partial")?,
        };
        if row.try_get("prim")? {
            table.primary_key = index.columns;
        } else if row.try_get("uniq")? {
            table.unique.insert(index);
        } else {
            table.indexes.insert(index);
        }
    }
    for row in client.query(FOREIGN_KEYS, &[]).await? {
        let key = ForeignKey {
            columns: names(&row, "cols")?,
            table: row.try_get("other")?,
            theirs: names(&row, "theirs")?,
        };
        schema
            .tables
            .entry(row.try_get("tab")?)
            .or_default()
            .foreign_keys
            .insert(key);
    }
    Ok(schema)
}

fn names(row: &Row, column: &str) -> Result<Vec<String>, Error> {
    row.try_get(column)
}

/// What SQLite would call it; an unknown type keeps its name, and so never agrees.
fn stored(ty: &str) -> String {
    match ty {
        "uuid" | "bytea" => "BLOB",
        "int8" | "int4" | "int2" | "bool" | "timestamptz" => "INTEGER",
        "float8" => "REAL",
        "text" | "date" | "jsonb" => "TEXT",
        other => other,
    }
    .to_owned()
}
