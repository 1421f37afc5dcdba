//! `cargo xtask bench NAME`: measures the release build, started as a person would start it. Figures
//! are printed for docs/performance.md, never judged here: a benchmark is no test.

mod bare;
mod board;
mod duplicates;
mod events;
mod filled;
mod intake;
mod load;
mod points;
mod race;
mod simulation;
mod supplied;
mod surveyed;
mod sync;
mod tiles;
mod views;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::postgres::Cluster;
use crate::product::{self, Product, Profile};
use crate::run::{cargo, run};

#[derive(Args)]
pub struct Arguments {
    /// What to measure
    name: Name,
    /// A release binary built before, to compare with; otherwise the present sources are built
    #[arg(long)]
    binary: Option<PathBuf>,
    /// With `sync`: instead, so many worlds of the tests' simulation of phones, and a tenth on PostgreSQL
    #[arg(long)]
    seeds: Option<u64>,
    /// With `surveyed`: so many persons; the figures beside are always those of ten million
    #[arg(long, default_value_t = surveyed::PERSONS)]
    persons: usize,
    /// With `supplied`: so many days of the country on SQLite; thirty are a month, 0 is PostgreSQL alone
    #[arg(long, default_value_t = 4)]
    days: usize,
    /// With `supplied`: the folder where the country of SQLite stays; one that is there is only asked for its pages
    #[arg(long)]
    kept: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// Time to /readyz on a fresh database, memory at rest, size of the binary
    Start,
    /// Whole requests for help over HTTP, durable, on SQLite and on PostgreSQL
    Intake,
    /// Two hundred volunteers who ask for, take and give back a thousand cases
    Race,
    /// Five hundred phones that come back with fifty households each, and the first pull of a subdistrict
    Sync,
    /// Pages of figures and lists with ten million persons surveyed
    Surveyed,
    /// Masks for the country, from the ministry to twenty thousand end units, and a hundred thousand closed days
    Supplied,
    /// Start, memory and tiles with a million open requests
    Tiles,
    /// Finding among a hundred thousand service points, and their tiles
    Points,
    /// The board of a province with a hundred thousand open cases
    Board,
    /// What the finder of duplicates costs beside a hundred thousand requests
    Duplicates,
    /// Two thousand listeners on what happens
    Events,
    /// Weight and time of a first visit, in a browser on a slow phone and network
    Views,
}

pub fn bench(arguments: &Arguments) -> Result<()> {
    if let Some(seeds) = arguments.seeds {
        println!("machine: {}", machine());
        return simulation::bench(arguments.name, seeds);
    }
    // The load comes from the same two cores; made by an unoptimised program it would take most of them.
    if cfg!(debug_assertions) {
        let name = arguments.name.to_possible_value();
        let name = name.as_ref().map_or("", |name| name.get_name());
        let mut again = cargo(&["run", "--quiet", "--release", "--package", "xtask"])?;
        again.args(["--", "bench", name]);
        if let Some(binary) = &arguments.binary {
            again.arg("--binary").arg(binary);
        }
        again.arg("--persons").arg(arguments.persons.to_string());
        again.arg("--days").arg(arguments.days.to_string());
        if let Some(seeds) = arguments.seeds {
            again.arg("--seeds").arg(seeds.to_string());
        }
        return run(&mut again);
    }
    let binary = match &arguments.binary {
        Some(binary) => binary.clone(),
        None => product::build(Profile::Release)?,
    };
    println!("machine: {}", machine());
    match arguments.name {
        Name::Intake => intake::bench(&binary)?,
        Name::Race => race::bench(&binary)?,
        Name::Sync => sync::bench(&binary)?,
        Name::Surveyed => surveyed::bench(&binary, arguments.persons)?,
        Name::Supplied => supplied::bench(&binary, arguments.days, arguments.kept.as_deref())?,
        Name::Tiles => tiles::bench(&binary)?,
        Name::Points => points::bench(&binary)?,
        Name::Board => board::bench(&binary)?,
        Name::Duplicates => duplicates::bench(&binary)?,
        Name::Events => events::bench(&binary)?,
        Name::Views => views::bench(&binary)?,
        Name::Start => {
            let mut starts = Vec::new();
            let mut memory = 0;
            for _ in 0..5 {
                let product = Product::start(&binary)?;
                starts.push(product.start_time);
                memory = product.memory()?;
            }
            starts.sort();
            println!(
                "| start to /readyz, fresh database, median of 5 | {:.0} ms |",
                starts[2].as_secs_f64() * 1e3
            );
            println!("| memory at rest | {:.1} MB |", memory as f64 / 1e6);
            println!(
                "| binary | {:.1} MB |",
                std::fs::metadata(&binary)?.len() as f64 / 1e6
            );
        }
    }
    Ok(())
}

/// Cores and processor, since figures mean nothing without them.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |line| {
        line.trim_start_matches(['\t', ' ', ':'])
    });
    format!("{cores} cores, {model}")
}

/// The program on SQLite, then on a durable PostgreSQL of its own, each given to `table`.
fn on_both_engines(
    binary: &PathBuf,
    flags: &[&str],
    table: impl Fn(&str, &Product) -> Result<()>,
) -> Result<()> {
    {
        let product = Product::start_with(binary, flags, &[])?;
        table("SQLite", &product)?;
    }
    on_postgres(binary, flags, |product, _| table("PostgreSQL", product))
}

/// The program on a durable PostgreSQL of its own, with the environment that it was started in.
fn on_postgres(
    binary: &PathBuf,
    flags: &[&str],
    table: impl Fn(&Product, &[(&str, &str)]) -> Result<()>,
) -> Result<()> {
    let cluster = Cluster::start_durable()?;
    let url = cluster.database("bench")?;
    let env = [
        ("JITASA_DATABASE", url.as_str()),
        (
            "JITASA_SECRET_KEY",
            "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ),
    ];
    let mut migrate = crate::run::command(binary);
    migrate.arg("migrate").envs(env);
    run(&mut migrate)?;
    let flags = [flags, &["--database-connections", "32"]].concat();
    let product = Product::start_with(binary, &flags, &env)?;
    table(&product, &env)
}
