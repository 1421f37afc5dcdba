//! Databases for tests, one a test: on SQLite the copy of a migrated file, on PostgreSQL a
//! database made from a migrated template, at the scratch server `JITASA_TEST_POSTGRES` (a superuser's
//! URL). Without it a test fails, unless `ONLY_SQLITE=1` says that it was left out on purpose.

mod copies;
mod postgres;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;

pub use copies::Copy;

use crate::{Db, Engine, Migration, Options};

/// What a test of [`crate::on_both_engines!`] is handed: made anew for each test.
#[allow(
    async_fn_in_trait,
    reason = "called by `run` alone, which needs no Send"
)]
pub trait OnEngine: Sized {
    async fn on(engine: Engine) -> Self;
}

/// A database of its own for one test, dropped with it.
pub struct TestDb {
    db: Db,
    options: Options,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Database { url: String, name: String },
}

impl std::ops::Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// An empty database, without tables.
impl OnEngine for TestDb {
    async fn on(engine: Engine) -> TestDb {
        TestDb::with(engine, &[]).await
    }
}

impl TestDb {
    /// A database with these migrations applied. Not durable, small pool.
    pub async fn with(engine: Engine, migrations: &[Migration]) -> TestDb {
        TestDb::with_options(engine, migrations, TestDb::options()).await
    }

    /// The options of `with`, for a test that wants others.
    pub fn options() -> Options {
        Options {
            readers: 4,
            connections: 10,
            writer_cache_bytes: 8 << 20,
            reader_cache_bytes: 2 << 20,
            durable: false,
            ..Options::default()
        }
    }

    /// A database with these migrations, opened with these options.
    pub async fn with_options(
        engine: Engine,
        migrations: &[Migration],
        options: Options,
    ) -> TestDb {
        match engine {
            Engine::Sqlite => sqlite(migrations, options).await,
            Engine::Postgres => postgres::make(migrations, options).await,
        }
    }

    /// The database itself, to be cloned into an application.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The folder of the database on SQLite.
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path()),
            Place::Database { .. } => None,
        }
    }

    /// Takes the database away: every connection is cut, and nobody is let in. On PostgreSQL alone.
    pub async fn goes_away(&self) {
        self.lets_in(false).await;
    }

    /// After [`TestDb::goes_away`].
    pub async fn comes_back(&self) {
        self.lets_in(true).await;
    }

    async fn lets_in(&self, yes: bool) {
        let Place::Database { name, .. } = &self.place else {
            panic!("only a server can be away");
        };
        let statement = format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS {yes};
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        let client = postgres::maintenance().await;
        let done = client.batch_execute(&statement).await;
        done.expect("the database is taken away or given back");
    }

    /// The URL of the database on PostgreSQL.
    pub fn url(&self) -> Option<&str> {
        match &self.place {
            Place::Folder(_) => None,
            Place::Database { url, .. } => Some(url),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::Database { name, .. } = self {
            let name = name.clone();
            let drop_it = move || {
                in_own_runtime(async move {
                    let client = postgres::maintenance().await;
                    let _ = postgres::remove(&client, &name).await;
                })
            };
            // Within a runtime no other may be entered, so on a thread of its own.
            let _ = std::thread::spawn(drop_it).join();
        }
    }
}

async fn sqlite(migrations: &[Migration], options: Options) -> TestDb {
    /// The bytes of migrated files, made once a process.
    static TEMPLATES: tokio::sync::Mutex<BTreeMap<u64, Arc<[u8]>>> =
        tokio::sync::Mutex::const_new(BTreeMap::new());
    let mut templates = TEMPLATES.lock().await;
    let key = key(migrations, Engine::Sqlite);
    let bytes = match templates.get(&key) {
        Some(bytes) => bytes.clone(),
        None => {
            let folder = tempfile::tempdir().expect("a folder for the template");
            let db = Db::open_sqlite(folder.path(), TestDb::options())
                .await
                .expect("the template opens");
            db.migrate(migrations).await.expect("the migrations apply");
            let file = folder.path().join("template");
            db.backup_to(&file).await.expect("the template is copied");
            db.close().await;
            let bytes: Arc<[u8]> = std::fs::read(&file).expect("the template is read").into();
            templates.insert(key, bytes.clone());
            bytes
        }
    };
    drop(templates);
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::write(folder.path().join("jitasa.sqlite"), bytes).expect("the template is copied");
    let db = Db::open_sqlite(folder.path(), options.clone())
        .await
        .expect("the database opens");
    TestDb {
        db,
        options,
        place: Place::Folder(folder),
    }
}

fn key(migrations: &[Migration], engine: Engine) -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in migrations {
        migration.name.hash(&mut hasher);
        migration
            .text(engine)
            .expect("the migration reads")
            .hash(&mut hasher);
    }
    hasher.finish()
}

fn in_own_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

/// Runs a test on an engine; [`crate::on_both_engines!`] expands to it.
pub fn run<T: OnEngine>(engine: Engine, test: impl AsyncFnOnce(T)) {
    let only_sqlite = std::env::var("ONLY_SQLITE").is_ok_and(|value| value == "1");
    if engine == Engine::Postgres && only_sqlite {
        return;
    }
    in_own_runtime(async { test(T::on(engine).await).await });
}

static RUN: Mutex<BTreeSet<(&'static str, &'static str)>> = Mutex::new(BTreeSet::new());

/// Notes that a statement ran, for the test that every statement does on both engines.
pub(crate) fn note_run(engine: Engine, statement: &'static str) {
    let engine = if engine == Engine::Sqlite {
        "sqlite"
    } else {
        "postgres"
    };
    RUN.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert((engine, statement));
}

/// The names of the statements that ran on an engine in this process so far.
pub fn statements_run(engine: Engine) -> BTreeSet<&'static str> {
    let engine = if engine == Engine::Sqlite {
        "sqlite"
    } else {
        "postgres"
    };
    let run = RUN.lock().unwrap_or_else(PoisonError::into_inner);
    run.iter()
        .filter(|(on, _)| *on == engine)
        .map(|(_, statement)| *statement)
        .collect()
}

/// The files of a folder of migrations that a list forgets, and the names it lists without a file.
pub fn unlisted_migrations(folder: &Path, list: &[Migration]) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("the folder of migrations");
    let there: BTreeSet<String> = files
        .filter_map(|file| file.expect("a migration").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".sql").map(str::to_owned))
        .map(|name| {
            match name
                .strip_suffix(".sqlite")
                .or(name.strip_suffix(".postgres"))
            {
                Some(half_of_a_pair) => half_of_a_pair.to_owned(),
                None => name,
            }
        })
        .collect();
    let listed: BTreeSet<String> = list.iter().map(|one| one.name.to_owned()).collect();
    there.symmetric_difference(&listed).cloned().collect()
}

/// Tests that run once on each engine, each with a database (or application) of its own.
///
/// ```text
/// on_both_engines! {
///     async fn a_note_is_kept(db: TestDb) { … }
/// }
/// ```
/// becomes `a_note_is_kept::sqlite` and `a_note_is_kept::postgres`. The parameter's type is
/// anything that is [`OnEngine`](crate::testing::OnEngine).
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($arg:ident: $ty:ty) $body:block)*) => { $(
        $(#[$meta])*
        #[allow(clippy::unwrap_used)]
        async fn $name($arg: $ty) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::testing::run($crate::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::testing::run($crate::Engine::Postgres, super::$name);
            }
        }
    )* };
}
