//! A transaction as a store sees it: statements in, rows out, whichever engine. The first
//! statement that fails poisons it, so that a swallowed error never lets half a block stand.

use std::borrow::Cow;
use std::fmt;

use crate::postgres::{Again, Asked, Session, bound};
use crate::sqlite::{Reading, Turn, Wanted};
use crate::{ComposedSql, Engine, Error, Row, Sql, ToValue};

/// The transaction of a [`crate::write!`] or [`crate::read!`] block.
pub struct Tx {
    pub(crate) kind: Kind,
    pub(crate) trouble: Option<Trouble>,
    /// Set for a look: whether its one statement may still be asked.
    pub(crate) look: Option<bool>,
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
            look: None,
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
        self.run(sql.name, Cow::Borrowed(text), args).await
    }

    /// Runs a statement whose answer nobody waits for: on PostgreSQL it travels with the next one, or
    /// with COMMIT. When it fails, the block fails there.
    pub fn post(&mut self, sql: Sql, args: &[&dyn ToValue]) -> Result<(), Error> {
        let text = self.text(sql)?;
        self.refuse_if_poisoned()?;
        self.refuse_in_look()?;
        let done = match &mut self.kind {
            Kind::Writing(turn) => turn.execute(sql.name, text, args).map(|_| ()),
            Kind::Reading(reading) => reading.execute(sql.name, text, args).map(|_| ()),
            Kind::Postgres(session) => {
                session.post(asked(sql.name, Cow::Borrowed(text), args));
                Ok(())
            }
        };
        done.inspect_err(|err| self.poison(err, None))
    }

    /// The one row there may be. More than one is an error.
    pub async fn optional(
        &mut self,
        sql: Sql,
        args: &[&dyn ToValue],
    ) -> Result<Option<Row>, Error> {
        let text = self.text(sql)?;
        let text = Cow::Borrowed(text);
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
        self.rows(sql.name, Cow::Borrowed(text), args, Wanted::All)
            .await
    }

    /// All rows of a statement composed of pieces.
    pub async fn all_composed(
        &mut self,
        sql: &ComposedSql,
        args: &[&dyn ToValue],
    ) -> Result<Vec<Row>, Error> {
        let text = Cow::Owned(sql.text.clone());
        self.rows(sql.name, text, args, Wanted::All).await
    }

    /// Runs a statement composed of pieces and tells how many rows it touched.
    pub async fn execute_composed(
        &mut self,
        sql: &ComposedSql,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        let text = Cow::Owned(sql.text.clone());
        self.run(sql.name, text, args).await
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
        text: Cow<'static, str>,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        self.refuse_if_poisoned()?;
        self.refuse_in_look()?;
        let (done, again) = match &mut self.kind {
            Kind::Writing(turn) => (turn.execute(name, &text, args), None),
            Kind::Reading(reading) => (reading.execute(name, &text, args), None),
            Kind::Postgres(session) => split(session.execute(asked(name, text, args)).await),
        };
        done.inspect_err(|err| self.poison(err, again))
    }

    async fn rows(
        &mut self,
        name: &'static str,
        text: Cow<'static, str>,
        args: &[&dyn ToValue],
        wanted: Wanted,
    ) -> Result<Vec<Row>, Error> {
        self.refuse_if_poisoned()?;
        if self.look == Some(false) {
            return Err(Error::NotALook);
        }
        self.look = self.look.map(|_| false);
        let (done, again) = match &mut self.kind {
            Kind::Writing(turn) => (turn.rows(name, &text, args, wanted), None),
            Kind::Reading(reading) => (reading.rows(name, &text, args, wanted), None),
            Kind::Postgres(session) => split(session.rows(asked(name, text, args)).await),
        };
        done.inspect_err(|err| self.poison(err, again))
    }

    fn refuse_in_look(&self) -> Result<(), Error> {
        match self.look {
            None => Ok(()),
            Some(_) => Err(Error::NotALook),
        }
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

fn asked(name: &'static str, text: Cow<'static, str>, args: &[&dyn ToValue]) -> Asked {
    Asked {
        name,
        text,
        args: bound(args),
    }
}

fn split<T>(done: Result<T, crate::postgres::Failed>) -> (Result<T, Error>, Option<Again>) {
    match done {
        Ok(value) => (Ok(value), None),
        Err(failed) => (Err(failed.error), failed.again),
    }
}
