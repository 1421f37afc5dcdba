//! `bench sync --seeds N`: as many worlds of the simulation of phones (`tests/it/survey_sync/simulation`),
//! release build. Unlike the others it judges: a world that loses something ends it, and its seed is told.

use std::time::Instant;

use anyhow::{Result, bail};

use super::Name;
use crate::postgres::Cluster;
use crate::run::{cargo, run};

const TEST: [&str; 6] = ["test", "--release", "--package", "jitasa", "--test", "it"];

/// A world on PostgreSQL takes several times as long: one in so many.
const ON_POSTGRES: u64 = 10;

pub fn bench(name: Name, seeds: u64) -> Result<()> {
    if !matches!(name, Name::Sync) {
        bail!("only `sync` has seeds");
    }
    run(cargo(&TEST)?.arg("--no-run"))?;
    let cluster = Cluster::start()?;
    println!("| what | worlds | failed | took |");
    println!("|---|---|---|---|");
    for (engine, test, n) in [
        (
            "SQLite",
            "phones_lose_nothing_on_the_embedded_database",
            seeds,
        ),
        (
            "PostgreSQL",
            "phones_lose_nothing_on_postgresql",
            seeds.div_ceil(ON_POSTGRES),
        ),
    ] {
        let mut worlds = cargo(&TEST)?;
        worlds.arg(test).env("SEEDS", n.to_string());
        worlds.env("JITASA_TEST_POSTGRES", cluster.url());
        let began = Instant::now();
        run(&mut worlds)?;
        let took = began.elapsed().as_secs_f64();
        println!("| {engine} | {n} | 0 | {took:.0} s |");
    }
    Ok(())
}
