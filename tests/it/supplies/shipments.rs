//! What goes between two units: acknowledged once, taken back before or said anew after.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::{Kind, Purpose, Reason, Standing};
use serde_json::json;

use super::told::{ATK, MASK, allocation, came, receipt, refused, why};
use super::world::Relief;

const LOST: Option<Reason> = Some(Reason::Lost);

on_both_engines! {
    async fn what_came_is_said_once(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 100).await;
        let shipment = relief.sends(district, temple, MASK, 60).await;
        let told = [came(MASK, 50, 4, LOST)];
        for more in [came(MASK, 61, 0, LOST), came(MASK, 60, 1, LOST), came(MASK, i64::MAX, i64::MAX, LOST)] {
            let came = relief.acknowledges_as(temple, shipment, &[more], When::Now).await;
            assert_eq!(why(came), "supply-more-than-sent");
        }
        // Less than nothing is no way to make up for more.
        for less in [came(MASK, -5, 0, LOST), came(MASK, 61, -1, LOST), came(MASK, i64::MIN, 0, LOST)] {
            let came = relief.acknowledges_as(temple, shipment, &[less], When::Now).await;
            assert_eq!(why(came), "supply-more-than-sent");
        }
        let without = [came(MASK, 59, 0, None)];
        let silent = relief.acknowledges_as(temple, shipment, &without, When::Now).await;
        assert_eq!(why(silent), "supply-reason-missing");
        assert_eq!(relief.stock(temple, MASK).await, 0);
        for _ in 0..2 {
            relief.acknowledges_as(temple, shipment, &told, When::Now).await.unwrap();
            assert_eq!(relief.stock(temple, MASK).await, 50);
        }
        for other in [came(MASK, 50, 5, LOST), came(MASK, 51, 3, LOST), came(MASK, 60, 0, None)] {
            let came = relief.acknowledges_as(temple, shipment, &[other], When::Now).await;
            assert_eq!(why(came), "supply-acknowledged");
        }
        assert_eq!(relief.stock(temple, MASK).await, 50);
        let cx = relief.cx(district);
        let (.., traced) = actions::shipment(relief.app.app(), &cx, district.handle, shipment).await.unwrap();
        let of = |kind, n| (kind, MASK.to_owned(), String::new(), n);
        let mut there = traced.came.clone();
        there.sort_by_key(|(.., n)| *n);
        assert_eq!(there, [of(Kind::Damaged, 4), of(Kind::Short, 6), of(Kind::Arrival, 50)]);
        assert_eq!((traced.shipment.standing(), traced.shipment.purpose), (Standing::Arrived, Purpose::Allocation));
        relief.is_whole().await;
    }

    async fn nothing_comes_before_it_was_sent(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        let first = relief.today();
        relief.receives(district, MASK, 100).await;
        relief.days_pass(2);
        let yesterday = first + 1.days();
        let new = allocation(&[(temple, &[(MASK, 60)])], When::On(yesterday));
        let shipment = relief.sends_as(district, &new).await.unwrap()[0];
        let at = relief.app.clock().now() - jiff::SignedDuration::from_hours(48);
        for when in [When::On(first), When::At(at)] {
            let early = relief.acknowledges_as(temple, shipment, &[], when).await;
            assert_eq!(refused(early), ("supply-before-sending", json!({ "sent_on": yesterday })));
        }
        assert_eq!(relief.stock(temple, MASK).await, 0);
        relief.acknowledges_as(temple, shipment, &[], When::On(yesterday)).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 60);
        let cx = relief.cx(temple);
        let (.., traced) = actions::shipment(relief.app.app(), &cx, temple.handle, shipment).await.unwrap();
        assert!(traced.shipment.arrived_at >= Some(traced.shipment.sent_at));
        relief.is_whole().await;
    }

    async fn nothing_may_have_come_at_all(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 10).await;
        let shipment = relief.sends(district, temple, MASK, 10).await;
        let none = [came(MASK, 0, 0, LOST)];
        relief.acknowledges_as(temple, shipment, &none, When::Now).await.unwrap();
        relief.acknowledges_as(temple, shipment, &none, When::Now).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 0);
        assert_eq!(why(relief.cancels(district, shipment).await), "supply-arrived");
        relief.undoes(temple, shipment).await.unwrap();
        relief.acknowledges(temple, shipment).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 10);
        relief.is_whole().await;
    }

    async fn a_shipment_is_taken_back_until_it_is_acknowledged(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 100).await;
        let first = relief.sends(district, temple, MASK, 60).await;
        relief.cancels(district, first).await.unwrap();
        assert_eq!(relief.stock(district, MASK).await, 100);
        assert_eq!(why(relief.cancels(district, first).await), "supply-cancelled");
        assert_eq!(why(relief.acknowledges(temple, first).await), "supply-cancelled");
        relief.undoes(temple, first).await.unwrap();
        assert_eq!((relief.stock(district, MASK).await, relief.stock(temple, MASK).await), (100, 0));
        let second = relief.sends(district, temple, MASK, 60).await;
        relief.acknowledges(temple, second).await.unwrap();
        assert_eq!(why(relief.cancels(district, second).await), "supply-arrived");
        // Neither end may do what is the other's, and nobody else knows of it.
        for who in [district, &relief.school, &relief.songkhla] {
            assert!(matches!(relief.acknowledges(who, second).await, Err(Error::NotFound)));
            assert!(matches!(relief.undoes(who, second).await, Err(Error::NotFound)));
        }
        assert!(matches!(relief.cancels(temple, second).await, Err(Error::NotFound)));
        // Said anew: until then it is on its way, and may be taken back.
        relief.undoes(temple, second).await.unwrap();
        relief.undoes(temple, second).await.unwrap();
        assert_eq!((relief.stock(district, MASK).await, relief.stock(temple, MASK).await), (40, 0));
        relief.acknowledges_as(temple, second, &[came(MASK, 55, 0, LOST)], When::Now).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 55);
        relief.undoes(temple, second).await.unwrap();
        relief.cancels(district, second).await.unwrap();
        assert_eq!((relief.stock(district, MASK).await, relief.stock(temple, MASK).await), (100, 0));
        let (received, _) = relief.figures("supplies_received").await;
        assert_eq!(received, [(format!("{MASK}|district"), 100)].into());
        relief.is_whole().await;
    }

    async fn what_was_used_is_not_said_never_to_have_come(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 10).await;
        let shipment = relief.sends(district, temple, MASK, 10).await;
        relief.acknowledges(temple, shipment).await.unwrap();
        relief.hands_out(temple, MASK, 1).await.unwrap();
        let told = ("supply-too-few", json!({ "item": MASK, "left": 9 }));
        assert_eq!(refused(relief.undoes(temple, shipment).await), told);
        assert_eq!(relief.stock(temple, MASK).await, 9);
        assert_eq!(why(relief.cancels(district, shipment).await), "supply-arrived");
        relief.is_whole().await;
    }

    async fn an_acknowledgement_of_an_open_day_is_undone_on_that_day(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        let first = relief.today();
        relief.receives(district, MASK, 100).await;
        let shipment = relief.sends(district, temple, MASK, 100).await;
        relief.acknowledges(temple, shipment).await.unwrap();
        relief.days_pass(2);
        relief.undoes(temple, shipment).await.unwrap();
        let told = [came(MASK, 90, 0, LOST)];
        relief.acknowledges_as(temple, shipment, &told, When::On(first)).await.unwrap();
        // What is counted on that day is what was there.
        let day = relief.day(temple, first).await;
        assert_eq!((day.lines[0].moved.received, day.lines[0].expected()), (90, 90));
        for n in 0..3 {
            relief.closes(temple, first + n.days()).await.unwrap();
        }
        // Undone after its day is closed it counts for the next, as does what is said in its place.
        relief.days_pass(2);
        relief.undoes(temple, shipment).await.unwrap();
        relief.acknowledges_as(temple, shipment, &[], When::On(first)).await.unwrap();
        let fourth = first + 3.days();
        let day = relief.day(temple, fourth).await;
        assert_eq!((day.lines[0].opening, day.lines[0].moved.received, day.lines[0].expected()), (90, 10, 100));
        relief.closes(temple, fourth).await.unwrap();
        relief.closes(temple, relief.today()).await.unwrap();
        relief.is_whole().await;
    }

    async fn a_shipment_taken_back_is_as_if_it_had_never_gone(relief: Relief) {
        let (district, temple, school) = (&relief.district, &relief.temple, &relief.school);
        let first = relief.today();
        relief.receives(district, MASK, 100).await;
        let wrong = relief.sends(district, temple, MASK, 100).await;
        relief.days_pass(1);
        relief.cancels(district, wrong).await.unwrap();
        // To whom it really went, on the day it did.
        let new = allocation(&[(school, &[(MASK, 100)])], When::On(first));
        let right = relief.sends_as(district, &new).await.unwrap()[0];
        relief.acknowledges(school, right).await.unwrap();
        let day = relief.day(district, first).await;
        assert_eq!((day.lines[0].moved.sent, day.lines[0].expected()), (100, 0));
        relief.closes(district, first).await.unwrap();
        relief.closes(district, relief.today()).await.unwrap();
        relief.is_whole().await;
    }

    async fn goods_go_only_where_the_tree_has_an_edge(relief: Relief) {
        let Relief { ministry, province, district, temple, mueang, songkhla, .. } = &relief;
        for place in [ministry, district, temple] {
            relief.receives(place, MASK, 10).await;
        }
        for (from, to) in [(ministry, district), (district, district), (temple, province), (district, songkhla), (temple, mueang)] {
            let new = allocation(&[(to, &[(MASK, 1)])], When::Now);
            assert_eq!(why(relief.sends_as(from, &new).await), "supply-not-there");
        }
        for (from, to) in [(ministry, songkhla), (district, mueang), (district, province), (temple, district)] {
            let shipment = relief.sends(from, to, MASK, 1).await;
            relief.acknowledges(to, shipment).await.unwrap();
        }
        relief.is_whole().await;
    }

    async fn several_lots_and_items_are_acknowledged_line_by_line(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        for lot in ["A", "B"] {
            let mut receipt = receipt(ATK, 10, When::Now);
            receipt.lot.name = lot.to_owned();
            relief.receives_as(district, &receipt).await.unwrap();
        }
        relief.receives(district, MASK, 50).await;
        let new = allocation(&[(temple, &[(ATK, 15), (MASK, 50)])], When::Now);
        let shipment = relief.sends_as(district, &new).await.unwrap()[0];
        let mut of_lot = came(ATK, 3, 1, LOST);
        of_lot.lot = "B".to_owned();
        // Of the others nothing is said: they came whole.
        relief.acknowledges_as(temple, shipment, &[of_lot], When::Now).await.unwrap();
        let stock = relief.stock_by_lot(temple).await;
        let stock: Vec<_> = stock.iter().map(|one| (&*one.item, &*one.lot.name, one.quantity)).collect();
        assert_eq!(stock, [(ATK, "A", 10), (ATK, "B", 3), (MASK, "", 50)]);
        relief.is_whole().await;
    }
}
