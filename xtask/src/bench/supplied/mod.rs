//! `bench supplied`: a million masks a day from the ministry through all provinces, districts and subdistricts to
//! twenty thousand end units, each day counted and closed by every unit. Over HTTP, as the units would.

mod country;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use jiff::civil::Date;
use serde_json::{Value, json};
use tempfile::TempDir;

use self::country::{Country, text};
use super::board::{self, Made};
use super::load::{self, Figures};
use super::race;
use crate::product::Product;

/// Units that hand out to people.
const END_UNITS: usize = 20_000;
/// What each of them hands out a day: a million together.
const EACH: usize = 50;
/// Units that close in the last minute.
const LAST: usize = 2_000;
const CONNECTIONS: usize = 64;
const MINUTE: Duration = Duration::from_secs(60);
const TIME: Duration = Duration::from_secs(5);
const ITEM: &str = "surgical_mask";
const NATION: Made<'static> = Made {
    username: "nation",
    phone: "0812345679",
    seat: &["--role", "national_admin"],
};

/// What is written beside the books of a country that is kept: the ministry, and what is traced.
const NOTE: &str = "bench.json";

/// `days` are closed on SQLite, one on PostgreSQL; with none of them on SQLite it is PostgreSQL alone. Where a
/// folder is named it is SQLite alone, whose country stays there; if one is there already, its pages are asked for.
pub fn bench(binary: &PathBuf, days: usize, kept: Option<&Path>) -> Result<()> {
    println!("| what | answered | p50 | p95 | p99 |");
    println!("|---|---|---|---|---|");
    match kept {
        Some(kept) if kept.join(NOTE).exists() => pages_of(binary, kept),
        Some(kept) => on_sqlite(binary, days, linked(kept)?),
        None => {
            if days > 0 {
                on_sqlite(binary, days, tempfile::tempdir()?)?;
            }
            on_postgres(binary)
        }
    }
}

/// A folder whose end is only that of a link to the one that is kept.
fn linked(kept: &Path) -> Result<TempDir> {
    std::fs::create_dir_all(kept)?;
    let folder = tempfile::tempdir()?;
    std::fs::remove_dir(folder.path())?;
    std::os::unix::fs::symlink(std::path::absolute(kept)?, folder.path())?;
    Ok(folder)
}

fn pages_of(binary: &PathBuf, kept: &Path) -> Result<()> {
    let note = std::fs::read_to_string(kept.join(NOTE))?;
    let note: Value = serde_json::from_str(&note)?;
    let product = Product::start_on(binary, linked(kept)?, &race::LIMITS, &[])?;
    board::runtime()?.block_on(async {
        let mut country = Country::of(&product).await?;
        country.root = text(&note, "root")?;
        country.traced = Some(text(&note, "traced")?);
        country.pages("SQLite").await
    })
}

/// The units are made today, and accounted for from some days ago on.
fn on_sqlite(binary: &PathBuf, days: usize, folder: TempDir) -> Result<()> {
    let product = Product::start_on(binary, folder, &race::LIMITS, &[])?;
    let folder = product.stop()?;
    let data = folder.path().to_string_lossy().into_owned();
    board::make(binary, &NATION, &["--data", &data], &[])?;
    let product = Product::start_on(binary, folder, &race::LIMITS, &[])?;
    let mut country = board::runtime()?.block_on(Country::made(&product))?;
    let folder = product.stop()?;
    open_earlier(folder.path(), days - 1)?;
    let note = folder.path().join(NOTE);
    let product = Product::start_on(binary, folder, &race::LIMITS, &[])?;
    country.address = product.address().to_owned();
    board::runtime()?.block_on(async {
        for ago in (0..days).rev() {
            country.day("SQLite", ago).await?;
        }
        let told = json!({ "root": country.root, "traced": country.traced });
        std::fs::write(note, told.to_string())?;
        country.pages("SQLite").await
    })
}

fn open_earlier(folder: &Path, days: usize) -> Result<()> {
    let database = rusqlite::Connection::open(folder.join("jitasa.sqlite"))?;
    let text = format!("UPDATE supply_units SET opened_on = date(opened_on, '-{days} days')");
    database.execute(&text, [])?;
    let text = format!("UPDATE supply_reported SET through = date(through, '-{days} days')");
    database.execute(&text, [])?;
    Ok(())
}

/// There the units begin today, so that it is one day.
fn on_postgres(binary: &PathBuf) -> Result<()> {
    super::on_postgres(binary, &race::LIMITS, |product, env| {
        board::make(binary, &NATION, &[], env)?;
        board::runtime()?.block_on(async {
            let mut country = Country::made(product).await?;
            country.day("PostgreSQL", 0).await?;
            country.pages("PostgreSQL").await
        })
    })
}

