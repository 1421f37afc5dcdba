//! The one writer, and group commit. A turn is a savepoint in the transaction of its batch;
//! whoever finds nobody waiting behind commits for all, and nobody is answered before that commit.
//!
//! COMMIT waits for the disk, so a thread of its own does it: on a worker of tokio it would hold up
//! the tasks of that worker, or move them to another thread for each batch, which costs more.
//!
//! Two rules keep a batch from being left open for ever. Whoever gives the seat back looks
//! afterwards whether somebody still waits, and whoever stops waiting looks whether the seat is
//! free: of two who cross, the later one sees the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SendError, Sender, channel};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::connection::{Connection, Settings, failure};
use crate::Error;

/// Turns in one batch at most, so that the first of them need not wait long for its answer.
const TURNS_IN_A_BATCH: usize = 256;

/// How long a turn waits for the writer before it gives up.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

pub(crate) struct Writer {
    seat: Arc<Mutex<Seat>>,
    waiting: AtomicUsize,
    /// To the thread that commits; it ends when the last writer is gone.
    commits: Sender<(Arc<Writer>, SeatGuard)>,
}

/// What only the one who writes may touch.
pub(crate) struct Seat {
    settings: Settings,
    /// `None` after a failed COMMIT or once closed, until it is opened again.
    connection: Option<Connection>,
    closed: bool,
    batch: Option<Batch>,
}

#[derive(Default)]
struct Batch {
    turns: usize,
    members: Vec<oneshot::Sender<Told>>,
}

/// What the members of a batch are told.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Committed,
    /// The transaction was rolled back as a whole, and surely.
    RolledBack,
    /// COMMIT failed.
    Unknown {
        why: String,
        full: bool,
    },
}

/// The seat while somebody sits on it.
pub(crate) type SeatGuard = OwnedMutexGuard<Seat>;

impl Writer {
    pub(crate) fn open(settings: Settings) -> Result<Arc<Writer>, Error> {
        let connection = Some(Connection::writer(&settings)?);
        let seat = Seat {
            settings,
            connection,
            closed: false,
            batch: None,
        };
        let (commits, batches) = channel::<(Arc<Writer>, SeatGuard)>();
        std::thread::Builder::new()
            .name("commits".to_owned())
            .spawn(move || {
                for (writer, mut seat) in batches {
                    seat.commit();
                    writer.leave(seat);
                }
            })
            .map_err(Error::file("starting the thread that commits"))?;
        Ok(Arc::new(Writer {
            seat: Arc::new(Mutex::new(seat)),
            waiting: AtomicUsize::new(0),
            commits,
        }))
    }

    /// Waits for the seat, first come first served.
    pub(crate) async fn seat(self: &Arc<Writer>) -> Result<SeatGuard, Error> {
        if let Ok(seat) = self.seat.clone().try_lock_owned() {
            return Ok(seat);
        }
        let waiting = Waiting::begin(self);
        // Dropped before `waiting`, also when the caller is cancelled: see `Waiting::drop`.
        let seat = tokio::time::timeout(LONGEST_WAIT, self.seat.clone().lock_owned()).await;
        match seat {
            Ok(seat) => {
                waiting.seated();
                Ok(seat)
            }
            Err(_) => Err(Error::unavailable(
                "waiting for the writer",
                "too many wait",
            )),
        }
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    pub(crate) fn nobody_waits(&self) -> bool {
        self.waiting() == 0
    }

    /// Gives the seat back after a turn, by way of a COMMIT where it is due.
    pub(crate) fn leave_after_turn(self: &Arc<Writer>, seat: SeatGuard) {
        if !self.nobody_waits() && !seat.batch_is_full() {
            self.leave(seat);
            return;
        }
        if let Err(SendError((_, mut seat))) = self.commits.send((self.clone(), seat)) {
            seat.commit();
            self.leave(seat);
        }
    }

    /// Gives the seat back. Every way out of a seat with an open batch leads through here.
    pub(crate) fn leave(&self, seat: SeatGuard) {
        drop(seat);
        self.commit_if_deserted();
    }

    /// Commits a batch that was left for a waiter who then went away.
    fn commit_if_deserted(&self) {
        while self.nobody_waits() {
            // Not free: whoever holds it looks here again after leaving.
            let Ok(mut seat) = self.seat.try_lock() else {
                return;
            };
            if seat.batch.is_none() {
                return;
            }
            seat.commit();
        }
    }
}

/// Counts as waiting from its making until it is seated or dropped.
struct Waiting<'a> {
    writer: &'a Writer,
}

