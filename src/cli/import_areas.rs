//! `jitasa import villages` and `jitasa import population`: what a survey is divided by and measured
//! against.

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;

use super::bar::{bar, show};
use super::open;
use super::stopped::Stopped;
use crate::config::Flags;
use crate::villages::actions::import::{self, ImportError, Report};
use crate::villages::file;

#[derive(Debug, Args)]
pub struct Villages {
    /// CSV with the columns village_code and name_th, also packed by gzip
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Args)]
pub struct Population {
    /// CSV with the columns code and population, also packed by gzip
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The year of the figures, of either era; when left out the file's column year or its name says it
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Villages {
    pub fn run(self) -> Result<(), Stopped> {
        let bytes = read(&self.file)?;
        open::with_app(self.flags, |app| async move {
            let bar = bar();
            let progress = |progress| show(&bar, progress);
            let done = import::villages(&app.db, bytes, self.dry_run, progress).await;
            tell(&bar, done)
        })
    }
}

impl Population {
    pub fn run(self) -> Result<(), Stopped> {
        let bytes = read(&self.file)?;
        let year = match &self.year {
            Some(text) => {
                let year = file::year(text);
                Some(year.ok_or_else(|| Stopped::slip("--year is a year such as 2564 or 2021"))?)
            }
            None => None,
        };
        let named = self.file.file_name().unwrap_or_default().to_string_lossy();
        let named = file::year_in_name(&named);
        open::with_app(self.flags, |app| async move {
            let bar = bar();
            let progress = |progress| show(&bar, progress);
            let (now, dry_run) = (app.clock.now(), self.dry_run);
            let years = import::Year { said: year, named };
            let done = import::population(&app.db, now, bytes, years, dry_run, progress).await;
            tell(&bar, done)
        })
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Stopped> {
    std::fs::read(path).map_err(|err| Stopped::failed("reading the file", err))
}

/// Shows itself on a terminal alone.
fn tell(bar: &ProgressBar, done: Result<Report, ImportError>) -> Result<(), Stopped> {
    bar.finish_and_clear();
    println!("{}", done.map_err(|err| Stopped::failed("importing", err))?);
    Ok(())
}
