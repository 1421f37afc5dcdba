//! A form that is sent twice under one key enters once.

use db::on_both_engines;
use jitasa::idempotency::Key;
use jitasa::supplies::actions::{self, When};

use super::told::{ELDERLY, MASK, allocation, hand_out, receipt, why};
use super::world::{Durable, Place, Relief};

fn key(relief: &Relief, place: &Place, word: &str, body: &str) -> Key {
    Key::new(relief.app.app(), &relief.cx(place), word, body.as_bytes()).unwrap()
}

on_both_engines! {
    async fn what_is_sent_twice_under_one_key_is_entered_once(relief: Durable) {
        let (district, temple) = (&relief.district, &relief.temple);
        let (app, cx) = (relief.app.app(), relief.cx(district));
        let receipt = receipt(MASK, 100, When::Now);
        let first = key(&relief, district, "once", "a");
        let ids = [
            actions::receive(app, &cx, district.handle, &receipt, Some(&first)).await.unwrap(),
            actions::receive(app, &cx, district.handle, &receipt, Some(&first)).await.unwrap(),
        ];
        assert_eq!((ids[0], relief.stock(district, MASK).await), (ids[1], 100));
        // The same word for another deed is another key.
        let out = hand_out(MASK, &[(ELDERLY, 10)], When::Now);
        let ids = [
            actions::hand_out(app, &cx, district.handle, &out, Some(&first)).await.unwrap(),
            actions::hand_out(app, &cx, district.handle, &out, Some(&first)).await.unwrap(),
        ];
        assert_eq!((ids[0], relief.stock(district, MASK).await), (ids[1], 90));
        let new = allocation(&[(temple, &[(MASK, 20)])], When::Now);
        let ids = [
            actions::allocate(app, &cx, district.handle, &new, Some(&first)).await.unwrap(),
            actions::allocate(app, &cx, district.handle, &new, Some(&first)).await.unwrap(),
        ];
        assert_eq!((ids[0], relief.stock(district, MASK).await), (ids[1], 70));
        let home = actions::home(app, &relief.cx(temple), temple.handle).await.unwrap();
        assert_eq!(home.incoming.len(), 1);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 10);
        // Under a key once used nothing else goes in.
        let other = key(&relief, district, "once", "b");
        let used = actions::receive(app, &cx, district.handle, &receipt, Some(&other)).await;
        assert_eq!(why(used), "idempotency-key-reused");
        assert_eq!(relief.stock(district, MASK).await, 70);
        relief.is_whole().await;
    }

    async fn a_key_enters_at_one_unit_and_is_refused_at_another(relief: Durable) {
        let (temple, district) = (&relief.temple, &relief.district);
        let key = key(&relief, temple, "here", "a");
        let receipt = receipt(MASK, 100, When::Now);
        let (app, cx) = (relief.app.app(), relief.cx(temple));
        actions::receive(app, &cx, temple.handle, &receipt, Some(&key)).await.unwrap();
        // Somebody who keeps two books: the form of the other is another form, with the same words in it.
        let both = relief.cx(&relief.place(district.handle, 3).await);
        assert_eq!(both.account(), cx.account(), "the fourth of the cast");
        let other = actions::receive(app, &both, district.handle, &receipt, Some(&key)).await;
        assert_eq!(why(other), "idempotency-key-reused");
        assert_eq!(relief.stock(district, MASK).await, 0);
        actions::receive(app, &both, temple.handle, &receipt, Some(&key)).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 100);
    }

    async fn a_key_of_what_was_refused_is_still_free(relief: Durable) {
        let temple = &relief.temple;
        let (app, cx) = (relief.app.app(), relief.cx(temple));
        let key = key(&relief, temple, "again", "a");
        let out = hand_out(MASK, &[(ELDERLY, 10)], When::Now);
        let early = actions::hand_out(app, &cx, temple.handle, &out, Some(&key)).await;
        assert_eq!(why(early), "supply-too-few");
        relief.receives(temple, MASK, 10).await;
        actions::hand_out(app, &cx, temple.handle, &out, Some(&key)).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 0);
    }

    async fn ten_sends_of_one_key_at_once_enter_once(relief: Durable) {
        let temple = &relief.temple;
        let key = key(&relief, temple, "at-once", "a");
        let receipt = receipt(MASK, 100, When::Now);
        let mut sends = tokio::task::JoinSet::new();
        for _ in 0..10 {
            let (app, cx) = (relief.app.app().clone(), relief.cx(temple));
            let (handle, receipt, key) = (temple.handle, receipt.clone(), key.clone());
            sends.spawn(async move { actions::receive(&app, &cx, handle, &receipt, Some(&key)).await });
        }
        let ids: Vec<_> = sends.join_all().await.into_iter().map(Result::unwrap).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(relief.stock(temple, MASK).await, 100);
        relief.is_whole().await;
    }
}
