//! What goes on without being asked: jobs are done, events get their numbers, the map follows them,
//! counters are tidied. Each part ends between two rounds when the program stops, so that nothing is
//! left half done.

pub mod sweeps;
pub mod timers;

use std::time::Duration;

use db::Engine;
use jobs::{Limits, Runner, Running, Wake};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::accounts::invite;
use crate::app::App;
use crate::events::{feed, live};
use crate::help_requests::actions::{duplicates, goods, tell};
use crate::server::metrics;
use crate::{accounts, alike, household_sheets, imports, map, news, point_imports, snapshot};

/// How soon after its commit an event is told to listeners, on PostgreSQL.
const NUMBERING: Duration = Duration::from_millis(100);
/// How soon duplicates of a new request are looked for.
const FINDING: Duration = Duration::from_millis(500);
/// The pause after a round that failed: the database is away, and others need it too.
const AFTER_A_FAULT: Duration = Duration::from_secs(2);
const TIDYING: Duration = Duration::from_secs(5);

/// Every handler of the program, as tests drain them by hand.
pub fn runner(app: &App) -> Runner<App> {
    at_leisure(of_lists(soon(idle(app))))
}

/// The runners of a program at work: for what somebody waits for, for lists on their way in, and for what
/// nobody waits for.
pub fn runners(app: &App) -> [Runner<App>; 3] {
    let together = |together| Limits {
        together,
        ..Limits::default()
    };
    [
        soon(idle(app)),
        of_lists(idle(app).with_limits(together(2))),
        at_leisure(idle(app).with_limits(together(1))),
    ]
}

fn idle(app: &App) -> Runner<App> {
    let clock = app.clock.clone();
    Runner::new(app.db.clone(), move || clock.now())
}

/// What somebody waits for.
fn soon(runner: Runner<App>) -> Runner<App> {
    let runner = runner
        .on(accounts::jobs::SEND_CODE, accounts::jobs::send_code)
        .on(tell::TELL, tell::send)
        .on(invite::INVITE, invite::send)
        .on(goods::END, goods::end);
    timers::on(runner)
}

/// Lists and sheets on their way in: each goes on piece by piece for as long as it takes, and no code may stand
/// behind the pieces of forty of them.
fn of_lists(runner: Runner<App>) -> Runner<App> {
    runner
        .on(
            household_sheets::actions::work::WORK,
            household_sheets::actions::work::work,
        )
        .on(imports::actions::work::WORK, imports::actions::work::work)
        .on(
            point_imports::actions::work::WORK,
            point_imports::actions::work::work,
        )
}

/// What nobody waits for and comes by the ten thousand: phones that were out bring their households all at
/// once, and no code may stand behind them in the queue.
fn at_leisure(runner: Runner<App>) -> Runner<App> {
    runner
        .on(alike::actions::find::FIND, alike::actions::find::find)
        .on(
            alike::actions::backfill::BACKFILL,
            alike::actions::backfill::piece,
        )
}

/// The parts of a running program.
pub struct Work {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
    jobs: [Running; 3],
}

impl Work {
    /// Starts every part.
    pub fn start(app: &App) -> Work {
        let (stop, stopped) = watch::channel(false);
        let jobs = runners(app).map(|runner| runner.start(app.clone()));
        let mut loops = JoinSet::new();
        let [soon, of_lists, _] = &jobs;
        let wakes = [soon.wake(), of_lists.wake()];
        loops.spawn(wake_jobs(app.clone(), wakes, stopped.clone()));
        loops.spawn(timers::keep(app.clone(), stopped.clone()));
        loops.spawn(follow_map(app.clone(), stopped.clone()));
        loops.spawn(write_snapshot(app.clone(), stopped.clone()));
        loops.spawn(tell_live(app.clone(), stopped.clone()));
        loops.spawn(know_news(app.clone(), stopped.clone()));
        loops.spawn(find_duplicates(app.clone(), stopped.clone()));
        loops.spawn(tidy_counters(stopped.clone()));
        if app.db.engine() == Engine::Postgres {
            loops.spawn(number_events(app.clone(), stopped));
        }
        Work { stop, loops, jobs }
    }

    /// Asks every part to end and waits until it has.
    pub async fn stop(mut self) {
        // Nobody listening any more means that nothing is left to stop.
        let _ = self.stop.send(true);
        for runner in self.jobs {
            runner.stop().await;
        }
        while self.loops.join_next().await.is_some() {}
    }
}

/// Waits; `true` when the program stops meanwhile.
async fn stops_within(stopped: &mut watch::Receiver<bool>, pause: Duration) -> bool {
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => true,
        () = tokio::time::sleep(pause) => false,
    }
}

/// A code just asked for leaves at once, not at the next look into the queue.
async fn wake_jobs(app: App, wakes: [Wake; 2], mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = app.jobs_wake.notified() => wakes.iter().for_each(Wake::wake),
        }
    }
}

async fn follow_map(app: App, mut stopped: watch::Receiver<bool>) {
    // Following only reads, so it may be left at any point.
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = map::follow(app) => {}
    }
}

async fn write_snapshot(app: App, mut stopped: watch::Receiver<bool>) {
    // Each file is there as a whole or as it was, wherever this is left.
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = snapshot::follow(app) => {}
    }
}

async fn tell_live(app: App, mut stopped: watch::Receiver<bool>) {
    // Only reads, too.
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = live::follow(app) => {}
    }
}

async fn know_news(app: App, mut stopped: watch::Receiver<bool>) {
    // Only reads, too.
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = news::memory::follow(app) => {}
    }
}

/// The finder of duplicates looks at each new request a moment after it was asked, so that nobody who
/// asks waits for it.
async fn find_duplicates(app: App, mut stopped: watch::Receiver<bool>) {
    let mut is_well = true;
    loop {
        let outcome = duplicates::catch_up(&app).await;
        if let Err(err) = &outcome
            && is_well
        {
            tracing::warn!(%err, "duplicates are not looked for");
        }
        is_well = outcome.is_ok();
        let pause = if is_well { FINDING } else { AFTER_A_FAULT };
        if stops_within(&mut stopped, pause).await {
            return;
        }
    }
}

async fn number_events(app: App, mut stopped: watch::Receiver<bool>) {
    let mut is_well = true;
    loop {
        let pause = match feed::number_waiting(&app.db).await {
            Ok(0) => NUMBERING,
            Ok(_) => Duration::ZERO,
            Err(err) => {
                if is_well {
                    tracing::warn!(%err, "events get no numbers");
                }
                AFTER_A_FAULT
            }
        };
        is_well = pause != AFTER_A_FAULT;
        if stops_within(&mut stopped, pause).await {
            return;
        }
    }
}

async fn tidy_counters(mut stopped: watch::Receiver<bool>) {
    while !stops_within(&mut stopped, TIDYING).await {
        metrics::tidy();
    }
}
