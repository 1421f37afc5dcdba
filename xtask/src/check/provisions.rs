//! Installs what a fresh machine lacks: Debian's PostgreSQL and Chromium, and the packages of the lock files.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use super::Run;
use crate::{
    postgres,
    run::{command, is_root, root, run},
};

/// The browser of the journeys, where Debian puts it.
pub const CHROMIUM: &str = "/usr/bin/chromium";

pub fn install(_: &mut Run) -> Result<()> {
    let mut missing = Vec::new();
    if postgres::programs().is_none() {
        missing.push("postgresql");
    }
    if !Path::new(CHROMIUM).exists() {
        missing.push("chromium");
    }
    if !missing.is_empty() {
        apt_get(&missing)?;
    }
    let node = crate::run::output(command("node").arg("--version"))
        .context("Node 20 or newer with npm is needed")?;
    println!("node {}", node.trim());
    for folder in ["islands", "e2e"] {
        npm_ci(&root().join(folder))?;
    }
    Ok(())
}

fn apt_get(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("{names} must be installed by hand: this system has no apt-get");
    }
    if !is_root() {
        bail!("only root can install; please run: apt-get install {names}");
    }
    println!("installing {names}");
    // A lock held by another apt-get is waited for, a flickering network asked again.
    let patient = [
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Acquire::Retries=3",
    ];
    let apt_get = || {
        let mut apt_get = command("apt-get");
        apt_get
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(patient);
        apt_get
    };
    run(apt_get().arg("update"))?;
    run(apt_get()
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages))
}

/// Installs only when the lock file changed since the last time; the build of `assets` leaves the same mark.
fn npm_ci(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let mark = folder.join("node_modules/.installed-lock.json");
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(command("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder))?;
    fs::write(&mark, lock).with_context(|| format!("{} cannot be written", mark.display()))
}
