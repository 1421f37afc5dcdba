//! Bundles the browser's files with npm and esbuild (or takes the folder named by `WEB_DIST`) and
//! writes the Rust tables that embed them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Everything the bundle is made of, below `islands/`.
const INPUTS: &[&str] = &[
    "src",
    "styles",
    "build.mjs",
    "icons.mjs",
    "shapes.mjs",
    "package.json",
    "package-lock.json",
    "../data/pictures",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=WEB_DIST");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let dist = match env::var_os("WEB_DIST") {
        Some(given) => {
            let given = fs::canonicalize(given)?;
            println!("cargo::rerun-if-changed={}", given.display());
            given
        }
        None => bundle(&out)?,
    };
    fs::write(out.join("tables.rs"), tables(&dist)?)?;
    Ok(())
}

/// Runs npm (only when its lock changed) and the bundler; returns the folder it filled.
fn bundle(out: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let islands = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join("../../islands")
        .canonicalize()?;
    for input in INPUTS {
        println!("cargo::rerun-if-changed={}", islands.join(input).display());
    }
    let lock = fs::read(islands.join("package-lock.json"))?;
    let installed = islands.join("node_modules/.installed-lock.json");
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        run(Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&islands))?;
        fs::write(&installed, &lock)?;
    }
    let dist = out.join("dist");
    run(Command::new("node")
        .arg("build.mjs")
        .arg("--out")
        .arg(&dist)
        .current_dir(&islands))?;
    Ok(dist)
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let told = format!("{command:?}");
    let output = command.output().map_err(|e| {
        format!("{told} could not start ({e}): Node 20 or newer with npm is needed to build, or set WEB_DIST to a finished bundle")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let words = [output.stdout, output.stderr].concat();
    Err(format!("{told} failed:\n{}", String::from_utf8_lossy(&words)).into())
}

/// The tables as Rust source, each sorted by its key so that the library can search by halves.
fn tables(dist: &Path) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();

    let files = dist.join("files");
    writeln!(code, "static FILES: &[File] = &[")?;
    for row in rows(&dist.join("files.tsv"), 4)? {
        let (name, kind, hash) = (&row[0], &row[1], &row[2]);
        let squeezed = |ending: &str| match row[3].as_str() {
            "1" => format!("Some({})", include(&files.join(format!("{name}.{ending}")))),
            _ => "None".to_owned(),
        };
        writeln!(
            code,
            "File {{ name: {name:?}, content_type: {kind:?}, etags: [{:?}, {:?}, {:?}], plain: {}, br: {}, gzip: {} }},",
            format!("\"{hash}\""),
            format!("\"{hash}-br\""),
            format!("\"{hash}-gz\""),
            include(&files.join(name)),
            squeezed("br"),
            squeezed("gz"),
        )?;
    }
    writeln!(code, "];")?;

    writeln!(code, "static URLS: &[(&str, &str)] = &[")?;
    for row in rows(&dist.join("names.tsv"), 2)? {
        writeln!(code, "({:?}, {:?}),", row[0], format!("/assets/{}", row[1]))?;
    }
    writeln!(code, "];\nstatic ICONS: &[(&str, &str)] = &[")?;
    for row in rows(&dist.join("icons.tsv"), 2)? {
        writeln!(code, "({:?}, {:?}),", row[0], row[1])?;
    }
    let manifest = fs::read_to_string(dist.join("manifest.json"))?;
    writeln!(code, "];\nstatic MANIFEST: &str = {manifest:?};")?;
    Ok(code)
}

fn include(path: &Path) -> String {
    format!("include_bytes!({:?})", path.display().to_string())
}

/// The lines of a tab separated table with so many columns, sorted by the first.
fn rows(path: &Path, columns: usize) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    if let Some(short) = rows.iter().find(|row| row.len() != columns) {
        return Err(format!("{}: {columns} columns wanted in {short:?}", path.display()).into());
    }
    rows.sort();
    Ok(rows)
}
