//! `cargo xtask docs`: writes the parts of the handbook that are made from the code. The tests that
//! compare them do the writing when they are told to.

use anyhow::Result;

use crate::run::{cargo, run};

pub fn write() -> Result<()> {
    let mut tests = cargo(&["test", "--package", "jitasa", "--lib", "config::"])?;
    run(tests.env("JITASA_TEST_WRITE_DOCS", "1"))
}
