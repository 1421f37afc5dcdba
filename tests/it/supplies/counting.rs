//! Single lots counted between the days, how long a store lasts, and who is told that it does not.

use db::on_both_engines;
use jiff::{SignedDuration, ToSpan};
use jitasa::access::Cx;
use jitasa::idempotency::Key;
use jitasa::notifications;
use jitasa::supplies::actions::{self, Receipt, When};
use jitasa::supplies::model::{Count, Kind, Lot, Reason};
use jitasa::supplies::rules::Asked;

use super::told::{ATK, MASK, receipt, why};
use super::world::{Place, Relief};

fn counted(item: &str, n: i64, reason: Option<Reason>, seen: i64) -> Asked {
    Asked {
        counts: vec![Count {
            item: item.to_owned(),
            lot: String::new(),
            counted: n,
            reason,
            note: String::new(),
        }],
        seen: Some(vec![(item.to_owned(), String::new(), seen)]),
    }
}

/// What was told of stores, by message: at one instant there is no order.
async fn told(relief: &Relief, place: &Place) -> Vec<String> {
    let account = relief.cx(place).account().unwrap();
    let notices = db::read!(relief.app.app().db, |tx| {
        notifications::store::newest(tx, account).await
    });
    let of_stores = [
        "notice-supply-runs-out",
        "notice-supply-ran-out",
        "notice-supply-expires",
    ];
    let mut all: Vec<String> = notices
        .unwrap()
        .into_iter()
        .map(|notice| notice.message)
        .filter(|message| of_stores.contains(&message.as_str()))
        .collect();
    all.sort_unstable();
    all
}

async fn looks(relief: &Relief) -> usize {
    let cx = Cx::system(relief.app.clock().now());
    actions::alert(relief.app.app(), &cx).await.unwrap()
}

on_both_engines! {
    async fn one_item_is_counted_between_the_days_by_the_rules_of_the_close(relief: Relief) {
        let temple = &relief.temple;
        let app = relief.app.app();
        relief.receives(temple, MASK, 100).await;
        relief.receives(temple, ATK, 10).await;
        let cx = relief.cx(temple);
        for (asked, refusal) in [
            (counted(MASK, 97, None, 100), "supply-reason-missing"),
            (counted(MASK, 97, Some(Reason::Lost), 90), "supply-booked-meanwhile"),
            (counted("n95", 1, Some(Reason::Other), 1), "supply-booked-meanwhile"),
            (Asked { seen: None, ..counted("n95", 1, Some(Reason::Other), 1) }, "supply-count-unknown"),
            (counted(MASK, i64::MAX, Some(Reason::Other), 100), "supply-too-much"),
        ] {
            let entered = actions::count(app, &cx, temple.handle, &asked, None).await;
            assert_eq!(why(entered), refusal, "{asked:?}");
        }
        assert_eq!(relief.stock(temple, MASK).await, 100);
        let same = actions::count(app, &cx, temple.handle, &counted(MASK, 100, None, 100), None).await;
        assert_eq!(same.unwrap(), None);
        let key = Key::new(app, &cx, "count", b"a").unwrap();
        let less = counted(MASK, 97, Some(Reason::Lost), 100);
        let first = actions::count(app, &cx, temple.handle, &less, Some(&key)).await.unwrap();
        let again = actions::count(app, &cx, temple.handle, &less, Some(&key)).await.unwrap();
        assert_eq!((first.is_some(), first), (true, again));
        let entry = actions::entry(app, &cx, temple.handle, first.unwrap()).await.unwrap();
        assert_eq!((entry.told.kind, entry.told.quantity, entry.booked_on), (Kind::Shortfall, 3, relief.today()));
        assert_eq!((relief.stock(temple, MASK).await, relief.stock(temple, ATK).await), (97, 10));
        // The close finds it as corrected; after the close it counts for tomorrow.
        assert_eq!(relief.day(temple, relief.today()).await.lines[1].moved.corrected, -3);
        relief.closes(temple, relief.today()).await.unwrap();
        let more = counted(MASK, 99, Some(Reason::Miscounted), 97);
        let late = actions::count(app, &cx, temple.handle, &more, None).await.unwrap().unwrap();
        let entry = actions::entry(app, &cx, temple.handle, late).await.unwrap();
        assert_eq!((entry.told.kind, entry.booked_on), (Kind::Surplus, relief.today() + 1.days()));
        let other = actions::count(app, &relief.cx(&relief.district), temple.handle, &more, None).await;
        assert_eq!(why(other), "supply-books-of-others");
        relief.is_whole().await;
    }

    async fn who_runs_out_is_told_once_until_there_is_more(relief: Relief) {
        let (temple, district) = (&relief.temple, &relief.district);
        let lot = Lot { name: "A".to_owned(), expires_on: Some(relief.today() + 30.days()) };
        let new = Receipt { lot, ..receipt(ATK, 10, When::Now) };
        relief.receives_as(temple, &new).await.unwrap();
        relief.receives(temple, MASK, 100).await;
        relief.hands_out(temple, MASK, 20).await.unwrap();
        assert_eq!(looks(&relief).await, 1, "a lot that expires in thirty days");
        assert_eq!(looks(&relief).await, 0);
        relief.hands_out(temple, MASK, 70).await.unwrap();
        assert_eq!(looks(&relief).await, 1, "ten are left, by ninety in two weeks");
        relief.hands_out(temple, MASK, 10).await.unwrap();
        assert_eq!((looks(&relief).await, looks(&relief).await), (1, 0));
        let all = ["notice-supply-expires", "notice-supply-ran-out", "notice-supply-runs-out"];
        assert_eq!(told(&relief, temple).await, all);
        assert_eq!(told(&relief, district).await, all, "the unit above");
        assert!(told(&relief, &relief.province).await.is_empty());
        let cx = relief.cx(temple);
        let home = actions::home(relief.app.app(), &cx, temple.handle).await.unwrap();
        assert_eq!(home.used.iter().find(|(item, _)| item == MASK).unwrap().1, 100);
        let below = actions::below(relief.app.app(), &relief.cx(district), district.handle, None).await.unwrap();
        let of_temple = below.iter().find(|one| one.unit.id == temple.handle.id).unwrap();
        assert_eq!(of_temple.used, [(MASK.to_owned(), 100)]);
        // It is told again when it is so again, and not at night.
        relief.receives(temple, MASK, 100).await;
        assert_eq!(looks(&relief).await, 0);
        relief.hands_out(temple, MASK, 100).await.unwrap();
        relief.app.clock().pass(SignedDuration::from_hours(9));
        assert_eq!(looks(&relief).await, 0, "eleven at night");
        relief.app.clock().pass(SignedDuration::from_hours(10));
        assert_eq!(looks(&relief).await, 1);
        // What is long over is no use of late.
        relief.days_pass(20);
        looks(&relief).await;
        assert_eq!(told(&relief, temple).await.len(), 4);
    }
}
