//! One transaction on one connection of the pool. What needs no answer before it goes on is sent
//! together with what comes next: BEGIN with the first statement, posted statements with the next
//! one or with COMMIT.

use std::sync::Arc;

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;

use super::flight::{Answer, Asked, Failure, Last, fly};
use super::slots::Slot;
use super::values::Bound;
use super::{Postgres, failure};
use crate::row::Columns;
use crate::{Error, Row, ToValue, Value};

pub(crate) const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
/// Outside SERIALIZABLE, for queues that pass over what others hold.
pub(crate) const CLAIM: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
pub(crate) const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(crate) struct Session {
    postgres: Arc<Postgres>,
    /// `None` once it was given back or closed.
    client: Option<Object>,
    slot: Slot,
    /// The word that begins the transaction, until it was answered.
    opening: Option<&'static str>,
    /// Statements not yet sent; nobody waits for what they tell.
    posted: Vec<Asked>,
    /// A statement was sent and its answer not yet seen. When this stands at the next call, the
    /// caller dropped the statement, and nothing is known of the transaction.
    in_flight: bool,
}

/// Why a block may be run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// 40001 and 40P01: the others were first.
    Always,
    /// 23505: under SERIALIZABLE it may come of a race, but is most often true.
    Once,
}

/// How a transaction ended.
pub(crate) enum Finished {
    Committed,
    RolledBack,
    /// The server refused COMMIT, and surely rolled back.
    Refused(Error, Option<Again>),
    Unknown(String),
}

/// What failed, and whether running again may help.
pub(crate) struct Failed {
    pub(crate) error: Error,
    pub(crate) again: Option<Again>,
    /// The server said so, and lives: its transaction is surely rolled back at COMMIT.
    is_refusal: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed {
            error,
            again: None,
            is_refusal: false,
        }
    }
}

impl Session {
    /// Lends a connection. BEGIN goes out with the first statement.
    pub(super) async fn begin(
        postgres: &Arc<Postgres>,
        word: Option<&'static str>,
    ) -> Result<Session, Error> {
        Ok(Session {
            postgres: postgres.clone(),
            client: Some(postgres.client().await?),
            slot: postgres.slots.take(),
            opening: word,
            posted: Vec::new(),
            in_flight: false,
        })
    }

    pub(crate) fn slot(&self) -> i64 {
        self.slot.number()
    }

    /// Sends everything that waits, and `last` behind it, and waits for all answers.
    async fn fly(&mut self, last: Last<'_>) -> Result<Answer, Failed> {
        if self.in_flight {
            let first = "a statement was dropped unfinished".to_owned();
            return Err(Error::Poisoned { first }.into());
        }
        // A pooled connection may have died since it was last used; the next one is tried then.
        // While BEGIN was not answered nothing has happened.
        let mut others = self.postgres.pool.status().max_size;
        loop {
            self.in_flight = true;
            let flown = match &self.client {
                Some(client) => fly(client, self.opening, &self.posted, &last).await,
                None => {
                    let err = Error::unavailable("asking", "the transaction is over");
                    Err(Failure::Argument(err))
                }
            };
            self.in_flight = false;
            let fallen = match flown {
                Ok(answer) => {
                    self.opening = None;
                    self.posted.clear();
                    return Ok(answer);
                }
                Err(Failure::Argument(err)) => return Err(err.into()),
                Err(Failure::Fallen(fallen)) => fallen,
            };
            if self.opening.is_some() && connection_died(&fallen.source) && others > 0 {
                others -= 1;
                drop(self.client.take().map(Object::take));
                self.client = Some(self.postgres.client().await?);
                continue;
            }
            self.opening = None;
            return Err(failed(fallen.name, fallen.source));
        }
    }

    /// Sends a statement with whatever is asked next. Its failure is told there, or at COMMIT.
    pub(crate) fn post(&mut self, asked: Asked) {
        self.posted.push(asked);
    }

    pub(crate) async fn execute(&mut self, asked: Asked) -> Result<u64, Failed> {
        match self.fly(Last::Execute(&asked)).await? {
            Answer::Count(n) => Ok(n),
            _ => Ok(0),
        }
    }

