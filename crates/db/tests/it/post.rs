//! 9: a posted statement stands or falls with its block. 10: a look is one statement.

use db::Error;

use crate::world::*;

db::on_both_engines! {
    async fn posted_statements_stand_when_the_block_does(world: World) {
        db::write!(world, |tx| {
            tx.post(ADD, &[&2])?;
            tx.post(ADD, &[&3])?;
            // Sent before the next statement, which sees them.
            let n: i64 = tx.one(COUNT, &[]).await?.get("n")?;
            assert_eq!(n, 3);
            tx.post(ADD, &[&4])?;
            Ok::<_, Refusal>(())
        })
        .unwrap();
        assert_eq!(world.boats().await, [1, 2, 3, 4]);
    }

    async fn a_block_of_nothing_but_posted_statements_is_committed(world: World) {
        db::write!(world, |tx| {
            tx.post(ADD, &[&2])?;
            Ok::<_, Refusal>(())
        })
        .unwrap();
        assert_eq!(world.boats().await, [1, 2]);
    }

    async fn a_posted_statement_that_fails_fails_its_block(world: World) {
        let alone = db::write!(world, |tx| {
            tx.post(ADD, &[&2])?;
            tx.post(ADD, &[&1])?; // there is one already
            Ok::<_, Refusal>(())
        });
        assert!(matches!(alone, Err(Refusal::Db(_))), "{alone:?}");
        let before_another = db::write!(world, |tx| {
            let _ = tx.post(ADD, &[&1]);
            let _ = add(tx, 3).await;
            Ok::<_, Refusal>(())
        });
        assert!(before_another.is_err(), "{before_another:?}");
        let before_commit = db::write!(world, |tx| {
            add(tx, 4).await?;
            let _ = tx.post(ADD, &[&1]);
            Ok::<_, Refusal>(())
        });
        assert!(before_commit.is_err(), "{before_commit:?}");
        assert_eq!(world.boats().await, [1]);
        world.adds(5).await.unwrap();
        assert_eq!(world.boats().await, [1, 5]);
    }

    async fn what_was_posted_before_a_refusal_is_undone(world: World) {
        let done = db::write!(world, |tx| {
            tx.post(ADD, &[&2])?;
            Err::<(), _>(Refusal::Taken)
        });
        assert!(matches!(done, Err(Refusal::Taken)), "{done:?}");
        assert_eq!(world.boats().await, [1]);
    }

    async fn a_look_answers_and_a_second_one_is_refused(world: World) {
        let found = db::look!(world, |tx| tx.optional(FIND, &[&1]).await).unwrap();
        assert!(found.is_some());
        let twice = db::look!(world, |tx| {
            tx.optional(FIND, &[&1]).await?;
            tx.optional(FIND, &[&1]).await
        });
        assert!(matches!(twice, Err(Error::NotALook)), "{twice:?}");
        let wrote = db::look!(world, |tx| tx.execute(ADD, &[&2]).await);
        assert!(matches!(wrote, Err(Error::NotALook)), "{wrote:?}");
        assert_eq!(world.boats().await, [1]);
    }
}
