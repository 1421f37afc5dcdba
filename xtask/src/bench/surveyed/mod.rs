//! `bench surveyed`: pages of figures and lists with ten million persons surveyed in two and a half million
//! households, spread over all subdistricts, on SQLite.

mod figures;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use areas::Level;
use jiff::civil::Date;
use rusqlite::{Connection as Database, params};
use serde_json::json;

use super::board;
use super::load::{self, Connection};
use crate::product::Product;

pub const PERSONS: usize = 10_000_000;
const OF_A_HOUSEHOLD: usize = 4;
/// Days over which they were recorded.
const DAYS: usize = 60;
const TIME: Duration = Duration::from_secs(5);
const MICROSECONDS: i64 = 1_000_000;
const NATION: board::Made<'static> = board::Made {
    username: "nation",
    phone: "0812345679",
    seat: &["--role", "national_admin"],
};

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Nobody,
    Province,
    Nation,
}

/// What is asked for; `{30}` and `{7}` become spans of so many days until the newest.
const ASKED: [(&str, &str, By); 18] = [
    (
        "statistics of the country, its admin, all days",
        "/statistics",
        By::Nation,
    ),
    (
        "the same, 7 days and the 7 before",
        "/statistics?{7}",
        By::Nation,
    ),
    (
        "the same, 30 days and the 30 before",
        "/statistics?{30}",
        By::Nation,
    ),
    (
        "statistics of a province, its admin, 30 days",
        "/statistics?area=57&{30}",
        By::Province,
    ),
    (
        "statistics of a district, its admin, 30 days",
        "/statistics?area=5709&{30}",
        By::Province,
    ),
    (
        "statistics of a province as a workbook, 30 days",
        "/statistics/figures.xlsx?area=57&{30}",
        By::Province,
    ),
    (
        "statistics of the country, public",
        "/statistics",
        By::Nobody,
    ),
    (
        "statistics of a district, public",
        "/statistics?area=5709",
        By::Nobody,
    ),
    (
        "statistics of a province, its admin",
        "/statistics?area=57",
        By::Province,
    ),
    (
        "statistics of a district, its admin",
        "/statistics?area=5709",
        By::Province,
    ),
    (
        "statistics of a province, API",
        "/api/v1/statistics?area=57",
        By::Province,
    ),
    ("board of a province", "/board/57", By::Province),
    (
        "demand for the vaccine, province",
        "/vaccination?area=57",
        By::Province,
    ),
    (
        "demand for the vaccine, subdistrict",
        "/vaccination?area=570901",
        By::Province,
    ),
    (
        "talks that are due, subdistrict",
        "/vaccination/talks?area=570901",
        By::Province,
    ),
    (
        "talks that are due, province",
        "/vaccination/talks?area=57",
        By::Province,
    ),
    (
        "households of a subdistrict, API, 100",
        "/api/v1/households?incident=COV&area=570901",
        By::Province,
    ),
    (
        "households of a province, API, 100",
        "/api/v1/households?incident=COV&area=57",
        By::Province,
    ),
];

pub fn bench(binary: &PathBuf, persons: usize) -> Result<()> {
    let (folder, newest) = fill(binary, persons)?;
    let size = std::fs::metadata(folder.path().join("jitasa.sqlite"))?.len();
    let began = Instant::now();
    let product = Product::start_on(binary, folder, &["--log-level", "error"], &[])?;
    println!(
        "| what, {persons} persons, {:.1} GB, SQLite | answered | p50 | p95 | p99 |",
        size as f64 / 1e9
    );
    println!("|---|---|---|---|---|");
    println!(
        "| start to /readyz | {:.1} s | | | |",
        began.elapsed().as_secs_f64()
    );
    board::runtime()?.block_on(async {
        let address = product.address();
        let token = board::sign_in(address).await?;
        let nation = board::sign_in_as(address, NATION.username).await?;
        for (name, path, by) in ASKED {
            let extra = match by {
                By::Nobody => String::new(),
                By::Province => format!("Authorization: Bearer {token}\r\n"),
                By::Nation => format!("Authorization: Bearer {nation}\r\n"),
            };
            let path = [7, 30].into_iter().fold(path.to_owned(), |path, days| {
                let first = newest.saturating_sub(jiff::Span::new().days(days - 1));
                path.replace(&format!("{{{days}}}"), &format!("from={first}&to={newest}"))
            });
            let ask = load::get(address, &path, &extra);
            let make = move |_: u64| ask.clone();
            let figures = load::run(address, 2, TIME, &[200], Arc::new(make)).await?;
            if figures.refused > 0 {
                bail!("{} of {path} were refused", figures.refused);
            }
            let ms = |percent| figures.percentile(percent).as_secs_f64() * 1e3;
            println!(
                "| {name} | {:.0}/s | {:.1} ms | {:.1} ms | {:.1} ms |",
                figures.per_second(),
                ms(50.0),
                ms(95.0),
                ms(99.0)
            );
        }
        Ok::<_, anyhow::Error>(())
    })
}

