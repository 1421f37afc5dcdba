//! The tables, statements and refusals that the tests use.

use std::ops::Deref;
use std::time::Duration;

use db::testing::{OnEngine, TestDb};
use db::{Db, Engine, Migration, Tx, sql};

pub const MIGRATIONS: &[Migration] = &[Migration::pair(
    "0001_boats",
    concat!(include_str!("boats.sql"), include_str!("boats.sqlite.sql")),
    concat!(
        include_str!("boats.sql"),
        include_str!("boats.postgres.sql")
    ),
)];

/// A database with boats, of which number 1 is nobody's.
pub struct World(pub TestDb);

impl World {
    pub async fn with(engine: Engine, change: impl FnOnce(&mut db::Options)) -> World {
        let mut options = TestDb::options();
        change(&mut options);
        let world = World(TestDb::with_options(engine, MIGRATIONS, options).await);
        world.adds(1).await.unwrap();
        world
    }

    pub async fn adds(&self, boat: i64) -> Result<(), Refusal> {
        db::write!(self, |tx| add(tx, boat).await)
    }

    pub async fn boats(&self) -> Vec<i64> {
        let rows = db::read!(self, |tx| tx.all(LIST, &[]).await).unwrap();
        rows.iter().map(|row| row.get("id").unwrap()).collect()
    }

    /// The sum of what was written down, whatever it is for.
    pub async fn tries(&self) -> i64 {
        db::read!(self, |tx| tx.one(SUM_TRIES, &[]).await?.get("n")).unwrap()
    }
}

impl OnEngine for World {
    async fn on(engine: Engine) -> World {
        World::with(engine, |_| {}).await
    }
}

impl Deref for World {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.0.db()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("the boat is taken")]
    Taken,
    #[error(transparent)]
    Db(#[from] db::Error),
}

sql! {
    pub ADD = "INSERT INTO boats (id) VALUES ($1)";
    pub FIND = "SELECT id, taken_by FROM boats WHERE id = $1";
    pub TAKE = "UPDATE boats SET taken_by = $2 WHERE id = $1";
    pub LIST = "SELECT id FROM boats ORDER BY id";
    pub COUNT = "SELECT count(*) AS n FROM boats";
    pub TRY = "INSERT INTO tries (id) VALUES ($1)";
    pub SUM_TRIES = "SELECT count(*) AS n FROM tries";
    pub ADD_OARS = "INSERT INTO oars (id, boat) VALUES ($1, $2)";
    pub SINK_ALL = sqlite: "INSERT INTO storms (id) VALUES ($1)";
    pub BACKEND = postgres: "SELECT pg_backend_pid() AS pid";
    pub CUT = postgres: "INSERT INTO cuts (id) VALUES ($1)"
}

pub async fn add(tx: &mut Tx, boat: i64) -> Result<(), Refusal> {
    tx.execute(ADD, &[&boat]).await?;
    Ok(())
}

/// Waits until so many blocks wait for their turn.
pub async fn until_waiting(db: &Db, n: usize) {
    let look = async {
        while db.waiting() < n {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look)
        .await
        .expect("nobody came to wait");
}

/// Fails a test that would otherwise hang.
pub async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), work)
        .await
        .expect("it hangs")
}
