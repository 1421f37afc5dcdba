//! What is entered late, early or beyond measure, and what is not there to be given.

use db::on_both_engines;
use jiff::{SignedDuration, ToSpan};
use jitasa::clock;
use jitasa::supplies::actions::{self, Loss, When};
use jitasa::supplies::model::{Kind, Lot, Reason};
use jitasa::supplies::rules::MOST;
use serde_json::json;

use super::told::{ATK, ELDERLY, MASK, NURSES, allocation, hand_out, receipt, refused, why};
use super::world::Relief;

on_both_engines! {
    async fn who_wants_more_than_there_is_hears_what_is_left(relief: Relief) {
        let (temple, district) = (&relief.temple, &relief.district);
        relief.receives(temple, MASK, 7).await;
        let told = ("supply-too-few", json!({ "item": MASK, "left": 7 }));
        assert_eq!(refused(relief.hands_out(temple, MASK, 8).await), told);
        // Both groups together.
        let out = hand_out(MASK, &[(ELDERLY, 5), (NURSES, 3)], When::Now);
        assert_eq!(refused(relief.hands_out_as(temple, &out).await), told);
        let new = allocation(&[(district, &[(MASK, 8)])], When::Now);
        assert_eq!(refused(relief.sends_as(temple, &new).await), told);
        let loss = Loss {
            when: When::Now, item: MASK.to_owned(), lot: None, quantity: 8, reason: Reason::Stolen, note: String::new(),
        };
        let cx = relief.cx(temple);
        let lost = actions::lose(relief.app.app(), &cx, temple.handle, &loss, None).await;
        assert_eq!(refused(lost), told);
        assert_eq!(relief.stock(temple, MASK).await, 7);
        let loss = Loss { quantity: 2, ..loss };
        actions::lose(relief.app.app(), &cx, temple.handle, &loss, None).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 5);
        // All receivers together as well, and nothing of it goes.
        relief.receives(district, MASK, 9).await;
        let new = allocation(&[(temple, &[(MASK, 5)]), (&relief.school, &[(MASK, 5)])], When::Now);
        let told = ("supply-too-few", json!({ "item": MASK, "left": 9 }));
        assert_eq!(refused(relief.sends_as(district, &new).await), told);
        assert_eq!(relief.stock(district, MASK).await, 9);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 0);
        relief.is_whole().await;
    }

    async fn nobody_enters_beyond_measure_or_nothing_or_less(relief: Relief) {
        let (temple, school) = (&relief.temple, &relief.school);
        for n in [MOST + 1, i64::MAX, 0, -1, i64::MIN] {
            let received = relief.receives_as(temple, &receipt(MASK, n, When::Now)).await;
            assert_eq!(why(received), "supply-too-much", "{n}");
        }
        relief.receives(temple, MASK, MOST).await;
        relief.receives(temple, MASK, MOST).await;
        assert_eq!(relief.stock(temple, MASK).await, 2 * MOST);
        for n in [2 * MOST + 1, i64::MAX] {
            assert_eq!(why(relief.hands_out(temple, MASK, n).await), "supply-too-few");
        }
        // Sums that no number holds.
        let out = hand_out(MASK, &[(ELDERLY, i64::MAX), (NURSES, i64::MAX)], When::Now);
        assert_eq!(why(relief.hands_out_as(temple, &out).await), "supply-too-few");
        let most = i64::MAX;
        let new = allocation(&[(school, &[(MASK, most)]), (&relief.district, &[(MASK, most)])], When::Now);
        assert_eq!(why(relief.sends_as(temple, &new).await), "supply-too-few");
        for n in [-5, i64::MIN] {
            assert_eq!(why(relief.hands_out(temple, MASK, n).await), "supply-too-much");
        }
        let mut asked = relief.as_expected(temple, relief.today()).await;
        asked.counts[0].reason = Some(Reason::Other);
        for counted in [i64::MAX, i64::MIN, -1] {
            asked.counts[0].counted = counted;
            let closed = relief.closes_as(temple, relief.today(), &asked).await;
            let why = why(closed);
            assert!(["supply-too-much", "supply-too-few"].contains(&why), "{why}");
        }
        assert_eq!(relief.stock(temple, MASK).await, 2 * MOST);
        relief.is_whole().await;
    }

    async fn what_happened_before_counts_for_its_day_or_the_first_still_open(relief: Relief) {
        let temple = &relief.temple;
        let opened = relief.today();
        let before = relief.receives_as(temple, &receipt(MASK, 5, When::On(opened.yesterday().unwrap()))).await;
        assert_eq!(refused(before), ("supply-before-opening", json!({ "opened_on": opened.to_string() })));
        let ahead = relief.app.clock().now() + SignedDuration::from_secs(1);
        for when in [When::On(opened.tomorrow().unwrap()), When::At(ahead)] {
            let early = relief.receives_as(temple, &receipt(MASK, 5, when)).await;
            assert_eq!(why(early), "supply-future");
        }
        relief.days_pass(3);
        let today = relief.today();
        relief.receives_as(temple, &receipt(MASK, 5, When::On(opened))).await.unwrap();
        relief.closes(temple, opened).await.unwrap();
        let second = opened.tomorrow().unwrap();
        // Into the closed day: the next one has it, with its own time beside it.
        relief.receives_as(temple, &receipt(MASK, 3, When::On(opened))).await.unwrap();
        let cx = relief.cx(temple);
        let (.., entries, _) = actions::entries(relief.app.app(), &cx, temple.handle, 30, None).await.unwrap();
        let late = &entries[0].0;
        assert_eq!((late.told.quantity, late.booked_on), (3, second));
        assert_eq!(clock::day(late.happened_at), opened);
        let [first, next] = [relief.day(temple, opened).await, relief.day(temple, second).await];
        assert_eq!((first.lines[0].expected(), first.counts[0].counted), (5, 5));
        assert_eq!((next.lines[0].opening, next.lines[0].moved.received), (5, 3));
        // Today is closed: what comes now is tomorrow's.
        for day in [second, second.tomorrow().unwrap(), today] {
            relief.closes(temple, day).await.unwrap();
        }
        relief.receives(temple, MASK, 1).await;
        relief.hands_out(temple, MASK, 9).await.unwrap();
        let (.., entries, _) = actions::entries(relief.app.app(), &cx, temple.handle, 30, None).await.unwrap();
        assert!(entries[..2].iter().all(|(one, _)| one.booked_on == today.tomorrow().unwrap()));
        assert_eq!(clock::day(entries[0].0.happened_at), today);
        relief.days_pass(1);
        relief.closes(temple, relief.today()).await.unwrap();
        relief.is_whole().await;
    }

    async fn nothing_leaves_the_store_on_a_day_when_it_was_not_there(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 10).await;
        relief.days_pass(1);
        relief.hands_out(temple, MASK, 8).await.unwrap();
        relief.days_pass(1);
        relief.receives(temple, MASK, 100).await;
        // A hundred are there now; on the first day two could have been given.
        let out = hand_out(MASK, &[(ELDERLY, 3)], When::On(first));
        let told = ("supply-too-few-then", json!({ "item": MASK, "left": 2, "on": first.to_string() }));
        assert_eq!(refused(relief.hands_out_as(temple, &out).await), told);
        let new = allocation(&[(&relief.district, &[(MASK, 3)])], When::On(first));
        assert_eq!(refused(relief.sends_as(temple, &new).await), told);
        let out = hand_out(MASK, &[(ELDERLY, 200)], When::On(first));
        let told = ("supply-too-few", json!({ "item": MASK, "left": 102 }));
        assert_eq!(refused(relief.hands_out_as(temple, &out).await), told);
        let out = hand_out(MASK, &[(ELDERLY, 2)], When::On(first));
        relief.hands_out_as(temple, &out).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 100);
        for n in 0..3 {
            relief.closes(temple, first + n.days()).await.unwrap();
        }
        relief.is_whole().await;
    }

    async fn what_is_entered_late_is_drawn_from_lots_that_were_there(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        let lot = |name: &str, expires_on: &str| Lot {
            name: name.to_owned(),
            expires_on: expires_on.parse().ok(),
        };
        let mut old = receipt(ATK, 10, When::Now);
        old.lot = lot("OLD", "2027-12-31");
        relief.receives_as(temple, &old).await.unwrap();
        relief.days_pass(1);
        // It expires sooner, and came a day later.
        let mut new = receipt(ATK, 10, When::Now);
        new.lot = lot("NEW", "2027-01-31");
        relief.receives_as(temple, &new).await.unwrap();
        let out = hand_out(ATK, &[(ELDERLY, 4), (NURSES, 4)], When::On(first));
        relief.hands_out_as(temple, &out).await.unwrap();
        let stock = relief.stock_by_lot(temple).await;
        let stock: Vec<_> = stock.iter().map(|one| (&*one.lot.name, one.quantity)).collect();
        assert_eq!(stock, [("NEW", 10), ("OLD", 2)]);
        let out = hand_out(ATK, &[(ELDERLY, 3)], When::On(first));
        let told = ("supply-too-few-then", json!({ "item": ATK, "left": 2, "on": first.to_string() }));
        assert_eq!(refused(relief.hands_out_as(temple, &out).await), told);
        relief.is_whole().await;
    }

    async fn an_expiry_that_was_typed_wrongly_does_not_stay(relief: Relief) {
        let temple = &relief.temple;
        let mut receipt = receipt(ATK, 10, When::Now);
        receipt.lot.name = "A".to_owned();
        receipt.lot.expires_on = "2062-01-31".parse().ok();
        let wrong = relief.receives_as(temple, &receipt).await.unwrap();
        relief.reverses(temple, wrong).await.unwrap();
        receipt.lot.expires_on = "2027-01-31".parse().ok();
        relief.receives_as(temple, &receipt).await.unwrap();
        let stock = relief.stock_by_lot(temple).await;
        assert_eq!(stock[0].lot.expires_on, "2027-01-31".parse().ok());
    }

    async fn who_keeps_no_books_here_enters_nothing(relief: Relief) {
        let temple = &relief.temple;
        relief.receives(temple, MASK, 10).await;
        let out = hand_out(MASK, &[(ELDERLY, 1)], When::Now);
        // Above it is seen, and not kept; beside it is not there.
        for actor in [&relief.district.actor, &relief.ministry.actor, &relief.malee] {
            let cx = relief.cx_of(actor);
            let given = actions::hand_out(relief.app.app(), &cx, temple.handle, &out, None).await;
            assert_eq!(why(given), "supply-books-of-others");
            let seen = actions::home(relief.app.app(), &cx, temple.handle).await.unwrap();
            assert!(!seen.rights.keeps && seen.stock[0].quantity == 10);
        }
        let mut visitor = relief.cx(temple);
        visitor.actor = jitasa::access::Actor::Visitor;
        for cx in [relief.cx(&relief.school), relief.cx(&relief.songkhla)] {
            let given = actions::hand_out(relief.app.app(), &cx, temple.handle, &out, None).await;
            assert!(matches!(given, Err(jitasa::error::Error::NotFound)), "{given:?}");
        }
        let given = actions::hand_out(relief.app.app(), &visitor, temple.handle, &out, None).await;
        assert!(matches!(given, Err(jitasa::error::Error::SignInNeeded)), "{given:?}");
        // Whoever kept them is gone: the unit above does it.
        let cx = relief.cx(&relief.district);
        let officers = actions::officers(relief.app.app(), &cx, temple.handle).await.unwrap();
        actions::end_seat(relief.app.app(), &cx, temple.handle, officers[0].seat).await.unwrap();
        actions::hand_out(relief.app.app(), &cx, temple.handle, &out, None).await.unwrap();
        let given = relief.hands_out(temple, MASK, 1).await;
        assert!(matches!(given, Err(jitasa::error::Error::NotFound)), "{given:?}");
        let cx = relief.cx(&relief.province);
        let given = actions::hand_out(relief.app.app(), &cx, temple.handle, &out, None).await;
        assert_eq!(why(given), "supply-books-of-others");
        assert_eq!(relief.stock(temple, MASK).await, 9);
        let cx = relief.cx(&relief.district);
        let (.., entries, _) = actions::entries(relief.app.app(), &cx, temple.handle, 1, None).await.unwrap();
        assert_eq!(entries[0].0.told.kind, Kind::HandOut);
    }
}
