//! Databases for tests, one a test: on SQLite the copy of a migrated file, on PostgreSQL a
//! database made from a migrated template, at the scratch server `JITASA_TEST_POSTGRES` (a superuser's
//! URL). Without it a test fails, unless `ONLY_SQLITE=1` says that it was left out on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use uuid::Uuid;

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
            Engine::Postgres => postgres(migrations, options).await,
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

    /// The URL of the database on PostgreSQL.
    pub fn url(&self) -> Option<&str> {
        match &self.place {
            Place::Folder(_) => None,
            Place::Database { url, .. } => Some(url),
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Place::Database { name, .. } = &self.place {
            let name = name.clone();
            let drop_it = move || {
                in_own_runtime(async move {
                    let client = maintenance().await;
                    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    let _ = client.batch_execute(&statement).await;
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
    let db = Db::open_sqlite(folder.path(), options)
        .await
        .expect("the database opens");
    TestDb {
        db,
        place: Place::Folder(folder),
    }
}

async fn postgres(migrations: &[Migration], options: Options) -> TestDb {
    let client = maintenance().await;
    let template = template(&client, migrations).await;
    let name = format!("jitasa_test_{}", Uuid::now_v7().simple());
    create(&client, &name, &template).await;
    let url = url_of(&name);
    let db = Db::open_postgres(&url, options)
        .await
        .expect("the database opens");
    TestDb {
        db,
        place: Place::Database { url, name },
    }
}

/// The name of a database with these migrations, made once a cluster and kept.
async fn template(client: &tokio_postgres::Client, migrations: &[Migration]) -> String {
    static READY: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let name = format!("jitasa_template_{:016x}", key(migrations, Engine::Postgres));
    if READY
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .contains(&name)
    {
        return name;
    }
    const LOCK: &str = "SELECT pg_advisory_lock(7)";
    client
        .batch_execute(LOCK)
        .await
        .expect("the lock of templates");
    let there = client
        .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])
        .await
        .expect("the templates are listed");
    if there.is_none() {
        drop_stale(client).await;
        let building = format!("{name}_building");
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"))
            .await
            .expect("a half-built template is dropped");
        create(client, &building, "template0").await;
        let db = Db::open_postgres(&url_of(&building), TestDb::options())
            .await
            .expect("the template opens");
        db.migrate(migrations).await.expect("the migrations apply");
        db.close().await;
        drop(db);
        for tries in 0.. {
            let renamed = format!("ALTER DATABASE {building} RENAME TO {name}");
            match client.batch_execute(&renamed).await {
                Ok(()) => break,
                // The connections that were just closed are still leaving.
                Err(err) if tries < 50 && is_in_use(&err) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(err) => panic!("the template is not named: {err:?}"),
            }
        }
    }
    client
        .batch_execute("SELECT pg_advisory_unlock(7)")
        .await
        .expect("the lock of templates");
    READY
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(name.clone());
    name
}

async fn create(client: &tokio_postgres::Client, name: &str, template: &str) {
    let statement = format!("CREATE DATABASE {name} TEMPLATE {template}");
    for tries in 0.. {
        match client.batch_execute(&statement).await {
            Ok(()) => return,
            Err(err) if tries < 50 && is_in_use(&err) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(err) => panic!("{name} is not made: {err:?}"),
        }
    }
}

fn is_in_use(err: &tokio_postgres::Error) -> bool {
    err.code() == Some(&tokio_postgres::error::SqlState::OBJECT_IN_USE)
}

/// Drops the databases of test runs that were killed more than an hour ago: a name tells its time.
async fn drop_stale(client: &tokio_postgres::Client) {
    let names = client
        .query(
            "SELECT datname FROM pg_database WHERE datname LIKE 'jitasa\\_test\\_%'",
            &[],
        )
        .await
        .expect("the databases are listed");
    let millis = |uuid: Uuid| uuid.as_u128() >> 80;
    let hour_ago = millis(Uuid::now_v7()) - 3_600_000;
    for row in names {
        let name: String = row.get(0);
        let made = name
            .strip_prefix("jitasa_test_")
            .and_then(|id| id.parse::<Uuid>().ok());
        if made.is_some_and(|made| millis(made) < hour_ago) {
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = client.batch_execute(&statement).await;
        }
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

fn server() -> String {
    std::env::var("JITASA_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "JITASA_TEST_POSTGRES is not set: give the postgres:// URL of a superuser of a scratch \
             PostgreSQL, or say ONLY_SQLITE=1 to leave that half of the tests out"
        )
    })
}

/// The server's URL with another database in its path.
fn url_of(name: &str) -> String {
    let server = server();
    let (place, parameters) = match server.split_once('?') {
        Some((place, parameters)) => (place, format!("?{parameters}")),
        None => (server.as_str(), String::new()),
    };
    let host = place.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    format!("{host}/{name}{parameters}")
}

async fn maintenance() -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&server(), tokio_postgres::NoTls)
        .await
        .expect("the PostgreSQL of JITASA_TEST_POSTGRES answers");
    tokio::spawn(connection);
    client
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
