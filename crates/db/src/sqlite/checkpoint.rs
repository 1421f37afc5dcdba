//! The thread that brings the write-ahead log home, so that no visitor waits for it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::connection::{Connection, Settings};
use crate::Error;

/// Above this the pages are copied home beside the readers and the writer.
const PASSIVE_ABOVE: u64 = 64 << 20;
/// Above this the log is cut, which holds the writer up for a moment.
const TRUNCATE_ABOVE: u64 = 512 << 20;
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long a cut waits for readers, with the writer held up.
const WAIT_FOR_READERS: Duration = Duration::from_millis(250);

/// Stops the thread when dropped, and waits for it.
pub(crate) struct Checkpoints {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    pub(crate) fn start(settings: &Settings) -> Result<Checkpoints, Error> {
        let own = Settings {
            busy: WAIT_FOR_READERS,
            writer_cache: 2 << 20,
            ..settings.clone()
        };
        let connection = Connection::writer(&own)?;
        let mut log = own.file.into_os_string();
        log.push("-wal");
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new()
            .name("checkpoints".to_owned())
            .spawn(move || run(&connection, &PathBuf::from(log), &stopped))
            .map_err(Error::file("starting the checkpoint thread"))?;
        Ok(Checkpoints {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpoint thread panicked");
        }
    }
}

fn run(connection: &Connection, log: &PathBuf, stopped: &Receiver<()>) {
    while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
        let size = std::fs::metadata(log).map_or(0, |about| about.len());
        let mode = match size {
            TRUNCATE_ABOVE.. => "TRUNCATE",
            PASSIVE_ABOVE.. => "PASSIVE",
            _ => continue,
        };
        if let Err(err) = checkpoint(connection, mode) {
            tracing::warn!(%err, mode, "the write-ahead log could not be brought home");
        }
    }
}

/// Brings the log home; a busy database is not an error, the next look tries again.
pub(crate) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<()> {
    connection
        .inner
        .query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
}
