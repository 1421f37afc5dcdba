//! What is done every so often: a job row for each due instant, unique by its name and that instant,
//! so that several processes do it once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jobs::{JobError, NewJob, Runner};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{stops_within, sweeps};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::files::references::REFERENCES;
use crate::{alike, files, help_requests, reports, supplies};

/// Something done every so often.
#[derive(Debug, Clone, Copy)]
struct Timer {
    name: &'static str,
    every: SignedDuration,
}

/// Holds whose time has run out are written down. Rules and lists treat them as lapsed before that.
const LAPSE: Timer = Timer {
    name: "help_requests.lapse",
    every: SignedDuration::from_mins(1),
};
/// Cases rise and requesters are asked.
const PASS: Timer = Timer {
    name: "help_requests.pass",
    every: SignedDuration::from_mins(1),
};
/// What nobody needs any more is forgotten.
const SWEEP: Timer = Timer {
    name: "work.sweep",
    every: SignedDuration::from_hours(1),
};

/// Supply units that have not closed their day are told at the set hour.
const REMIND: Timer = Timer {
    name: "supplies.remind",
    every: SignedDuration::from_hours(1),
};

/// Goods kept aside whose time has run out: units treat them as free before that, this tells them.
const LAPSE_GOODS: Timer = Timer {
    name: "supplies.lapse",
    every: SignedDuration::from_hours(1),
};

/// Weekly reports, from Friday afternoon on.
const REPORT: Timer = Timer {
    name: "reports.make",
    every: SignedDuration::from_hours(1),
};

/// Photos that nothing shows go.
const SWEEP_FILES: Timer = Timer {
    name: "files.sweep",
    every: SignedDuration::from_hours(24),
};

const TIMERS: [Timer; 7] = [LAPSE, PASS, SWEEP, SWEEP_FILES, REMIND, LAPSE_GOODS, REPORT];

/// How often it is made sure that each timer has its next job.
const KEEPING: Duration = Duration::from_secs(10 * 60);

/// Registers the handlers.
pub(super) fn on(runner: Runner<App>) -> Runner<App> {
    runner
        .on(LAPSE.name, lapse)
        .on(PASS.name, pass)
        .on(SWEEP.name, sweep)
        .on(SWEEP_FILES.name, sweep_files)
        .on(REMIND.name, remind)
        .on(LAPSE_GOODS.name, lapse_goods)
        .on(REPORT.name, report)
}

/// Sees to it that every timer has a job to come, and that what is done once goes on; a chain that broke is
/// taken up again.
pub(super) async fn keep(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        for timer in TIMERS {
            if let Err(err) = timer.enqueue_next(&app).await {
                tracing::warn!(timer = timer.name, %err, "a timer could not be set");
            }
        }
        if let Err(err) = alike::actions::backfill::begin(&app).await {
            tracing::warn!(%err, "older records are not looked at for persons recorded twice");
        }
        if stops_within(&mut stopped, KEEPING).await {
            return;
        }
    }
}

impl Timer {
    /// The next of its instants, the same in every process.
    fn next(self, now: Timestamp) -> Timestamp {
        let step = self.every.as_secs().max(1);
        let second = now
            .as_second()
            .div_euclid(step)
            .saturating_add(1)
            .saturating_mul(step);
        Timestamp::from_second(second).unwrap_or(now)
    }

    async fn enqueue_next(self, app: &App) -> Result<(), db::Error> {
        let due_at = self.next(app.clock.now());
        let key = due_at.to_string();
        db::write!(app.db, |tx| {
            let unique_key = Some(key.as_str());
            let job = NewJob {
                name: self.name,
                payload: json!({}),
                due_at,
                unique_key,
            };
            jobs::enqueue(tx, job).await
        })?;
        Ok(())
    }
}

// The next one first: a round that fails is tried again by itself and does not break the chain.

async fn lapse(app: App, _: Value) -> Result<(), JobError> {
    LAPSE.enqueue_next(&app).await?;
    let cx = Cx::system(app.clock.now());
    let lapsed = help_requests::actions::lapse::write_down(&app, &cx)
        .await
        .map_err(failed)?;
    if lapsed > 0 {
        tracing::info!(lapsed, "holds lapsed");
    }
    Ok(())
}

async fn pass(app: App, _: Value) -> Result<(), JobError> {
    PASS.enqueue_next(&app).await?;
    let cx = Cx::system(app.clock.now());
    let passed = help_requests::actions::timing::pass(&app, &cx)
        .await
        .map_err(failed)?;
    if passed > 0 {
        tracing::info!(passed, "cases looked at");
    }
    Ok(())
}

async fn sweep(app: App, _: Value) -> Result<(), JobError> {
    SWEEP.enqueue_next(&app).await?;
    sweeps::sweep(&app).await.map_err(failed)
}

async fn sweep_files(app: App, _: Value) -> Result<(), JobError> {
    SWEEP_FILES.enqueue_next(&app).await?;
    let now = app.clock.now();
    let swept = files::actions::sweep(&app, now, REFERENCES)
        .await
        .map_err(failed)?;
    if swept > 0 {
        tracing::info!(swept, "photos that nothing showed");
    }
    Ok(())
}

async fn remind(app: App, _: Value) -> Result<(), JobError> {
    REMIND.enqueue_next(&app).await?;
    let cx = Cx::system(app.clock.now());
    let told = supplies::actions::remind(&app, &cx).await.map_err(failed)?;
    if told > 0 {
        tracing::info!(told, "supply units that have not closed their day");
    }
    let alerts = supplies::actions::alert(&app, &cx).await.map_err(failed)?;
    if alerts > 0 {
        tracing::info!(alerts, "supplies that run out or expire");
    }
    Ok(())
}

async fn lapse_goods(app: App, _: Value) -> Result<(), JobError> {
    LAPSE_GOODS.enqueue_next(&app).await?;
    let cx = Cx::system(app.clock.now());
    let lapsed = supplies::actions::lapse(&app, &cx).await.map_err(failed)?;
    if lapsed > 0 {
        tracing::info!(lapsed, "goods kept aside are free again");
    }
    Ok(())
}

async fn report(app: App, _: Value) -> Result<(), JobError> {
    REPORT.enqueue_next(&app).await?;
    let cx = Cx::system(app.clock.now());
    let made = reports::actions::make_due(&app, &cx)
        .await
        .map_err(failed)?;
    if made > 0 {
        tracing::info!(made, "weekly reports");
    }
    Ok(())
}

fn failed(err: Error) -> JobError {
    JobError::Failed(err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_instant_is_the_same_for_all_and_never_now() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            SWEEP.next(at("2026-11-21T07:00:00Z")),
            at("2026-11-21T08:00:00Z")
        );
        assert_eq!(
            SWEEP.next(at("2026-11-21T07:59:59.9Z")),
            at("2026-11-21T08:00:00Z")
        );
        assert_eq!(
            LAPSE.next(at("2026-11-21T07:00:30Z")),
            at("2026-11-21T07:01:00Z")
        );
    }
}
