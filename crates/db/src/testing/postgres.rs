//! Databases for tests at the scratch server.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use uuid::Uuid;

use super::{Place, TestDb, key};
use crate::{Db, Engine, Migration, Options};

pub(super) async fn make(migrations: &[Migration], options: Options) -> TestDb {
    let client = maintenance().await;
    let template = template(&client, migrations).await;
    let place = place_of(&client, &template).await;
    let Place::Database { url, .. } = &place else {
        unreachable!("a database of a server");
    };
    let db = Db::open_postgres(url, options.clone())
        .await
        .expect("the database opens");
    TestDb { db, options, place }
}

/// A new database like another one, to which nobody may be connected.
pub(super) async fn place_of(client: &tokio_postgres::Client, like: &str) -> Place {
    let name = format!("jitasa_test_{}", Uuid::now_v7().simple());
    create(client, &name, like).await;
    let url = url_of(&name);
    Place::Database { url, name }
}

pub(super) async fn remove(
    client: &tokio_postgres::Client,
    name: &str,
) -> Result<(), tokio_postgres::Error> {
    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    client.batch_execute(&statement).await
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

pub(super) async fn create(client: &tokio_postgres::Client, name: &str, template: &str) {
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

pub(super) async fn maintenance() -> tokio_postgres::Client {
    connect(&server()).await
}

/// Runs statements as a person at the server's prompt would.
pub(super) async fn execute(url: &str, statements: &str) {
    let done = connect(url).await.batch_execute(statements).await;
    done.expect("the statements run");
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .expect("the PostgreSQL of JITASA_TEST_POSTGRES answers");
    tokio::spawn(connection);
    client
}
