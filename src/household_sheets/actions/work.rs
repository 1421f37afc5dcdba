//! What goes on by itself: trying every household, and recording each as a phone does. In pieces, each of which
//! puts the next into the queue in the transaction that writes down what became of its households: a program
//! that dies goes on where it was, and a household recorded twice is recorded once.

use jiff::Timestamp;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::plan::{Plan, Planning};
use super::{Bringer, PIECE};
use crate::access::Cx;
use crate::accounts::actions::sign_in;
use crate::app::App;
use crate::error::Error;
use crate::household_sheets::file::Cells;
use crate::household_sheets::model::{Entry, Figures, Sheet, Stage, Verdict};
use crate::household_sheets::read;
use crate::household_sheets::rows::{self, Row};
use crate::household_sheets::store;
use crate::ids::HouseholdSheetId;
use crate::incidents;
use crate::survey::actions::change;
use crate::survey::actions::looks;
use crate::survey::handle::Handle;

pub const WORK: &str = "household_sheets.work";

/// A piece of one round; rounds that are over are known by their number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Work {
    sheet: HouseholdSheetId,
    round: u32,
}

/// Puts the next piece of a sheet into the queue.
pub async fn queue(tx: &mut db::Tx, now: Timestamp, sheet: &Sheet) -> Result<(), Error> {
    let payload = Work {
        sheet: sheet.id,
        round: sheet.round,
    };
    let job = NewJob {
        name: WORK,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        due_at: now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// One piece, for the queue.
pub async fn work(app: App, job: Work) -> Result<(), JobError> {
    piece(&app, job.sheet, job.round)
        .await
        .map_err(|err| JobError::Failed(err.to_string()))?;
    app.jobs_wake.notify_one();
    Ok(())
}

/// Does what is queued of a sheet at once, for a command line that has no queue of its own running.
pub async fn work_here(
    app: &App,
    id: HouseholdSheetId,
    progress: impl Fn(&Sheet, &Figures),
) -> Result<(Sheet, Figures), Error> {
    loop {
        let (sheet, figures) = db::read!(app.db, |tx| {
            let sheet = store::find(tx, id).await?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((sheet, store::figures(tx, id).await?))
        })?;
        progress(&sheet, &figures);
        if !sheet.stage.is_at_work() {
            return Ok((sheet, figures));
        }
        piece(app, id, sheet.round).await?;
    }
}

async fn piece(app: &App, id: HouseholdSheetId, round: u32) -> Result<(), Error> {
    let now = app.clock.now();
    let (sheet, sealed) = db::read!(app.db, |tx| {
        let sheet = store::find(tx, id).await?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((sheet, store::cells(tx, id).await?))
    })?;
    if sheet.round != round || !sheet.stage.is_at_work() {
        return Ok(());
    }
    let actor = sign_in::as_account(app, sheet.account, now).await?;
    let cx = Cx {
        actor,
        ..Cx::system(now)
    };
    let incident = match incidents::actions::find_open(app, now, sheet.incident).await {
        Ok(incident) => Some(incident),
        Err(Error::Refused(_)) => None,
        Err(err) => return Err(err),
    };
    let bringer = match Bringer::of(app, &cx).await {
        Ok(bringer) => Some(bringer),
        Err(Error::NotFound | Error::SignInNeeded) => None,
        Err(err) => return Err(err),
    };
    // Whoever brought it may do so no more, or the incident is over: somebody has to look.
    let (Some(incident), Some(bringer), Some(sealed)) = (incident, bringer, sealed) else {
        return end(app, &cx, &sheet, Stage::Stopped).await;
    };
    let cells = Cells::open(&app.vault, &sealed)?;
    let households = rows::households(&cells);
    let planning = Planning::new(
        app,
        (&cx, &bringer),
        (&sheet, &cells),
        &incident,
        households.len(),
    );
    match sheet.stage {
        Stage::Checking => check(&planning, &households).await,
        _ => record(&planning, &households).await,
    }
}

/// Tries the next households.
async fn check(planning: &Planning<'_>, households: &[Vec<Row<'_>>]) -> Result<(), Error> {
    let (app, sheet, cx) = (planning.app, planning.sheet, planning.cx);
    let mut entries = next(app, sheet, &[Verdict::Waiting]).await?;
    if entries.is_empty() {
        return end(app, cx, sheet, Stage::Checked).await;
    }
    let mut looked_at = Vec::new();
    let mut reader = planning.reader();
    for entry in &mut entries {
        // A read each: one of them all would take too long with a database at the end of a wire.
        let (plan, like) = db::read!(app.db, |tx| {
            let plan = planned(planning, tx, &mut reader, entry, households).await?;
            let like = match plan.verdict() {
                Verdict::New => planning.like(tx, &plan).await?,
                _ => None,
            };
            Ok::<_, db::Error>((plan, like))
        })?;
        entry.verdict = plan.verdict();
        if like.is_some() {
            entry.verdict = Verdict::Double;
        }
        entry.like = like.as_ref().map(Handle::to_string);
        looked_at.extend(plan.known);
    }
    looks::log(app, cx, &planning.bringer.reach, &looked_at).await?;
    written(app, cx, sheet, &entries).await
}

async fn planned(
    planning: &Planning<'_>,
    tx: &mut db::Tx,
    reader: &mut read::Reader<'_>,
    entry: &Entry,
    households: &[Vec<Row<'_>>],
) -> Result<Plan, db::Error> {
    let rows = usize::try_from(entry.n)
        .ok()
        .and_then(|n| households.get(n));
    match rows {
        Some(rows) => planning.plan(tx, reader, entry.n, rows).await,
        // Counted, and not there: another file went by the name of this one.
        None => Ok(Plan::of_nothing(entry.line)),
    }
}

/// Records the next households.
async fn record(planning: &Planning<'_>, households: &[Vec<Row<'_>>]) -> Result<(), Error> {
    let (app, sheet, cx) = (planning.app, planning.sheet, planning.cx);
    let mut wanted = vec![Verdict::New, Verdict::Change];
    if sheet.with_doubles {
        wanted.push(Verdict::Double);
    }
    let mut entries = next(app, sheet, &wanted).await?;
    if entries.is_empty() {
        return end(app, cx, sheet, Stage::Done).await;
    }
    let mut reader = planning.reader();
    for entry in &mut entries {
        let (plan, like) = db::read!(app.db, |tx| {
            let plan = planned(planning, tx, &mut reader, entry, households).await?;
            // Somebody may have recorded them since they were tried.
            let like = match (plan.verdict(), sheet.with_doubles) {
                (Verdict::New, false) => planning.like(tx, &plan).await?,
                _ => None,
            };
            Ok::<_, db::Error>((plan, like))
        })?;
        if let Some(like) = like {
            entry.verdict = Verdict::Double;
            entry.like = Some(like.to_string());
            continue;
        }
        made(planning, entry, &plan).await?;
    }
    written(app, cx, sheet, &entries).await
}

async fn made(planning: &Planning<'_>, entry: &mut Entry, plan: &Plan) -> Result<(), Error> {
    let (app, incident) = (planning.app, planning.incident);
    // Each bears its own instant, so that who asks what changed since finds it.
    let cx = &Cx {
        now: app.clock.now(),
        ..planning.cx.clone()
    };
    let refused = |entry: &mut Entry, key: &str| {
        entry.verdict = Verdict::Refused;
        entry.problem = Some(key.to_owned());
    };
    if let Some(amiss) = plan.amiss.first() {
        refused(entry, amiss.message.key);
        return Ok(());
    }
    for one in &plan.changes {
        match change::make(app, cx, incident, one).await {
            Ok(_) => {}
            Err(Error::Refused(refusal)) => {
                refused(entry, refusal.said().key);
                return Ok(());
            }
            Err(Error::Problems(problems)) => {
                let first = problems.iter().next().map(|(_, message)| message.key);
                refused(entry, first.unwrap_or("import-refused"));
                return Ok(());
            }
            Err(err) => return Err(err),
        }
    }
    entry.verdict = match plan.known {
        Some(_) => Verdict::Changed,
        None => Verdict::Recorded,
    };
    entry.household = plan.handle.as_ref().map(Handle::to_string);
    entry.like = None;
    entry.problem = None;
    Ok(())
}

/// The next households of these verdicts.
async fn next(app: &App, sheet: &Sheet, of: &[Verdict]) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for verdict in of {
        let room = PIECE - i64::try_from(entries.len()).unwrap_or(PIECE);
        if room > 0 {
            let found = db::read!(app.db, |tx| {
                store::of_verdict(tx, sheet.id, *verdict, (0, room)).await
            })?;
            entries.extend(found);
        }
    }
    Ok(entries)
}

async fn written(app: &App, cx: &Cx, sheet: &Sheet, entries: &[Entry]) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        for entry in entries {
            store::mark(tx, sheet.id, entry)?;
        }
        queue(tx, cx.now, sheet).await
    })
}

/// The round is over, unless somebody ended it before.
async fn end(app: &App, cx: &Cx, sheet: &Sheet, stage: Stage) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        store::set_stage(tx, sheet, stage, sheet.with_doubles, cx.now).await?;
        Ok::<_, Error>(())
    })
}
