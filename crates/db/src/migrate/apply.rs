//! Bringing a database to the schema of this program, and telling whether it is there.

use std::collections::BTreeMap;

use super::Migration;
use crate::database::Inner;
use crate::postgres::failure as postgres_failure;
use crate::sqlite::failure as sqlite_failure;
use crate::{Db, Engine, Error};

/// One number for the lock under which migrations run on PostgreSQL; any would do.
const ADVISORY_LOCK: i64 = 0x6a69_7461_7361;

const MAKE_LIST: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
     (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";
const READ_LIST: &str = "SELECT number, name FROM schema_migrations";

/// What a database has of a list of migrations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchemaState {
    /// Applied before, in order.
    pub applied: Vec<String>,
    /// In the list and not applied.
    pub pending: Vec<String>,
    /// Applied and not in the list: a newer program was here.
    pub unknown: Vec<String>,
}

impl SchemaState {
    fn compare(applied: &BTreeMap<i64, String>, list: &[Migration]) -> Result<SchemaState, Error> {
        let mut state = SchemaState::default();
        let mut numbers = BTreeMap::new();
        for migration in list {
            let number = migration.number()?;
            if let Some(other) = numbers.insert(number, migration.name) {
                return Err(migration.refuse(format!("{other} has the same number")));
            }
            match applied.get(&number) {
                None => state.pending.push(migration.name.to_owned()),
                Some(name) if name == migration.name => state.applied.push(name.clone()),
                Some(name) => state.unknown.push(name.clone()),
            }
        }
        let strangers = applied
            .iter()
            .filter(|(number, _)| !numbers.contains_key(number));
        state
            .unknown
            .extend(strangers.map(|(_, name)| name.clone()));
        Ok(state)
    }

    /// Nothing is pending and nothing unknown.
    pub fn is_current(&self) -> bool {
        self.pending.is_empty() && self.unknown.is_empty()
    }

    fn refuse_unknown(&self) -> Result<(), Error> {
        if self.unknown.is_empty() {
            return Ok(());
        }
        let why = format!(
            "it holds what this program does not know: {}",
            self.unknown.join(", ")
        );
        Err(Error::Schema { why })
    }
}

impl Db {
    /// Applies what is pending, each migration in a transaction of its own (on PostgreSQL under an
    /// advisory lock), and returns the names. Refuses a schema it does not know.
    pub async fn migrate(&self, list: &[Migration]) -> Result<Vec<String>, Error> {
        let mut sorted = list.to_vec();
        sorted.sort_by_key(|migration| migration.name);
        let mut done = Vec::new();
        for migration in &sorted {
            // The list is read again before each: another process may be at it as well.
            if self.apply(&sorted, migration).await? {
                tracing::info!(migration = migration.name, "applied");
                done.push(migration.name.to_owned());
            }
        }
        self.schema_state(&sorted).await?.refuse_unknown()?;
        Ok(done)
    }

    /// What the database has of these migrations.
    pub async fn schema_state(&self, list: &[Migration]) -> Result<SchemaState, Error> {
        let applied = match &*self.inner {
            Inner::Sqlite(sqlite) => {
                sqlite
                    .alone(|connection| {
                        sqlite_applied(&connection.inner)
                            .map_err(|err| sqlite_failure("reading the schema's version", err))
                    })
                    .await?
            }
            Inner::Postgres(postgres) => postgres_applied(&**postgres.client().await?)
                .await
                .map_err(|err| postgres_failure("reading the schema's version", err))?,
        };
        SchemaState::compare(&applied, list)
    }

    /// Refuses a database whose schema is not exactly this list.
    pub async fn check_schema(&self, list: &[Migration]) -> Result<(), Error> {
        let state = self.schema_state(list).await?;
        state.refuse_unknown()?;
        if !state.pending.is_empty() {
            let why = format!("`migrate` must run first: {}", state.pending.join(", "));
            return Err(Error::Schema { why });
        }
        Ok(())
    }

    async fn apply(&self, list: &[Migration], migration: &Migration) -> Result<bool, Error> {
        let number = migration.number()?;
        let text = migration.text(self.engine())?;
        match &*self.inner {
            Inner::Sqlite(sqlite) => {
                let work = |connection: &mut crate::sqlite::Connection| {
                    let tx = connection
                        .inner
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                        .map_err(|err| sqlite_failure(migration.name, err))?;
                    let applied =
                        sqlite_applied(&tx).map_err(|err| sqlite_failure(migration.name, err))?;
                    SchemaState::compare(&applied, list)?.refuse_unknown()?;
                    if applied.contains_key(&number) {
                        return Ok(false);
                    }
                    let run = || -> rusqlite::Result<()> {
                        tx.execute_batch(&list_table(Engine::Sqlite))?;
                        tx.execute_batch(&text)?;
                        tx.execute(
                            "INSERT INTO schema_migrations (number, name) VALUES (?1, ?2)",
                            (number, migration.name),
                        )?;
                        tx.commit()
                    };
                    run().map_err(|err| migration.refuse(err))?;
                    Ok(true)
                };
                sqlite.alone(work).await
            }
            Inner::Postgres(postgres) => {
                let mut client = postgres.client().await?;
                let tx = client
                    .transaction()
                    .await
                    .map_err(|err| postgres_failure(migration.name, err))?;
                let lock = format!(
                    "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"
                );
                let told = |err| postgres_failure(migration.name, err);
                tx.batch_execute(&lock).await.map_err(told)?;
                let applied = postgres_applied(tx.client()).await.map_err(told)?;
                SchemaState::compare(&applied, list)?.refuse_unknown()?;
                if applied.contains_key(&number) {
                    return Ok(false);
                }
                tx.batch_execute(&list_table(Engine::Postgres))
                    .await
                    .map_err(told)?;
                let refuse = |err| migration.refuse(postgres_failure("its text", err));
                tx.batch_execute(&text).await.map_err(refuse)?;
                tx.execute(
                    "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)",
                    &[&number, &migration.name],
                )
                .await
                .map_err(refuse)?;
                tx.commit().await.map_err(refuse)?;
                Ok(true)
            }
        }
    }
}

fn list_table(engine: Engine) -> String {
    match engine {
        Engine::Sqlite => format!("{} STRICT", MAKE_LIST.replace("BIGINT", "INTEGER")),
        Engine::Postgres => MAKE_LIST.to_owned(),
    }
}

fn sqlite_applied(connection: &rusqlite::Connection) -> rusqlite::Result<BTreeMap<i64, String>> {
    if !connection.table_exists(None, "schema_migrations")? {
        return Ok(BTreeMap::new());
    }
    let mut statement = connection.prepare(READ_LIST)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

async fn postgres_applied(
    client: &tokio_postgres::Client,
) -> Result<BTreeMap<i64, String>, tokio_postgres::Error> {
    let there = client
        .query_one("SELECT to_regclass('schema_migrations') IS NOT NULL", &[])
        .await?;
    if !there.try_get::<_, bool>(0)? {
        return Ok(BTreeMap::new());
    }
    let rows = client.query(READ_LIST, &[]).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}
