//! Read-only connections, lent for one snapshot each and stopped when it lives too long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{Connection, Settings, Wanted, failure};
use super::in_place;
use crate::{Error, Row, ToValue};

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS_BETWEEN_LOOKS: i32 = 20_000;

/// How long a read waits for a connection before it gives up.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

pub(crate) struct Readers {
    settings: Settings,
    permits: Arc<Semaphore>,
    free: Mutex<Vec<Lent>>,
    began: Instant,
}

/// A connection with the instant, in milliseconds since `Readers::began`, at which it must stop.
struct Lent {
    connection: Connection,
    stop_at: Arc<AtomicU64>,
}

impl Readers {
    pub(crate) fn open(settings: Settings, count: usize) -> Result<Arc<Readers>, Error> {
        let readers = Readers {
            settings,
            permits: Arc::new(Semaphore::new(count.max(1))),
            free: Mutex::new(Vec::new()),
            began: Instant::now(),
        };
        // The first is opened now, so that a database that cannot be read is told at the start.
        let first = readers.connect()?;
        readers.give_back(first);
        Ok(Arc::new(readers))
    }

    fn connect(&self) -> Result<Lent, Error> {
        let mut connection = Connection::reader(&self.settings)?;
        let stop_at = Arc::new(AtomicU64::new(u64::MAX));
        let (watched, began) = (stop_at.clone(), self.began);
        let stop = move || millis(began.elapsed()) > watched.load(Ordering::Relaxed);
        connection
            .inner
            .progress_handler(INSTRUCTIONS_BETWEEN_LOOKS, Some(stop))
            .map_err(|err| failure("opening the database for reading", err))?;
        Ok(Lent {
            connection,
            stop_at,
        })
    }

    fn give_back(&self, lent: Lent) {
        lent.stop_at.store(u64::MAX, Ordering::Relaxed);
        if !self.permits.is_closed() {
            self.free
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(lent);
        }
    }

    /// Lends a connection for `longest`, with a snapshot for all statements if `whole`.
    pub(crate) async fn begin(
        self: &Arc<Readers>,
        longest: Duration,
        whole: bool,
    ) -> Result<Reading, Error> {
        const DOING: &str = "waiting for a connection to read with";
        let permit = match self.permits.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => tokio::time::timeout(LONGEST_WAIT, self.permits.clone().acquire_owned())
                .await
                .map_err(|_| Error::unavailable(DOING, "too many read"))?
                .map_err(|_| Error::unavailable(DOING, "the database was closed"))?,
        };
        let free = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let lent = match free {
            Some(lent) => lent,
            None => in_place(|| self.connect())?,
        };
        lent.stop_at
            .store(millis(self.began.elapsed() + longest), Ordering::Relaxed);
        let reading = Reading {
            readers: self.clone(),
            lent: Some(lent),
            _permit: permit,
        };
        if whole {
            reading
                .control("BEGIN")
                .map_err(|err| failure("beginning a read", err))?;
        }
        Ok(reading)
    }

    pub(crate) fn close(&self) {
        self.permits.close();
        self.free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// One snapshot, ended when dropped.
pub(crate) struct Reading {
    readers: Arc<Readers>,
    /// Taken by `drop` alone.
    lent: Option<Lent>,
    _permit: OwnedSemaphorePermit,
}

impl Reading {
    fn control(&self, word: &str) -> rusqlite::Result<()> {
        self.lent
            .as_ref()
            .map_or(Ok(()), |lent| lent.connection.control(word))
    }

    fn connection(&mut self) -> Result<&mut Connection, Error> {
        let lent = self
            .lent
            .as_mut()
            .ok_or_else(|| Error::unavailable("reading", "it is over"))?;
        Ok(&mut lent.connection)
    }

    pub(crate) fn execute(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        let connection = self.connection()?;
        in_place(|| connection.execute(name, text, args))
    }

    pub(crate) fn rows(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
        wanted: Wanted,
    ) -> Result<Vec<Row>, Error> {
        let connection = self.connection()?;
        // A single row is found by its key, quicker than a worker changes threads.
        match wanted {
            Wanted::One => connection.rows(name, text, args, wanted),
            Wanted::All => in_place(|| connection.rows(name, text, args, wanted)),
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let Some(lent) = self.lent.take() else { return };
        lent.stop_at.store(u64::MAX, Ordering::Relaxed);
        let ended =
            lent.connection.inner.is_autocommit() || lent.connection.control("ROLLBACK").is_ok();
        // A snapshot that cannot be ended would keep the log from ever being cut: close it.
        if ended {
            self.readers.give_back(lent);
        }
    }
}
