//! 1: a failed statement poisons the transaction. 2: an unsettled one leaves nothing behind.

use db::Error;
use tokio::sync::oneshot;

use crate::world::*;

db::on_both_engines! {
    async fn a_swallowed_error_lets_nothing_of_the_block_stand(world: World) {
        let done = db::write!(world, |tx| {
            add(tx, 2).await?;
            let _ = add(tx, 1).await; // there is one already
            Ok::<_, Refusal>("done")
        });
        assert!(matches!(done, Err(Refusal::Db(Error::Poisoned { .. }))), "{done:?}");
        assert_eq!(world.boats().await, [1]);
    }

    async fn after_a_failed_statement_every_other_one_fails(world: World) {
        let done = db::write!(world, |tx| {
            let _ = add(tx, 1).await;
            let later = tx.one(FIND, &[&1]).await;
            assert!(matches!(later, Err(Error::Poisoned { .. })), "{later:?}");
            later?;
            Ok::<_, Refusal>(())
        });
        assert!(done.is_err());
        world.adds(2).await.unwrap();
        assert_eq!(world.boats().await, [1, 2]);
    }

    async fn a_wrong_number_of_arguments_poisons_as_well(world: World) {
        let done = db::write!(world, |tx| {
            add(tx, 2).await?;
            let _ = tx.execute(ADD, &[]).await;
            Ok::<_, Refusal>(())
        });
        assert!(matches!(done, Err(Refusal::Db(Error::Poisoned { .. }))), "{done:?}");
        assert_eq!(world.boats().await, [1]);
    }

    async fn a_cancelled_write_leaves_nothing_to_the_next(world: World) {
        // More often than there are connections: none of them may be lost for good.
        for boat in 100..115 {
            let (tell, told) = oneshot::channel();
            let db = world.0.db().clone();
            let task = tokio::spawn(async move {
                let mut tell = Some(tell);
                db::write!(db, |tx| {
                    add(tx, boat).await?;
                    if let Some(tell) = tell.take() {
                        tell.send(()).unwrap();
                    }
                    std::future::pending::<()>().await;
                    Ok::<_, Refusal>(())
                })
            });
            soon(told).await.unwrap();
            task.abort();
            assert!(task.await.unwrap_err().is_cancelled());
            soon(world.adds(boat + 100)).await.unwrap();
        }
        let expected: Vec<i64> = std::iter::once(1).chain(200..215).collect();
        assert_eq!(world.boats().await, expected);
    }

    async fn a_panic_in_a_write_leaves_nothing_to_the_next(world: World) {
        let db = world.0.db().clone();
        let task = tokio::spawn(async move {
            db::write!(db, |tx| {
                add(tx, 2).await?;
                if tx.slot() >= 0 {
                    panic!("on purpose");
                }
                Ok::<_, Refusal>(())
            })
        });
        assert!(task.await.unwrap_err().is_panic());
        soon(world.adds(3)).await.unwrap();
        assert_eq!(world.boats().await, [1, 3]);
    }

    async fn a_statement_dropped_unfinished_lets_nothing_stand(world: World) {
        let mut was_answered = false;
        let done = db::write!(world, |tx| {
            add(tx, 2).await?;
            {
                // Polled once and dropped: on PostgreSQL its answer is under way.
                let mut statement = std::pin::pin!(tx.execute(ADD, &[&3]));
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                was_answered = statement.as_mut().poll(&mut context).is_ready();
            }
            Ok::<_, Refusal>(())
        });
        // On SQLite a statement is over when it was polled once; a server is seldom so quick.
        if was_answered {
            done.unwrap();
            assert_eq!(world.boats().await, [1, 2, 3]);
        } else {
            assert!(matches!(done, Err(Refusal::Db(Error::Poisoned { .. }))), "{done:?}");
            assert_eq!(world.boats().await, [1]);
        }
    }
}
