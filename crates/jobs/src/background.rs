//! The loop that does jobs while the program serves, and its graceful stop.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::Runner;

/// How often done jobs are swept.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// A runner at work. `stop` ends it and waits; dropping it ends it without waiting.
#[derive(Debug)]
pub struct Running {
    stop: watch::Sender<bool>,
    wake: Wake,
    task: JoinHandle<()>,
}

/// Wakes a runner, after a write that enqueued something due now.
#[derive(Debug, Clone)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// The runner looks at the queue at once, instead of at its next look.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

impl Running {
    /// A handle that wakes the runner.
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }

    /// Claims nothing more, waits for what is under way as long as the limits' grace, and stops
    /// the rest, whose leases then lapse.
    pub async fn stop(self) {
        // Nobody listens only when the loop has ended already.
        let _ = self.stop.send(true);
        if let Err(err) = self.task.await {
            tracing::error!(%err, "the loop of jobs ended badly");
        }
    }
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// Does jobs in the background until stopped.
    pub fn start(self, context: C) -> Running {
        let (stop, stopped) = watch::channel(false);
        let wake = Wake(Arc::new(Notify::new()));
        let task = tokio::spawn(Arc::new(self).work(context, stopped, wake.clone()));
        Running { stop, wake, task }
    }

    async fn work(self: Arc<Self>, context: C, mut stopped: watch::Receiver<bool>, wake: Wake) {
        let mut under_way = JoinSet::new();
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        loop {
            let free = self.limits.together.max(1).saturating_sub(under_way.len());
            let claimed = match self.claim((self.clock)(), free).await {
                Ok(claimed) => claimed,
                Err(err) => {
                    tracing::warn!(%err, "jobs could not be claimed");
                    Vec::new()
                }
            };
            for job in claimed {
                let (runner, context) = (self.clone(), context.clone());
                under_way.spawn(async move {
                    let outcome = runner.run(context, &job, (runner.clock)()).await;
                    let settled = runner.settle(&job, &outcome, (runner.clock)()).await;
                    if let Err(err) = settled {
                        tracing::error!(id = %job.id, %err, "a job could not be settled");
                    }
                });
            }
            let full = under_way.len() >= self.limits.together.max(1);
            tokio::select! {
                biased;
                () = stop_is_asked(&mut stopped) => break,
                // With every place taken, nothing but a free one is waited for.
                Some(_) = under_way.join_next(), if full => {}
                _ = sweep.tick() => {
                    if let Err(err) = self.sweep((self.clock)()).await {
                        tracing::warn!(%err, "done jobs could not be swept");
                    }
                }
                () = wake.0.notified(), if !full => {}
                () = tokio::time::sleep(self.limits.look_every), if !full => {}
            }
            while under_way.try_join_next().is_some() {}
        }
        let all = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(self.limits.grace, all).await.is_err() {
            tracing::warn!("jobs were stopped in the middle; their leases will lapse");
        }
    }
}

async fn stop_is_asked(stopped: &mut watch::Receiver<bool>) {
    // An error says that the handle was dropped, which asks for the same.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
