//! 4 on PostgreSQL: a connection that is cut between statements, and one cut at COMMIT.

use db::testing::run;
use db::{Engine, Error};

use crate::world::*;

async fn stranger(world: &World) -> tokio_postgres::Client {
    let url = world.0.url().unwrap();
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

#[test]
fn cut_between_statements_nothing_was_written_and_that_is_known() {
    run(Engine::Postgres, async |world: World| {
        let stranger = stranger(&world).await;
        let done = db::write!(world, |tx| {
            add(tx, 2).await?;
            let pid: i32 = tx.one(BACKEND, &[]).await?.get("pid")?;
            stranger
                .execute("SELECT pg_terminate_backend($1)", &[&pid])
                .await
                .unwrap();
            add(tx, 3).await
        });
        let away = matches!(&done, Err(Refusal::Db(err)) if err.is_unavailable());
        assert!(away, "{done:?}");
        assert_eq!(soon(world.boats()).await, [1]);
        soon(world.adds(4)).await.unwrap();
    });
}

#[test]
fn cut_at_commit_the_outcome_is_unknown_and_never_tried_again() {
    run(Engine::Postgres, async |world: World| {
        let mut runs = 0;
        let done = db::write!(world, |tx| {
            runs += 1;
            add(tx, 2).await?;
            tx.execute(CUT, &[&1]).await?;
            Ok::<_, Refusal>(())
        });
        assert!(
            matches!(done, Err(Refusal::Db(Error::Unknown { .. }))),
            "{done:?}"
        );
        assert_eq!(runs, 1);
        soon(world.adds(4)).await.unwrap();
    });
}

#[test]
fn a_pool_whose_connections_all_died_serves_the_next() {
    run(Engine::Postgres, async |world: World| {
        let stranger = stranger(&world).await;
        world.adds(2).await.unwrap();
        stranger
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
                &[],
            )
            .await
            .unwrap();
        // Begun on a dead connection with a statement nobody waits for, and nothing else.
        let posted = db::write!(world, |tx| {
            tx.post(ADD, &[&3])?;
            Ok::<_, Refusal>(())
        });
        soon(async { posted.unwrap() }).await;
        assert_eq!(soon(world.boats()).await, [1, 2, 3]);
        let looked = db::look!(world, |tx| tx.optional(FIND, &[&3]).await);
        assert!(looked.unwrap().is_some());
    });
}

#[test]
fn a_commit_that_the_server_refuses_is_known_to_have_failed() {
    run(Engine::Postgres, async |world: World| {
        let done = db::write!(world, |tx| {
            add(tx, 2).await?;
            tx.execute(ADD_OARS, &[&1, &77]).await?;
            Ok::<_, Refusal>(())
        });
        let known = matches!(&done, Err(Refusal::Db(err)) if !err.is_unknown_outcome());
        assert!(known, "{done:?}");
        assert_eq!(world.boats().await, [1]);
    });
}
