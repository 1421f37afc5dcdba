//! A queue, a clock that moves by hand, and handlers that write down what they did.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::testing::{OnEngine, TestDb};
use db::{Db, Engine, Migration};
use jiff::{SignedDuration, Timestamp};
use jobs::{Drained, JobError, Limits, NewJob, Runner};
use serde::Deserialize;
use serde_json::json;

pub const MIGRATIONS: &[Migration] = db::migrations!["../../../../migrations": "0001_jobs"];

pub struct World {
    db: TestDb,
    pub log: Log,
    now: Arc<Mutex<Timestamp>>,
}

/// What the handlers did, in order.
pub type Log = Arc<Mutex<Vec<String>>>;

#[derive(Deserialize)]
pub struct Note {
    pub said: String,
}

impl OnEngine for World {
    async fn on(engine: Engine) -> World {
        let now = "2011-10-08T00:00:00Z".parse().unwrap();
        World {
            db: TestDb::with(engine, MIGRATIONS).await,
            log: Log::default(),
            now: Arc::new(Mutex::new(now)),
        }
    }
}

impl World {
    pub fn db(&self) -> &Db {
        self.db.db()
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn pass(&self, by: SignedDuration) {
        *self.now.lock().unwrap() += by;
    }

    pub async fn enqueue(&self, name: &str, said: &str, key: Option<&str>) -> bool {
        self.enqueue_at(name, said, key, self.now()).await
    }

    pub async fn enqueue_at(
        &self,
        name: &str,
        said: &str,
        key: Option<&str>,
        at: Timestamp,
    ) -> bool {
        db::write!(self.db(), |tx| {
            let payload = json!({ "said": said });
            jobs::enqueue(
                tx,
                NewJob {
                    name,
                    payload,
                    due_at: at,
                    unique_key: key,
                },
            )
            .await
        })
        .unwrap()
    }

    /// A runner whose handlers are `note`, `fail`, `later`, `hopeless` and `panic`.
    pub fn runner(&self) -> Runner<Log> {
        let (clock, tomorrow) = (
            self.now.clone(),
            self.now() + SignedDuration::from_hours(24),
        );
        Runner::new(self.db().clone(), move || *clock.lock().unwrap())
            .with_limits(limits())
            .on("note", async |log: Log, note: Note| {
                log.lock().unwrap().push(note.said);
                Ok(())
            })
            .on("fail", async |log: Log, note: Note| {
                log.lock().unwrap().push(note.said);
                let _: i64 = "none".parse()?;
                Ok(())
            })
            .on("later", move |log: Log, note: Note| async move {
                log.lock().unwrap().push(note.said);
                Err(JobError::Later {
                    at: tomorrow,
                    why: "at night".to_owned(),
                })
            })
            .on("hopeless", async |_: Log, _: Note| {
                Err(JobError::GiveUp("no such number".to_owned()))
            })
            .on(
                "panic",
                async |_: Log, note: Note| -> Result<(), JobError> { panic!("{}", note.said) },
            )
    }

    pub async fn drain(&self) -> Drained {
        self.runner().drain(&self.log, self.now()).await.unwrap()
    }

    pub fn said(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    pub async fn dead(&self) -> Vec<jobs::Listed> {
        db::read!(self.db(), |tx| jobs::dead(tx, 100).await).unwrap()
    }

    pub async fn waiting(&self) -> Vec<jobs::Listed> {
        db::read!(self.db(), |tx| jobs::waiting(tx, 100).await).unwrap()
    }
}

pub fn limits() -> Limits {
    Limits {
        attempts: 3,
        look_every: Duration::from_millis(20),
        lease: Duration::from_secs(60),
        ..Limits::default()
    }
}

/// Waits for something, and fails a test that would otherwise hang.
pub async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let look = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look)
        .await
        .expect("it never came to be");
}
