//! Copies of a SQLite database: taken online into one file, and put back as a whole.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::connection::failure;
use super::{database_file, lock::Lock, lock_file};
use crate::Error;

/// Pages copied between two pauses, so that a copy does not hold up those who serve.
const PAGES_A_STEP: i32 = 4_000;
const PAUSE: Duration = Duration::from_millis(2);

/// Copies the database `from` into the single file `to`, synced to the disk. The copy is written
/// beside and renamed, so that `to` is whole or absent.
pub(crate) fn back_up(from: &Path, to: &Path) -> Result<(), Error> {
    let doing = format!("backing up to {}", to.display());
    let beside = with_suffix(to, ".part");
    remove(&beside)?;
    let copy = || -> rusqlite::Result<()> {
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        source.busy_timeout(Duration::from_secs(5))?;
        // One snapshot for the whole copy: otherwise each write would make it begin again.
        source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
        let mut target = Connection::open(&beside)?;
        target.pragma_update(None, "synchronous", "OFF")?;
        let backup = Backup::new(&source, &mut target)?;
        while backup.step(PAGES_A_STEP)? != StepResult::Done {
            std::thread::sleep(PAUSE);
        }
        drop(backup);
        // One file, no log beside it: what a copy is carried away as.
        target.pragma_update(None, "journal_mode", "DELETE")?;
        Ok(())
    };
    copy().map_err(|err| failure(&doing, err))?;
    sync(&beside)?;
    std::fs::rename(&beside, to).map_err(Error::file(&doing))?;
    sync_folder_of(to)
}

/// Puts a copy back in place of the database at `place` (a folder or a file, as it is opened).
/// Refused while another process holds it. The copy is checked first; what was there is replaced
/// in one step.
///
/// `mark` is run on the copy before it goes in, so that what is served is never an unmarked copy.
pub fn restore(copy: &Path, place: &Path, mark: &str) -> Result<(), Error> {
    let doing = format!("restoring {}", copy.display());
    let file = database_file(place)?;
    let _lock = Lock::take(&lock_file(&file))?;
    let beside = with_suffix(&file, ".restored");
    remove(&beside)?;
    std::fs::copy(copy, &beside).map_err(Error::file(&doing))?;
    check(&beside, &doing)?;
    let marked = Connection::open(&beside).and_then(|copy| copy.execute_batch(mark));
    marked.map_err(|err| failure(&doing, err))?;
    sync(&beside)?;
    // The old log is brought home, should anything stop us between the next steps; a database too
    // damaged for that is being replaced anyway.
    if file.exists() {
        let home = Connection::open(&file)
            .and_then(|old| old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
        if let Err(err) = home {
            tracing::warn!(%err, "the log of the database that is replaced is dropped");
        }
    }
    // The old log goes first: beside a new database it would be played into it.
    remove(&with_suffix(&file, "-wal"))?;
    remove(&with_suffix(&file, "-shm"))?;
    std::fs::rename(&beside, &file).map_err(Error::file(&doing))?;
    sync_folder_of(&file)
}

fn check(file: &Path, doing: &str) -> Result<(), Error> {
    let look = || -> rusqlite::Result<String> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
    };
    let found = look().map_err(|err| failure(doing, err))?;
    if found == "ok" {
        return Ok(());
    }
    Err(Error::Schema {
        why: format!("{doing}: the copy is damaged: {found}"),
    })
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(err) if err.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file(format!("removing {}", path.display()))(err))
        }
        _ => Ok(()),
    }
}

fn sync(path: &Path) -> Result<(), Error> {
    let synced = File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all());
    synced.map_err(Error::file(format!("syncing {}", path.display())))
}

fn sync_folder_of(path: &Path) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(Error::file(format!("syncing {}", folder.display())))
}
