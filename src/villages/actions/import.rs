//! Importing villages and people from files: read and checked as a whole, then what is new or differs is
//! written in pieces. Running it again changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use db::Db;
use jiff::Timestamp;

use crate::areas::import::Progress;
use crate::villages::file::{self, Amiss, Counted, NotAFile, Read};
use crate::villages::model::{Population, Source, Village};
use crate::villages::store;

/// Rows of one write: a turn at the database is short.
const PIECE: usize = 500;
/// Lines that are named one by one.
const NAMED: usize = 5;

/// What came of an import; its `Display` says it in plain lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// What a row is of, in the plural.
    pub what: &'static str,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Rows of other levels.
    pub passed_over: usize,
    pub amiss: Vec<(u64, Amiss)>,
    pub dry_run: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] NotAFile),
    #[error("reading the file broke off: {0}")]
    BrokenOff(String),
    #[error("looking at what is there: {0}")]
    Database(#[from] db::Error),
    #[error("{written} of {of} rows were written, then: {cause}. Run the import again")]
    Written {
        written: usize,
        of: usize,
        cause: db::Error,
    },
}

/// Villages of a file; those it does not name stay.
pub async fn villages(
    db: &Db,
    bytes: Vec<u8>,
    dry_run: bool,
    progress: impl Fn(Progress),
) -> Result<Report, ImportError> {
    progress(Progress::Reading);
    let read = off_the_loop(move || file::villages(&bytes)).await??;
    let known: HashMap<u32, Village> = store::all(db)
        .await?
        .into_iter()
        .map(|village| (village.code, village))
        .collect();
    let (report, to_write) = compared(read, "villages", dry_run, |village| {
        known.get(&village.code).map(|known| known == village)
    });
    if !dry_run {
        write(db, &to_write, progress, store::put).await?;
    }
    Ok(report)
}

/// Of which year figures are: as somebody said; else a column of the file tells; else its name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Year {
    pub said: Option<i16>,
    pub named: Option<i16>,
}

/// People of a file as registered in a year.
pub async fn population(
    db: &Db,
    now: Timestamp,
    bytes: Vec<u8>,
    year: Year,
    dry_run: bool,
    progress: impl Fn(Progress),
) -> Result<Report, ImportError> {
    progress(Progress::Reading);
    let (read, told) = off_the_loop(move || file::population(&bytes)).await??;
    let year = year.said.or(told).or(year.named);
    let year = year.ok_or(NotAFile::NoYear)?;
    let known: HashMap<u32, Population> = store::population::imported(db, year)
        .await?
        .into_iter()
        .map(|one| (one.area.get(), one))
        .collect();
    let same = |one: &Counted| {
        let known = known.get(&one.area.get())?;
        Some((known.n, known.n_houses) == (one.n, one.n_houses))
    };
    let (report, to_write) = compared(read, "subdistricts", dry_run, same);
    let to_write: Vec<Population> = to_write
        .into_iter()
        .map(|one| Population {
            area: one.area,
            year,
            source: Source::Imported,
            n: one.n,
            n_houses: one.n_houses,
            entered_by: None,
            entered_at: now,
        })
        .collect();
    if !dry_run {
        write(db, &to_write, progress, store::population::put).await?;
    }
    Ok(report)
}

async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ImportError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|err| ImportError::BrokenOff(err.to_string()))
}

/// What is to be written: `same` says of a row whether the known one equals it, if there is one.
fn compared<T>(
    read: Read<T>,
    what: &'static str,
    dry_run: bool,
    same: impl Fn(&T) -> Option<bool>,
) -> (Report, Vec<T>) {
    let mut report = Report {
        what,
        new: 0,
        changed: 0,
        unchanged: 0,
        passed_over: read.passed_over,
        amiss: read.amiss,
        dry_run,
    };
    let mut to_write = Vec::new();
    for row in read.rows {
        match same(&row) {
            Some(true) => {
                report.unchanged += 1;
                continue;
            }
            Some(false) => report.changed += 1,
            None => report.new += 1,
        }
        to_write.push(row);
    }
    (report, to_write)
}

async fn write<T>(
    db: &Db,
    rows: &[T],
    progress: impl Fn(Progress),
    put: impl Fn(&mut db::Tx, &T) -> Result<(), db::Error>,
) -> Result<(), ImportError> {
    let of = rows.len();
    let mut written = 0;
    for piece in rows.chunks(PIECE) {
        progress(Progress::Writing { done: written, of });
        db::write!(db, |tx| {
            for row in piece {
                put(tx, row)?;
            }
            Ok::<_, db::Error>(())
        })
        .map_err(|cause| ImportError::Written { written, of, cause })?;
        written += piece.len();
    }
    progress(Progress::Writing { done: written, of });
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report {
            new,
            changed,
            unchanged,
            what,
            ..
        } = self;
        writeln!(
            f,
            "{what}: {new} new, {changed} changed, {unchanged} as they were"
        )?;
        if self.passed_over > 0 {
            writeln!(
                f,
                "{} rows of other levels were passed over",
                self.passed_over
            )?;
        }
        let mut by_reason: BTreeMap<Amiss, Vec<u64>> = BTreeMap::new();
        for (line, amiss) in &self.amiss {
            by_reason.entry(*amiss).or_default().push(*line);
        }
        for (amiss, lines) in by_reason {
            let named: Vec<String> = lines.iter().take(NAMED).map(u64::to_string).collect();
            let more = if lines.len() > NAMED { ", …" } else { "" };
            let named = named.join(", ");
            writeln!(
                f,
                "{} rows left out ({amiss}): lines {named}{more}",
                lines.len()
            )?;
        }
        match self.dry_run {
            true => write!(f, "Nothing was written: this was a dry run."),
            false => write!(f, "{} rows were written.", new + changed),
        }
    }
}
