//! 5: racing blocks behave as if each were alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Engine, Error};

use crate::world::*;

async fn take(world: &World, by: i64) -> Result<(), Refusal> {
    db::write!(world, |tx| {
        let boat = tx.one(FIND, &[&1]).await?;
        if boat.get::<Option<i64>>("taken_by")?.is_some() {
            return Err(Refusal::Taken);
        }
        // Time for the others to look as well.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        tx.execute(TAKE, &[&1, &by]).await?;
        Ok(())
    })
}

db::on_both_engines! {
    async fn of_thirty_who_take_one_boat_one_wins(world: World) {
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for by in 0..30 {
            let world = world.clone();
            tasks.spawn(async move { take(&world, by).await });
        }
        let done = soon(tasks.join_all()).await;
        let won = done.iter().filter(|done| done.is_ok()).count();
        let lost = done.iter().filter(|done| matches!(done, Err(Refusal::Taken))).count();
        assert_eq!((won, lost), (1, 29), "{done:?}");
    }

    async fn two_who_look_before_they_add_do_not_both_add(world: World) {
        // Write skew: each adds only if it counts one boat.
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for boat in 2..10 {
            let world = world.clone();
            tasks.spawn(async move {
                db::write!(world, |tx| {
                    let n: i64 = tx.one(COUNT, &[]).await?.get("n")?;
                    if n > 1 {
                        return Err(Refusal::Taken);
                    }
                    tokio::task::yield_now().await;
                    add(tx, boat).await
                })
            });
        }
        let done = soon(tasks.join_all()).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        assert_eq!(world.boats().await.len(), 2);
    }

    async fn many_who_all_touch_the_same_rows_all_get_through(world: World) {
        // Each looks at every boat and adds one: of those under way at once one at most can commit.
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for boat in 2..62 {
            let world = world.clone();
            tasks.spawn(async move {
                db::write!(world, |tx| {
                    tx.one(COUNT, &[]).await?;
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                    add(tx, boat).await
                })
            });
        }
        let done = soon(tasks.join_all()).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        assert_eq!(world.boats().await.len(), 61);
    }

    async fn a_unique_key_is_tried_once_more_on_postgres(world: World) {
        let runs = AtomicU32::new(0);
        let done = db::write!(world, |tx| {
            runs.fetch_add(1, Ordering::SeqCst);
            add(tx, 1).await
        });
        assert!(matches!(done, Err(Refusal::Db(_))), "{done:?}");
        let expected = match world.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => 2,
        };
        assert_eq!(runs.load(Ordering::SeqCst), expected);
    }

    async fn who_is_always_too_late_hears_busy_in_the_end(world: World) {
        let began = std::time::Instant::now();
        let done = match world.engine() {
            Engine::Sqlite => {
                let file = world.0.folder().unwrap().join("jitasa.sqlite");
                let other = rusqlite::Connection::open(file).unwrap();
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
                world.adds(2).await
            }
            Engine::Postgres => {
                let (other, connection) =
                    tokio_postgres::connect(world.0.url().unwrap(), tokio_postgres::NoTls)
                        .await
                        .unwrap();
                tokio::spawn(connection);
                db::write!(world, |tx| {
                    tx.one(FIND, &[&1]).await?;
                    other.batch_execute("UPDATE boats SET taken_by = 9").await.unwrap();
                    tx.execute(TAKE, &[&1, &2]).await?;
                    Ok(())
                })
            }
        };
        let took = began.elapsed().as_secs_f64();
        assert!(matches!(&done, Err(Refusal::Db(err)) if err.is_unavailable()), "{done:?}");
        assert!(!matches!(&done, Err(Refusal::Db(Error::Unknown { .. }))));
        // SQLite waits two seconds for another process, PostgreSQL tries again for six.
        assert!((1.9..9.0).contains(&took), "{took} s");
    }

    async fn tallies_spread_over_slots_add_up(world: World) {
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for id in 0..60 {
            let world = world.clone();
            tasks.spawn(async move {
                db::write!(world, |tx| {
                    let slot = tx.slot();
                    tx.execute(TRY, &[&id]).await?;
                    Ok::<_, Refusal>(slot)
                }).unwrap()
            });
        }
        let slots = soon(tasks.join_all()).await;
        assert!(slots.iter().all(|slot| (0..10).contains(slot)), "{slots:?}");
        assert_eq!(world.tries().await, 60);
    }
}
