//! What goes on without being asked: events get their numbers, counters are tidied. Each loop ends
//! between two rounds when the program stops, never within one.

use std::time::Duration;

use db::Engine;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::events::feed;
use crate::server::metrics;

/// How soon after its commit an event is told to listeners, on PostgreSQL.
const NUMBERING: Duration = Duration::from_millis(100);
/// The pause after a round that failed: the database is away, and others need it too.
const AFTER_A_FAULT: Duration = Duration::from_secs(2);
const TIDYING: Duration = Duration::from_secs(5);

/// The loops of a running program.
pub struct Work {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

impl Work {
    /// Starts every loop.
    pub fn start(app: &App) -> Work {
        let (stop, stopped) = watch::channel(false);
        let mut loops = JoinSet::new();
        if app.db.engine() == Engine::Postgres {
            loops.spawn(number_events(app.clone(), stopped.clone()));
        }
        loops.spawn(tidy_counters(stopped));
        Work { stop, loops }
    }

    /// Asks every loop to end and waits until it has.
    pub async fn stop(mut self) {
        // Nobody listening any more means that nothing is left to stop.
        let _ = self.stop.send(true);
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

async fn number_events(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        let pause = match feed::number_waiting(&app.db).await {
            Ok(0) => NUMBERING,
            Ok(_) => Duration::ZERO,
            Err(err) => {
                tracing::warn!(%err, "numbering events");
                AFTER_A_FAULT
            }
        };
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
