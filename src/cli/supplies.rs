//! `jitasa supplies verify` and `jitasa import supply-units`: the books proved, and the tree of units made, by
//! whoever holds the machine.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::bar::{bar, show};
use super::open;
use super::stopped::Stopped;
use crate::access::Cx;
use crate::accounts::actions::sign_in;
use crate::accounts::store::find_by_username;
use crate::app::App;
use crate::config::Flags;
use crate::error::Error;
use crate::incidents;
use crate::supplies::actions::import;
use crate::supplies::actions::{self, Verified};

#[derive(Debug, Subcommand)]
pub enum Supplies {
    /// Reckon anew the closed days and the stock of every unit; exit code 1 where something is not what it was
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

impl Supplies {
    pub fn run(self) -> Result<(), Stopped> {
        let Supplies::Verify(wanted) = self;
        let flags = wanted.flags.clone();
        open::with_app(flags, |app| async move { wanted.verify(&app).await })
    }
}

impl Verify {
    async fn verify(&self, app: &App) -> Result<(), Stopped> {
        let all = incidents::actions::all(app, app.clock.now()).await?;
        let chosen: Vec<_> = match &self.incident {
            None => all.iter().collect(),
            Some(named) => {
                let incident = incidents::api::find(&all, named);
                let slip = || Stopped::slip("--incident is the prefix of an incident");
                vec![incident.ok_or_else(slip)?]
            }
        };
        let (mut units, mut days, mut broken) = (0, 0, 0);
        for incident in chosen {
            let found = actions::verify_all(app, incident.id).await?;
            units += found.len();
            days += found.iter().map(|one| one.n_days).sum::<usize>();
            for one in found.iter().filter(|one| !one.is_whole()) {
                broken += 1;
                for line in amiss(incident.prefix.as_str(), one) {
                    println!("{line}");
                }
            }
        }
        println!("{units} units and {days} closed days were reckoned anew.");
        match broken {
            0 => Ok(()),
            n => Err(Stopped::failed(
                "verifying",
                format!("{n} units are not whole"),
            )),
        }
    }
}

/// What is wrong with a unit: the first broken link, and lots that do not add up.
fn amiss(prefix: &str, found: &Verified) -> Vec<String> {
    let unit = format!("{prefix} {} {}", found.unit.handle(), found.unit.name);
    let broken = found.broken.map(|broken| {
        let why = i18n::text(i18n::Language::En, broken.label());
        format!("{unit}: {}: {why}", broken.day())
    });
    let differs = found.stock_differs.iter().map(|(item, lot)| {
        let lot = if lot.is_empty() {
            String::new()
        } else {
            format!(", lot {lot}")
        };
        format!("{unit}: {item}{lot}: the stock is not the sum of the entries")
    });
    broken.into_iter().chain(differs).collect()
}

#[derive(Debug, Args)]
pub struct SupplyUnits {
    /// CSV of local governments, also packed by gzip
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The prefix of an open incident
    #[arg(long, value_name = "PREFIX")]
    incident: String,
    /// The national admin who is written down as having made them
    #[arg(long = "as", value_name = "USERNAME")]
    username: String,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl SupplyUnits {
    pub fn run(self) -> Result<(), Stopped> {
        let flags = self.flags.clone();
        open::with_app(flags, |app| async move { self.import(&app).await })
    }

    async fn import(&self, app: &App) -> Result<(), Stopped> {
        let cx = self.maker(app).await?;
        let open = incidents::actions::open(app, cx.now).await?;
        let incident = incidents::api::find(&open, &self.incident)
            .ok_or_else(|| Stopped::slip("--incident is the prefix of an open incident"))?;
        let bytes =
            std::fs::read(&self.file).map_err(|err| Stopped::failed("reading the file", err))?;
        let bar = bar();
        let progress = |progress| show(&bar, progress);
        let (id, dry_run) = (incident.id, self.dry_run);
        let done = import::local_governments(app, &cx, id, bytes, dry_run, progress).await;
        bar.finish_and_clear();
        println!("{}", done.map_err(|err| Stopped::failed("importing", err))?);
        Ok(())
    }

    async fn maker(&self, app: &App) -> Result<Cx, Stopped> {
        let now = app.clock.now();
        let username = self.username.trim();
        let known = db::look!(app.db, |tx| { find_by_username(tx, username).await });
        let known = known.map_err(Error::from)?;
        let (account, _) =
            known.ok_or_else(|| Stopped::slip("nobody signs in by this username"))?;
        let cx = Cx {
            actor: sign_in::as_account(app, account, now).await?,
            ..Cx::system(now)
        };
        match cx.signed_in().is_some_and(|who| who.is_national_admin()) {
            true => Ok(cx),
            false => Err(Stopped::slip("this person is no national admin")),
        }
    }
}
