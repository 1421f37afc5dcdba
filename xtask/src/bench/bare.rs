//! The same rows that one request for help writes, by a bare loop on the same disk: no HTTP, no checks,
//! no encryption, one transaction and one fsync a request. What the program itself costs is seen beside it.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

const TIME: Duration = Duration::from_secs(5);

/// A table that a request writes to, and what must be new in each row, as SQL of (SQLite, PostgreSQL).
struct Table {
    name: &'static str,
    fresh: &'static [(&'static str, &'static str, &'static str)],
}

const ID: (&str, &str) = ("randomblob(16)", "gen_random_uuid()");
const TEXT: (&str, &str) = ("hex(randomblob(8))", "gen_random_uuid()::text");
const HASH: (&str, &str) = (
    "randomblob(32)",
    "decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')",
);

const TABLES: [Table; 3] = [
    Table {
        name: "idempotency_keys",
        fresh: &[("key", TEXT.0, TEXT.1)],
    },
    Table {
        name: "help_requests",
        fresh: &[
            ("id", ID.0, ID.1),
            ("reference", TEXT.0, TEXT.1),
            ("follow_hash", HASH.0, HASH.1),
        ],
    },
    Table {
        name: "events",
        fresh: &[("id", ID.0, ID.1)],
    },
];

const FEED: Table = Table {
    name: "feed",
    fresh: &[("seq", "(SELECT max(seq) + 1 FROM feed)", "")],
};

const FEED_WAITING: Table = Table {
    name: "feed_waiting",
    fresh: &[("event", "", ID.1)],
};

/// Everybody's figure of the same day moves by one.
const TALLY: &str = "UPDATE tallies SET n = n + 1 WHERE area = (SELECT max(area) FROM tallies)";

impl Table {
    /// Copies one row with what must be new.
    fn copy(&self, columns: &[String], postgres: bool) -> String {
        let values: Vec<&str> = columns
            .iter()
            .map(|column| {
                let fresh = self.fresh.iter().find(|(name, ..)| name == column);
                match fresh {
                    Some((_, _, text)) if postgres => text,
                    Some((_, text, _)) => text,
                    None => column.as_str(),
                }
            })
            .collect();
        let name = self.name;
        format!(
            "INSERT INTO {name} ({}) SELECT {} FROM {name} LIMIT 1",
            columns.join(", "),
            values.join(", ")
        )
    }
}

fn row(what: &str, n: u64, began: Instant) -> String {
    let rate = n as f64 / began.elapsed().as_secs_f64();
    format!("| {what} | {rate:.0}/s | | | |")
}

/// On the embedded database that a stopped program left.
pub fn sqlite(folder: &Path) -> Result<String> {
    let database = rusqlite::Connection::open(folder.join("jitasa.sqlite"))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    let mut texts = Vec::new();
    for table in TABLES.iter().chain([&FEED]) {
        let mut names = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let names = names.query_map([table.name], |row| row.get(0))?;
        let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
        texts.push(table.copy(&names, false));
    }
    texts.push(TALLY.to_owned());
    let (began, mut n) = (Instant::now(), 0);
    while began.elapsed() < TIME {
        database.execute_batch("BEGIN IMMEDIATE")?;
        for text in &texts {
            database.prepare_cached(text)?.execute([])?;
        }
        database.execute_batch("COMMIT")?;
        n += 1;
    }
    Ok(row("SQLite, bare loop of the same inserts", n, began))
}

/// On PostgreSQL, beside the program at rest.
pub async fn postgres(url: &str) -> Result<String> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .context("no connection to PostgreSQL")?;
    tokio::spawn(connection);
    let mut statements = Vec::new();
    for table in TABLES.iter().chain([&FEED_WAITING]) {
        let asked =
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1";
        let rows = client.query(asked, &[&table.name]).await?;
        let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        statements.push(client.prepare(&table.copy(&names, true)).await?);
    }
    statements.push(client.prepare(TALLY).await?);
    let (began, mut n) = (Instant::now(), 0);
    while began.elapsed() < TIME {
        client.batch_execute("BEGIN").await?;
        for statement in &statements {
            client.execute(statement, &[]).await?;
        }
        client.batch_execute("COMMIT").await?;
        n += 1;
    }
    Ok(row(
        "PostgreSQL, bare loop of the same inserts, one connection",
        n,
        began,
    ))
}
