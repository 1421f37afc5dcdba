//! The project's own commands: `cargo xtask check` is what CI runs, and all of it.
#![allow(clippy::print_stdout, reason = "a command line tool speaks to people")]

mod bench;
mod check;
mod docs;
mod postgres;
mod product;
mod run;
mod shots;
mod tally;
mod vendor;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything CI runs, step by step; stops at the first failure
    Check(check::Arguments),
    /// Measures the release build on this machine
    Bench(bench::Arguments),
    /// Takes a picture of every page in docs/shots
    Shots(shots::Arguments),
    /// Writes the generated parts of the handbook anew
    Docs,
    /// Renews data that is kept in the repository from the packages it comes from
    #[command(subcommand)]
    Vendor(Vendor),
}

#[derive(Subcommand)]
enum Vendor {
    /// The register of areas and the embedded outlines
    Areas,
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            // Causes in one sentence; nobody wants a backtrace of the check itself.
            eprintln!("\n{err:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Result<()> {
    match command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Bench(arguments) => bench::bench(&arguments),
        Command::Shots(arguments) => shots::shots(&arguments),
        Command::Docs => docs::write(),
        Command::Vendor(Vendor::Areas) => vendor::vendor_areas(),
    }
}
