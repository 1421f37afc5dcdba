//! What goes on by itself: trying every row, applying, undoing. In pieces, each of which puts the next
//! into the queue in the transaction that writes down what became of its rows: a program that dies goes
//! on where it was.

use areas::AreaCode;
use jiff::Timestamp;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::{Hand, Reach, apply, check, undo};
use crate::access::{Actor, Cx};
use crate::accounts::actions::sign_in;
use crate::app::App;
use crate::error::Error;
use crate::ids::{OrganisationId, PointImportId};
use crate::organisations::store as organisations;
use crate::point_imports::model::{Figures, Run, Stage};
use crate::point_imports::store;

pub const WORK: &str = "point_imports.work";

/// A piece of one round; rounds that are over are known by their number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Work {
    pub import: PointImportId,
    pub round: u32,
}

/// What every piece needs.
pub(super) struct Piece<'a> {
    pub app: &'a App,
    pub run: &'a Run,
    pub cx: &'a Cx,
    /// Where the run may make and change points.
    pub reach: Reach,
    /// Whether the next piece goes into the queue.
    queues: bool,
}

impl Piece<'_> {
    /// Puts the next piece into the queue, in the transaction of this one.
    pub async fn next(&self, tx: &mut db::Tx) -> Result<(), Error> {
        if !self.queues {
            return Ok(());
        }
        let payload = Work {
            import: self.run.id,
            round: self.run.round,
        };
        let job = NewJob {
            name: WORK,
            payload: serde_json::to_value(payload).unwrap_or_default(),
            due_at: self.cx.now,
            unique_key: None,
        };
        jobs::enqueue(tx, job).await?;
        Ok(())
    }

    /// The round is over, unless somebody ended it before.
    pub async fn end(&self, stage: Stage) -> Result<(), Error> {
        db::write!(self.app.db, |tx| {
            store::set_stage(tx, self.run, stage, self.cx.now).await?;
            Ok::<_, Error>(())
        })
    }

    /// Whether the round still goes on, asked in the transaction that writes.
    pub async fn is_current(&self, tx: &mut db::Tx) -> Result<bool, db::Error> {
        let run = store::find(tx, self.run.id).await?;
        Ok(run.is_some_and(|run| run.round == self.run.round))
    }
}

/// One piece, for the queue.
pub async fn work(app: App, job: Work) -> Result<(), JobError> {
    piece(&app, job.import, Some(job.round), true)
        .await
        .map_err(|err| JobError::Failed(err.to_string()))?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// All pieces of the round, one after another, for whoever waits for them; told how far it is.
pub async fn work_here(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    mut progress: impl FnMut(&Run, &Figures),
) -> Result<(Run, Figures), Error> {
    loop {
        let (run, figures) = super::find(app, hand, id).await?;
        progress(&run, &figures);
        if !run.stage.is_at_work() {
            return Ok((run, figures));
        }
        piece(app, id, None, false).await?;
    }
}

async fn piece(
    app: &App,
    id: PointImportId,
    round: Option<u32>,
    queues: bool,
) -> Result<(), Error> {
    let now = app.clock.now();
    let run = db::read!(app.db, |tx| { store::find(tx, id).await })?;
    let Some(run) = run.filter(|run| round.is_none_or(|round| run.round == round)) else {
        return Ok(());
    };
    if !run.stage.is_at_work() {
        return Ok(());
    }
    let (cx, reach) = circumstances(app, &run, now).await?;
    let piece = Piece {
        app,
        run: &run,
        cx: &cx,
        reach,
        queues,
    };
    // Whoever brought it may do so no more: somebody has to look. What was done may be undone all the same.
    if matches!(piece.reach, Reach::Nowhere) && run.stage != Stage::Undoing {
        return piece.end(Stage::Stopped).await;
    }
    match run.stage {
        Stage::Checking => check::check(&piece).await,
        Stage::Applying => apply::apply(&piece).await,
        _ => undo::undo(&piece).await,
    }
}

async fn circumstances(app: &App, run: &Run, now: Timestamp) -> Result<(Cx, Reach), Error> {
    let Some(account) = run.account else {
        return Ok((Cx::system(now), Reach::All));
    };
    let actor = sign_in::as_account(app, account, now).await?;
    let areas = match run.owner {
        Some(owner) => areas_of(app, owner).await?,
        None => Vec::new(),
    };
    let reach = match &actor {
        Actor::SignedIn(who) => Reach::of(who, run.owner, areas),
        _ => Reach::Nowhere,
    };
    let cx = Cx {
        actor,
        ..Cx::system(now)
    };
    Ok((cx, reach))
}

async fn areas_of(app: &App, owner: OrganisationId) -> Result<Vec<AreaCode>, Error> {
    let found = db::read!(app.db, |tx| { organisations::find(tx, owner).await })?;
    let found = found.filter(|one| one.ended_at.is_none());
    Ok(found.map(|one| one.areas).unwrap_or_default())
}
