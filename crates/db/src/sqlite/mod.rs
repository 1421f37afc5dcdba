//! SQLite, called in place: one writer, several readers, a thread for checkpoints, and the lock
//! that keeps a second process away.

mod backup;
mod checkpoint;
mod connection;
mod lock;
mod readers;
mod turn;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use backup::restore;
pub(crate) use connection::{Connection, Wanted, failure, parameters};
pub(crate) use readers::Reading;
pub(crate) use turn::{Ended, Turn};

use checkpoint::Checkpoints;
use connection::Settings;
use lock::Lock;
use readers::Readers;
use writer::Writer;

use crate::{Error, Options};

/// The name of the database in its folder.
const FILE_NAME: &str = "jitasa.sqlite";

pub(crate) struct Sqlite {
    settings: Settings,
    writer: Arc<Writer>,
    readers: Arc<Readers>,
    checkpoints: Mutex<Option<Checkpoints>>,
    lock: Mutex<Option<Lock>>,
}

impl Sqlite {
    pub(crate) fn open(place: &Path, options: &Options) -> Result<Sqlite, Error> {
        let file = database_file(place)?;
        let lock = options
            .exclusive
            .then(|| Lock::take(&lock_file(&file)))
            .transpose()?;
        let settings = Settings {
            file,
            writer_cache: options.writer_cache_bytes,
            reader_cache: options.reader_cache_bytes,
            durable: options.durable,
            busy: Duration::from_secs(2),
        };
        let writer = Writer::open(settings.clone())?;
        Ok(Sqlite {
            readers: Readers::open(settings.clone(), options.readers)?,
            checkpoints: Mutex::new(Some(Checkpoints::start(&settings)?)),
            settings,
            writer,
            lock: Mutex::new(lock),
        })
    }

    pub(crate) fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    pub(crate) async fn write(&self) -> Result<Turn, Error> {
        Turn::begin(&self.writer).await
    }

    /// On one snapshot, or (`whole` false) for a single statement that needs none.
    pub(crate) async fn read(&self, longest: Duration, whole: bool) -> Result<Reading, Error> {
        self.readers.begin(longest, whole).await
    }

    /// Calls `work` with the writer's connection, outside any batch.
    pub(crate) async fn alone<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut seat = self.writer.seat().await?;
        let done = in_place(|| {
            seat.commit();
            seat.connection().and_then(work)
        });
        self.writer.leave(seat);
        done
    }

    pub(crate) async fn back_up(&self, to: PathBuf) -> Result<(), Error> {
        let from = self.settings.file.clone();
        tokio::task::spawn_blocking(move || backup::back_up(&from, &to))
            .await
            .map_err(|err| Error::unavailable("backing up", err))?
    }

    /// Commits what is open, brings the log home and frees the lock.
    pub(crate) async fn close(&self) {
        match self.writer.seat().await {
            Ok(mut seat) => {
                in_place(|| seat.close());
                self.writer.leave(seat);
            }
            Err(err) => tracing::error!(%err, "closing without the writer"),
        }
        self.readers.close();
        in_place(|| {
            drop(
                self.checkpoints
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take(),
            );
            let home = Connection::writer(&self.settings).and_then(|connection| {
                checkpoint::checkpoint(&connection, "TRUNCATE")
                    .map_err(|err| failure("bringing the log home", err))
            });
            if let Err(err) = home {
                tracing::warn!(%err, "the log is left for the next start");
            }
            drop(
                self.lock
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take(),
            );
        });
    }
}

/// The database file of a folder, which is made if it is not there; or the file itself.
fn database_file(place: &Path) -> Result<PathBuf, Error> {
    let is_file = place.is_file() || (place.extension().is_some() && !place.is_dir());
    if is_file {
        return Ok(place.to_owned());
    }
    std::fs::create_dir_all(place).map_err(Error::file(format!(
        "making the folder {}",
        place.display()
    )))?;
    Ok(place.join(FILE_NAME))
}

/// `DIR/lock` for the database of a folder, `FILE.lock` for any other file.
fn lock_file(file: &Path) -> PathBuf {
    if file.file_name().is_some_and(|name| name == FILE_NAME) {
        return file.with_file_name("lock");
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// Runs what may wait for the disk without holding up the other tasks of this thread.
pub(crate) fn in_place<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
