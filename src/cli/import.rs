//! `jitasa import`: data of others, checked before it is taken.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::stopped::Stopped;
use crate::config::Flags;

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Read boundary packs (COD-AB shapefiles), which place every pin in its subdistrict from then on
    Boundaries(Boundaries),
}

#[derive(Debug, Args)]
pub struct Boundaries {
    /// Zip files of shapefiles; together they are the whole pack
    #[arg(required = true, value_name = "FILE.zip")]
    files: Vec<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Import {
    pub fn run(self) -> Result<(), Stopped> {
        let Import::Boundaries(_) = self;
        Err(Stopped::failed("importing boundaries", "not here yet"))
    }
}
