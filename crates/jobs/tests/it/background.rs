//! The loop that works while the program serves.

use std::sync::Arc;
use std::time::Duration;

use jobs::{Limits, Runner};
use tokio::sync::Semaphore;

use crate::world::*;

db::on_both_engines! {
    async fn the_loop_does_what_comes_and_stops(world: World) {
        let running = world.runner().start(world.log.clone());
        for n in 0..30 {
            world.enqueue("note", &n.to_string(), None).await;
        }
        until(async || world.said().len() == 30).await;
        until(async || world.waiting().await.is_empty()).await;
        running.stop().await;
        world.enqueue("note", "after", None).await;
        assert_eq!(world.waiting().await.len(), 1, "nobody is left to claim it");
    }

    async fn who_enqueues_may_wake_the_loop(world: World) {
        let limits = Limits { look_every: Duration::from_secs(3_600), ..limits() };
        let running = world.runner().with_limits(limits).start(world.log.clone());
        let wake = running.wake();
        for n in 1..4 {
            world.enqueue("note", "x", None).await;
            wake.wake();
            until(async || world.said().len() == n).await;
        }
        running.stop().await;
    }

    async fn a_stop_waits_for_what_is_under_way(world: World) {
        let gate = Arc::new(Semaphore::new(0));
        let (now, open, began) = (world.now(), gate.clone(), Arc::new(Semaphore::new(0)));
        let begins = began.clone();
        let runner = Runner::new(world.db().clone(), move || now).with_limits(limits()).on(
            "gated",
            move |log: Log, note: Note| {
                let (gate, began) = (gate.clone(), began.clone());
                async move {
                    began.add_permits(1);
                    gate.acquire().await?.forget();
                    log.lock().unwrap().push(note.said);
                    Ok(())
                }
            },
        );
        world.enqueue("gated", "x", None).await;
        let running = runner.start(world.log.clone());
        begins.acquire().await.unwrap().forget();
        let stopping = tokio::spawn(running.stop());
        tokio::task::yield_now().await;
        assert!(!stopping.is_finished());
        open.add_permits(1);
        stopping.await.unwrap();
        assert_eq!(world.said(), ["x"]);
        assert_eq!(world.waiting().await, [], "settled before the stop was over");
    }
}