impl Waiting<'_> {
    fn begin(writer: &Writer) -> Waiting<'_> {
        writer.waiting.fetch_add(1, Ordering::SeqCst);
        Waiting { writer }
    }

    fn seated(self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        // Seated: the turn itself settles the batch, so nothing is left for `drop` to look at.
        std::mem::forget(self);
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        self.writer.commit_if_deserted();
    }
}

impl Seat {
    /// The connection, opened again if the last COMMIT failed.
    pub(crate) fn connection(&mut self) -> Result<&mut Connection, Error> {
        if self.closed {
            return Err(Error::unavailable("writing", "the database was closed"));
        }
        if self.connection.is_none() {
            self.connection = Some(Connection::writer(&self.settings)?);
        }
        self.connection
            .as_mut()
            .ok_or_else(|| Error::unavailable("writing", "no connection"))
    }

    pub(crate) fn batch_is_open(&self) -> bool {
        self.batch.is_some()
    }

    pub(crate) fn batch_is_full(&self) -> bool {
        self.batch
            .as_ref()
            .is_some_and(|batch| batch.turns >= TURNS_IN_A_BATCH)
    }

    /// Opens the batch if there is none.
    pub(crate) fn open_batch(&mut self) -> Result<(), Error> {
        if self.batch.is_none() {
            self.connection()?
                .control("BEGIN IMMEDIATE")
                .map_err(|err| failure("beginning a batch", err))?;
            self.batch = Some(Batch::default());
        }
        Ok(())
    }

    /// Sets the savepoint of a turn.
    pub(crate) fn begin_turn(&mut self) -> Result<(), Error> {
        let set = self.connection()?.control("SAVEPOINT turn");
        set.map_err(|err| {
            self.lose_batch_if_gone();
            failure("beginning a turn", err)
        })?;
        if let Some(batch) = &mut self.batch {
            batch.turns += 1;
        }
        Ok(())
    }

    /// Ends the savepoint of a turn. When that fails, nothing of the batch can be trusted.
    pub(crate) fn end_turn(&mut self, keep: bool) -> Result<(), Error> {
        let connection = self.connection()?;
        let ended = if keep {
            Ok(())
        } else {
            connection.control("ROLLBACK TO turn")
        };
        let ended = ended.and_then(|()| connection.control("RELEASE turn"));
        ended.map_err(|err| {
            self.lose_batch();
            failure("ending a turn", err)
        })
    }

    /// Enters a finished turn among those who are told.
    pub(crate) fn join_batch(&mut self) -> oneshot::Receiver<Told> {
        let (tell, told) = oneshot::channel();
        if let Some(batch) = &mut self.batch {
            batch.members.push(tell);
        }
        told
    }

    /// To be asked after every error: some of them end the whole transaction.
    pub(crate) fn lose_batch_if_gone(&mut self) -> bool {
        let gone = self
            .connection
            .as_ref()
            .is_none_or(|own| own.inner.is_autocommit());
        if gone {
            self.lose_batch();
        }
        gone
    }

    fn lose_batch(&mut self) {
        if let Some(batch) = self.batch.take() {
            self.roll_back();
            batch.tell(&Told::RolledBack);
        }
    }

    /// Commits for everybody in the batch and tells them.
    pub(crate) fn commit(&mut self) {
        let Some(batch) = self.batch.take() else {
            return;
        };
        let committed = match self.connection() {
            Ok(connection) => connection.control("COMMIT"),
            // The connection is gone only together with the batch.
            Err(_) => return,
        };
        match committed {
            Ok(()) => batch.tell(&Told::Committed),
            Err(err) => {
                let full = err.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
                let why = failure("COMMIT", err).to_string();
                tracing::error!(why, "a batch of writes could not be committed");
                self.roll_back();
                // What the failed COMMIT left in the connection is not to be guessed at.
                self.connection = None;
                batch.tell(&Told::Unknown { why, full });
            }
        }
    }

    fn roll_back(&mut self) {
        let Some(connection) = &self.connection else {
            return;
        };
        if !connection.inner.is_autocommit()
            && let Err(err) = connection.control("ROLLBACK")
        {
            tracing::error!(%err, "a batch could not be rolled back; its connection is closed");
            self.connection = None;
        }
    }

    /// Commits what is open and closes for good.
    pub(crate) fn close(&mut self) {
        self.commit();
        self.connection = None;
        self.closed = true;
    }
}

impl Batch {
    fn tell(self, told: &Told) {
        for member in self.members {
            // Who was cancelled meanwhile is not there to be told.
            let _ = member.send(told.clone());
        }
    }
}
