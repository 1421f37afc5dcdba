//! Handlers by name, and one job done from claim to settlement.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use db::{Db, Error};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::store::{self, Claim, Claimed, Outcome};
use crate::{JobError, Limits};

type Work = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler<C> = Arc<dyn Fn(C, Value) -> Work + Send + Sync>;

/// Does jobs with a context of type `C`, such as the application.
pub struct Runner<C> {
    pub(crate) db: Db,
    pub(crate) limits: Limits,
    pub(crate) clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    handlers: BTreeMap<&'static str, Handler<C>>,
    claim: Claim,
}

/// What `drain` did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drained {
    pub done: usize,
    /// Put off or paused: the name and what was said.
    pub again: Vec<(String, String)>,
    /// Given up: the name and what was said.
    pub dead: Vec<(String, String)>,
}

impl<C: Clone + Send + 'static> Runner<C> {
    /// A runner without handlers. The clock tells the instant; nothing else is asked for it.
    pub fn new(db: Db, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Runner<C> {
        let claim = Claim::of(db.engine(), Vec::new());
        let (handlers, limits) = (BTreeMap::new(), Limits::default());
        Runner {
            db,
            limits,
            clock: Arc::new(clock),
            handlers,
            claim,
        }
    }

    /// Sets the limits.
    pub fn with_limits(mut self, limits: Limits) -> Runner<C> {
        self.limits = limits;
        self
    }

    /// Registers the handler of a name. A payload that does not read as `P` is given up. The
    /// handler runs at least once a job, so a second run must change nothing.
    pub fn on<P, F, W>(mut self, name: &'static str, handler: F) -> Runner<C>
    where
        P: DeserializeOwned + Send + 'static,
        F: Fn(C, P) -> W + Send + Sync + 'static,
        W: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let boxed = move |context: C, payload: Value| -> Work {
            match serde_json::from_value::<P>(payload) {
                Ok(payload) => Box::pin(handler(context, payload)),
                // Where in the payload is said; what stands there may be personal.
                Err(err) => {
                    let why = format!("the payload does not read: {:?}", err.classify());
                    Box::pin(std::future::ready(Err(JobError::GiveUp(why))))
                }
            }
        };
        self.handlers.insert(name, Arc::new(boxed));
        self.claim = Claim::of(self.db.engine(), self.names().collect());
        self
    }

    /// The names that have handlers.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.handlers.keys().copied()
    }

    /// Does, one after the other, everything that is ready at `now`, also what is enqueued
    /// meanwhile. What is paused beyond `now` stays. For tests and for commands.
    pub async fn drain(&self, context: &C, now: Timestamp) -> Result<Drained, Error> {
        let mut drained = Drained::default();
        while let Some(job) = self.claim(now, 1).await?.pop() {
            let outcome = self.run(context.clone(), &job, now).await;
            self.settle(&job, &outcome, now).await?;
            match outcome {
                Outcome::Done => drained.done += 1,
                Outcome::Again { why, .. } => drained.again.push((job.name, why)),
                Outcome::Dead { why } => drained.dead.push((job.name, why)),
            }
        }
        Ok(drained)
    }

    /// Removes done jobs that were kept long enough for their keys, and tells how many.
    pub async fn sweep(&self, now: Timestamp) -> Result<u64, Error> {
        let before = earlier(now, self.limits.keep_done);
        let mut swept = 0;
        loop {
            let piece = store::sweep(&self.db, before).await?;
            swept += piece;
            if piece == 0 {
                return Ok(swept);
            }
        }
    }

    pub(crate) async fn claim(&self, now: Timestamp, limit: usize) -> Result<Vec<Claimed>, Error> {
        self.claim
            .take(&self.db, now, later(now, self.limits.lease), limit)
            .await
    }

    /// Runs the handler in a task of its own, so that its panic is a failure like any other.
    pub(crate) async fn run(&self, context: C, job: &Claimed, now: Timestamp) -> Outcome {
        let Some(handler) = self.handlers.get(job.name.as_str()) else {
            return Outcome::Dead {
                why: "there is no handler of its name".to_owned(),
            };
        };
        if job.attempts > self.limits.attempts {
            let why = "every worker died at it".to_owned();
            return Outcome::Dead { why };
        }
        let mut task = AbortOnDrop(tokio::spawn(handler(context, job.payload.clone())));
        let done = match tokio::time::timeout(self.limits.longest_run(), &mut task.0).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(JobError::Failed("the handler panicked".to_owned())),
            Err(_) => Err(JobError::Failed("the handler took too long".to_owned())),
        };
        match done {
            Ok(()) => Outcome::Done,
            Err(JobError::Later { at, why }) => Outcome::Again {
                at,
                why,
                counts: false,
            },
            Err(JobError::GiveUp(why)) => Outcome::Dead { why },
            Err(JobError::Failed(why)) if job.attempts >= self.limits.attempts => {
                Outcome::Dead { why }
            }
            Err(JobError::Failed(why)) => {
                let at = later(now, self.limits.pause(job.attempts));
                Outcome::Again {
                    at,
                    why,
                    counts: true,
                }
            }
        }
    }

    pub(crate) async fn settle(
        &self,
        job: &Claimed,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (id, name) = (job.id, job.name.as_str());
        match outcome {
            Outcome::Done => tracing::debug!(%id, name, "job done"),
            Outcome::Again { at, why, .. } => tracing::info!(%id, name, %at, why, "job put off"),
            Outcome::Dead { why } => tracing::error!(%id, name, why, "job given up"),
        }
        if !store::settle(&self.db, job, outcome, now).await? {
            tracing::warn!(%id, name, "the lease of a job was lost before it was settled");
        }
        Ok(())
    }
}

/// A handler that nobody waits for is stopped: another process may be given its job.
struct AbortOnDrop(tokio::task::JoinHandle<Result<(), JobError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An instant so much later, or the last there is.
fn later(now: Timestamp, by: std::time::Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn earlier(now: Timestamp, by: std::time::Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    now.saturating_sub(by).unwrap_or(Timestamp::MIN)
}
