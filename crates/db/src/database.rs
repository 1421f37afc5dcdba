//! The database: opened once, cloned freely, closed at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{DatabaseUrl, Engine, Error, STATEMENTS};

/// How a database is opened. The default is what `serve` wants.
#[derive(Debug, Clone)]
pub struct Options {
    /// SQLite: read-only connections at most.
    pub readers: usize,
    /// PostgreSQL: connections at most.
    pub connections: usize,
    /// SQLite: page cache of the writer, in bytes.
    pub writer_cache_bytes: u64,
    /// SQLite: page cache of each reader, in bytes.
    pub reader_cache_bytes: u64,
    /// SQLite: hold `DIR/lock`, so that no second process may. A command that runs beside a
    /// server opens without.
    pub exclusive: bool,
    /// A `read!` that lives longer is stopped: on SQLite it keeps the log from being cut.
    pub longest_read: Duration,
    /// A `write!` that takes longer is rolled back: others wait for it.
    pub longest_write: Duration,
    /// SQLite: an acknowledged write survives a power cut. Only tests do without.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            readers: 8,
            connections: 32,
            writer_cache_bytes: 200 << 20,
            reader_cache_bytes: 16 << 20,
            exclusive: true,
            longest_read: Duration::from_secs(5),
            longest_write: Duration::from_secs(10),
            durable: true,
        }
    }
}

/// A database of either engine. Clones share it.
#[derive(Clone)]
pub struct Db {
    pub(crate) inner: Arc<Inner>,
    pub(crate) longest_read: Duration,
    pub(crate) longest_write: Duration,
}

pub(crate) enum Inner {
    Sqlite(Sqlite),
    Postgres(Arc<Postgres>),
}

/// A registered statement that an engine would not prepare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprepared {
    pub statement: &'static str,
    pub why: String,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Db").field(&self.engine()).finish()
    }
}

impl Db {
    /// Opens what the address names.
    pub async fn open(url: &DatabaseUrl, options: Options) -> Result<Db, Error> {
        match url {
            DatabaseUrl::Sqlite(place) => Db::open_sqlite(place, options).await,
            DatabaseUrl::Postgres(url) => Db::open_postgres(url.reveal(), options).await,
        }
    }

    /// Opens a folder (made when absent; the database in it is `jitasa.sqlite`, the lock `lock`)
    /// or a file (its lock is `FILE.lock`). Refused while another process holds the lock.
    pub async fn open_sqlite(place: &Path, options: Options) -> Result<Db, Error> {
        let sqlite = crate::sqlite::in_place(|| Sqlite::open(place, &options))?;
        Ok(Db::around(Inner::Sqlite(sqlite), &options))
    }

    /// Opens a pool on a `postgres://` URL.
    pub async fn open_postgres(url: &str, options: Options) -> Result<Db, Error> {
        let postgres = Postgres::open(url, &options).await?;
        Ok(Db::around(Inner::Postgres(Arc::new(postgres)), &options))
    }

    fn around(inner: Inner, options: &Options) -> Db {
        Db {
            inner: Arc::new(inner),
            longest_read: options.longest_read,
            longest_write: options.longest_write,
        }
    }

    /// How many blocks wait for SQLite's writer, or for a connection to PostgreSQL.
    pub fn waiting(&self) -> usize {
        match &*self.inner {
            Inner::Sqlite(sqlite) => sqlite.waiting(),
            Inner::Postgres(postgres) => postgres.waiting(),
        }
    }

    pub fn engine(&self) -> Engine {
        match *self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Copies the database, while it serves, into one file synced to the disk. On PostgreSQL this
    /// is refused: `pg_dump` is the tool there.
    pub async fn backup_to(&self, file: &Path) -> Result<(), Error> {
        match &*self.inner {
            Inner::Sqlite(sqlite) => sqlite.back_up(PathBuf::from(file)).await,
            Inner::Postgres(_) => Err(Error::Schema {
                why: "a PostgreSQL database is backed up with pg_dump".to_owned(),
            }),
        }
    }

    /// Finishes what is under way, brings SQLite's log home, frees the lock. Later blocks fail.
    pub async fn close(&self) {
        match &*self.inner {
            Inner::Sqlite(sqlite) => sqlite.close().await,
            Inner::Postgres(postgres) => postgres.close(),
        }
    }

    /// Prepares every registered statement that has a text for this engine, and returns those
    /// that the engine refuses. An empty answer is the wish.
    pub async fn prepare_all(&self) -> Result<Vec<Unprepared>, Error> {
        let engine = self.engine();
        let texts: Vec<_> = STATEMENTS
            .iter()
            .filter_map(|sql| Some((sql.name, sql.text(engine)?)))
            .collect();
        let mut refused = Vec::new();
        match &*self.inner {
            Inner::Sqlite(sqlite) => {
                let look = |connection: &mut crate::sqlite::Connection| {
                    for (statement, text) in texts {
                        let why = match connection.inner.prepare(text) {
                            Err(err) => Some(err.to_string()),
                            Ok(prepared) => crate::sqlite::parameters(statement, &prepared)
                                .err()
                                .map(|err| err.to_string()),
                        };
                        refused.extend(why.map(|why| Unprepared { statement, why }));
                    }
                    Ok(refused)
                };
                sqlite.alone(look).await
            }
            Inner::Postgres(postgres) => {
                let client = postgres.client().await?;
                for (statement, text) in texts {
                    if let Err(err) = client.prepare(text).await {
                        let why = crate::postgres::failure(statement, err).to_string();
                        refused.push(Unprepared { statement, why });
                    }
                }
                Ok(refused)
            }
        }
    }
}
