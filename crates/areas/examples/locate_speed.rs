//! Reads a boundary pack and prints what it holds, how long it takes and how well the
//! representative points are placed, with the pack and without.
//! `cargo run --release -p areas --example locate_speed -- FOLDER`
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::time::Instant;

use areas::{AreaCode, Boundaries, Level, Located, outlines, read_pack};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("the folder of the pack is missing")?,
    );
    let paths = [1, 2, 3].map(|n| folder.join(format!("cod-ab-tha-adm{n}.zip")));
    let start = Instant::now();
    let report = read_pack(&paths)?;
    println!("{report}\npack read in {:?}", start.elapsed());
    let bytes: usize = report.areas.iter().map(|area| area.shape.len()).sum();
    println!("{bytes} bytes to store");

    let start = Instant::now();
    outlines();
    println!("outlines read in {:?}", start.elapsed());
    let start = Instant::now();
    let parts = report
        .areas
        .iter()
        .map(|area| (area.code, area.shape.as_slice()));
    let pack = Boundaries::from_parts(parts)?;
    println!(
        "boundaries loaded in {:?}, {} bytes in memory",
        start.elapsed(),
        pack.memory()
    );
    let start = Instant::now();
    let labels = pack
        .outlines_of(Level::Subdistrict)
        .iter()
        .filter_map(|(_, s)| s.label_point());
    println!("{} label points in {:?}", labels.count(), start.elapsed());

    let points = points(&folder)?;
    let bare = Boundaries::without_pack();
    for (name, boundaries) in [("pack", &pack), ("outlines", &bare)] {
        let start = Instant::now();
        let located: Vec<Located> = points
            .iter()
            .map(|(_, lat, lon)| boundaries.locate(*lat, *lon))
            .collect();
        let took = start.elapsed() / points.len() as u32;
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for ((code, lat, lon), at) in points.iter().zip(&located) {
            let verdict = judge(*code, at);
            *found.entry(verdict).or_default() += 1;
            if verdict == "outside" {
                println!("  {verdict}: {code} at {lat},{lon}: {at:?}");
            }
        }
        println!("{name}: {took:?} a point, {found:?}");
    }
    Ok(())
}

fn judge(code: AreaCode, at: &Located) -> &'static str {
    let named = |code: AreaCode| at.candidates.iter().any(|c| c.code == code);
    let province = code.province_code();
    if !at.in_thailand {
        "outside"
    } else if at.subdistrict == Some(code) {
        "subdistrict right"
    } else if named(code) {
        "subdistrict among candidates"
    } else if at.province == province {
        "province right"
    } else if province.is_some_and(named) {
        "province among candidates"
    } else {
        "province wrong"
    }
}

fn points(folder: &std::path::Path) -> Result<Vec<(AreaCode, f64, f64)>, std::io::Error> {
    let file = std::fs::File::open(folder.join("subdistrict-points.csv.gz"))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    let row = |line: &str| {
        let mut cells = line.split(',').rev();
        let (lon, lat) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        let code = line
            .split(',')
            .nth(2)?
            .trim_start_matches("TH")
            .parse()
            .ok()?;
        Some((code, lat, lon))
    };
    Ok(text.lines().filter_map(row).collect())
}