/// Records one household, and copies it to all subdistricts.
fn fill(binary: &PathBuf, n: usize) -> Result<(tempfile::TempDir, Date)> {
    let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
    board::runtime()?.block_on(async {
        let address = product.address();
        let token = super::race::register(&product, 0).await?;
        let persons: Vec<_> = (0..OF_A_HOUSEHOLD)
            .map(|n| {
                let wish = ["wants", "does_not_want", "undecided", "wants"][n];
                json!({ "name": format!("สมหญิง ใจดี{n}"), "nationality": "th", "age": 20 + n,
                    "history": "none", "wish": wish, "reason": "side_effects", "sex": "female" })
            })
            .collect();
        let body = json!({ "incident": "COV", "subdistrict": "570901", "landmark": "12/1",
            "village": "หมู่ 3", "consent": "consent", "persons": persons });
        let send = load::post(
            address,
            "/api/v1/households",
            Some(&token),
            Some("first"),
            &body.to_string(),
        );
        let answer = Connection::open(address).await?.ask(&send).await?;
        if answer.status != 201 {
            bail!("refused: {}", String::from_utf8_lossy(&answer.body));
        }
        Ok(())
    })?;
    let folder = product.stop()?;
    let data = folder.path().to_string_lossy().into_owned();
    board::admin(binary, &["--data", &data], &[])?;
    board::make(binary, &NATION, &["--data", &data], &[])?;
    let newest = copy(folder.path(), n)?;
    Ok((folder, newest))
}

/// The columns of a table, each with what a copy has in it.
fn copier(database: &Database, table: &str, other: &[(&str, &str)], of: &str) -> Result<String> {
    let mut names = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = names.query_map([table], |row| row.get(0))?;
    let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    let values: Vec<&str> = names
        .iter()
        .map(|name| {
            let found = other.iter().find(|(column, _)| column == name);
            found.map_or(name.as_str(), |(_, value)| value)
        })
        .collect();
    let (names, values) = (names.join(", "), values.join(", "));
    Ok(format!(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {of}"
    ))
}

/// Gives the newest day.
fn copy(folder: &Path, n: usize) -> Result<Date> {
    let mut database = Database::open(folder.join("jitasa.sqlite"))?;
    database.pragma_update(None, "synchronous", "OFF")?;
    database.pragma_update(None, "cache_size", -2_000_000)?;
    let subdistricts: Vec<u32> = areas::register()
        .of_level(Level::Subdistrict)
        .map(|area| area.code.get())
        .collect();
    let one: Vec<u8> = database.query_row("SELECT id FROM households", [], |row| row.get(0))?;
    let persons: Vec<Vec<u8>> = database
        .prepare("SELECT id FROM persons ORDER BY place")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let names: Vec<String> = (0..2_000).map(|n| format!("สมหญิง ทดสอบ{n}")).collect();
    let day = "date(recorded_on, '-' || ?5 || ' days')";
    let household = copier(
        &database,
        "households",
        &[
            ("province", "?1 / 10000"),
            ("area", "?1"),
            ("id", "?2"),
            ("village_code", "?1 * 100 + ?6"),
            ("recorded_at", "recorded_at - ?4"),
            ("changed_at", "changed_at - ?4"),
            ("recorded_on", day),
        ],
        "province = 57 AND id = ?3",
    )?;
    let person = copier(
        &database,
        "persons",
        &[
            ("province", "?1 / 10000"),
            ("household", "?2"),
            ("id", "?4"),
            ("name", "?6"),
            ("name_key", "?6"),
            ("recorded_on", day),
        ],
        "province = 57 AND id = ?3",
    )?;
    let task = copier(
        &database,
        "survey_tasks",
        &[
            ("province", "?1 / 10000"),
            ("area", "?1"),
            ("household", "?2"),
            ("person", "?4"),
            ("village_code", "?1 * 100 + ?6"),
            ("due_on", "date(due_on, '-' || ?5 || ' days')"),
        ],
        "province = 57 AND person = ?3",
    )?;
    let households = n / OF_A_HOUSEHOLD;
    let began = Instant::now();
    let all = database.transaction()?;
    let newest = {
        let (mut household, mut person, mut task) = (
            all.prepare(&household)?,
            all.prepare(&person)?,
            all.prepare(&task)?,
        );
        // Subdistrict by subdistrict, with ids that run on, as a survey fills them.
        for n in 0..households {
            let area = subdistricts[n * subdistricts.len() / households];
            let days = (n % DAYS) as i64;
            let ago = days * 24 * 3_600 * MICROSECONDS + (n as i64 % 1_000) * MICROSECONDS;
            let id = id(1, n as u64);
            let village = (n % 9 + 1) as i64;
            household.execute(params![area, id, one, ago, days, village])?;
            for (place, template) in persons.iter().enumerate() {
                let own = self::id(2, (n * OF_A_HOUSEHOLD + place) as u64);
                let name = &names[(n * 7 + place * 13) % names.len()];
                person.execute(params![area, id, template, own, days, name])?;
                task.execute(params![area, id, template, own, days, village])?;
            }
            if n % 250_000 == 0 {
                eprintln!(
                    "{n} of {households} households, {:.0} s",
                    began.elapsed().as_secs_f64()
                );
            }
        }
        figures::fill(&all, &subdistricts)?
    };
    all.commit()?;
    database.execute_batch("ANALYZE")?;
    database.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
    Ok(newest.parse()?)
}

/// Sixteen bytes that run on, as ids made one after the other do.
fn id(kind: u8, n: u64) -> Vec<u8> {
    let mut bytes = vec![0x01, 0x90, 0xd3, kind, 0, 0, 0x70, 0, 0x80];
    bytes.truncate(8);
    bytes.extend(n.to_be_bytes());
    bytes
}
