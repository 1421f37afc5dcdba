//! `write!` and `read!`: a block that runs as if alone, run again where that is safe. Macros,
//! because the future of an async closure that borrows its transaction is not `Send` today.

use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::error::Elapsed;

use crate::database::Inner;
use crate::postgres::{self, Again, Finished};
use crate::sqlite::Ended;
use crate::tx::{Kind, Tx};
use crate::{Db, Error};

/// How long a block is tried again before the caller is told that the database is busy: from its first
/// try on, so that a wait for a connection takes no try away.
const LONGEST_RETRY: Duration = Duration::from_secs(6);

/// After so many tries on PostgreSQL a block waits in line with the others that had as many. Those who collide again
/// and again otherwise keep each other from ever committing; one by one they get through.
const CROWDED: u32 = 3;

tokio::task_local! {
    /// Stands while a block of this task runs, so that another inside it is refused: it would
    /// wait for itself on SQLite, and for its own connection on a PostgreSQL pool run dry.
    static INSIDE: ();
}

/// Runs a block as if it were alone and commits it when it yields `Ok`.
///
/// ```text
/// let request = db::write!(app.db, |tx| {
///     let request = store::find(tx, id).await?.ok_or(Error::NotFound)?;
///     Ok::<_, Error>(request)
/// })?;
/// ```
/// The expression is a `Result<T, E>` with `E: From<db::Error>`. The block may run several times:
/// only `tx` and pure code stand in it, nothing is moved out of what surrounds it, and clock and
/// ids are read before it. `Err` rolls back; a refusal that must leave a trace is an `Ok`.
#[macro_export]
macro_rules! write {
    ($db:expr, |$tx:ident| $body:expr $(,)?) => {
        $crate::__block!(($db).writing(), $tx, $body)
    };
}

/// Like [`write!`] at READ COMMITTED on PostgreSQL, for queues claimed with `SKIP LOCKED`. Nothing
/// that must hold against a race may rest on it.
#[macro_export]
macro_rules! claim {
    ($db:expr, |$tx:ident| $body:expr $(,)?) => {
        $crate::__block!(($db).claiming(), $tx, $body)
    };
}

/// Runs a block that only reads, on one snapshot, and always ends it: after 5 s at the latest.
#[macro_export]
macro_rules! read {
    ($db:expr, |$tx:ident| $body:expr $(,)?) => {
        $crate::__block!(($db).reading(), $tx, $body)
    };
}

