//! The report of a unit: what each had, got, gave and has, for one day and for several.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::supplies::actions::{self, Moved, Report, When};
use jitasa::supplies::model::Kind;

use super::promises::PRANEE;
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

    async fn a_report_lists_what_came_and_went_by_its_paper(relief: Relief) {
        let (district, temple) = (&relief.district, &relief.temple);
        relief.receives(district, MASK, 1000).await;
        let mistyped = relief.receives(district, MASK, 7).await;
        relief.reverses(district, mistyped).await.unwrap();
        let shipment = relief.sends(district, temple, MASK, 300).await;
        relief.acknowledges(temple, shipment).await.unwrap();
        let of_district = reported(&relief, district, 0).await.papers;
        let lines: Vec<_> = of_district
            .iter()
            .map(|one| (one.paper.document.as_str(), one.paper.kind, one.paper.n))
            .collect();
        let wanted = [("จัดสรร 7/2569", Kind::Sending, 300), ("รับ 1/2569", Kind::Receipt, 1000)];
        assert!(lines.len() == 2 && wanted.iter().all(|one| lines.contains(one)), "{lines:?}");
        let sent = of_district.iter().find(|one| one.paper.kind == Kind::Sending).unwrap();
        assert_eq!(sent.other.as_ref().map(|unit| unit.id), Some(temple.handle.id));
        let of_temple = reported(&relief, temple, 0).await.papers;
        let came = &of_temple[0];
        assert_eq!((came.paper.kind, came.paper.n, of_temple.len()), (Kind::Arrival, 300, 1));
        assert_eq!(came.other.as_ref().map(|unit| unit.id), Some(district.handle.id));
    }

    async fn a_report_is_read_and_taken_along(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.district.handle, PRANEE).await;
        relief.receives(&pranee, MASK, 1000).await;
        relief.sends(&pranee, &relief.temple, MASK, 300).await;
        let report = format!("/supplies/{}/report", pranee.handle);
        let page = person.sees(&report).await;
        page.is(200).says("วันก่อน").says("บันทึกข้อความ").says("จัดสรร 7/2569").says("รับ 1/2569").says("วัดเวียงพาน");
        let page = person.sees(&format!("{report}?document=%E0%B9%97%2F")).await;
        page.is(200).says("จัดสรร 7/2569").does_not_say("รับ 1/2569");
        person.sees(&format!("{report}?document=999")).await.says("ไม่พบเลขที่หนังสือนี้");
        let today = relief.today();
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).unwrap();
        let week = format!("from={monday}&to={}", monday.checked_add(6.days()).unwrap());
        let page = person.sees(&report).await;
        page.says(&week);
        let page = person.sees(&format!("{report}?{}", week)).await;
        let before = monday.checked_sub(7.days()).unwrap();
        page.is(200).says("สัปดาห์ก่อน").says(&format!("from={before}&to="));
        let file = person.gets(&format!("{report}.xlsx?from={today}&to={today}")).await;
        let kind = file.is(200).headers["content-type"].to_str().unwrap();
        assert!(kind.ends_with("spreadsheetml.sheet"), "{kind}");
        person.gets(&format!("{report}.xlsx?from=x")).await.is(422);
        person.gets(&format!("{report}.csv?from={today}&to={today}")).await.is(200).says("สสอ.แม่สาย");
    }
}
