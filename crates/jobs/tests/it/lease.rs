//! Several processes at one queue.

use std::time::Duration;

use jiff::SignedDuration;
use jobs::{JobError, Limits, Runner};
use tokio::sync::oneshot;

use crate::world::*;

db::on_both_engines! {
    async fn several_drain_at_once_and_each_job_is_done_once(world: World) {
        for n in 0..60 {
            world.enqueue("note", &n.to_string(), None).await;
        }
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (runner, log, now) = (world.runner(), world.log.clone(), world.now());
            tasks.spawn(async move { runner.drain(&log, now).await.unwrap().done });
        }
        let done: usize = tasks.join_all().await.iter().sum();
        assert_eq!(done, 60);
        let mut said = world.said();
        said.sort_by_key(|n| n.parse::<u32>().unwrap());
        assert_eq!(said, (0..60).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    async fn a_dead_workers_job_is_taken_over_when_its_lease_lapses(world: World) {
        world.enqueue("stuck", "x", None).await;
        let (tell, told) = oneshot::channel();
        let tell = std::sync::Arc::new(std::sync::Mutex::new(Some(tell)));
        let (db, now, log) = (world.db().clone(), world.now(), world.log.clone());
        let stuck = tokio::spawn(async move {
            let runner = Runner::new(db, move || now).with_limits(limits()).on(
                "stuck",
                move |_: Log, _: Note| {
                    tell.lock().unwrap().take().unwrap().send(()).unwrap();
                    std::future::pending::<Result<(), JobError>>()
                },
            );
            runner.drain(&log, now).await
        });
        told.await.unwrap();
        stuck.abort(); // as a killed process would, it settles nothing

        let other = || {
            let now = world.now();
            Runner::new(world.db().clone(), move || now).with_limits(limits()).on(
                "stuck",
                async |log: Log, note: Note| {
                    log.lock().unwrap().push(note.said);
                    Ok(())
                },
            )
        };
        world.pass(SignedDuration::from_secs(59));
        assert_eq!(other().drain(&world.log, world.now()).await.unwrap().done, 0);
        world.pass(SignedDuration::from_secs(1));
        assert_eq!(other().drain(&world.log, world.now()).await.unwrap().done, 1);
        assert_eq!(world.said(), ["x"]);
    }

    async fn a_job_that_kills_every_worker_is_given_up(world: World) {
        world.enqueue("killer", "x", None).await;
        for _ in 0..3 {
            let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
            let (db, now, log) = (world.db().clone(), world.now(), world.log.clone());
            let killed = tokio::spawn(async move {
                let runner = Runner::new(db, move || now).with_limits(limits()).on(
                    "killer",
                    move |_: Log, _: Note| {
                        tell.send(()).unwrap();
                        std::future::pending::<Result<(), JobError>>()
                    },
                );
                runner.drain(&log, now).await
            });
            told.recv().await.unwrap();
            killed.abort();
            world.pass(SignedDuration::from_secs(60));
        }
        let now = world.now();
        let runner = Runner::new(world.db().clone(), move || now)
            .with_limits(limits())
            .on("killer", async |_: Log, _: Note| Ok(()));
        assert_eq!(runner.drain(&world.log, now).await.unwrap().dead.len(), 1);
    }

    async fn who_lost_the_lease_settles_nothing(world: World) {
        // The handler lets its own lease lapse, and another does the job meanwhile.
        world.enqueue("slow", "x", None).await;
        let (runner, log) = (world.runner(), world.log.clone());
        let (db, start) = (world.db().clone(), world.now());
        let (late, after) = (start + SignedDuration::from_secs(61), db.clone());
        let slow = Runner::new(db, move || start).with_limits(limits()).on(
            "slow",
            move |log: Log, _: Note| {
                let other = Runner::new(after.clone(), move || late).with_limits(limits()).on(
                    "slow",
                    async |log: Log, _: Note| {
                        log.lock().unwrap().push("other".to_owned());
                        Ok(())
                    },
                );
                async move {
                    assert_eq!(other.drain(&log, late).await.unwrap().done, 1);
                    Err(JobError::GiveUp("too late".to_owned()))
                }
            },
        );
        slow.drain(&log, start).await.unwrap();
        assert_eq!(world.said(), ["other"]);
        assert_eq!(world.dead().await, []);
        drop(runner);
    }

    async fn a_handler_is_stopped_before_its_lease_lapses(world: World) {
        world.enqueue("endless", "x", None).await;
        let now = world.now();
        let limits = Limits { lease: Duration::from_millis(100), ..limits() };
        let runner = Runner::new(world.db().clone(), move || now).with_limits(limits).on(
            "endless",
            |_: Log, _: Note| std::future::pending::<Result<(), JobError>>(),
        );
        let again = runner.drain(&world.log, now).await.unwrap().again;
        assert_eq!(again[0].1, "the handler took too long");
    }
}
