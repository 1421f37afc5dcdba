//! The command line: one file a command. Here alone is printed to the terminal, and errors are told
//! as sentences; exit code 2 is a slip in what was asked or set, 1 everything else.
#![expect(
    clippy::print_stdout,
    reason = "the command line speaks to whoever typed"
)]

mod admin;
mod backup;
mod bar;
mod check_config;
mod demo;
mod import;
mod import_areas;
mod import_households;
mod import_points;
mod migrate;
mod open;
mod practice;
mod restore;
mod serve;
mod statistics;
mod stopped;
mod supplies;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Flags;

/// Jitasa (จิตอาสา): people ask for help on a map, volunteers take it, every area sees how it stands.
#[derive(Debug, Parser)]
#[command(name = "jitasa", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site until SIGTERM or Ctrl-C
    Serve {
        #[command(flatten)]
        flags: Flags,
    },
    /// Try everything out on a made-up situation in real areas; nothing is kept unless --data says where
    Demo {
        #[command(flatten)]
        flags: Flags,
    },
    /// Bring the database up to date (PostgreSQL; the embedded one does so when it is served)
    Migrate {
        #[command(flatten)]
        flags: Flags,
    },
    /// Say what is wrong with the settings, and where each one in force was said
    CheckConfig {
        #[command(flatten)]
        flags: Flags,
    },
    /// Make accounts
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Read data of others into the database
    #[command(subcommand)]
    Import(import::Import),
    /// Copy the embedded database into one file, also while it is served
    Backup(backup::Backup),
    /// Put a copy back in place of the embedded database, which must not be served
    Restore(restore::Restore),
    /// Incidents for practising
    #[command(subcommand)]
    Practice(practice::Practice),
    /// The books of relief supplies
    #[command(subcommand)]
    Supplies(supplies::Supplies),
    /// The figures of areas
    #[command(subcommand)]
    Statistics(statistics::Statistics),
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve { flags } => serve::run(flags),
        Command::Demo { flags } => demo::run(flags),
        Command::Migrate { flags } => migrate::run(flags),
        Command::CheckConfig { flags } => check_config::run(flags),
        Command::Admin(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Practice(command) => command.run(),
        Command::Supplies(command) => command.run(),
        Command::Statistics(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => stopped.tell(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_takes_the_settings() {
        for line in [
            "jitasa serve --data d --listen 127.0.0.1:0",
            "jitasa demo --listen 127.0.0.1:0",
            "jitasa migrate --database postgres://u@h/d",
            "jitasa check-config --config c.toml",
            "jitasa admin create --username a --phone 0812345678 --role national_admin \
             --password-stdin --data d",
            "jitasa import boundaries a.zip b.zip --dry-run --data d",
            "jitasa import points a.csv --source x --kind hospital --dry-run --data d",
            "jitasa import villages a.csv.gz --dry-run --data d",
            "jitasa import population a.csv.gz --year 2564 --dry-run --data d",
            "jitasa backup copy.sqlite --data d",
            "jitasa restore copy.sqlite --data d",
            "jitasa practice remove TRY --data d",
            "jitasa import supply-units a.csv.gz --incident COV --as malee --dry-run --data d",
            "jitasa supplies verify --incident COV --data d",
            "jitasa statistics verify --incident COV --data d",
        ] {
            let words = line.split_whitespace();
            assert!(Cli::try_parse_from(words).is_ok(), "{line}");
        }
    }

    #[test]
    fn a_slip_is_refused() {
        for line in [
            "jitasa",
            "jitasa server",
            "jitasa serve --listn 127.0.0.1:0",
            "jitasa admin create --username a",
            "jitasa import boundaries",
            "jitasa import points a.csv",
            "jitasa import villages",
            "jitasa import supply-units a.csv --incident COV",
            "jitasa supplies",
            "jitasa statistics",
            "jitasa backup",
            "jitasa practice remove",
            "jitasa serve --secret-key x",
        ] {
            assert!(
                Cli::try_parse_from(line.split_whitespace()).is_err(),
                "{line}"
            );
        }
    }
}
