//! What goes on by itself: trying every row, and asking for each as everybody asks. In pieces, each of
//! which puts the next into the queue in the transaction that writes down what became of its rows: a
//! program that dies goes on where it was, and a row asked twice is asked once.

use std::collections::HashMap;

use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::PIECE;
use super::read::{Reader, Reading};
use crate::access::{Actor, Cx};
use crate::accounts::actions::sign_in;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::actions::ask::{self, Asked, Certainty};
use crate::help_requests::model::NewHelpRequest;
use crate::idempotency::Key;
use crate::ids::ImportId;
use crate::imports::model::{Import, ImportRow, RowProblem, Stage, Verdict};
use crate::imports::store;
use crate::incidents;

pub const WORK: &str = "imports.work";

/// Rows asked for before it is written down what became of them: so many are done twice, without
/// effect, when the program dies.
const ASKED_PIECE: i64 = 200;
/// Rows asked for at once.
const TOGETHER: usize = 8;

/// A piece of one round; rounds that are over are known by their number.
#[derive(Serialize, Deserialize)]
pub struct Work {
    pub(super) import: ImportId,
    pub(super) round: u32,
}

/// One piece.
pub async fn work(app: App, job: Work) -> Result<(), JobError> {
    piece(&app, &job)
        .await
        .map_err(|err| JobError::Failed(err.to_string()))?;
    app.jobs_wake.notify_one();
    Ok(())
}

async fn piece(app: &App, job: &Work) -> Result<(), Error> {
    let now = app.clock.now();
    let import = db::read!(app.db, |tx| { store::find(tx, job.import).await })?;
    let Some(import) = import.filter(|import| import.round == job.round) else {
        return Ok(());
    };
    if !import.stage.is_at_work() {
        return Ok(());
    }
    let actor = sign_in::as_account(app, import.account, now).await?;
    let cx = Cx {
        actor,
        ..Cx::system(now)
    };
    let incident = match incidents::actions::find_open(app, now, import.incident).await {
        Ok(incident) => Some(incident),
        Err(Error::Refused(_)) => None,
        Err(err) => return Err(err),
    };
    // Whoever brought it may do so no more, or the incident is over: somebody has to look.
    let reach = match &cx.actor {
        Actor::SignedIn(who) => who.desk_areas(),
        _ => Vec::new(),
    };
    let Some(incident) = incident.filter(|_| !reach.is_empty()) else {
        return end(app, &import, Stage::Stopped, &cx).await;
    };
    let mut reader = Reader {
        app,
        import: &import,
        incident: &incident,
        reach: &reach,
        places: HashMap::new(),
    };
    match import.stage {
        Stage::Checking => check(app, &cx, job, &mut reader).await,
        _ => ask_for(app, &cx, job, &mut reader).await,
    }
}

/// Tries the next rows: reads them, and looks for what was asked before.
async fn check(app: &App, cx: &Cx, job: &Work, reader: &mut Reader<'_>) -> Result<(), Error> {
    let import = reader.import;
    let both = (Verdict::New, Verdict::New);
    let mut rows = db::read!(app.db, |tx| {
        store::next_rows(tx, &app.vault, import.id, both, PIECE).await
    })?;
    if rows.is_empty() {
        return end(app, import, Stage::Checked, cx).await;
    }
    let readings: Vec<Reading> = rows.iter().map(|row| reader.read(row)).collect();
    let likes = db::read!(app.db, |tx| {
        let mut likes = Vec::with_capacity(rows.len());
        for (row, reading) in rows.iter().zip(&readings) {
            likes.push(like(tx, import, row, reading).await?);
        }
        Ok::<_, db::Error>(likes)
    })?;
    let mut in_piece: HashMap<[u8; 32], u32> = HashMap::new();
    for ((row, reading), like) in rows.iter_mut().zip(&readings).zip(likes) {
        let mut near = None;
        for hash in [reading.need, reading.origin].into_iter().flatten() {
            match in_piece.get(&hash) {
                Some(line) => near = Some(line.to_string()),
                None => {
                    in_piece.insert(hash, row.n);
                }
            }
        }
        row.problems.clone_from(&reading.problems);
        row.like = like.or(near);
        row.verdict = match (reading.new.is_some(), row.like.is_some()) {
            (false, _) => Verdict::Problem,
            (true, true) => Verdict::Double,
            (true, false) => Verdict::Fine,
        };
    }
    db::write!(app.db, |tx| {
        for (row, reading) in rows.iter().zip(&readings) {
            let (need, origin) = (reading.need.as_ref(), reading.origin.as_ref());
            let (need, origin) = (need.map(|hash| &hash[..]), origin.map(|hash| &hash[..]));
            store::mark(tx, import.id, row, need, origin)?;
        }
        next(tx, cx, job).await
    })
}

