//! 2, 3 and 6 on SQLite: the batch survives who leaves it, and nobody is answered too soon.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use db::testing::run;
use db::{Engine, Error};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::world::*;

/// A writer that adds a boat, tells that it did, and ends when it is let.
struct Held {
    task: JoinHandle<Result<(), Refusal>>,
    go: oneshot::Sender<()>,
    runs: Arc<AtomicU32>,
}

async fn hold(world: &World, boat: i64) -> Held {
    let (held, is_inside) = line_up(world, boat);
    soon(is_inside).await.unwrap();
    held
}

/// Like `hold`, for a writer who has to wait for others first.
fn line_up(world: &World, boat: i64) -> (Held, oneshot::Receiver<()>) {
    let (inside, is_inside) = oneshot::channel();
    let (go, may_go) = oneshot::channel();
    let runs = Arc::new(AtomicU32::new(0));
    let (db, counted) = (world.0.db().clone(), runs.clone());
    let task = tokio::spawn(async move {
        let (mut inside, mut may_go) = (Some(inside), Some(may_go));
        db::write!(db, |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            add(tx, boat).await?;
            if let Some(inside) = inside.take() {
                inside.send(()).unwrap();
            }
            if let Some(may_go) = may_go.take() {
                may_go.await.unwrap();
            }
            Ok(())
        })
    });
    (Held { task, go, runs }, is_inside)
}

