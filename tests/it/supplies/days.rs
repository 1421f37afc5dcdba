//! Days: counted, closed in order, once, late where they were missed.

use db::on_both_engines;
use jiff::ToSpan;
use jiff::civil::Date;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::Reason;
use jitasa::supplies::rules::Asked;
use serde_json::json;

use super::told::{ATK, ELDERLY, MASK, hand_out, receipt, refused, why};
use super::world::{Place, Relief};

async fn closes_quiet(relief: &Relief, place: &Place, up_to: Date) -> usize {
    let cx = relief.cx(place);
    let closed = actions::close_quiet(relief.app.app(), &cx, place.handle, up_to).await;
    closed.unwrap()
}

on_both_engines! {
    async fn a_day_is_closed_once(relief: Relief) {
        let temple = &relief.temple;
        let today = relief.today();
        relief.receives(temple, MASK, 10).await;
        let asked = relief.as_expected(temple, today).await;
        relief.closes_as(temple, today, &asked).await.unwrap();
        // With the same counts nothing changes; others are refused.
        relief.closes_as(temple, today, &asked).await.unwrap();
        let mut other = asked.clone();
        other.counts[0].counted = 9;
        other.counts[0].reason = Some(Reason::Lost);
        assert_eq!(why(relief.closes_as(temple, today, &other).await), "supply-day-closed");
        other.counts.clear();
        assert_eq!(why(relief.closes_as(temple, today, &other).await), "supply-day-closed");
        assert_eq!(relief.stock(temple, MASK).await, 10);
        let day = relief.day(temple, today).await;
        assert_eq!(day.closed.unwrap().n_entries, 1);
        relief.is_whole().await;
    }

    async fn an_empty_day_is_closed_without_a_count(relief: Relief) {
        let temple = &relief.temple;
        let asked = Asked { counts: Vec::new(), seen: None };
        relief.closes_as(temple, relief.today(), &asked).await.unwrap();
        relief.closes_as(temple, relief.today(), &asked).await.unwrap();
        let found = actions::verify(relief.app.app(), &relief.cx(temple), temple.handle).await.unwrap();
        assert_eq!((found.n_days, found.is_whole()), (1, true));
    }

    async fn days_are_closed_in_order_and_none_ahead(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        let [second, third] = [1, 2].map(|n| first + n.days());
        let asked = Asked { counts: Vec::new(), seen: None };
        assert_eq!(why(relief.closes_as(temple, second, &asked).await), "supply-future");
        let before = relief.closes_as(temple, first.yesterday().unwrap(), &asked).await;
        assert_eq!(why(before), "supply-day-not-ours");
        relief.days_pass(2);
        let told = ("supply-day-not-yet", json!({ "first": first.to_string() }));
        for day in [second, third] {
            assert_eq!(refused(relief.closes_as(temple, day, &asked).await), told);
        }
        let cx = relief.cx(temple);
        let home = actions::home(relief.app.app(), &cx, temple.handle).await.unwrap();
        assert_eq!((home.next, home.last), (Some(first), None));
        relief.closes(temple, first).await.unwrap();
        let told = ("supply-day-not-yet", json!({ "first": second.to_string() }));
        assert_eq!(refused(relief.closes_as(temple, third, &asked).await), told);
        relief.closes(temple, second).await.unwrap();
        relief.closes(temple, third).await.unwrap();
        let home = actions::home(relief.app.app(), &cx, temple.handle).await.unwrap();
        assert_eq!((home.next, home.last.unwrap().day), (None, third));
        let ahead = actions::today(relief.app.app(), &cx, temple.handle, Some(third.tomorrow().unwrap())).await;
        assert!(matches!(ahead, Err(Error::NotFound)));
        relief.is_whole().await;
    }

    async fn missed_days_are_closed_late_each_with_its_own_lines(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 100).await;
        relief.days_pass(1);
        relief.hands_out(temple, MASK, 30).await.unwrap();
        relief.days_pass(2);
        relief.hands_out(temple, MASK, 20).await.unwrap();
        relief.receives(temple, ATK, 5).await;
        // Before any is closed each day has what the days before left.
        let [second, third, fourth] = [1, 2, 3].map(|n| first + n.days());
        let openings = [(first, 0, 100), (second, 100, 70), (third, 70, 70), (fourth, 70, 50)];
        for (day, opening, expected) in openings {
            let seen = relief.day(temple, day).await;
            let line = seen.lines.iter().find(|line| line.item == MASK).unwrap();
            assert_eq!((line.opening, line.expected()), (opening, expected), "{day}");
            assert_eq!(seen.n_open_before, i64::from((day - first).get_days()));
        }
        relief.closes(temple, first).await.unwrap();
        // Counted late, and three fewer: the days after begin with that.
        let mut asked = relief.as_expected(temple, second).await;
        asked.counts[0].counted = 67;
        asked.counts[0].reason = Some(Reason::Damaged);
        relief.closes_as(temple, second, &asked).await.unwrap();
        for (day, opening, expected) in [(third, 67, 67), (fourth, 67, 47)] {
            let seen = relief.day(temple, day).await;
            let line = seen.lines.iter().find(|line| line.item == MASK).unwrap();
            assert_eq!((line.opening, line.expected()), (opening, expected), "{day}");
        }
        relief.closes(temple, third).await.unwrap();
        relief.closes(temple, fourth).await.unwrap();
        assert_eq!((relief.stock(temple, MASK).await, relief.stock(temple, ATK).await), (47, 5));
        let cx = relief.cx(temple);
        let month = actions::month(relief.app.app(), &cx, temple.handle, None).await.unwrap();
        let late: Vec<bool> = month.closed.iter().map(|closed| closed.is_late).collect();
        assert_eq!(late, [true, true, true, false]);
        relief.is_whole().await;
    }

    async fn what_was_given_later_is_not_missing_on_a_day_before(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 10).await;
        relief.days_pass(1);
        relief.hands_out(temple, MASK, 8).await.unwrap();
        let mut asked = relief.as_expected(temple, first).await;
        asked.counts[0].counted = 7;
        asked.counts[0].reason = Some(Reason::Lost);
        // Ten less three are seven, of which no eight were given.
        assert_eq!(why(relief.closes_as(temple, first, &asked).await), "supply-too-few");
        relief.days_pass(1);
        relief.receives(temple, MASK, 50).await;
        assert_eq!(why(relief.closes_as(temple, first, &asked).await), "supply-too-few-then");
        asked.counts[0].counted = 8;
        relief.closes_as(temple, first, &asked).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 50);
        relief.is_whole().await;
    }

    async fn quiet_days_are_closed_at_once_up_to_one_on_which_something_moved(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 10).await;
        assert_eq!(closes_quiet(&relief, temple, first).await, 0);
        relief.closes(temple, first).await.unwrap();
        relief.days_pass(4);
        relief.hands_out(temple, MASK, 1).await.unwrap();
        relief.days_pass(2);
        let day = |n: i32| first + n.days();
        assert_eq!(closes_quiet(&relief, temple, day(2)).await, 2);
        assert_eq!(closes_quiet(&relief, temple, day(9)).await, 1);
        assert_eq!(closes_quiet(&relief, temple, day(9)).await, 0);
        relief.closes(temple, day(4)).await.unwrap();
        assert_eq!(closes_quiet(&relief, temple, day(5)).await, 1);
        assert_eq!(relief.day(temple, day(5)).await.counts[0].counted, 9);
        assert_eq!(closes_quiet(&relief, temple, day(6)).await, 1);
        assert_eq!(closes_quiet(&relief, temple, day(6)).await, 0);
        relief.days_pass(250);
        assert_eq!(closes_quiet(&relief, temple, day(256)).await, 100);
        assert_eq!(closes_quiet(&relief, temple, day(256)).await, 100);
        assert_eq!(closes_quiet(&relief, temple, day(256)).await, 50);
        let found = actions::verify(relief.app.app(), &relief.cx(temple), temple.handle).await.unwrap();
        assert_eq!((found.n_days, found.is_whole()), (257, true));
    }

    async fn a_day_on_which_a_shipment_came_wants_a_count(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        let first = relief.today();
        relief.receives(district, MASK, 10).await;
        let shipment = relief.sends(district, temple, MASK, 10).await;
        relief.closes(district, first).await.unwrap();
        // On its way it is nobody's; that day is quiet.
        assert_eq!(closes_quiet(&relief, temple, first).await, 1);
        relief.days_pass(1);
        relief.acknowledges(temple, shipment).await.unwrap();
        assert_eq!(closes_quiet(&relief, temple, relief.today()).await, 0);
        let none = Asked { counts: Vec::new(), seen: None };
        let told = ("supply-not-counted", json!({ "item": MASK, "lot": "" }));
        assert_eq!(refused(relief.closes_as(temple, relief.today(), &none).await), told);
        relief.closes(temple, relief.today()).await.unwrap();
        assert_eq!(relief.day(temple, relief.today()).await.counts[0].counted, 10);
        relief.is_whole().await;
    }

    async fn what_is_entered_between_count_and_close_is_not_closed_over(relief: Relief) {
        let temple = &relief.temple;
        let today = relief.today();
        relief.receives(temple, MASK, 10).await;
        let mut asked = relief.as_expected(temple, today).await;
        asked.seen = Some(vec![(MASK.to_owned(), String::new(), 10)]);
        relief.hands_out(temple, MASK, 2).await.unwrap();
        assert_eq!(why(relief.closes_as(temple, today, &asked).await), "supply-booked-meanwhile");
        relief.receives(temple, MASK, 2).await;
        relief.receives(temple, ATK, 1).await;
        assert_eq!(why(relief.closes_as(temple, today, &asked).await), "supply-booked-meanwhile");
        let mut asked = relief.as_expected(temple, today).await;
        asked.seen = Some(vec![(MASK.to_owned(), String::new(), 10), (ATK.to_owned(), String::new(), 1)]);
        relief.closes_as(temple, today, &asked).await.unwrap();
        relief.is_whole().await;
    }

    async fn a_day_with_all_that_can_happen_adds_up(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        let first = relief.today();
        relief.receives(district, MASK, 100).await;
        let shipment = relief.sends(district, temple, MASK, 60).await;
        relief.days_pass(1);
        relief.receives(temple, MASK, 40).await;
        let told = [super::told::came(MASK, 50, 4, Some(Reason::Damaged))];
        relief.acknowledges_as(temple, shipment, &told, When::Now).await.unwrap();
        relief.hands_out(temple, MASK, 25).await.unwrap();
        relief.sends(temple, district, MASK, 5).await;
        let wrong = relief.hands_out(temple, MASK, 7).await.unwrap();
        relief.reverses(temple, wrong).await.unwrap();
        let loss = actions::Loss {
            when: When::Now, item: MASK.to_owned(), lot: None, quantity: 3, reason: Reason::Expired, note: String::new(),
        };
        let cx = relief.cx(temple);
        actions::lose(relief.app.app(), &cx, temple.handle, &loss, None).await.unwrap();
        let day = relief.day(temple, relief.today()).await;
        let moved = day.lines[0].moved;
        assert_eq!((moved.received, moved.sent, moved.handed_out, moved.corrected), (90, 5, 25, -3));
        assert_eq!((day.lines[0].opening, day.lines[0].expected()), (0, 57));
        relief.closes(temple, first).await.unwrap();
        let mut asked = relief.as_expected(temple, relief.today()).await;
        asked.counts[0].counted = 60;
        asked.counts[0].reason = Some(Reason::Miscounted);
        relief.closes_as(temple, relief.today(), &asked).await.unwrap();
        // What was counted is entered beside what was expected.
        let day = relief.day(temple, relief.today()).await;
        assert_eq!((day.lines[0].expected(), day.counts[0].counted), (57, 60));
        assert_eq!(relief.stock(temple, MASK).await, 60);
        let out = hand_out(MASK, &[(ELDERLY, 60)], When::Now);
        relief.hands_out_as(temple, &out).await.unwrap();
        relief.receives_as(temple, &receipt(MASK, 1, When::On(first))).await.unwrap();
        relief.days_pass(1);
        let day = relief.day(temple, relief.today()).await;
        assert_eq!((day.lines[0].opening, day.lines[0].expected()), (60, 1));
        relief.is_whole().await;
    }
}
