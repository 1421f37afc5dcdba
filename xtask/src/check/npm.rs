//! The steps that are node's: the islands, and journeys through the built program.

use anyhow::{Context, Result};

use super::Run;
use crate::{
    product,
    run::{command, root, run, run_tests},
};

pub fn islands(check: &mut Run) -> Result<()> {
    let folder = root().join("islands");
    run(command("npm")
        .args(["run", "--silent", "check"])
        .current_dir(&folder))?;
    run_tests(
        command("npm")
            .args(["run", "--silent", "test"])
            .current_dir(&folder),
        &mut check.tally,
    )
}

/// Runs `e2e/*.test.mjs` one after the other: two browsers at once on two cores only slow each other down.
pub fn journeys(check: &mut Run) -> Result<()> {
    let folder = root().join("e2e");
    run(command("npm")
        .args(["run", "--silent", "check"])
        .current_dir(&folder))?;
    let binary = product::build(product::Profile::Dev)?;
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .context("e2e/ cannot be read")?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    files.sort();
    let mut node = command("node");
    node.current_dir(&folder)
        .env("JITASA_BIN", binary)
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .arg("--test-timeout=300000")
        .args(files);
    run_tests(&mut node, &mut check.tally)
}
