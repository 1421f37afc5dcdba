//! `jitasa statistics verify`: the figures counted anew from the records.

use clap::{Args, Subcommand};

use super::open;
use super::stopped::Stopped;
use crate::app::App;
use crate::config::Flags;
use crate::incidents;
use crate::statistics::recount::actions::verify;
use crate::statistics::recount::model::Differing;

#[derive(Debug, Subcommand)]
pub enum Statistics {
    /// Count every figure anew from the records; exit code 1 where one is not what they say
    Verify(Verify),
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The prefix of an incident; all of them when left out
    #[arg(long, value_name = "PREFIX")]
    incident: Option<String>,
    #[command(flatten)]
    flags: Flags,
}

impl Statistics {
    pub fn run(self) -> Result<(), Stopped> {
        let Statistics::Verify(wanted) = self;
        let flags = wanted.flags.clone();
        open::with_app(flags, |app| async move { wanted.verify(&app).await })
    }
}

impl Verify {
    async fn verify(&self, app: &App) -> Result<(), Stopped> {
        let all = incidents::actions::all(app, app.clock.now()).await?;
        let chosen = match &self.incident {
            None => None,
            Some(named) => {
                let slip = || Stopped::slip("--incident is the prefix of an incident");
                Some(incidents::api::find(&all, named).ok_or_else(slip)?.id)
            }
        };
        let bar = indicatif::ProgressBar::new(78);
        let found = verify(app, chosen, |_| bar.inc(1)).await;
        bar.finish_and_clear();
        let found = found?;
        for one in &found.differing {
            let incident = all.iter().find(|incident| incident.id == one.incident);
            let prefix = incident.map_or("?", |incident| incident.prefix.as_str());
            println!("{}", sentence(prefix, one));
        }
        println!("{} figures were counted anew.", found.n);
        match found.differing.len() {
            0 => Ok(()),
            n => Err(Stopped::failed(
                "verifying",
                format!("{n} figures are not what the records say"),
            )),
        }
    }
}

fn sentence(prefix: &str, one: &Differing) -> String {
    let day = one.day.map_or("all days".to_owned(), |day| day.to_string());
    format!(
        "{prefix} {}, area {}, {day}, {} ({}): {} stands there, {} were counted",
        one.metric.code(),
        one.area,
        one.dims,
        one.kept.code(),
        one.told,
        one.counted
    )
}
