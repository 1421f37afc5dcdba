//! Two at once: the last box goes to one, a shipment is acknowledged or taken back and never both.

use db::on_both_engines;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::Reason;
use jitasa::supplies::rules::Asked;
use serde_json::json;
use tokio::task::JoinSet;

use super::told::{ELDERLY, MASK, allocation, came, hand_out, receipt, refused, why};
use super::world::Durable;

/// How often each race is run.
const TIMES: usize = 15;

on_both_engines! {
    async fn of_two_who_hand_out_the_last_box_one_does_and_the_other_hears_what_is_left(relief: Durable) {
        let temple = &relief.temple;
        let other = relief.place(temple.handle, 20).await;
        for left in 0..TIMES {
            let left = i64::try_from(left % 3).unwrap();
            relief.receives(temple, MASK, 50 + left).await;
            let mut hands = JoinSet::new();
            for place in [temple.clone(), other.clone()] {
                let (app, cx) = (relief.app.app().clone(), relief.cx(&place));
                let out = hand_out(MASK, &[(ELDERLY, 50)], When::Now);
                hands.spawn(async move { actions::hand_out(&app, &cx, place.handle, &out, None).await });
            }
            let mut told = hands.join_all().await;
            told.sort_by_key(Result::is_err);
            let [won, lost] = told.try_into().unwrap();
            won.unwrap();
            assert_eq!(refused(lost), ("supply-too-few", json!({ "item": MASK, "left": left })));
            assert_eq!(relief.stock(temple, MASK).await, left);
            if left > 0 {
                relief.hands_out(temple, MASK, left).await.unwrap();
            }
        }
        relief.is_whole().await;
    }

    async fn many_who_take_at_once_take_what_there_is_and_no_more(relief: Durable) {
        let district = &relief.district;
        relief.receives(district, MASK, 55).await;
        let mut hands = JoinSet::new();
        for n in 0..12 {
            let (app, cx, handle) = (relief.app.app().clone(), relief.cx(district), district.handle);
            let out = hand_out(MASK, &[(ELDERLY, 10)], When::Now);
            let new = allocation(&[(&relief.temple, &[(MASK, 10)])], When::Now);
            hands.spawn(async move {
                match n % 2 {
                    0 => actions::hand_out(&app, &cx, handle, &out, None).await.map(|_| ()),
                    _ => actions::allocate(&app, &cx, handle, &new, None).await.map(|_| ()),
                }
            });
        }
        let (done, refused): (Vec<_>, Vec<_>) = hands.join_all().await.into_iter().partition(Result::is_ok);
        for one in refused {
            // A busy database is no refusal, and nothing was taken.
            match one {
                Err(Error::Refused(refusal)) => assert_eq!(refusal.name(), "supply-too-few"),
                Err(err) => assert!(err.is_away() || matches!(err, Error::Database(_)), "{err}"),
                Ok(()) => unreachable!(),
            }
        }
        let taken = i64::try_from(done.len()).unwrap() * 10;
        assert!(taken <= 50 && taken > 0, "{taken}");
        assert_eq!(relief.stock(district, MASK).await, 55 - taken);
        relief.is_whole().await;
    }

    async fn a_shipment_is_acknowledged_or_taken_back_and_never_both(relief: Durable) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 1000).await;
        let (mut arrived, mut cancelled) = (0, 0);
        for n in 0..TIMES {
            let shipment = relief.sends(district, temple, MASK, 10).await;
            let first = async {
                // Each is a step ahead in turn.
                if n % 2 == 0 {
                    tokio::task::yield_now().await;
                }
                relief.acknowledges(temple, shipment).await
            };
            let (came, back) = tokio::join!(first, relief.cancels(district, shipment));
            match (came, back) {
                (Ok(()), back) => {
                    assert_eq!(why(back), "supply-arrived");
                    arrived += 10;
                }
                (came, Ok(())) => {
                    assert_eq!(why(came), "supply-cancelled");
                    cancelled += 10;
                }
                other => panic!("neither: {other:?}"),
            }
            assert_eq!(relief.stock(temple, MASK).await, arrived);
            assert_eq!(relief.stock(district, MASK).await, 1000 - arrived);
        }
        assert_eq!(arrived + cancelled, 10 * i64::try_from(TIMES).unwrap());
        relief.is_whole().await;
    }

    async fn two_who_acknowledge_at_once_say_it_once(relief: Durable) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 1000).await;
        let mut there = 0;
        for n in 0..TIMES {
            let shipment = relief.sends(district, temple, MASK, 10).await;
            let short = [came(MASK, 9, 0, Some(Reason::Lost))];
            let one = relief.acknowledges_as(temple, shipment, &short, When::Now);
            if n % 2 == 0 {
                let (one, other) = tokio::join!(one, relief.acknowledges_as(temple, shipment, &short, When::Now));
                one.unwrap();
                other.unwrap();
                there += 9;
            } else {
                let (one, other) = tokio::join!(one, relief.acknowledges(temple, shipment));
                there += if one.is_ok() { 9 } else { 10 };
                let lost = if one.is_ok() { other } else { one };
                assert_eq!(why(lost), "supply-acknowledged");
            }
            assert_eq!(relief.stock(temple, MASK).await, there);
        }
        relief.is_whole().await;
    }

    async fn two_who_take_an_entry_back_at_once_take_it_back_once(relief: Durable) {
        let temple = &relief.temple;
        relief.receives(temple, MASK, 100).await;
        for _ in 0..TIMES {
            let given = relief.hands_out(temple, MASK, 10).await.unwrap();
            let (one, other) = tokio::join!(relief.reverses(temple, given), relief.reverses(temple, given));
            let lost = if one.is_ok() { other } else { one };
            assert_eq!(why(lost), "supply-reversed");
            assert_eq!(relief.stock(temple, MASK).await, 100);
        }
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 0);
        relief.is_whole().await;
    }

    async fn an_entry_comes_before_a_close_or_counts_for_the_day_after(relief: Durable) {
        let temple = &relief.temple;
        for _ in 0..TIMES {
            relief.days_pass(1);
            for missed in [relief.today().yesterday().unwrap()] {
                let _ = relief.closes(temple, missed).await;
            }
            let today = relief.today();
            let asked = relief.as_expected(temple, today).await;
            let lines = relief.day(temple, today).await.lines;
            let seen = lines.iter().map(|line| (line.item.clone(), line.lot.name.clone(), line.expected()));
            let asked = Asked { seen: Some(seen.collect()), ..asked };
            let receipt = receipt(MASK, 1, When::Now);
            let (received, closed) = tokio::join!(
                relief.receives_as(temple, &receipt),
                relief.closes_as(temple, today, &asked),
            );
            received.unwrap();
            match closed {
                Ok(()) => assert!(relief.day(temple, today).await.closed.is_some()),
                closed => {
                    assert_eq!(why(closed), "supply-booked-meanwhile");
                    relief.closes(temple, today).await.unwrap();
                }
            }
            relief.is_whole().await;
        }
        assert_eq!(relief.stock(temple, MASK).await, i64::try_from(TIMES).unwrap());
    }

    async fn a_unit_does_not_close_over_goods_that_come_at_once(relief: Durable) {
        let (district, malee) = (&relief.district, relief.cx_of(&relief.malee));
        for n in 0..TIMES {
            let new = super::told::told(jitasa::supplies::model::Tier::End, "570906", "จุดพัก");
            let made = actions::make(relief.app.app(), &malee, district.handle, &new).await.unwrap();
            let place = relief.place(made, 30 + n).await;
            relief.receives(district, MASK, 1).await;
            let (to_it, now) = (allocation(&[(&place, &[(MASK, 1)])], When::Now), receipt(MASK, 1, When::Now));
            let comes = async {
                match n % 2 {
                    0 => relief.receives_as(&place, &now).await.map(|_| ()),
                    _ => relief.sends_as(district, &to_it).await.map(|_| ()),
                }
            };
            let (came, closed) = tokio::join!(comes, actions::close_unit(relief.app.app(), &malee, made, 1));
            match (came, closed) {
                (Ok(()), closed) => {
                    assert!(["supply-unit-has-stock", "supply-unit-in-transit"].contains(&why(closed)));
                }
                (came, Ok(())) => {
                    assert!(["supply-unit-closed", "supply-receiver-closed"].contains(&why(came)));
                }
                other => panic!("neither: {other:?}"),
            }
        }
        relief.is_whole().await;
    }
}
