//! Entries taken back: once, on their own day while it is open, with stock and figures as they were.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::error::Error;
use jitasa::ids::SupplyEntryId;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::{Entry, Kind, Reason};
use serde_json::json;

use super::told::{ELDERLY, MASK, NURSES, hand_out, receipt, refused, why};
use super::world::{Place, Relief};

/// The newest first.
async fn entries(relief: &Relief, place: &Place) -> Vec<(Entry, bool)> {
    let cx = relief.cx(place);
    let listed = actions::entries(relief.app.app(), &cx, place.handle, 100, None).await;
    listed.unwrap().2
}

on_both_engines! {
    async fn an_entry_is_taken_back_once(relief: Relief) {
        let temple = &relief.temple;
        let receipt = relief.receives(temple, MASK, 100).await;
        let first = relief.hands_out(temple, MASK, 30).await.unwrap();
        relief.hands_out(temple, MASK, 5).await.unwrap();
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 35);
        relief.reverses(temple, first).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 95);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 5);
        assert_eq!(why(relief.reverses(temple, first).await), "supply-reversed");
        let all = entries(&relief, temple).await;
        let back = all.iter().find(|(one, _)| one.told.reverses == Some(first)).unwrap();
        assert_eq!(why(relief.reverses(temple, back.0.id).await), "supply-is-reversal");
        assert!(all.iter().any(|(one, is_reversed)| one.id == first && *is_reversed));
        assert_eq!(back.0.told.accounts(), (back.0.from, back.0.to));
        // What came is partly gone.
        let told = ("supply-too-few", json!({ "item": MASK, "left": 95 }));
        assert_eq!(refused(relief.reverses(temple, receipt).await), told);
        assert_eq!(relief.stock(temple, MASK).await, 95);
        relief.is_whole().await;
    }

    async fn a_receipt_taken_back_twice_is_told_so_though_nothing_is_left(relief: Relief) {
        let temple = &relief.temple;
        let receipt = relief.receives(temple, MASK, 100).await;
        relief.reverses(temple, receipt).await.unwrap();
        assert_eq!(why(relief.reverses(temple, receipt).await), "supply-reversed");
        let (received, provinces) = relief.figures("supplies_received").await;
        assert!(received.is_empty() && provinces.is_empty(), "{received:?}");
        relief.is_whole().await;
    }

    async fn what_went_between_units_is_not_taken_back_by_itself(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 100).await;
        let shipment = relief.sends(district, temple, MASK, 60).await;
        let told = [super::told::came(MASK, 40, 10, Some(Reason::Damaged))];
        relief.acknowledges_as(temple, shipment, &told, When::Now).await.unwrap();
        for place in [district, temple] {
            let all = entries(&relief, place).await;
            let of_shipment = all.iter().filter(|(one, _)| one.told.kind != Kind::Receipt);
            for (entry, _) in of_shipment {
                assert_eq!(why(relief.reverses(place, entry.id).await), "supply-of-shipment");
            }
        }
        let nothing = SupplyEntryId(uuid::Uuid::from_u128(1));
        assert!(matches!(relief.reverses(temple, nothing).await, Err(Error::NotFound)));
        // An entry of another unit is not there.
        let other = entries(&relief, district).await[0].0.id;
        assert!(matches!(relief.reverses(temple, other).await, Err(Error::NotFound)));
    }

    async fn a_mistake_of_an_open_day_is_as_if_it_had_never_been(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        let wrong = relief.receives(temple, MASK, 100).await;
        relief.days_pass(1);
        let out = hand_out(MASK, &[(ELDERLY, 60), (NURSES, 30)], When::Now);
        relief.receives(temple, MASK, 50).await;
        let given = relief.hands_out_as(temple, &out).await.unwrap();
        relief.days_pass(1);
        relief.receives(temple, MASK, 100).await;
        // Without it there would have been less than nothing yesterday.
        assert_eq!(why(relief.reverses(temple, wrong).await), "supply-too-few-then");
        let right = receipt(MASK, 90, When::On(first));
        relief.receives_as(temple, &right).await.unwrap();
        relief.reverses(temple, wrong).await.unwrap();
        assert_eq!(relief.day(temple, first).await.lines[0].expected(), 90);
        relief.reverses(temple, given).await.unwrap();
        let second = relief.day(temple, first + 1.days()).await;
        let line = &second.lines[0];
        assert_eq!((line.moved.handed_out, line.expected()), (30, 110));
        assert_eq!(second.handed_out, [
            (MASK.to_owned(), NURSES.to_owned(), 30), (MASK.to_owned(), ELDERLY.to_owned(), 0),
        ]);
        assert_eq!((relief.handed_out(MASK, ELDERLY).await, relief.handed_out(MASK, NURSES).await), (0, 30));
        for n in 0..3 {
            relief.closes(temple, first + n.days()).await.unwrap();
        }
        relief.is_whole().await;
    }

    async fn a_mistake_of_a_closed_day_counts_for_the_first_still_open(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 100).await;
        let wrong = relief.hands_out(temple, MASK, 40).await.unwrap();
        let mut asked = relief.as_expected(temple, first).await;
        asked.counts[0].counted = 95;
        asked.counts[0].reason = Some(Reason::NotBooked);
        relief.closes_as(temple, first, &asked).await.unwrap();
        relief.days_pass(3);
        relief.reverses(temple, wrong).await.unwrap();
        let all = entries(&relief, temple).await;
        // What was entered for the count as well.
        let surplus = all.iter().find(|(one, _)| one.told.kind == Kind::Surplus).unwrap().0.clone();
        assert_eq!(surplus.told.quantity, 35);
        relief.reverses(temple, surplus.id).await.unwrap();
        let out = hand_out(MASK, &[(ELDERLY, 5)], When::On(first));
        relief.hands_out_as(temple, &out).await.unwrap();
        let second = relief.day(temple, first + 1.days()).await;
        let line = &second.lines[0];
        assert_eq!((line.opening, line.moved.handed_out, line.moved.corrected, line.expected()), (95, -35, -35, 95));
        assert_eq!(relief.stock(temple, MASK).await, 95);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 5);
        for n in 1..4 {
            relief.closes(temple, first + n.days()).await.unwrap();
        }
        relief.is_whole().await;
    }
}
