//! The report of a unit: what each had, got, gave and has, for one day and for several.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::supplies::actions::{self, Moved, Report, When};

use super::told::{ELDERLY, MASK, allocation};
use super::world::{Place, Relief};

async fn reported(relief: &Relief, place: &Place, first: i64) -> Report {
    let today = relief.today();
    let first = today.checked_sub(first.days()).unwrap();
    let cx = relief.cx(place);
    actions::report(relief.app.app(), &cx, place.handle, (first, today))
        .await
        .unwrap()
}

/// Opening, received, sent, handed out, corrected, closing.
fn line(moved: &Moved) -> [i64; 6] {
    let Moved {
        received,
        sent,
        handed_out,
        corrected,
        closing,
        ..
    } = *moved;
    [
        moved.opening(),
        received,
        sent,
        handed_out,
        corrected,
        closing,
    ]
}

on_both_engines! {
    async fn a_report_tells_what_each_had_got_gave_and_has(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 1000).await;
        let shipment = relief.sends(district, temple, MASK, 300).await;
        relief.acknowledges(temple, shipment).await.unwrap();
        relief.days_pass(1);
        relief.hands_out(temple, MASK, 120).await.unwrap();
        let mistyped = relief.hands_out(temple, MASK, 50).await.unwrap();
        relief.reverses(temple, mistyped).await.unwrap();
        let on_its_way = allocation(&[(temple, &[(MASK, 100)])], When::Now);
        relief.sends_as(district, &on_its_way).await.unwrap();

        let today = reported(&relief, district, 0).await;
        assert_eq!(line(&today.own.items[0]), [700, 0, 100, 0, 0, 600]);
        assert_eq!(today.below.len(), 1, "the school has nothing to tell");
        let of_temple = &today.below[0];
        assert_eq!(of_temple.unit.handle(), temple.handle);
        assert_eq!(line(&of_temple.items[0]), [300, 0, 0, 120, 0, 180]);
        assert_eq!(of_temple.items[0].by_group[ELDERLY], 120);

        let both = reported(&relief, district, 1).await;
        assert_eq!(line(&both.own.items[0]), [0, 1000, 400, 0, 0, 600]);
        assert_eq!(line(&both.below[0].items[0]), [0, 300, 0, 120, 0, 180]);

        let yesterday = relief.today().yesterday().unwrap();
        let cx = relief.cx(district);
        let before = actions::report(relief.app.app(), &cx, district.handle, (yesterday, yesterday));
        let before = before.await.unwrap();
        assert_eq!(line(&before.own.items[0]), [0, 1000, 300, 0, 0, 700]);
        assert_eq!(line(&before.below[0].items[0]), [0, 300, 0, 0, 0, 300]);
    }
}
