//! The steps of a run that somebody takes. What goes on by itself in between is `work`.

use jiff::Timestamp;
use jobs::NewJob;

use super::work::{WORK, Work};
use super::{Hand, find_in, sweep};
use crate::app::App;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::point_imports::model::{Figures, Likely, Mapping, Run, Stage};
use crate::point_imports::rules::{self, CannotImport};
use crate::point_imports::store;

/// Keeps what the columns mean, and has every row tried.
pub async fn map(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    id: PointImportId,
    mapping: &Mapping,
) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rules::check(&run, &figures)?;
        store::set_mapping(tx, id, mapping).await?;
        store::remember(tx, &run, mapping, now).await?;
        store::check_again(tx, id).await?;
        go_on(tx, hand, now, &run, stage).await
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Goes back to naming the columns.
pub async fn map_again(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    id: PointImportId,
) -> Result<(), Error> {
    step(app, hand, now, id, rules::map_again).await
}

/// What becomes of one row that is likely a point we know; none: what becomes of all of them.
pub async fn decide(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    n: u32,
    decision: Option<Likely>,
) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        rules::decide(&run)?;
        match store::decide(tx, id, n, decision).await? {
            true => Ok(()),
            false => Err(Error::NotFound),
        }
    })
}

/// Applies what is fine, or goes on where it was stopped. Pressed twice it is done once.
pub async fn start(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    id: PointImportId,
    likely: Option<Likely>,
) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rules::start(&run, &figures)?;
        if run.stage == Stage::Applying {
            return Ok(());
        }
        if let Some(likely) = likely {
            store::set_likely(tx, id, likely).await?;
        }
        go_on(tx, hand, now, &run, stage).await
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Stops after the rows under way; what is applied stays.
pub async fn stop(app: &App, hand: &Hand, now: Timestamp, id: PointImportId) -> Result<(), Error> {
    step(app, hand, now, id, |run, _| rules::stop(run)).await
}

/// Takes back what the run has done, as far as nobody has changed it since. Done again it changes
/// nothing.
pub async fn undo(app: &App, hand: &Hand, now: Timestamp, id: PointImportId) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rules::undo(&run, &figures)?;
        match stage == run.stage {
            true => Ok(()),
            false => go_on(tx, hand, now, &run, stage).await,
        }
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Forgets the rows of a run that has touched nothing.
pub async fn discard(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    id: PointImportId,
) -> Result<(), Error> {
    step(app, hand, now, id, rules::discard).await?;
    sweep::forget(app, id).await
}

async fn step(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    id: PointImportId,
    rule: impl Fn(&Run, &Figures) -> Result<Stage, CannotImport>,
) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rule(&run, &figures)?;
        if run.stage != stage && !store::set_stage(tx, &run, stage, now).await? {
            return Err(CannotImport::OutOfOrder.into());
        }
        Ok::<_, Error>(())
    })
}

/// Begins a round of work. What an earlier round left in the queue finds that it is over.
async fn go_on(
    tx: &mut db::Tx,
    hand: &Hand,
    now: Timestamp,
    run: &Run,
    stage: Stage,
) -> Result<(), Error> {
    if !store::set_stage(tx, run, stage, now).await? {
        return Err(CannotImport::OutOfOrder.into());
    }
    if !hand.queues {
        return Ok(());
    }
    let round = run.round + 1;
    let work = Work {
        import: run.id,
        round,
    };
    let key = format!("{}:{round}", run.id);
    let job = NewJob {
        name: WORK,
        payload: serde_json::to_value(work).unwrap_or_default(),
        due_at: now,
        unique_key: Some(&key),
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}
