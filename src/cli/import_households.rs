//! `jitasa import households`: a sheet of households, brought in for somebody by whoever holds the machine.

use std::path::PathBuf;

use clap::Args;

use super::bar::{bar, set};
use super::open;
use super::stopped::Stopped;
use crate::access::{Actor, Cx};
use crate::accounts::actions::sign_in;
use crate::accounts::store::find_by_username;
use crate::app::App;
use crate::config::Flags;
use crate::error::Error;
use crate::household_sheets::actions::{self, NewSheet, work};
use crate::household_sheets::file;
use crate::household_sheets::model::{Figures, Verdict};
use crate::ids::HouseholdSheetId;
use crate::incidents;
use crate::survey::model::Consent;

#[derive(Debug, Args)]
pub struct Households {
    /// XLSX or CSV with a row a person, as the page of sheets gives it out
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who brings it: an admin of the area, or a surveyor with a share there
    #[arg(long = "as", value_name = "USERNAME")]
    username: String,
    /// The prefix of the incident; the only open one that surveys households when left out
    #[arg(long, value_name = "PREFIX")]
    incident: Option<String>,
    /// The subdistrict of rows that name none, as a code of six digits; the area of whoever brings it when
    /// left out
    #[arg(long, value_name = "CODE")]
    area: Option<areas::AreaCode>,
    /// On what ground data are kept of households that name none: consent or `public_health`
    #[arg(long, value_name = "WORD")]
    consent: String,
    /// Record households that are probably recorded already, too
    #[arg(long)]
    with_doubles: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Households {
    pub fn run(self) -> Result<(), Stopped> {
        let flags = self.flags.clone();
        open::with_app(flags, |app| async move { self.import(&app).await })
    }

    async fn import(&self, app: &App) -> Result<(), Stopped> {
        let consent = Consent::from_code(&self.consent)
            .ok_or_else(|| Stopped::slip("--consent is consent or public_health"))?;
        let now = app.clock.now();
        let cx = self.bringer(app).await?;
        let open = incidents::actions::open(app, now).await?;
        let surveys = open
            .iter()
            .filter(|one| one.preset.kinds.iter().any(|kind| kind.household));
        let surveys: Vec<_> = surveys.collect();
        let incident = match &self.incident {
            Some(named) => incidents::api::find(&open, named),
            None if surveys.len() == 1 => surveys.first().copied(),
            None => None,
        };
        let incident = incident
            .ok_or_else(|| Stopped::slip("--incident is the prefix of an open incident"))?;
        let area = match self.area {
            Some(area) => area,
            None => actions::home(app, &cx).await?,
        };
        let bytes =
            std::fs::read(&self.file).map_err(|err| Stopped::failed("reading the file", err))?;
        let cells = file::parse(bytes).await?.map_err(|why| {
            let said = crate::layout::failure::say(i18n::Language::En, &why.said());
            Stopped::failed("reading the file", said)
        })?;
        for heading in cells.unknown() {
            println!("{heading}: not used");
        }
        let name = self.file.file_name().unwrap_or_default();
        let id: HouseholdSheetId = app.ids.at(now);
        let new = NewSheet {
            id,
            incident: incident.id,
            area,
            consent,
            file_name: name.to_string_lossy().into_owned(),
        };
        actions::bring(app, &cx, new, &cells).await?;
        let checked = with_progress(app, id).await?;
        tell(&checked);
        let at = format!("/households/sheets/{id}");
        if self.dry_run {
            actions::discard(app, &cx, id).await?;
            println!("Nothing was recorded.");
            return Ok(());
        }
        if checked.to_write(self.with_doubles) == 0 {
            println!(
                "No household can be recorded; {} says why at {at}",
                self.username
            );
            return Ok(());
        }
        actions::start(app, &cx, id, self.with_doubles).await?;
        let done = with_progress(app, id).await?;
        tell(&done);
        println!("{} finds the sheet at {at}", self.username);
        Ok(())
    }

    /// Whoever the sheet is brought for, with what they may.
    async fn bringer(&self, app: &App) -> Result<Cx, Stopped> {
        let now = app.clock.now();
        let username = self.username.trim();
        let known = db::look!(app.db, |tx| { find_by_username(tx, username).await });
        let known = known.map_err(Error::from)?;
        let (account, _) =
            known.ok_or_else(|| Stopped::slip("nobody signs in by this username"))?;
        let actor: Actor = sign_in::as_account(app, account, now).await?;
        let cx = Cx {
            actor,
            ..Cx::system(now)
        };
        match actions::Bringer::of(app, &cx).await {
            Ok(_) => Ok(cx),
            Err(Error::NotFound) => Err(Stopped::slip(
                "this person is no admin and has no share of an open round",
            )),
            Err(err) => Err(err.into()),
        }
    }
}

fn tell(figures: &Figures) {
    for (verdict, households, persons) in &figures.0 {
        println!(
            "{households:>8} households, {persons} persons: {}",
            i18n::text(i18n::Language::En, verdict.label())
        );
    }
}

/// Does the round under way, with a bar on a terminal.
async fn with_progress(app: &App, id: HouseholdSheetId) -> Result<Figures, Stopped> {
    let bar = bar();
    let done = work::work_here(app, id, |sheet, figures| {
        bar.set_message(sheet.stage.code());
        let left = figures.households(Verdict::Waiting) + figures.to_write(sheet.with_doubles);
        let left = match sheet.stage.is_at_work() {
            true => left,
            false => 0,
        };
        set(&bar, figures.sum() - left, figures.sum());
    })
    .await;
    bar.finish_and_clear();
    Ok(done?.1)
}
