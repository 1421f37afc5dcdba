//! `jitasa practice remove PREFIX`

use clap::{Args, Subcommand};

use super::stopped::Stopped;
use crate::config::Flags;

#[derive(Debug, Subcommand)]
pub enum Practice {
    /// Remove a practice incident with everything that was recorded in it
    Remove(Remove),
}

#[derive(Debug, Args)]
pub struct Remove {
    /// The letters its references begin with
    prefix: String,
    #[command(flatten)]
    flags: Flags,
}

impl Practice {
    pub fn run(self) -> Result<(), Stopped> {
        Err(Stopped::failed("removing", "not here yet"))
    }
}