fn poll<F: Future>(work: Pin<&mut F>) -> Poll<F::Output> {
    work.poll(&mut Context::from_waker(Waker::noop()))
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_waiter_who_goes_away_does_not_leave_the_batch_open() {
    run(Engine::Sqlite, async |world: World| {
        let first = hold(&world, 2).await;
        let mut waiter = Box::pin(world.adds(3));
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(flag.clone());
        assert!(
            waiter
                .as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        assert_eq!(world.waiting(), 1);

        // The first leaves its batch to the waiter, who is handed the seat, and goes away.
        first.go.send(()).unwrap();
        soon(async {
            while !flag.0.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
        })
        .await;
        assert!(!first.task.is_finished(), "answered before its commit");
        drop(waiter);

        soon(first.task).await.unwrap().unwrap();
        assert_eq!(world.boats().await, [1, 2]);
        soon(world.adds(4)).await.unwrap();
    });
}

#[test]
fn a_turn_dropped_in_an_open_batch_is_undone_and_the_batch_committed() {
    run(Engine::Sqlite, async |world: World| {
        let first = hold(&world, 2).await;
        let db = world.0.db().clone();
        let (inside, is_inside) = oneshot::channel();
        let second = tokio::spawn(async move {
            let mut inside = Some(inside);
            db::write!(db, |tx| {
                add(tx, 3).await?;
                inside.take().unwrap().send(()).unwrap();
                std::future::pending::<()>().await;
                Ok::<_, Refusal>(())
            })
        });
        until_waiting(&world, 1).await;
        first.go.send(()).unwrap();
        soon(is_inside).await.unwrap();
        assert!(!first.task.is_finished(), "answered before its commit");
        second.abort();
        soon(first.task).await.unwrap().unwrap();
        assert_eq!(world.boats().await, [1, 2]);
    });
}

#[test]
fn an_error_that_rolls_all_back_fails_its_block_and_the_others_are_run_again() {
    run(Engine::Sqlite, async |world: World| {
        let first = hold(&world, 2).await;
        let db = world.0.db().clone();
        let guilty = tokio::spawn(async move {
            db::write!(db, |tx| {
                add(tx, 3).await?;
                let sunk = tx.execute(SINK_ALL, &[&1]).await;
                assert!(sunk.is_err());
                // Outside any transaction this would stand by itself.
                let after = add(tx, 4).await;
                assert!(
                    matches!(after, Err(Refusal::Db(Error::Poisoned { .. }))),
                    "{after:?}"
                );
                Ok::<_, Refusal>(())
            })
        });
        until_waiting(&world, 1).await;
        first.go.send(()).unwrap();
        let guilty = soon(guilty).await.unwrap();
        assert!(
            matches!(guilty, Err(Refusal::Db(Error::Poisoned { .. }))),
            "{guilty:?}"
        );
        soon(first.task).await.unwrap().unwrap();
        assert_eq!(first.runs.load(Ordering::SeqCst), 2);
        assert_eq!(world.boats().await, [1, 2]);
    });
}

#[test]
fn a_failed_commit_is_unknown_to_the_whole_batch_and_the_next_is_served() {
    run(Engine::Sqlite, async |world: World| {
        let first = hold(&world, 2).await;
        let db = world.0.db().clone();
        let guilty = tokio::spawn(async move {
            db::write!(db, |tx| {
                tx.execute(ADD_OARS, &[&1, &77]).await?; // a boat that is not there
                Ok::<_, Refusal>(())
            })
        });
        until_waiting(&world, 1).await;
        first.go.send(()).unwrap();
        for outcome in [soon(guilty).await.unwrap(), soon(first.task).await.unwrap()] {
            let unknown = matches!(&outcome, Err(Refusal::Db(err)) if err.is_unknown_outcome());
            assert!(unknown, "{outcome:?}");
        }
        assert_eq!(
            first.runs.load(Ordering::SeqCst),
            1,
            "an unknown outcome is never retried"
        );
        assert_eq!(world.boats().await, [1]);
        soon(world.adds(4)).await.unwrap();
        assert_eq!(world.boats().await, [1, 4]);
    });
}

#[test]
fn a_refusal_waits_for_its_batch_as_well() {
    run(Engine::Sqlite, async |world: World| {
        let first = hold(&world, 2).await;
        let db = world.0.db().clone();
        let refused = tokio::spawn(async move {
            // Rests on what the first has written and not committed.
            db::write!(db, |tx| match tx.optional(FIND, &[&2]).await? {
                Some(_) => Err(Refusal::Taken),
                None => Ok(()),
            })
        });
        until_waiting(&world, 1).await;
        let (third, third_is_inside) = line_up(&world, 5);
        until_waiting(&world, 2).await;
        first.go.send(()).unwrap();
        soon(third_is_inside).await.unwrap();
        // Its block is over, and its batch is not.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(
            !refused.is_finished(),
            "answered before the commit of what it rests on"
        );
        third.go.send(()).unwrap();
        let refused = soon(refused).await.unwrap();
        assert!(matches!(refused, Err(Refusal::Taken)), "{refused:?}");
        soon(first.task).await.unwrap().unwrap();
        soon(third.task).await.unwrap().unwrap();
        assert_eq!(world.boats().await, [1, 2, 5]);
    });
}

#[test]
fn a_full_disk_is_told_as_such_and_the_next_is_served_when_there_is_room() {
    run(Engine::Sqlite, async |world: World| {
        let pages = |n: i64| {
            let text: &'static str = match n {
                0 => "PRAGMA max_page_count = 1",
                _ => "PRAGMA max_page_count = 1000000",
            };
            db::ComposedSql::of("pages", &[text])
        };
        let filler = "x".repeat(500_000);
        let fill = db::ComposedSql::of("fill", &["UPDATE boats SET filler = $1"]);
        // One block each: the limit lasts as long as the connection.
        db::write!(world, |tx| tx.all_composed(&pages(0), &[]).await).unwrap();
        let full = db::write!(world, |tx| tx.execute_composed(&fill, &[&filler]).await);
        assert!(
            matches!(&full, Err(err) if err.is_full() && err.is_unavailable()),
            "{full:?}"
        );
        db::write!(world, |tx| tx.all_composed(&pages(1), &[]).await).unwrap();
        db::write!(world, |tx| tx.execute_composed(&fill, &[&filler]).await).unwrap();
        soon(world.adds(2)).await.unwrap();
    });
}

#[test]
fn five_hundred_writers_at_once_are_all_kept() {
    run(Engine::Sqlite, async |world: World| {
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for boat in 2..502 {
            let world = world.clone();
            let cancelled = boat % 7 == 0;
            tasks.spawn(async move {
                if cancelled {
                    let mut write = Box::pin(world.adds(boat));
                    for _ in 0..boat % 5 {
                        if let Poll::Ready(done) = poll(write.as_mut()) {
                            return done.map(|()| Some(boat));
                        }
                        tokio::task::yield_now().await;
                    }
                    return Ok(None);
                }
                world.adds(boat).await.map(|()| Some(boat))
            });
        }
        let done = soon(tasks.join_all()).await;
        let boats = world.boats().await;
        for boat in done.into_iter().filter_map(|done| done.unwrap()) {
            assert!(
                boats.contains(&boat),
                "{boat} was acknowledged and is not there"
            );
        }
        assert_eq!(world.waiting(), 0);
    });
}