/// Like [`read!`] for a single statement, which is a snapshot by itself and needs no transaction
/// around it. A second one is refused.
#[macro_export]
macro_rules! look {
    ($db:expr, |$tx:ident| $body:expr $(,)?) => {
        $crate::__block!(($db).looking(), $tx, $body)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __block {
    ($begin:expr, $tx:ident, $body:expr) => {{
        let mut block = $begin;
        loop {
            let mut held = match block.begin().await {
                ::std::result::Result::Ok(held) => held,
                ::std::result::Result::Err(err) => {
                    break ::std::result::Result::Err(::std::convert::From::from(err));
                }
            };
            #[allow(unused_braces)]
            let outcome = {
                let $tx: &mut $crate::Tx = &mut held;
                $crate::__private::within(&block, async { $body }).await
            };
            let ending = block
                .settle(held, $crate::__private::Concluded::of(&outcome))
                .await;
            match $crate::__private::conclude(ending, outcome) {
                ::std::ops::ControlFlow::Break(done) => break done,
                ::std::ops::ControlFlow::Continue(()) => {}
            }
        }
    }};
}

/// A block under way: what it is, and how often it was tried.
#[doc(hidden)]
pub struct Block {
    db: Db,
    kind: BlockKind,
    /// When it was first begun.
    began: Option<Instant>,
    tries: u32,
    unique_was_retried: bool,
    /// Its place at the head of the line, once it has collided often.
    in_line: Option<OwnedSemaphorePermit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Write,
    Claim,
    Read,
    Look,
}

/// What a block yielded, as far as its transaction cares.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concluded {
    Ok,
    Err,
    TooLong,
}

impl Concluded {
    pub fn of<T, E>(outcome: &Result<Result<T, E>, Elapsed>) -> Concluded {
        match outcome {
            Ok(Ok(_)) => Concluded::Ok,
            Ok(Err(_)) => Concluded::Err,
            Err(_) => Concluded::TooLong,
        }
    }
}

/// What is to be done with the block's own outcome.
#[doc(hidden)]
pub enum Ending {
    /// It is the answer.
    Stands,
    Again,
    Failed(Error),
}

#[doc(hidden)]
pub fn within<F: Future>(
    block: &Block,
    body: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> + use<F> {
    tokio::time::timeout(block.longest(), INSIDE.scope((), body))
}

#[doc(hidden)]
pub fn conclude<T, E: From<Error>>(
    ending: Ending,
    outcome: Result<Result<T, E>, Elapsed>,
) -> ControlFlow<Result<T, E>> {
    match (ending, outcome) {
        (Ending::Again, _) => ControlFlow::Continue(()),
        (Ending::Failed(err), _) => ControlFlow::Break(Err(err.into())),
        (Ending::Stands, Ok(outcome)) => ControlFlow::Break(outcome),
        // `settle` lets no block stand that took too long.
        (Ending::Stands, Err(_)) => ControlFlow::Break(Err(Error::RolledBack.into())),
    }
}

impl Db {
    #[doc(hidden)]
    pub fn writing(&self) -> Block {
        Block::new(self, BlockKind::Write)
    }

    #[doc(hidden)]
    pub fn claiming(&self) -> Block {
        Block::new(self, BlockKind::Claim)
    }

    #[doc(hidden)]
    pub fn reading(&self) -> Block {
        Block::new(self, BlockKind::Read)
    }

    #[doc(hidden)]
    pub fn looking(&self) -> Block {
        Block::new(self, BlockKind::Look)
    }
}

impl Block {
    fn new(db: &Db, kind: BlockKind) -> Block {
        Block {
            db: db.clone(),
            kind,
            began: None,
            tries: 0,
            unique_was_retried: false,
            in_line: None,
        }
    }

    fn longest(&self) -> Duration {
        match self.kind {
            BlockKind::Read | BlockKind::Look => self.db.longest_read,
            BlockKind::Write | BlockKind::Claim => self.db.longest_write,
        }
    }

    pub async fn begin(&mut self) -> Result<Tx, Error> {
        if INSIDE.try_with(|()| ()).is_ok() {
            return Err(Error::Nested);
        }
        self.tries += 1;
        let kind = match (&*self.db.inner, self.kind) {
            (Inner::Sqlite(sqlite), BlockKind::Read) => {
                Kind::Reading(Box::new(sqlite.read(self.db.longest_read, true).await?))
            }
            (Inner::Sqlite(sqlite), BlockKind::Look) => {
                Kind::Reading(Box::new(sqlite.read(self.db.longest_read, false).await?))
            }
            (Inner::Sqlite(sqlite), _) => Kind::Writing(Box::new(sqlite.write().await?)),
            (Inner::Postgres(postgres), kind) => {
                let word = match kind {
                    BlockKind::Write => Some(postgres::WRITE),
                    BlockKind::Claim => Some(postgres::CLAIM),
                    BlockKind::Read => Some(postgres::READ),
                    BlockKind::Look => None,
                };
                if self.tries > CROWDED && self.in_line.is_none() {
                    self.in_line = postgres.wait_in_line().await;
                }
                Kind::Postgres(Box::new(postgres.begin(word).await?))
            }
        };
        self.began.get_or_insert_with(Instant::now);
        let mut tx = Tx::new(kind);
        if self.kind == BlockKind::Look {
            tx.look = Some(true);
        }
        Ok(tx)
    }

    /// Ends the transaction as the block's outcome asks, and tells what is true now.
    pub async fn settle(&mut self, tx: Tx, concluded: Concluded) -> Ending {
        let Tx { kind, trouble, .. } = tx;
        let keep = concluded == Concluded::Ok && trouble.is_none();
        let finished = match kind {
            Kind::Reading(reading) => {
                drop(reading);
                Finished::RolledBack
            }
            Kind::Postgres(session) => match self.kind {
                BlockKind::Write | BlockKind::Claim => session.finish(keep).await,
                BlockKind::Read => {
                    session.finish_reading();
                    Finished::RolledBack
                }
                BlockKind::Look => {
                    session.finish_looking();
                    Finished::RolledBack
                }
            },
            Kind::Writing(turn) => match turn.settle(keep).await {
                Ended::Settled if keep => Finished::Committed,
                Ended::Settled => Finished::RolledBack,
                Ended::Unknown { why, full } => {
                    return Ending::Failed(Error::Unknown { why, full });
                }
                // The guilty turn tells its own error; the others of its batch are run again.
                Ended::RolledBack if trouble.is_some() => Finished::RolledBack,
                Ended::RolledBack => Finished::Refused(Error::RolledBack, Some(Again::Always)),
                Ended::Failed(err) => Finished::Refused(err, None),
            },
        };
        if let Finished::Unknown(why) = finished {
            return Ending::Failed(Error::Unknown { why, full: false });
        }
        if concluded == Concluded::TooLong {
            return Ending::Failed(Error::TooLong {
                longest: self.longest(),
            });
        }
        let (last, again) = match (&finished, &trouble) {
            (Finished::Refused(err, again), _) => (err.to_string(), *again),
            (_, Some(trouble)) => (trouble.first.clone(), trouble.again),
            _ => return Ending::Stands,
        };
        match self.may_try_again(again) {
            Retry::Now => {
                tokio::time::sleep(self.pause()).await;
                return Ending::Again;
            }
            Retry::TooLate => {
                return Ending::Failed(Error::Busy {
                    tries: self.tries,
                    last,
                });
            }
            Retry::No => {}
        }
        match finished {
            Finished::Refused(err, _) => Ending::Failed(err),
            // The block saw the error and yielded one of its own.
            _ if concluded == Concluded::Err => Ending::Stands,
            _ => Ending::Failed(Error::Poisoned { first: last }),
        }
    }

    fn may_try_again(&mut self, again: Option<Again>) -> Retry {
        match again {
            None => return Retry::No,
            Some(Again::Once) if self.unique_was_retried => return Retry::No,
            Some(Again::Once) => self.unique_was_retried = true,
            Some(Again::Always) => {}
        }
        if self
            .began
            .is_none_or(|began| began.elapsed() < LONGEST_RETRY)
        {
            Retry::Now
        } else {
            Retry::TooLate
        }
    }

    /// Longer with each try, and by chance, so that those who collided do not meet again.
    fn pause(&self) -> Duration {
        let widest = 2_u64 << self.tries.min(6);
        let chance = RandomState::new().hash_one(self.tries);
        Duration::from_micros(200 + chance % (widest * 1_000))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retry {
    No,
    Now,
    TooLate,
}
