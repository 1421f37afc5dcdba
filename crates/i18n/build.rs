//! Lists the message files of `locales/<language>/*.ftl`, so that a slice adds a file and it is
//! inside the binary, with nothing to register.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join("../../locales")
        .canonicalize()?;
    let mut listed = String::new();
    for (name, code) in [
        ("TH", "th"),
        ("EN", "en"),
        ("MY", "my"),
        ("KM", "km"),
        ("LO", "lo"),
    ] {
        let folder = locales.join(code);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "ftl") {
                files.push(path);
            }
        }
        files.sort();
        writeln!(listed, "pub(super) static {name}: &[(&str, &str)] = &[")?;
        for path in files {
            let file = path.file_name().unwrap_or_default();
            writeln!(listed, "    ({file:?}, include_str!({path:?})),")?;
        }
        writeln!(listed, "];")?;
    }
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("message_files.rs"),
        listed,
    )?;
    Ok(())
}
