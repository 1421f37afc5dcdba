//! What somebody decides about a sheet.

use super::{Bringer, find_in, work};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::household_sheets::model::{Stage, Verdict};
use crate::household_sheets::{CannotBring, store};
use crate::ids::HouseholdSheetId;

/// Records what is fine, or goes on where it was stopped. Pressed twice it is done once.
pub async fn start(
    app: &App,
    cx: &Cx,
    id: HouseholdSheetId,
    with_doubles: bool,
) -> Result<(), Error> {
    let me = Bringer::of(app, cx).await?.account;
    db::write!(app.db, |tx| {
        let sheet = find_in(tx, me, id).await?;
        match sheet.stage {
            Stage::Recording => return Ok(()),
            Stage::Checked | Stage::Stopped if !sheet.is_swept => {}
            _ => return Err(CannotBring::OutOfOrder.into()),
        }
        let figures = store::figures(tx, id).await?;
        // Stopped before all was tried: that comes first.
        let stage = match figures.households(Verdict::Waiting) {
            0 => Stage::Recording,
            _ => Stage::Checking,
        };
        if stage == Stage::Recording && figures.to_write(with_doubles) == 0 {
            return Err(CannotBring::NothingToRecord.into());
        }
        if !store::set_stage(tx, &sheet, stage, with_doubles, cx.now).await? {
            return Err(CannotBring::OutOfOrder.into());
        }
        let sheet = find_in(tx, me, id).await?;
        work::queue(tx, cx.now, &sheet).await
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Stops after the households under way; what is recorded stays.
pub async fn stop(app: &App, cx: &Cx, id: HouseholdSheetId) -> Result<(), Error> {
    let me = Bringer::of(app, cx).await?.account;
    db::write!(app.db, |tx| {
        let sheet = find_in(tx, me, id).await?;
        let stage = match sheet.stage {
            Stage::Recording => Stage::Stopped,
            Stage::Stopped => return Ok(()),
            _ => return Err(CannotBring::OutOfOrder.into()),
        };
        match store::set_stage(tx, &sheet, stage, sheet.with_doubles, cx.now).await? {
            true => Ok(()),
            false => Err(Error::from(CannotBring::OutOfOrder)),
        }
    })
}

/// Forgets the rows at once; what is recorded stays.
pub async fn discard(app: &App, cx: &Cx, id: HouseholdSheetId) -> Result<(), Error> {
    let me = Bringer::of(app, cx).await?.account;
    db::write!(app.db, |tx| {
        let sheet = find_in(tx, me, id).await?;
        if sheet.stage.is_at_work() && sheet.stage != Stage::Checking {
            return Err(CannotBring::OutOfOrder.into());
        }
        if sheet.stage != Stage::Done {
            let with = sheet.with_doubles;
            store::set_stage(tx, &sheet, Stage::Discarded, with, cx.now).await?;
        }
        let sheet = find_in(tx, me, id).await?;
        store::sweep(tx, &sheet).await?;
        Ok::<_, Error>(())
    })
}
