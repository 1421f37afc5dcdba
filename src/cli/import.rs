//! `jitasa import`: data of others, checked before it is taken.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::import_areas::{Population, Villages};
use super::import_households::Households;
use super::import_points::Points;
use super::open;
use super::stopped::Stopped;
use super::supplies::SupplyUnits;
use crate::areas::import::{Progress, import_boundaries};
use crate::clock::Clock;
use crate::config::Flags;
use crate::server::logs;

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Read boundary packs (COD-AB shapefiles), which place every pin in its subdistrict from then on
    Boundaries(Boundaries),
    /// Read service points: hospitals, shelters, oxygen
    Points(Box<Points>),
    /// Read villages by their codes of eight digits
    Villages(Box<Villages>),
    /// Read how many people are registered in each subdistrict
    Population(Box<Population>),
    /// Read households and their persons from a sheet
    Households(Box<Households>),
    /// Make the tree of supply units from the list of local governments
    SupplyUnits(Box<SupplyUnits>),
}

#[derive(Debug, Args)]
pub struct Boundaries {
    /// Zip files of shapefiles; together they are the whole pack
    #[arg(required = true, value_name = "FILE.zip")]
    packs: Vec<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Import {
    pub fn run(self) -> Result<(), Stopped> {
        let wanted = match self {
            Import::Boundaries(wanted) => wanted,
            Import::Points(wanted) => return wanted.run(),
            Import::Villages(wanted) => return wanted.run(),
            Import::Population(wanted) => return wanted.run(),
            Import::Households(wanted) => return wanted.run(),
            Import::SupplyUnits(wanted) => return wanted.run(),
        };
        let settings = open::settings(wanted.flags)?;
        logs::start(settings.log_format, settings.log_level);
        open::runtime(&settings)?.block_on(async {
            let db = open::beside(&settings).await?;
            let now = Clock::System.now();
            let report =
                import_boundaries(&db, now, wanted.packs, wanted.dry_run, show_progress).await;
            db.close().await;
            println!(
                "{}",
                report.map_err(|err| Stopped::failed("importing boundaries", err))?
            );
            Ok(())
        })
    }
}

/// On a terminal, one line that is written over.
#[expect(
    clippy::print_stderr,
    reason = "the command line speaks to whoever typed"
)]
fn show_progress(progress: Progress) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    match progress {
        Progress::Reading => eprint!("Reading and checking …"),
        Progress::Writing { done, of } => {
            eprint!(
                "\rWriting {done} of {of} boundaries …{}",
                if done == of { "\n" } else { "" }
            );
        }
    }
}
