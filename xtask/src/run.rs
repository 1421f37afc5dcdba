//! Runs other programs from the root of the repository, and says in a sentence when one fails.

use std::{
    env,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::tally::Tally;

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo builds: as told, or one folder for all clones so that they share what is compiled.
pub fn target_dir() -> Result<PathBuf> {
    if let Some(told) = env::var_os("CARGO_TARGET_DIR") {
        return Ok(root().join(told));
    }
    let home = env::var_os("HOME").context("neither CARGO_TARGET_DIR nor HOME is set")?;
    Ok(PathBuf::from(home).join(".cache/jitasa/target"))
}

/// A command at the root of the repository that is asked nothing.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Cargo with our target folder; in CI the lock file must fit as it is.
pub fn cargo(arguments: &[&str]) -> Result<Command> {
    let mut command = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.env("CARGO_TARGET_DIR", target_dir()?);
    // Set for us by the cargo that runs us; ring's build script would see it change and rebuild half
    // of the tree each time.
    command.env_remove("CARGO_MANIFEST_DIR");
    command.args(arguments);
    if env::var_os("CI").is_some() && arguments.first() != Some(&"fmt") {
        command.arg("--locked");
    }
    Ok(command)
}

/// Runs to the end; a failure names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let told = told(command);
    let status = command
        .status()
        .with_context(|| format!("{told} could not be started"))?;
    if !status.success() {
        bail!("{told} failed ({status})");
    }
    Ok(())
}

/// As `run`, and counts the tests that its output tells of.
pub fn run_tests(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let told = told(command);
    command.stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("{told} could not be started"))?;
    let before = tally.passed;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.with_context(|| format!("{told}: its output broke off"))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tally.hear(&line);
        }
    }
    let status = child.wait().with_context(|| format!("{told} was lost"))?;
    if !status.success() {
        bail!("{told} failed ({status})");
    }
    if tally.passed == before {
        bail!("{told} ended well but ran no test");
    }
    Ok(())
}

/// The output of a command that must succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let told = told(command);
    command.stderr(Stdio::inherit());
    let output = command
        .output()
        .with_context(|| format!("{told} could not be started"))?;
    if !output.status.success() {
        bail!("{told} failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{told} printed no UTF-8"))
}

fn told(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    let program = words[0].rsplit('/').next().unwrap_or_default();
    format!("`{program} {}`", words[1..].join(" "))
}

/// Whether we may install, and must not run a database server.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
