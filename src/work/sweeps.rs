//! Forgetting what has done its service: codes, budgets of messages, sessions, keys of sends. In
//! pieces, so that nobody waits long behind it.

use db::{Tx, sql};
use jiff::{SignedDuration, Timestamp};

use crate::accounts::challenges;
use crate::app::App;
use crate::error::Error;
use crate::{household_sheets, idempotency, imports, incidents, point_imports, points};

/// A code that lapsed is kept a day, for whoever asks why it did not work.
const CODES: SignedDuration = SignedDuration::from_hours(24);
/// Longer than the longest window of a budget.
const BUDGETS: SignedDuration = SignedDuration::from_hours(48);
/// A session that ended stays a week in case somebody must be told of it.
const SESSIONS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A send may come again for so long after its incident ended.
const SENDS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Sweeps everything once.
pub async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let codes = db::write!(app.db, |tx| { challenges::sweep(tx, now - CODES).await })?;
    let budgets = db::write!(app.db, |tx| {
        challenges::sweep_budgets(tx, now - BUDGETS).await
    })?;
    let mut sessions = 0;
    loop {
        let n = db::write!(app.db, |tx| { sweep_sessions(tx, now - SESSIONS).await })?;
        sessions += n;
        if n == 0 {
            break;
        }
    }
    let before = sends_kept_since(app, now).await?;
    let sends = db::write!(app.db, |tx| { idempotency::sweep(tx, before).await })?;
    let reports = points::actions::erase_words(app, now).await?;
    let lists = imports::actions::sweep(app, now).await?;
    let sheets = household_sheets::actions::sweep(app, now).await?;
    let runs = point_imports::actions::sweep(app, now).await?;
    tracing::info!(
        codes, budgets, sessions, sends, reports, lists, sheets, runs, "swept"
    );
    Ok(())
}

sql! { SWEEP_SESSIONS = "
    DELETE FROM sessions
    WHERE token_hash IN (
        SELECT token_hash FROM sessions WHERE expires_at < $1 OR ended_at < $1 LIMIT 500
    )
" }

async fn sweep_sessions(tx: &mut Tx, before: Timestamp) -> Result<u64, db::Error> {
    tx.execute(SWEEP_SESSIONS, &[&before]).await
}

/// The beginning of the oldest incident that is open or ended not long ago; sends of it may come yet.
async fn sends_kept_since(app: &App, now: Timestamp) -> Result<Timestamp, Error> {
    let recent = now - SENDS;
    let incidents = incidents::actions::all(app, now).await?;
    let alive = incidents
        .iter()
        .filter(|incident| incident.closed_at.is_none_or(|closed| closed > recent))
        .map(|incident| incident.opened_at);
    Ok(alive.min().map_or(recent, |oldest| oldest.min(recent)))
}
