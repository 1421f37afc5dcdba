//! The steps that are cargo's.

use anyhow::Result;

use super::Run;
use crate::run::{cargo, run, run_tests};

pub fn fmt(_: &mut Run) -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"])?)
}

pub fn clippy(_: &mut Run) -> Result<()> {
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets"])?;
    run(clippy.args(["--", "-D", "warnings"]))
}

/// All tests of the workspace, or of the packages asked for. A failed test does not keep the other binaries from running.
pub fn tests(check: &mut Run) -> Result<()> {
    let mut tests = cargo(&["test", "--no-fail-fast"])?;
    if check.packages.is_empty() {
        tests.arg("--workspace");
    }
    for package in &check.packages {
        tests.args(["--package", package]);
    }
    if let Some(cluster) = &check.cluster {
        tests.env("JITASA_TEST_POSTGRES", cluster.url());
    }
    run_tests(&mut tests, &mut check.tally)
}
