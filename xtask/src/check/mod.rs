//! `cargo xtask check`: the steps in their order, each named with its time.

mod documents;
mod expression;
mod licences;
mod npm;
mod provisions;
mod rust;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{postgres::Cluster, tally::Tally};

#[derive(Args)]
pub struct Arguments {
    /// Only these steps
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// All but these steps
    #[arg(long, value_name = "STEP")]
    skip: Vec<String>,
    /// Tests of these packages only
    #[arg(long, short, value_name = "NAME")]
    package: Vec<String>,
    /// Lists the steps
    #[arg(long)]
    list: bool,
}

/// What steps hand on to later ones; the PostgreSQL cluster ends with it.
#[derive(Default)]
struct Run {
    /// None: all of the workspace.
    packages: Vec<String>,
    tally: Tally,
    cluster: Option<Cluster>,
}

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&mut Run) -> Result<()>,
}

/// Quick ones first, so that a slip is told early.
const STEPS: &[Step] = &[
    Step {
        name: "provisions",
        what: "installs what is missing: PostgreSQL, Chromium, npm packages",
        run: provisions::install,
    },
    Step {
        name: "fmt",
        what: "cargo fmt --check",
        run: rust::fmt,
    },
    Step {
        name: "documents",
        what: "links between the project's documents lead somewhere",
        run: documents::check,
    },
    Step {
        name: "licences",
        what: "every dependency's licence and the banned crates of deny.toml",
        run: licences::check,
    },
    Step {
        name: "islands",
        what: "TypeScript, biome and node tests of islands/",
        run: npm::islands,
    },
    Step {
        name: "clippy",
        what: "cargo clippy, warnings are errors",
        run: rust::clippy,
    },
    Step {
        name: "postgres",
        what: "a PostgreSQL cluster of our own for the tests",
        run: start_postgres,
    },
    Step {
        name: "tests",
        what: "cargo test, on both engines",
        run: rust::tests,
    },
    Step {
        name: "journeys",
        what: "journeys through the built program in Chromium",
        run: npm::journeys,
    },
];

pub fn check(arguments: &Arguments) -> Result<()> {
    if arguments.list {
        for step in STEPS {
            println!("{:<11} {}", step.name, step.what);
        }
        return Ok(());
    }
    let chosen = choose(arguments)?;
    let mut run = Run {
        packages: arguments.package.clone(),
        ..Run::default()
    };
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let started = Instant::now();
    for step in chosen {
        println!("\n── {}: {}", step.name, step.what);
        let began = Instant::now();
        let outcome = (step.run)(&mut run);
        let took = began.elapsed();
        times.push((step.name, took));
        if let Err(err) = outcome {
            tell_times(&times);
            bail!(
                "{err:#}\n\nThe check stopped at `{0}` after {1}. To run it alone: cargo xtask check --only {0}",
                step.name,
                told(took)
            );
        }
        println!("── {} is well, {}", step.name, told(took));
    }
    drop(run.cluster);
    tell_times(&times);
    println!("All is well after {}.", told(started.elapsed()));
    if run.tally.passed > 0 {
        println!("{} passed, {} failed", run.tally.passed, run.tally.failed);
    }
    Ok(())
}

fn choose(arguments: &Arguments) -> Result<Vec<&'static Step>> {
    for name in arguments.only.iter().chain(&arguments.skip) {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("there is no step `{name}`; `cargo xtask check --list` names them");
        }
    }
    let tests_alone = arguments.only.iter().any(|name| name == "tests");
    let wanted = |step: &&Step| {
        let only = arguments.only.is_empty()
            || arguments.only.iter().any(|name| name == step.name)
            // The tests are nothing without their cluster.
            || (tests_alone && step.name == "postgres");
        only && !arguments.skip.iter().any(|name| name == step.name)
    };
    Ok(STEPS.iter().filter(wanted).collect())
}

fn start_postgres(run: &mut Run) -> Result<()> {
    let cluster = Cluster::start()?;
    println!("{}", cluster.url());
    run.cluster = Some(cluster);
    Ok(())
}

fn tell_times(times: &[(&str, Duration)]) {
    println!();
    for (name, took) in times {
        println!("{name:<11} {:>10}", told(*took));
    }
}

fn told(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f64()),
        secs => format!("{} min {} s", secs / 60, secs % 60),
    }
}
