//! Goods received and handed out, by province and risk group, for everybody.

use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::incidents;
use jitasa::statistics::goods::actions::goods;
use jitasa::statistics::goods::model::{Goods, Span};
use jitasa::supplies::actions::When;

use crate::supplies::told::{ELDERLY, MASK, NURSES, hand_out};
use crate::supplies::world::Relief;

async fn told(relief: &Relief, span: Span) -> Goods {
    let now = relief.app.clock().now();
    let all = incidents::actions::all(relief.app.app(), now)
        .await
        .unwrap();
    let incident = all.iter().find(|one| one.id == relief.incident).unwrap();
    goods(relief.app.app(), &Cx::system(now), incident, span)
        .await
        .unwrap()
}

on_both_engines! {
    async fn goods_are_told_by_province_and_group_small_ones_too(relief: Relief) {
        let (ministry, province, temple) = (&relief.ministry, &relief.province, &relief.temple);
        assert!(told(&relief, Span::All).await.items.is_empty());
        relief.receives(ministry, MASK, 1000).await;
        let shipment = relief.sends(ministry, province, MASK, 600).await;
        relief.acknowledges(province, shipment).await.unwrap();
        relief.receives(temple, MASK, 40).await;
        let out = hand_out(MASK, &[(ELDERLY, 3), (NURSES, 2)], When::Now);
        relief.hands_out_as(temple, &out).await.unwrap();
        relief.days_pass(10);
        relief.hands_out(temple, MASK, 1).await.unwrap();
        let wrong = relief.hands_out(temple, MASK, 9).await.unwrap();
        relief.reverses(temple, wrong).await.unwrap();
        for (span, received, given) in [
            (Span::Week, [0, 0, 0], [1, 0]),
            (Span::Month, [1000, 600, 40], [4, 2]),
            (Span::All, [1000, 600, 40], [4, 2]),
        ] {
            let told = told(&relief, span).await;
            let masks = &told.items[0];
            assert_eq!((told.items.len(), masks.item.as_str()), (1, MASK));
            let total = &masks.total;
            let at = ["ministry", "province", "end"].map(|tier| total.received_at(tier));
            assert_eq!(at, received, "{span:?}");
            assert_eq!([total.given_to(ELDERLY), total.given_to(NURSES)], given, "{span:?}");
            let areas: Vec<u32> = masks.provinces.iter().map(|(area, _)| area.get()).collect();
            assert_eq!((areas.len(), areas.is_sorted()), (77, true), "by their codes");
            for (area, sums) in &masks.provinces {
                let is = if area.get() == 570_000 { given.iter().sum() } else { 0 };
                assert_eq!(sums.given(), is, "{area}");
            }
        }
        let mut visitor = relief.app.browser();
        let page = visitor.get(&format!("/statistics/supplies?item={MASK}&lang=th")).await;
        page.is(200).says("รับที่จังหวัด");
        page.says("600 ชิ้น");
        for language in ["en", "my", "km", "lo"] {
            let page = visitor.get(&format!("/statistics/supplies?days=30&lang={language}")).await;
            assert!(!page.is(200).has("⟦"), "{language}");
        }
        assert!(visitor.get("/statistics").await.html.contains("/statistics/supplies"));
    }
}
