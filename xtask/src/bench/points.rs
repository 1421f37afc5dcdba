//! `bench points`: a hundred thousand service points at places where clinics and pharmacies really are,
//! found by place, by box, by area, by name and by what is free; and their tiles.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use contact::Position;

use super::load;
use crate::product::Product;
use crate::run::root;

const POINTS: usize = 100_000;
const TIME: Duration = Duration::from_secs(5);
const KINDS: [&str; 6] = [
    "hospital",
    "test_point",
    "vaccination_point",
    "oxygen_point",
    "shelter",
    "donation_point",
];

/// What is asked, and how it is called in the table. `{n}` makes each question another.
const QUESTIONS: [(&str, &str); 7] = [
    ("the nearest 30", "near={lat},{lon}"),
    (
        "the nearest free hospital",
        "near={lat},{lon}&kind=hospital&free_now=true&limit=1",
    ),
    ("a box of a few streets", "bbox={lon},{lat},{east},{north}"),
    ("a province, free now", "area=50&free_now=true"),
    ("the whole country", "kind=oxygen_point"),
    (
        "a name with a slip",
        "q=%E0%B9%82%E0%B8%A3%E0%B8%87%E0%B8%9E%E0%B8%A2%E0%B8%B2%E0%B8%9A%E0%B8%B2%E0%B8%99%E0%B9%81%E0%B8%A1%E0%B9%88%E0%B8%AA%E0%B8%B2%E0%B8%A2",
    ),
    ("a district by its English name", "q=hospital+mae+sai"),
];

const TILES: [(u8, u32, u32); 6] = [
    (5, 24, 14),
    (7, 99, 58),
    (9, 398, 236),
    (10, 797, 472),
    (12, 3190, 1889),
    (14, 12760, 7558),
];

pub fn bench(binary: &PathBuf) -> Result<()> {
    let folder = {
        let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
        product.stop()?
    };
    fill(folder.path())?;
    let product = Product::start_on(binary, folder, &["--log-level", "error"], &[])?;
    let address = product.address().to_owned();
    let took = product.start_time.as_secs_f64() * 1e3;
    println!("| start to /readyz with {POINTS} points | {took:.0} ms |");
    let memory = product.memory()? as f64 / 1e6;
    println!("| memory with {POINTS} points | {memory:.0} MB |");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!("| what | answered | p50 | p99 | refused |\n|---|---|---|---|---|");
    runtime.block_on(async {
        for (what, question) in QUESTIONS {
            let to = address.clone();
            let make = move |n: u64| {
                let (lat, lon) = (
                    13.6 + (n % 97) as f64 / 400.0,
                    100.4 + (n % 89) as f64 / 400.0,
                );
                let asked = question
                    .replace("{lat}", &format!("{lat:.4}"))
                    .replace("{lon}", &format!("{lon:.4}"))
                    .replace("{east}", &format!("{:.4}", lon + 0.02))
                    .replace("{north}", &format!("{:.4}", lat + 0.02));
                load::get(&to, &format!("/api/v1/points?{asked}"), "")
            };
            let figures = load::run(&address, 4, TIME, &[200], Arc::new(make)).await?;
            let p95 = figures.percentile(95.0).as_secs_f64() * 1e3;
            println!(
                "{} p95 {p95:.1} ms",
                figures.row(&format!("{what}, 4 connections"))
            );
        }
        let to = address.clone();
        let make = move |n: u64| {
            let (z, x, y) = TILES[n as usize % TILES.len()];
            load::get(&to, &format!("/tiles/points/{z}/{x}/{y}.mvt"), "")
        };
        let warm = load::run(&address, 64, TIME, &[200, 204], Arc::new(make)).await?;
        println!(
            "{}",
            warm.row("point tiles, warm, z5 to z14, 64 connections")
        );
        let to = address.clone();
        let make = move |n: u64| {
            let (x, y) = (12_740 + n as u32 % 40, 7_540 + (n as u32 / 40) % 40);
            load::get(&to, &format!("/tiles/points/14/{x}/{y}.mvt"), "")
        };
        let once = Duration::from_millis(150);
        let cold = load::run(&address, 4, once, &[200, 204], Arc::new(make)).await?;
        println!("{}", cold.row("point tiles, cold, z14, 4 connections"));
        Ok(())
    })
}

