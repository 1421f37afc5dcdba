//! A transaction as a store sees it: statements in, rows out, whichever engine. The first
//! statement that fails poisons it, so that a swallowed error never lets half a block stand.

use std::fmt;

use crate::postgres::{Again, Session, bound};
use crate::sqlite::{Reading, Turn, Wanted};
use crate::{ComposedSql, Engine, Error, Row, Sql, ToValue};

/// The transaction of a [`crate::write!`] or [`crate::read!`] block.
pub struct Tx {
    pub(crate) kind: Kind,
    pub(crate) trouble: Option<Trouble>,
}

pub(crate) enum Kind {
    Writing(Box<Turn>),
    Reading(Box<Reading>),
    Postgres(Box<Session>),
}

/// The first failure of a block.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) first: String,
    pub(crate) again: Option<Again>,
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx")
            .field("engine", &self.engine())
            .finish_non_exhaustive()
    }
}

impl Tx {
    pub(crate) fn new(kind: Kind) -> Tx {
        Tx {
            kind,
            trouble: None,
        }
    }

    /// The engine behind this transaction; only a statement with two texts should have to ask.
    pub fn engine(&self) -> Engine {
        match self.kind {
            Kind::Writing(_) | Kind::Reading(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// 0 on SQLite; on PostgreSQL a small number that no other transaction of this process under
    /// way has. Rows that many add to are spread over it.
    pub fn slot(&self) -> i64 {
        match &self.kind {
            Kind::Writing(_) | Kind::Reading(_) => 0,
            Kind::Postgres(session) => session.slot(),
        }
    }

    /// Runs a statement and tells how many rows it touched.
    pub async fn execute(&mut self, sql: Sql, args: &[&dyn ToValue]) -> Result<u64, Error> {
        let text = self.text(sql)?;
        self.run(sql.name, text, args).await
    }

    /// The one row there may be. More than one is an error.
    pub async fn optional(
        &mut self,
        sql: Sql,
        args: &[&dyn ToValue],
    ) -> Result<Option<Row>, Error> {
        let text = self.text(sql)?;
        let mut rows = self.rows(sql.name, text, args, Wanted::One).await?;
        if rows.len() > 1 {
            return Err(Error::TooManyRows {
                statement: sql.name,
            });
        }
        Ok(rows.pop())
    }

    /// The one row there must be.
    pub async fn one(&mut self, sql: Sql, args: &[&dyn ToValue]) -> Result<Row, Error> {
        self.optional(sql, args).await?.ok_or(Error::NoRow {
            statement: sql.name,
        })
    }

    /// All rows, owned.
    pub async fn all(&mut self, sql: Sql, args: &[&dyn ToValue]) -> Result<Vec<Row>, Error> {
        let text = self.text(sql)?;
        self.rows(sql.name, text, args, Wanted::All).await
    }

    /// All rows of a statement composed of pieces.
    pub async fn all_composed(
        &mut self,
        sql: &ComposedSql,
        args: &[&dyn ToValue],
    ) -> Result<Vec<Row>, Error> {
        self.rows(sql.name, &sql.text, args, Wanted::All).await
    }

    /// Runs a statement composed of pieces and tells how many rows it touched.
    pub async fn execute_composed(
        &mut self,
        sql: &ComposedSql,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        self.run(sql.name, &sql.text, args).await
    }

    fn text(&mut self, sql: Sql) -> Result<&'static str, Error> {
        let engine = self.engine();
        #[cfg(feature = "testing")]
        crate::testing::note_run(engine, sql.name);
        let found = sql.text(engine).ok_or(Error::NoText {
            statement: sql.name,
            engine,
        });
        found.inspect_err(|err| self.poison(err, None))
    }

    async fn run(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        self.refuse_if_poisoned()?;
        let (done, again) = match &mut self.kind {
            Kind::Writing(turn) => (turn.execute(name, text, args), None),
            Kind::Reading(reading) => (reading.execute(name, text, args), None),
            Kind::Postgres(session) => split(session.execute(name, text, &bound(args)).await),
        };
        done.inspect_err(|err| self.poison(err, again))
    }

    async fn rows(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
        wanted: Wanted,
    ) -> Result<Vec<Row>, Error> {
        self.refuse_if_poisoned()?;
        let (done, again) = match &mut self.kind {
            Kind::Writing(turn) => (turn.rows(name, text, args, wanted), None),
            Kind::Reading(reading) => (reading.rows(name, text, args, wanted), None),
            Kind::Postgres(session) => split(session.rows(name, text, &bound(args)).await),
        };
        done.inspect_err(|err| self.poison(err, again))
    }

    fn refuse_if_poisoned(&self) -> Result<(), Error> {
        match &self.trouble {
            None => Ok(()),
            Some(trouble) => Err(Error::Poisoned {
                first: trouble.first.clone(),
            }),
        }
    }

    fn poison(&mut self, err: &Error, again: Option<Again>) {
        if self.trouble.is_none() {
            self.trouble = Some(Trouble {
                first: err.to_string(),
                again,
            });
        }
    }
}

fn split<T>(done: Result<T, crate::postgres::Failed>) -> (Result<T, Error>, Option<Again>) {
    match done {
        Ok(value) => (Ok(value), None),
        Err(failed) => (Err(failed.error), failed.again),
    }
}