    pub(crate) async fn rows(&mut self, asked: Asked) -> Result<Vec<Row>, Failed> {
        let Answer::Rows(statement, found) = self.fly(Last::Query(&asked)).await? else {
            return Ok(Vec::new());
        };
        let names = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let columns = Arc::new(Columns {
            statement: asked.name,
            names,
        });
        let read = |row: tokio_postgres::Row| {
            let values = (0..row.len()).map(|at| row.try_get::<_, Value>(at));
            Ok(Row::new(columns.clone(), values.collect::<Result<_, _>>()?))
        };
        found
            .into_iter()
            .map(read)
            .collect::<Result<_, _>>()
            .map_err(|err| failed(asked.name, err))
    }

    /// Ends what only read: nobody waits for its COMMIT.
    pub(crate) fn finish_reading(mut self) {
        if self.in_flight {
            return;
        }
        if self.opening.is_some() {
            self.give_back();
            return;
        }
        tokio::spawn(async move {
            if let Some(client) = &self.client
                && client.batch_execute("COMMIT").await.is_ok()
            {
                self.give_back();
            }
        });
    }

    /// Ends a look, which had no transaction around its one statement.
    pub(crate) fn finish_looking(mut self) {
        if !self.in_flight {
            self.give_back();
        }
    }

    /// Commits or rolls back, and gives the connection back if that was heard to be done.
    pub(crate) async fn finish(mut self, keep: bool) -> Finished {
        if self.in_flight {
            // The server may still be at it: the connection is closed, not waited for.
            let first = "a statement was dropped unfinished".to_owned();
            return match keep {
                true => Finished::Refused(Error::Poisoned { first }, None),
                false => Finished::RolledBack,
            };
        }
        if self.opening.is_some() && (!keep || self.posted.is_empty()) {
            self.give_back();
            return if keep {
                Finished::Committed
            } else {
                Finished::RolledBack
            };
        }
        if !keep {
            self.in_flight = true;
            // A connection that does not answer is closed by `drop`, which rolls back as well.
            if let Some(client) = &self.client
                && client.batch_execute("ROLLBACK").await.is_ok()
            {
                self.give_back();
            }
            return Finished::RolledBack;
        }
        if self.opening.is_some() {
            // Not all in one flight: when that breaks off, nobody could say whether to try again.
            if let Err(failed) = self.fly(Last::Nothing).await {
                return Finished::Refused(failed.error, failed.again);
            }
        }
        match self.fly(Last::Commit).await {
            Ok(_) => {
                self.give_back();
                Finished::Committed
            }
            // The server answered: what was refused is a posted statement, and COMMIT rolled back,
            // or COMMIT itself.
            Err(failed) if failed.is_refusal => {
                self.give_back();
                Finished::Refused(failed.error, failed.again)
            }
            Err(failed) => Finished::Unknown(failed.error.to_string()),
        }
    }

    fn give_back(&mut self) {
        drop(self.client.take());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Out of the pool, and closed: the server rolls back what stands open.
            drop(Object::take(client));
        }
    }
}

fn connection_died(err: &tokio_postgres::Error) -> bool {
    match err.code() {
        Some(code) => *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN,
        None => true,
    }
}

fn again(err: &tokio_postgres::Error) -> Option<Again> {
    let code = err.code()?;
    if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        Some(Again::Always)
    } else if *code == SqlState::UNIQUE_VIOLATION {
        Some(Again::Once)
    } else {
        None
    }
}

fn failed(name: &'static str, err: tokio_postgres::Error) -> Failed {
    let is_refusal = err.code().is_some_and(|code| {
        ["22", "23", "40", "42", "53", "54", "55", "57014", "P0"]
            .iter()
            .any(|class| code.code().starts_with(class))
    });
    Failed {
        again: again(&err),
        error: failure(name, err),
        is_refusal,
    }
}

/// Binds the arguments of a statement.
pub(crate) fn bound(args: &[&dyn ToValue]) -> Vec<Bound> {
    args.iter().map(|arg| Bound(arg.to_value())).collect()
}
