//! What a block may and may not, and what of it stands.

use std::time::Duration;

use db::{Engine, Error};

use crate::world::*;

db::on_both_engines! {
    async fn err_rolls_back_and_ok_with_a_refusal_leaves_its_trace(world: World) {
        let refused = db::write!(world, |tx| {
            tx.execute(TRY, &[&1]).await?;
            Err::<(), _>(Refusal::Taken)
        });
        assert!(matches!(refused, Err(Refusal::Taken)));
        assert_eq!(world.tries().await, 0);

        let verdict = db::write!(world, |tx| {
            tx.execute(TRY, &[&1]).await?;
            Ok::<_, Refusal>(Err::<(), _>(Refusal::Taken))
        });
        assert!(matches!(verdict, Ok(Err(Refusal::Taken))));
        assert_eq!(world.tries().await, 1);
    }

    async fn a_block_inside_another_is_refused(world: World) {
        let (mut write, mut read) = (None, None);
        db::write!(world, |tx| {
            add(tx, 2).await?;
            write = Some(world.adds(3).await);
            read = Some(db::read!(world, |inner| inner.all(LIST, &[]).await));
            Ok::<_, Refusal>(())
        }).unwrap();
        assert!(matches!(write, Some(Err(Refusal::Db(Error::Nested)))), "{write:?}");
        assert!(matches!(read, Some(Err(Error::Nested))), "{read:?}");
        assert_eq!(world.boats().await, [1, 2]);
    }

    async fn a_read_cannot_write(world: World) {
        let done = db::read!(world, |tx| add(tx, 2).await);
        assert!(matches!(&done, Err(Refusal::Db(err)) if !err.is_unavailable()), "{done:?}");
        let hidden = db::read!(world, |tx| {
            let _ = add(tx, 2).await;
            Ok::<_, Refusal>(())
        });
        assert!(matches!(hidden, Err(Refusal::Db(Error::Poisoned { .. }))), "{hidden:?}");
        assert_eq!(world.boats().await, [1]);
    }

    async fn a_read_sees_one_snapshot(world: World) {
        let (before, after) = db::read!(world, |tx| {
            let before: i64 = tx.one(COUNT, &[]).await?.get("n")?;
            let db = world.0.db().clone();
            tokio::spawn(async move { db::write!(db, |tx| add(tx, 2).await) })
                .await
                .unwrap()
                .unwrap();
            let after: i64 = tx.one(COUNT, &[]).await?.get("n")?;
            Ok::<_, Error>((before, after))
        }).unwrap();
        assert_eq!((before, after), (1, 1));
        assert_eq!(world.boats().await, [1, 2]);
    }
}

db::sql! { ENDLESS = "
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
    SELECT count(*) AS n FROM numbers WHERE n > $1
" }

struct Hasty(World);

impl db::testing::OnEngine for Hasty {
    async fn on(engine: Engine) -> Hasty {
        let hasty = |options: &mut db::Options| {
            options.longest_read = Duration::from_millis(150);
            options.longest_write = Duration::from_millis(150);
            options.readers = 1;
            options.connections = 1;
        };
        Hasty(World::with(engine, hasty).await)
    }
}

db::on_both_engines! {
    async fn an_endless_read_is_stopped(hasty: Hasty) {
        let done = soon(async { db::read!(hasty.0, |tx| tx.one(ENDLESS, &[&0]).await) }).await;
        assert!(matches!(&done, Err(err) if err.is_unavailable()), "{done:?}");
        assert_eq!(soon(hasty.0.boats()).await, [1]);
    }

    async fn a_write_that_waits_for_a_stranger_is_rolled_back(hasty: Hasty) {
        let done = soon(async {
            db::write!(hasty.0, |tx| {
                add(tx, 2).await?;
                std::future::pending::<()>().await;
                Ok::<_, Refusal>(())
            })
        }).await;
        assert!(matches!(done, Err(Refusal::Db(Error::TooLong { .. }))), "{done:?}");
        soon(hasty.0.adds(3)).await.unwrap();
        assert_eq!(hasty.0.boats().await, [1, 3]);
    }
}
