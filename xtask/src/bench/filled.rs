//! A program with a million open requests on its map, at places where people really asked for help.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use contact::Position;

use super::intake;
use super::load::{self, Connection};
use crate::product::Product;
use crate::run::root;

pub const REQUESTS: usize = 1_000_000;

/// Starts a program, asks for help once, and copies that request to a million places.
pub fn fill(binary: &PathBuf) -> Result<tempfile::TempDir> {
    let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = product.address();
        let token = intake::sessions(&product, 1).await?;
        let incident = intake::incident(address).await?;
        let body = intake::request(&incident, 0, false).to_string();
        let mut connection = Connection::open(address).await?;
        let ask = load::post(
            address,
            "/api/v1/help-requests",
            token.first().map(String::as_str),
            Some("first"),
            &body,
        );
        let answer = connection.ask(&ask).await?;
        if answer.status != 201 {
            bail!(
                "the first request was refused: {}",
                String::from_utf8_lossy(&answer.body)
            );
        }
        Ok(())
    })?;
    let folder = product.stop()?;
    copy(folder.path(), &places()?)?;
    Ok(folder)
}

/// Position and subdistrict of real reports to a city's problem line.
fn places() -> Result<Vec<(f64, f64, u32)>> {
    let file = root().join("../shared/data/real/traffy_points_2022.csv.gz");
    let file = std::fs::File::open(&file)
        .with_context(|| format!("the real positions are not at {}", file.display()))?;
    let mut places = Vec::new();
    for line in BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .skip(1)
    {
        let line = line?;
        let mut fields = line.rsplit(',');
        let area = fields.next().and_then(|text| text.parse().ok());
        let lon = fields.next().and_then(|text| text.parse().ok());
        let lat = fields.next().and_then(|text| text.parse().ok());
        if let (Some(lat), Some(lon), Some(area)) = (lat, lon, area) {
            places.push((lat, lon, area));
        }
    }
    Ok(places)
}

fn copy(folder: &Path, places: &[(f64, f64, u32)]) -> Result<()> {
    const KINDS: [&str; 4] = ["goods", "medical", "oxygen", "medicine"];
    let mut database = rusqlite::Connection::open(folder.join("jitasa.sqlite"))?;
    database.pragma_update(None, "synchronous", "OFF")?;
    let names: Vec<String> = {
        let mut names = database.prepare("SELECT name FROM pragma_table_info('help_requests')")?;
        let names = names.query_map([], |row| row.get(0))?;
        names.collect::<rusqlite::Result<_>>()?
    };
    let values: Vec<&str> = names
        .iter()
        .map(|name| match name.as_str() {
            "id" => "randomblob(16)",
            "reference" => "hex(randomblob(8))",
            "follow_hash" => "randomblob(32)",
            "province" => "?1 / 10000",
            "area" => "?1",
            "lat" => "?2",
            "lon" => "?3",
            "quadkey" => "?4",
            "kind" => "?5",
            "position_source" => "'map'",
            "urgent_since" => "urgent_since - ?6",
            "asked_at" => "asked_at - ?6",
            other => other,
        })
        .collect();
    let text = format!(
        "INSERT INTO help_requests ({}) SELECT {} FROM help_requests ORDER BY rowid LIMIT 1",
        names.join(", "),
        values.join(", ")
    );
    let all = database.transaction()?;
    {
        let mut insert = all.prepare(&text)?;
        for n in 0..REQUESTS - 1 {
            let (lat, lon, area) = places[n % places.len()];
            // Within a kilometre of the place, otherwise than the time before.
            let turn = n as f64 * 2.399_963;
            let far = 0.01 * ((n / places.len()) as f64 / 72.0).sqrt();
            let (lat, lon) = (lat + far * turn.sin(), lon + far * turn.cos());
            let Ok(at) = Position::new(lat, lon) else {
                continue;
            };
            let ago = (n as i64 * 7_919_000) % (3 * 24 * 3_600 * 1_000_000);
            let kind = KINDS[n % KINDS.len()];
            insert.execute(rusqlite::params![area, lat, lon, at.quadkey(), kind, ago])?;
        }
    }
    all.commit()?;
    database.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
    Ok(())
}
