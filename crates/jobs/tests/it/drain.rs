//! One job after the other, by hand.

use db::Error;
use jiff::SignedDuration;
use jobs::{Counts, NewJob};
use serde_json::json;

use crate::world::*;

db::on_both_engines! {
    async fn a_job_is_done_once_it_is_due(world: World) {
        world.enqueue("note", "now", None).await;
        world.enqueue_at("note", "soon", None, world.now() + SignedDuration::from_secs(60)).await;
        assert_eq!(world.drain().await.done, 1);
        assert_eq!(world.said(), ["now"]);
        world.pass(SignedDuration::from_secs(59));
        assert_eq!(world.drain().await.done, 0);
        world.pass(SignedDuration::from_secs(1));
        assert_eq!(world.drain().await.done, 1);
        assert_eq!(world.said(), ["now", "soon"]);
        assert_eq!(world.waiting().await, []);
    }

    async fn a_job_lives_and_dies_with_the_write_that_asks_for_it(world: World) {
        let refused = db::write!(world.db(), |tx| {
            let job = NewJob {
                name: "note",
                payload: json!({ "said": "never" }),
                due_at: world.now(),
                unique_key: None,
            };
            jobs::enqueue(tx, job).await?;
            Err::<(), _>(Error::RolledBack)
        });
        assert!(refused.is_err());
        assert_eq!(world.drain().await.done, 0);
    }

    async fn two_of_one_key_are_one_also_when_the_first_is_done(world: World) {
        assert!(world.enqueue("note", "a", Some("k")).await);
        assert!(!world.enqueue("note", "b", Some("k")).await);
        assert!(world.enqueue("note", "c", Some("l")).await);
        assert!(world.enqueue("note", "d", None).await);
        assert!(world.enqueue("note", "e", None).await);
        assert_eq!(world.drain().await.done, 4);
        assert_eq!(world.said(), ["a", "c", "d", "e"]);
        assert!(!world.enqueue("note", "f", Some("k")).await);

        let week = SignedDuration::from_hours(7 * 24);
        assert_eq!(world.runner().sweep(world.now() + week).await.unwrap(), 0);
        let later = world.now() + week + SignedDuration::from_secs(1);
        assert_eq!(world.runner().sweep(later).await.unwrap(), 2);
        assert!(world.enqueue("note", "g", Some("k")).await);
    }

    async fn a_failure_is_tried_again_with_longer_pauses_and_then_given_up(world: World) {
        world.enqueue("fail", "x", None).await;
        let again = world.drain().await.again;
        assert!(again[0].1.contains("invalid digit"), "{again:?}");
        let first = world.waiting().await[0].clone();
        assert_eq!(first.attempts, 1);
        assert!(first.ready_at >= world.now() + SignedDuration::from_secs(5), "{first:?}");
        assert_eq!(world.drain().await, jobs::Drained::default());

        world.pass(SignedDuration::from_secs(7));
        assert_eq!(world.drain().await.again.len(), 1);
        let second = world.waiting().await[0].clone();
        assert!(second.ready_at >= world.now() + SignedDuration::from_secs(10), "{second:?}");

        world.pass(SignedDuration::from_secs(13));
        assert_eq!(world.drain().await.dead.len(), 1);
        assert_eq!(world.waiting().await, []);
        let dead = world.dead().await;
        assert!(dead[0].last_error.as_ref().unwrap().contains("invalid digit"), "{dead:?}");
        let counts = jobs::counts(world.db(), world.now()).await.unwrap();
        assert_eq!(counts, Counts { waiting: 0, ready: 0, dead: 1 });

        world.pass(SignedDuration::from_hours(24));
        assert_eq!(world.drain().await, jobs::Drained::default());
        let (id, now) = (dead[0].id, world.now());
        assert!(db::write!(world.db(), |tx| jobs::revive(tx, id, now).await).unwrap());
        assert!(!db::write!(world.db(), |tx| jobs::revive(tx, id, now).await).unwrap());
        assert_eq!(world.drain().await.again.len(), 1);
        assert_eq!(world.said(), ["x"; 4]);
    }

    async fn later_is_not_counted_as_a_try(world: World) {
        let at = world.now() + SignedDuration::from_hours(24);
        world.enqueue("later", "x", None).await;
        assert_eq!(world.drain().await.again.len(), 1);
        let waiting = world.waiting().await;
        assert_eq!((waiting[0].attempts, waiting[0].ready_at), (0, at));
    }

    async fn what_is_hopeless_does_not_read_or_panics_is_told(world: World) {
        world.enqueue("hopeless", "x", None).await;
        world.enqueue("panic", "x", None).await;
        db::write!(world.db(), |tx| {
            let payload = json!({ "sad": "secret" });
            let due_at = world.now();
            jobs::enqueue(tx, NewJob { name: "note", payload, due_at, unique_key: None }).await
        })
        .unwrap();
        let drained = world.drain().await;
        assert_eq!(drained.dead.len(), 2, "{drained:?}");
        assert_eq!(drained.again, [("panic".to_owned(), "the handler panicked".to_owned())]);
        assert!(!format!("{:?}", world.dead().await).contains("secret"));
    }

    async fn a_name_without_a_handler_waits_for_a_program_that_has_one(world: World) {
        world.enqueue("of a newer program", "x", None).await;
        assert_eq!(world.drain().await, jobs::Drained::default());
        assert_eq!(world.waiting().await.len(), 1);
    }

    async fn every_registered_statement_prepares(world: World) {
        assert_eq!(world.db().prepare_all().await.unwrap(), []);
        let schema = world.db().schema().await.unwrap();
        assert_eq!(schema.misplaced(MIGRATIONS).unwrap(), Vec::<String>::new());
    }
}