/// What a row is probably a double of: a request by its reference, an earlier row by its line.
async fn like(
    tx: &mut db::Tx,
    import: &Import,
    row: &ImportRow,
    reading: &Reading,
) -> Result<Option<String>, db::Error> {
    if let Some(origin) = &reading.origin {
        if let Some(known) = store::known_origin(tx, import.incident, origin).await? {
            return Ok(Some(known));
        }
        if let Some(line) = store::known_origin_in(tx, import.id, origin, row.n).await? {
            return Ok(Some(line.to_string()));
        }
    }
    let new = reading.new.as_ref();
    if let Some((phone, new)) = reading.phone_hash.as_ref().zip(new)
        && let Some(known) = store::asked_before(tx, phone, import.incident, &new.kind).await?
    {
        return Ok(Some(known));
    }
    match &reading.need {
        Some(need) => Ok(store::need_in(tx, import.id, need, row.n)
            .await?
            .map(|line| line.to_string())),
        None => Ok(None),
    }
}

/// What became of a row that was asked for.
type Outcome = Result<Asked, Vec<RowProblem>>;

/// Asks for the next rows, several at a time, and writes down which requests they became.
async fn ask_for(app: &App, cx: &Cx, job: &Work, reader: &mut Reader<'_>) -> Result<(), Error> {
    let import = reader.import;
    let wanted = match import.mapping.with_doubles {
        true => (Verdict::Fine, Verdict::Double),
        false => (Verdict::Fine, Verdict::Fine),
    };
    let mut rows = db::read!(app.db, |tx| {
        store::next_rows(tx, &app.vault, import.id, wanted, ASKED_PIECE).await
    })?;
    if rows.is_empty() {
        return end(app, import, Stage::Done, cx).await;
    }
    let readings: Vec<Reading> = rows.iter().map(|row| reader.read(row)).collect();
    let mut outcomes = asked(app, cx, import, &rows, &readings).await?;
    for row in &mut rows {
        match outcomes.remove(&row.n) {
            Some(Ok(asked)) => {
                row.verdict = Verdict::Imported;
                row.reference = Some(asked.request.reference.as_str().to_owned());
            }
            Some(Err(problems)) => {
                row.verdict = Verdict::Refused;
                row.problems = problems;
            }
            None => return Err(Error::fault("asking for a row", "no outcome")),
        }
    }
    db::write!(app.db, |tx| {
        for (row, reading) in rows.iter().zip(&readings) {
            store::mark(tx, import.id, row, None, None)?;
            if let Some((origin, reference)) = reading.origin.as_ref().zip(row.reference.as_ref()) {
                store::note_origin(tx, import.incident, origin, reference)?;
            }
        }
        next(tx, cx, job).await
    })
}

async fn asked(
    app: &App,
    cx: &Cx,
    import: &Import,
    rows: &[ImportRow],
    readings: &[Reading],
) -> Result<HashMap<u32, Outcome>, Error> {
    let mut outcomes = HashMap::new();
    let mut under_way = JoinSet::new();
    let mut todo = rows.iter().zip(readings);
    loop {
        while under_way.len() < TOGETHER
            && let Some((row, reading)) = todo.next()
        {
            let Some(new) = reading.new.clone() else {
                outcomes.insert(row.n, Err(reading.problems.clone()));
                continue;
            };
            let (app, cx, import, n) = (app.clone(), cx.clone(), import.clone(), row.n);
            under_way.spawn(async move { (n, one(&app, &cx, &import, n, new).await) });
        }
        match under_way.join_next().await {
            None => return Ok(outcomes),
            Some(Ok((n, outcome))) => {
                outcomes.insert(n, outcome?);
            }
            Some(Err(err)) => return Err(Error::fault("asking for a row", err)),
        }
    }
}

/// Asks for one row, under a key of its own: however often it is done, one request is made.
async fn one(
    app: &App,
    cx: &Cx,
    import: &Import,
    n: u32,
    new: NewHelpRequest,
) -> Result<Outcome, Error> {
    // Spread over the index of keys: neighbours would be in conflict with one another.
    let key = vault::token_hash(&format!("{}:{n}", import.id));
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let key = Key::new(app, cx, &key, b"row");
    let key = key.map_err(Error::from)?;
    let certainty = match import.mapping.is_checked {
        true => Certainty::OfAsker,
        false => Certainty::Unchecked,
    };
    let said = |key: &str| {
        vec![RowProblem {
            column: None,
            key: key.to_owned(),
        }]
    };
    match ask::ask_as(app, cx, new, Some(&key), certainty).await {
        Ok(asked) => Ok(Ok(asked)),
        Err(Error::Refused(_)) => Ok(Err(said("import-refused"))),
        Err(Error::Problems(problems)) => {
            let first = problems.iter().next().map(|(_, message)| message.key);
            Ok(Err(said(first.unwrap_or("import-refused"))))
        }
        Err(err) => Err(err),
    }
}

/// Puts the next piece into the queue.
async fn next(tx: &mut db::Tx, cx: &Cx, job: &Work) -> Result<(), Error> {
    let payload = Work {
        import: job.import,
        round: job.round,
    };
    let job = NewJob {
        name: WORK,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        due_at: cx.now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// The round is over, unless somebody ended it before.
async fn end(app: &App, import: &Import, stage: Stage, cx: &Cx) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        store::set_stage(tx, import, stage, import.round + 1, cx.now).await?;
        Ok::<_, Error>(())
    })
}
