//! The steps of a list that somebody takes: naming its columns, trying it, importing it, stopping,
//! throwing it away. What goes on by itself in between is `work`.

use jobs::NewJob;

use super::work::{WORK, Work};
use super::{find_in, sweep, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::model::{Figures, Import, Mapping, Stage};
use crate::imports::rules::{self, CannotImport};
use crate::imports::store;

/// Keeps what the columns mean, and has every row tried.
pub async fn map(app: &App, cx: &Cx, id: ImportId, mapping: &Mapping) -> Result<(), Error> {
    let me = worker(cx)?.account.id;
    db::write!(app.db, |tx| {
        let import = find_in(tx, me, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rules::check(&import, &figures)?;
        store::set_mapping(tx, id, mapping, cx.now).await?;
        store::check_again(tx, id).await?;
        go_on(tx, cx, &import, stage).await
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Goes back to naming the columns.
pub async fn map_again(app: &App, cx: &Cx, id: ImportId) -> Result<(), Error> {
    step(app, cx, id, rules::map_again).await
}

/// Imports what is fine, or goes on where it was stopped. Pressed twice it is done once.
pub async fn start(app: &App, cx: &Cx, id: ImportId, with_doubles: bool) -> Result<(), Error> {
    let me = worker(cx)?.account.id;
    db::write!(app.db, |tx| {
        let import = find_in(tx, me, id).await?;
        let figures = store::figures(tx, id).await?;
        let mapping = Mapping {
            with_doubles,
            ..import.mapping.clone()
        };
        let stage = rules::start(&import, &figures, &mapping)?;
        if import.stage == Stage::Importing {
            return Ok(());
        }
        store::set_mapping(tx, id, &mapping, cx.now).await?;
        go_on(tx, cx, &import, stage).await
    })?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Stops after the rows under way; what is imported stays.
pub async fn stop(app: &App, cx: &Cx, id: ImportId) -> Result<(), Error> {
    step(app, cx, id, |import, _| rules::stop(import)).await
}

/// Forgets the rows at once; what is imported stays.
pub async fn discard(app: &App, cx: &Cx, id: ImportId) -> Result<(), Error> {
    step(app, cx, id, |import, _| rules::discard(import)).await?;
    let me = worker(cx)?.account.id;
    let import = db::read!(app.db, |tx| { find_in(tx, me, id).await })?;
    sweep::forget(app, cx.now, &import).await
}

async fn step(
    app: &App,
    cx: &Cx,
    id: ImportId,
    rule: impl Fn(&Import, &Figures) -> Result<Stage, CannotImport>,
) -> Result<(), Error> {
    let me = worker(cx)?.account.id;
    db::write!(app.db, |tx| {
        let import = find_in(tx, me, id).await?;
        let figures = store::figures(tx, id).await?;
        let stage = rule(&import, &figures)?;
        let round = import.round + 1;
        if import.stage != stage && !store::set_stage(tx, &import, stage, round, cx.now).await? {
            return Err(CannotImport::OutOfOrder.into());
        }
        Ok::<_, Error>(())
    })
}

/// Begins a round of work. What an earlier round left in the queue finds that it is over.
async fn go_on(tx: &mut db::Tx, cx: &Cx, import: &Import, stage: Stage) -> Result<(), Error> {
    let round = import.round + 1;
    if !store::set_stage(tx, import, stage, round, cx.now).await? {
        return Err(CannotImport::OutOfOrder.into());
    }
    let work = Work {
        import: import.id,
        round,
    };
    let key = format!("{}:{round}", import.id);
    let job = NewJob {
        name: WORK,
        payload: serde_json::to_value(work).unwrap_or_default(),
        due_at: cx.now,
        unique_key: Some(&key),
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}
