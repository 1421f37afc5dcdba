//! `jitasa practice remove`: after a course, nothing of it stays.

use clap::{Args, Subcommand};

use super::open;
use super::stopped::Stopped;
use crate::access::Cx;
use crate::config::Flags;
use crate::incidents::model::Prefix;
use crate::incidents::remove;

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
        let Practice::Remove(wanted) = self;
        let prefix = Prefix::parse(&wanted.prefix)
            .map_err(|err| Stopped::slip(format!("{}: {err}", wanted.prefix)))?;
        let practice = prefix.clone();
        let removed = open::with_app(wanted.flags, |app| async move {
            let cx = Cx::system(app.clock.now());
            remove::practice(&app, &cx, &practice)
                .await
                .map_err(|err| Stopped::failed("removing", err))
        })?;
        println!(
            "{} is removed: {} requests, {} households, {} supply units.",
            prefix.as_str(),
            removed.requests,
            removed.households,
            removed.supply_units
        );
        Ok(())
    }
}
