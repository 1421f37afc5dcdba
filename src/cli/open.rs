//! What the commands open: settings, runtime, database, and the whole program around them.

use std::future::Future;

use db::{Db, Options};
use tokio::runtime::{Builder, Runtime};

use super::stopped::Stopped;
use crate::accounts::passwords::Passwords;
use crate::app::{self, App, Outside};
use crate::clock::Clock;
use crate::config::{Database, Flags, Settings};
use crate::error::Error;
use crate::server::{logs, sms};

/// The settings, with whatever the disk says against them.
pub fn settings(flags: Flags) -> Result<Settings, Stopped> {
    let settings = Settings::gather(flags)?;
    let problems = settings.problems_on_disk();
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(problems.into())
    }
}

/// A thread that steps in while another is at the disk costs a megabyte; a burst of visitors once
/// started two hundred of them, for two cores.
const STAND_INS_EACH: usize = 16;

/// Threads by the settings; database calls are made in place and need more than one.
pub fn runtime(settings: &Settings) -> Result<Runtime, Stopped> {
    let workers = settings
        .workers
        .and_then(|workers| usize::try_from(workers).ok())
        .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
        .unwrap_or(1);
    Builder::new_multi_thread()
        .worker_threads(workers)
        .max_blocking_threads(workers * STAND_INS_EACH)
        .enable_all()
        .build()
        .map_err(|err| Stopped::failed("starting threads", err))
}

/// Runs a short command on the whole program, also beside one that serves.
pub fn with_app<T, F, Fut>(flags: Flags, command: F) -> Result<T, Stopped>
where
    F: FnOnce(App) -> Fut,
    Fut: Future<Output = Result<T, Stopped>>,
{
    let settings = settings(flags)?;
    logs::start(settings.log_format, settings.log_level);
    runtime(&settings)?.block_on(async {
        let db = beside(&settings).await?;
        let app = around(settings, db).await?;
        let done = command(app.clone()).await;
        app.db.close().await;
        done
    })
}

/// The program on its database, with what it needs from outside.
pub async fn app(settings: Settings) -> Result<App, Stopped> {
    let db = app::open_database(&settings).await.map_err(explain)?;
    around(settings, db).await
}

async fn around(settings: Settings, db: Db) -> Result<App, Stopped> {
    let outside = Outside {
        clock: Clock::System,
        vault: app::open_vault(&settings)?,
        sms: sms::gateway(&settings).map_err(Stopped::slips)?,
        passwords: Passwords::strong(),
        is_demo: false,
        db,
    };
    Ok(App::build(settings, outside).await?)
}

/// The database for a short command. One that serves holds the embedded database's lock and has
/// brought it up to date; then the command works beside it.
pub async fn beside(settings: &Settings) -> Result<Db, Stopped> {
    match app::open_database(settings).await {
        Err(Error::Database(db::Error::Locked { .. })) => {
            let options = Options {
                exclusive: false,
                ..Options::default()
            };
            let db = Db::open_sqlite(&settings.data, options).await?;
            db.check_schema(app::MIGRATIONS).await?;
            Ok(db)
        }
        other => other.map_err(explain),
    }
}

/// The errors of opening that an operator meets, with what to do.
pub fn explain(err: Error) -> Stopped {
    match err {
        Error::Database(db::Error::Locked { path }) => Stopped::failed(
            "opening the database",
            format!(
                "another process works on it (it holds {}); stop that one first",
                path.display()
            ),
        ),
        other => other.into(),
    }
}

/// The embedded database's folder, or a word on what to use with PostgreSQL.
pub fn embedded_only(settings: &Settings, instead: &str) -> Result<(), Stopped> {
    match settings.database {
        Database::Embedded => Ok(()),
        Database::Postgres(_) => Err(Stopped::slip(format!(
            "this is for the embedded database; with PostgreSQL use {instead}"
        ))),
    }
}

/// PostgreSQL without asking whether its tables are up to date.
pub async fn postgres(settings: &Settings, address: &str) -> Result<Db, Stopped> {
    let connections = usize::try_from(settings.database_connections).unwrap_or(16);
    let options = db::Options {
        connections,
        ..db::Options::default()
    };
    Ok(Db::open_postgres(address, options).await?)
}
