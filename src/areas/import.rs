//! Importing a boundary pack: read and checked as a whole, then written in pieces. Running processes
//! notice within half a minute and place pins by it from then on.

use std::path::PathBuf;

use areas::{PackError, PackReport, read_pack};
use db::Db;
use jiff::Timestamp;

use super::store;

/// Rows of one write: a turn at the database is short.
const PIECE: usize = 200;

/// What came of an import; its `Display` says it in plain lines.
#[derive(Debug)]
pub struct Report {
    pub pack: PackReport,
    /// Boundaries written; 0 on a dry run.
    pub written: usize,
    /// Boundaries of an earlier pack that the new one does not have, removed.
    pub removed: u64,
    pub dry_run: bool,
}

/// How far an import has come, of boundaries and of whatever else is read whole and then written in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The file is being read and compared with what is there.
    Reading,
    Writing {
        done: usize,
        of: usize,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error("the files hold no boundary of an area this program knows; nothing was changed")]
    Nothing,
    #[error("reading the files broke off: {0}")]
    BrokenOff(String),
    #[error("{written} of {of} boundaries were written, then: {cause}. Run the import again")]
    Database {
        written: usize,
        of: usize,
        cause: db::Error,
    },
}

/// Reads the files as one pack and, unless it is a dry run, puts it in the place of the one before.
/// Running it again after a fault is safe.
pub async fn import_boundaries(
    db: &Db,
    now: Timestamp,
    paths: Vec<PathBuf>,
    dry_run: bool,
    progress: impl Fn(Progress),
) -> Result<Report, ImportError> {
    progress(Progress::Reading);
    let pack = tokio::task::spawn_blocking(move || read_pack(&paths))
        .await
        .map_err(|err| ImportError::BrokenOff(err.to_string()))??;
    if pack.areas.is_empty() {
        return Err(ImportError::Nothing);
    }
    if dry_run {
        return Ok(Report {
            pack,
            written: 0,
            removed: 0,
            dry_run,
        });
    }
    let of = pack.areas.len();
    let mut written = 0;
    let fault = |written| move |cause| ImportError::Database { written, of, cause };
    for piece in pack.areas.chunks(PIECE) {
        progress(Progress::Writing { done: written, of });
        db::write!(db, |tx| {
            for area in piece {
                store::put(tx, area.code, &area.shape, now).await?;
            }
            Ok::<_, db::Error>(())
        })
        .map_err(fault(written))?;
        written += piece.len();
    }
    let removed =
        db::write!(db, |tx| { store::forget_older(tx, now).await }).map_err(fault(written))?;
    progress(Progress::Writing { done: written, of });
    Ok(Report {
        pack,
        written,
        removed,
        dry_run,
    })
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.pack)?;
        if self.dry_run {
            return write!(f, "Nothing was written: this was a dry run.");
        }
        write!(f, "{} boundaries are in use", self.written)?;
        if self.removed > 0 {
            write!(f, "; {} of the pack before were removed", self.removed)?;
        }
        write!(f, ". Running programs take them up within half a minute.")
    }
}