impl Country {
    /// Masks come in, go down the tree, are handed out, and every unit closes the day.
    async fn day(&mut self, engine: &str, ago: usize) -> Result<()> {
        let day = self.days_ago(ago);
        let when = |mut body: Value| {
            // Today is said by saying nothing.
            if ago > 0 {
                body["happened_on"] = json!(day.to_string());
            }
            body
        };
        let began = Instant::now();
        let all = END_UNITS * EACH;
        let receipt = when(json!({ "kind": "receipt", "unit": self.root, "item": ITEM,
            "quantity": all, "party": "โรงงาน" }));
        self.all(vec![("/api/v1/supply/entries".to_owned(), receipt)], 1)
            .await?;
        let mut acknowledged = Vec::new();
        for nth in 0..4 {
            let mut below: HashMap<&str, Vec<Value>> = HashMap::new();
            for unit in &self.tiers[nth] {
                let items = json!([{ "item": ITEM, "quantity": unit.ends * EACH }]);
                let shipment = json!({ "to": unit.id, "items": items });
                below.entry(&unit.parent).or_default().push(shipment);
            }
            let asks = below.into_iter().map(|(unit, shipments)| {
                let body = when(
                    json!({ "unit": unit, "document": "มท 0309.2/ว 1", "shipments": shipments }),
                );
                ("/api/v1/supply/allocations".to_owned(), body)
            });
            let (told, figures) = self.all(asks.collect(), CONNECTIONS).await?;
            if nth == 0 && self.traced.is_none() {
                self.traced = Some(text(&told[0], "allocation")?);
            }
            if nth == 3 {
                row(engine, "allocations to end units", &figures);
            }
            let asks = told
                .iter()
                .flat_map(|one| one["shipments"].as_array())
                .flatten();
            let asks = asks.map(|shipment| {
                let (id, to) = (&shipment["id"], &shipment["to"]["unit"]);
                let path = format!(
                    "/api/v1/supply/allocations/{}/acknowledge",
                    id.as_str().unwrap_or("")
                );
                (path, when(json!({ "unit": to })))
            });
            acknowledged.push(self.all(asks.collect(), CONNECTIONS).await?.1);
        }
        if let Some(figures) = acknowledged.last() {
            row(engine, "acknowledgements of end units", figures);
        }
        let asks = self.tiers[3].iter().map(|unit| {
            let groups = json!([{ "risk_group": "vulnerable", "quantity": EACH, "persons": 10 }]);
            let body = when(
                json!({ "kind": "hand_out", "unit": unit.id, "item": ITEM, "groups": groups }),
            );
            ("/api/v1/supply/entries".to_owned(), body)
        });
        let (_, figures) = self.all(asks.collect(), CONNECTIONS).await?;
        row(engine, "hand-outs", &figures);
        self.close(engine, day).await?;
        println!(
            "| {engine}, a day of the country | {:.0} s | | | |",
            began.elapsed().as_secs_f64()
        );
        Ok(())
    }

    async fn close(&self, engine: &str, day: Date) -> Result<()> {
        let units = self.tiers.iter().flatten().map(|unit| unit.id.clone());
        let mut asks: Vec<(String, Value)> = units
            .chain([self.root.clone()])
            .map(|unit| {
                let counts = json!({ "counts": [{ "item": ITEM, "counted": 0, "expected": 0 }] });
                (format!("/api/v1/supply/days/{unit}/{day}/close"), counts)
            })
            .collect();
        let last = asks.split_off(asks.len() - LAST);
        let in_time = asks.split_off(asks.len() - LAST);
        let (_, figures) = self.all(asks, CONNECTIONS).await?;
        row(
            engine,
            &format!("day closes, {CONNECTIONS} connections"),
            &figures,
        );
        if day == self.today {
            let figures = self.paced(in_time, CONNECTIONS, MINUTE).await?;
            let what = format!("day closes, {LAST} units within the last minute");
            row(engine, &what, &figures);
        } else {
            self.all(in_time, CONNECTIONS).await?;
        }
        let (_, figures) = self.all(last, LAST).await?;
        row(
            engine,
            &format!("day closes, {LAST} units at the same moment"),
            &figures,
        );
        Ok(())
    }

    async fn pages(&self, engine: &str) -> Result<()> {
        let root = &self.root;
        let traced = self.traced.as_deref().unwrap_or("");
        let pages = [
            ("home of the ministry", format!("/supplies/{root}")),
            (
                "its units, with their stock",
                format!("/supplies/{root}/units"),
            ),
            (
                "its stock, API",
                format!("/api/v1/supply/stock?unit={root}"),
            ),
            (
                "allocation to 77 provinces traced",
                format!("/supplies/{root}/trace/{traced}"),
            ),
            (
                "the same, API",
                format!("/api/v1/supply/trace/{traced}?unit={root}"),
            ),
            (
                "who has not reported, API",
                format!("/api/v1/supply/unreported?unit={root}"),
            ),
            ("report of the country", format!("/supplies/{root}/report")),
            (
                "goods of all days, for everybody",
                "/statistics/supplies".to_owned(),
            ),
            (
                "goods of 30 days, for everybody",
                "/statistics/supplies?days=30".to_owned(),
            ),
        ];
        for (name, path) in pages {
            let extra = format!("Authorization: Bearer {}\r\n", self.token);
            let ask = load::get(&self.address, &path, &extra);
            let make = move |_: u64| ask.clone();
            let figures = load::run(&self.address, 4, TIME, &[200], Arc::new(make)).await?;
            if figures.refused > 0 {
                bail!("{} of {path} were refused", figures.refused);
            }
            row(engine, &format!("{name}, 4 connections"), &figures);
        }
        Ok(())
    }
}

fn row(engine: &str, what: &str, figures: &Figures) {
    let ms = |percent| figures.percentile(percent).as_secs_f64() * 1e3;
    println!(
        "| {engine}, {what} | {:.0}/s | {:.1} ms | {:.1} ms | {:.1} ms |",
        figures.per_second(),
        ms(50.0),
        ms(95.0),
        ms(99.0)
    );
}
