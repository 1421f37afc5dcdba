//! PostgreSQL through a pool. A connection whose transaction was not settled never goes back to
//! it: the next one to borrow it would commit a stranger's half-written work.

mod connect;
mod flight;
mod session;
mod slots;
mod values;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use flight::Asked;
pub(crate) use session::{Again, CLAIM, Failed, Finished, READ, Session, WRITE, bound};

use slots::Slots;

use crate::{Error, Options};

/// How long a connection may take to come about.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How long a block waits for one that is free: two thousand units that close at one moment take six seconds.
const LONGEST_QUEUE: Duration = Duration::from_secs(10);

pub(crate) struct Postgres {
    pool: Pool,
    slots: Arc<Slots>,
    /// The head of the line of blocks that have collided often.
    line: Arc<Semaphore>,
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Postgres, Error> {
        let config = connect::config(url)?;
        let connector = connect::Connector::of(&config)?;
        let manager = Manager::from_connect(
            config,
            connector,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(LONGEST_QUEUE))
            .create_timeout(Some(LONGEST_WAIT))
            .build()
            .map_err(|err| Error::unavailable("making the pool", err))?;
        let postgres = Postgres {
            pool,
            slots: Slots::new(),
            line: Arc::new(Semaphore::new(1)),
        };
        // A server that cannot be reached is told at the start.
        drop(postgres.client().await?);
        Ok(postgres)
    }

    /// A place at the head of the line; none where it does not move.
    pub(crate) async fn wait_in_line(&self) -> Option<OwnedSemaphorePermit> {
        let place = self.line.clone().acquire_owned();
        let place = tokio::time::timeout(LONGEST_WAIT, place).await;
        place.ok().and_then(Result::ok)
    }

    /// A connection outside any transaction.
    pub(crate) async fn client(&self) -> Result<deadpool_postgres::Client, Error> {
        const DOING: &str = "connecting to PostgreSQL";
        self.pool.get().await.map_err(|err| match err {
            // Whatever a server says instead of letting us in: it is not to be had now.
            PoolError::Backend(source) if source.as_db_error().is_some() => {
                let said = source.as_db_error().map_or("", |said| said.message());
                Error::unavailable(DOING, said)
            }
            PoolError::Backend(source) => match std::error::Error::source(&source) {
                Some(cause) => Error::unavailable(DOING, format!("{source}: {cause}")),
                None => Error::unavailable(DOING, source),
            },
            PoolError::Timeout(_) => Error::unavailable(DOING, "no connection became free"),
            other => Error::unavailable(DOING, other),
        })
    }

    /// A transaction begun with a word, or none at all for a single look.
    pub(crate) async fn begin(
        self: &Arc<Postgres>,
        word: Option<&'static str>,
    ) -> Result<Session, Error> {
        Session::begin(self, word).await
    }

    pub(crate) fn waiting(&self) -> usize {
        self.pool.status().waiting
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}

/// Sorts an error of PostgreSQL into what the border asks about.
pub(crate) fn failure(doing: impl Into<String>, source: tokio_postgres::Error) -> Error {
    let doing = doing.into();
    let Some(said) = source.as_db_error() else {
        if source.is_closed()
            || std::error::Error::source(&source).is_some_and(|cause| cause.is::<std::io::Error>())
        {
            return Error::unavailable(doing, "the connection was lost");
        }
        return Error::Postgres {
            doing,
            source: Box::new(source),
        };
    };
    match said.code().code() {
        "53100" => Error::Full { doing },
        // Cancelled by a timeout, lock not to be had, told to go, starting, out of connections or
        // memory, idle for too long.
        "57014" | "55P03" | "57P01" | "57P02" | "57P03" | "53300" | "53200" | "25P03" => {
            Error::unavailable(doing, said.message())
        }
        code if code.starts_with("08") => Error::unavailable(doing, said.message()),
        _ => Error::Postgres {
            doing,
            source: Box::new(source),
        },
    }
}