/// Position and subdistrict of real clinics and pharmacies.
fn places() -> Result<Vec<(f64, f64, u32)>> {
    let file = root().join("../shared/data/real/clinics_pharmacies_2020.csv.gz");
    let file = std::fs::File::open(&file)
        .with_context(|| format!("the real positions are not at {}", file.display()))?;
    let mut places = Vec::new();
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    for line in lines.skip(1) {
        let line = line?;
        let fields: Vec<&str> = line.split(',').collect();
        let number = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
        let area = fields.get(5).and_then(|text| text.parse().ok());
        if let (Some(lat), Some(lon), Some(area)) = (number(3), number(4), area) {
            places.push((lat, lon, area));
        }
    }
    Ok(places)
}

fn fill(folder: &Path) -> Result<()> {
    let places = places()?;
    let mut database = rusqlite::Connection::open(folder.join("jitasa.sqlite"))?;
    database.pragma_update(None, "synchronous", "OFF")?;
    database.pragma_update(None, "foreign_keys", "OFF")?;
    let now: i64 = database.query_row("SELECT unixepoch() * 1000000", [], |row| row.get(0))?;
    let all = database.transaction()?;
    {
        let mut insert = all.prepare(
            "INSERT INTO points (province, id, kind, names, area, lat, lon, quadkey, address, status,
                beds, fields, hours, conditions, audience, contact, no_contact, source, licence, checks,
                checked_at, call_rank, call_need, call_due, version, created_at, changed_at)
             VALUES (?1 / 10000, randomblob(16), ?2, ?3, ?1, ?4, ?5, ?6, '', ?7, ?8, '{}', ?9, '', '',
                '02 000 0000', 0, '', '', ?10, ?11, 2, 1, ?11, 1, ?11, ?11)",
        )?;
        for n in 0..POINTS {
            let (lat, lon, area) = places[n % places.len()];
            let turn = n as f64 * 2.399_963;
            let far = 0.004 * ((n / places.len()) as f64).sqrt();
            let (lat, lon) = (lat + far * turn.sin(), lon + far * turn.cos());
            let Ok(at) = Position::new(lat, lon) else {
                continue;
            };
            let kind = KINDS[n % KINDS.len()];
            let name = match areas::AreaCode::new(area) {
                Some(area) => areas::register().full_name(true, area),
                None => String::new(),
            };
            let names = format!(r#"{{"th":"{}{name} {n}","en":""}}"#, NAMES[n % NAMES.len()]);
            let ago = (n as i64 * 7_919_000) % (3 * 24 * 3_600 * 1_000_000);
            let checked = now - ago;
            let status = ["open", "open", "full", "unknown"][n % 4];
            let beds = match kind {
                "hospital" => r#"{"general":{"capacity":30,"used":18,"free":12}}"#,
                _ => "{}",
            };
            let week = r#"{"week":[[[510,990]],[[510,990]],[[510,990]],[[510,990]],[[510,990]],[],[]],"except":{}}"#;
            let hours = [
                "{\"week\":[null,null,null,null,null,null,null],\"except\":{}}",
                week,
            ][n % 2];
            let instant = written(checked);
            let checks = format!(
                r#"{{"status":{{"at":"{instant}","how":"call"}},"beds":{{"at":"{instant}","how":"call"}}}}"#
            );
            insert.execute(rusqlite::params![
                area,
                kind,
                names,
                lat,
                lon,
                at.quadkey(),
                status,
                beds,
                hours,
                checks,
                checked
            ])?;
        }
    }
    all.commit()?;
    database.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
    Ok(())
}

const NAMES: [&str; 4] = ["โรงพยาบาล ", "จุดตรวจ ", "คลินิก ", "ศูนย์พักพิง "];

fn written(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map_or_else(|_| String::new(), |at| at.to_string())
}
