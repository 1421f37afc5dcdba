//! One transaction on one connection of the pool.

use std::sync::Arc;

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

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
    /// `None` once it was given back or closed.
    client: Option<Object>,
    slot: Slot,
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
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, again: None }
    }
}

impl Session {
    pub(super) async fn begin(postgres: &Postgres, word: &'static str) -> Result<Session, Error> {
        // A pooled connection may have died since it was last used; the next one is tried then.
        for _ in 0..=postgres.pool.status().max_size {
            let client = postgres.client().await?;
            let mut session = Session {
                client: Some(client),
                slot: postgres.slots.take(),
                in_flight: true,
            };
            match session.control(word).await {
                Ok(()) => return Ok(session),
                Err(err) if connection_died(&err) => continue,
                Err(err) => return Err(failure("beginning a transaction", err)),
            }
        }
        Err(Error::unavailable(
            "beginning a transaction",
            "the connection was lost",
        ))
    }

    pub(crate) fn slot(&self) -> i64 {
        self.slot.number()
    }

    fn client(&self) -> Result<&Object, Error> {
        self.client
            .as_ref()
            .ok_or_else(|| Error::unavailable("asking", "the transaction is over"))
    }

    async fn control(&mut self, word: &str) -> Result<(), tokio_postgres::Error> {
        let Some(client) = &self.client else {
            return Ok(());
        };
        self.in_flight = true;
        let done = client.batch_execute(word).await;
        self.in_flight = false;
        done
    }

    /// Marks a statement as sent and prepares it.
    async fn prepare(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[Bound],
    ) -> Result<tokio_postgres::Statement, Failed> {
        if self.in_flight {
            let first = format!("a statement before {name} was dropped unfinished");
            return Err(Error::Poisoned { first }.into());
        }
        self.in_flight = true;
        let prepared = self.client()?.prepare_cached(text).await;
        self.in_flight = false;
        let statement = prepared.map_err(|err| failed(name, err))?;
        let asked = statement.params().len();
        if asked != args.len() {
            let why = format!("{asked} arguments are asked for, {} were given", args.len());
            return Err(Error::Argument {
                statement: name,
                why,
            }
            .into());
        }
        Ok(statement)
    }

    pub(crate) async fn execute(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[Bound],
    ) -> Result<u64, Failed> {
        let statement = self.prepare(name, text, args).await?;
        self.in_flight = true;
        let done = self.client()?.execute(&statement, &references(args)).await;
        self.in_flight = false;
        done.map_err(|err| failed(name, err))
    }

    pub(crate) async fn rows(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[Bound],
    ) -> Result<Vec<Row>, Failed> {
        let statement = self.prepare(name, text, args).await?;
        self.in_flight = true;
        let found = self.client()?.query(&statement, &references(args)).await;
        self.in_flight = false;
        let found = found.map_err(|err| failed(name, err))?;
        let names = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let columns = Arc::new(Columns {
            statement: name,
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
            .map_err(|err| failed(name, err))
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
        if !keep {
            // A connection that does not answer is closed by `drop`, which rolls back as well.
            if self.control("ROLLBACK").await.is_ok() {
                self.give_back();
            }
            return Finished::RolledBack;
        }
        match self.control("COMMIT").await {
            Ok(()) => {
                self.give_back();
                Finished::Committed
            }
            Err(err) => match err.code() {
                Some(code) if code.code().starts_with("40") || code.code().starts_with("23") => {
                    let again = again(&err);
                    self.give_back();
                    Finished::Refused(failure("COMMIT", err), again)
                }
                _ => Finished::Unknown(failure("COMMIT", err).to_string()),
            },
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
    Failed {
        again: again(&err),
        error: failure(name, err),
    }
}

/// Binds the arguments of a statement.
pub(crate) fn bound(args: &[&dyn ToValue]) -> Vec<Bound> {
    args.iter().map(|arg| Bound(arg.to_value())).collect()
}

fn references(args: &[Bound]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
