//! The whole way: in at the ministry, down the tree, to people, counted and closed; whatever left one store
//! came into another, is on its way, or is told as missing.

use db::on_both_engines;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::{Kind, Reason, Standing};

use super::told::{ATK, ELDERLY, MASK, NURSES, allocation, came, hand_out, receipt, why};
use super::world::{Place, Relief};

/// What a unit sent, and what of it came, is missing, was spoilt or is still on its way.
async fn balance(relief: &Relief, place: &Place, item: &str) -> [i64; 5] {
    let cx = relief.cx(place);
    let home = actions::home(relief.app.app(), &cx, place.handle)
        .await
        .unwrap();
    let mut sums = [0; 5];
    for (shipment, _) in home.outgoing {
        let which = shipment.handle();
        let (.., traced) = actions::shipment(relief.app.app(), &cx, place.handle, which)
            .await
            .unwrap();
        let lines = traced.lines.iter().filter(|line| line.item == item);
        let sent: i64 = lines.map(|line| line.quantity).sum();
        let of_kind = |kind| -> i64 {
            let came = traced.came.iter();
            came.filter(|(of, what, ..)| *of == kind && what == item)
                .map(|(.., n)| n)
                .sum()
        };
        match shipment.standing() {
            Standing::Cancelled => {}
            Standing::InTransit => {
                sums[0] += sent;
                sums[4] += sent;
            }
            Standing::Arrived => {
                sums[0] += sent;
                for (n, kind) in [Kind::Arrival, Kind::Short, Kind::Damaged]
                    .into_iter()
                    .enumerate()
                {
                    sums[n + 1] += of_kind(kind);
                }
            }
        }
    }
    assert_eq!(sums[0], sums[1..].iter().sum::<i64>(), "{sums:?}");
    sums
}

on_both_engines! {
    async fn goods_go_down_the_tree_to_people_and_every_piece_is_accounted_for(relief: Relief) {
        let Relief { ministry, province, district, temple, school, mueang, songkhla, .. } = &relief;
        relief.receives(ministry, MASK, 10_000).await;
        relief.receives(ministry, ATK, 500).await;
        assert_eq!(relief.stock(ministry, MASK).await, 10_000);

        let new = allocation(
            &[(province, &[(MASK, 6000), (ATK, 300)]), (songkhla, &[(MASK, 1000)])],
            When::Now,
        );
        let sent = relief.sends_as(ministry, &new).await.unwrap();
        assert_eq!(sent.len(), 2);
        assert_eq!((relief.stock(ministry, MASK).await, relief.stock(ministry, ATK).await), (3000, 200));
        assert_eq!(relief.stock(province, MASK).await, 0);
        assert_eq!(balance(&relief, ministry, MASK).await, [7000, 0, 0, 0, 7000]);

        // Short, spoilt, and all of it.
        let lost = Some(Reason::Lost);
        relief.acknowledges_as(province, sent[0], &[came(MASK, 5900, 40, lost)], When::Now).await.unwrap();
        assert_eq!((relief.stock(province, MASK).await, relief.stock(province, ATK).await), (5900, 300));
        assert_eq!(balance(&relief, ministry, MASK).await, [7000, 5900, 60, 40, 1000]);
        relief.acknowledges(songkhla, sent[1]).await.unwrap();
        assert_eq!(balance(&relief, ministry, MASK).await, [7000, 6900, 60, 40, 0]);
        assert_eq!(balance(&relief, ministry, ATK).await, [300, 300, 0, 0, 0]);

        let to = [(district, &[(MASK, 3000)][..]), (mueang, &[(MASK, 900)])];
        let sent = relief.sends_as(province, &allocation(&to, When::Now)).await.unwrap();
        for (place, shipment) in [(district, sent[0]), (mueang, sent[1])] {
            relief.acknowledges(place, shipment).await.unwrap();
        }
        let to = [(temple, &[(MASK, 1000)][..]), (school, &[(MASK, 1000)])];
        let sent = relief.sends_as(district, &allocation(&to, When::Now)).await.unwrap();
        relief.acknowledges(temple, sent[0]).await.unwrap();
        relief.acknowledges(school, sent[1]).await.unwrap();
        // To one beside, and back up.
        let across = relief.sends(temple, school, MASK, 100).await;
        relief.acknowledges(school, across).await.unwrap();
        let up = relief.sends(school, district, MASK, 50).await;
        relief.acknowledges(district, up).await.unwrap();
        let stocks = [
            relief.stock(province, MASK).await, relief.stock(district, MASK).await,
            relief.stock(temple, MASK).await, relief.stock(school, MASK).await,
        ];
        assert_eq!(stocks, [2000, 1050, 900, 1050]);

        let out = hand_out(MASK, &[(ELDERLY, 300), (NURSES, 200)], When::Now);
        relief.hands_out_as(temple, &out).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 400);
        let day = relief.day(temple, relief.today()).await;
        let out = |group: &str, n| (MASK.to_owned(), group.to_owned(), n);
        assert_eq!(day.handed_out, [out(NURSES, 200), out(ELDERLY, 300)]);
        assert_eq!(day.lines[0].opening, 0);
        assert_eq!(day.lines[0].expected(), 400);

        // Counted: three are missing, and it is told why.
        let mut asked = relief.as_expected(temple, relief.today()).await;
        asked.counts[0].counted = 397;
        let today = relief.today();
        assert_eq!(why(relief.closes_as(temple, today, &asked).await), "supply-reason-missing");
        asked.counts[0].reason = Some(Reason::Miscounted);
        relief.closes_as(temple, today, &asked).await.unwrap();
        assert_eq!(relief.stock(temple, MASK).await, 397);
        let closed = relief.day(temple, today).await;
        assert_eq!((closed.counts[0].counted, closed.closed.unwrap().is_late), (397, false));
        for place in [ministry, province, district, school, mueang, songkhla] {
            relief.closes(place, today).await.unwrap();
        }
        relief.days_pass(1);
        let next = relief.day(temple, relief.today()).await;
        assert_eq!((next.lines[0].opening, next.lines[0].expected()), (397, 397));
        relief.is_whole().await;
        let (received, _) = relief.figures("supplies_received").await;
        let at = |tier: &str| received[&format!("{MASK}|{tier}")];
        assert_eq!([at("ministry"), at("province"), at("district"), at("end")], [10_000, 6900, 3950, 2100]);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 300);
    }

    async fn lots_go_by_their_expiry_and_keep_it_on_the_way(relief: Relief) {
        let (ministry, province) = (&relief.ministry, &relief.province);
        for (lot, expires_on, n) in [("B", "2027-06-30", 10), ("A", "2027-01-31", 10), ("C", "", 10)] {
            let mut receipt = receipt(ATK, n, When::Now);
            receipt.lot.name = lot.to_owned();
            receipt.lot.expires_on = expires_on.parse().ok();
            relief.receives_as(ministry, &receipt).await.unwrap();
        }
        let shipment = relief.sends(ministry, province, ATK, 15).await;
        relief.acknowledges(province, shipment).await.unwrap();
        let stock = relief.stock_by_lot(province).await;
        let stock: Vec<_> = stock
            .iter()
            .map(|one| (&*one.lot.name, one.lot.expires_on.map(|on| on.to_string()), one.quantity))
            .collect();
        assert_eq!(stock, [("A", Some("2027-01-31".to_owned()), 10), ("B", Some("2027-06-30".to_owned()), 5)]);
        let mut out = hand_out(ATK, &[(ELDERLY, 8), (NURSES, 4)], When::Now);
        let first = relief.hands_out_as(province, &out).await.unwrap();
        let left = |stock: Vec<jitasa::supplies::model::Goods>| -> Vec<i64> {
            stock.iter().map(|one| one.quantity).collect()
        };
        assert_eq!(left(relief.stock_by_lot(province).await), [0, 3]);
        // The people of a group are told once, though its pieces came of two lots.
        let cx = relief.cx(province);
        let (.., entries, _) = actions::entries(relief.app.app(), &cx, province.handle, 30, None).await.unwrap();
        let persons: Vec<_> = entries
            .iter()
            .filter(|(one, _)| one.told.kind == Kind::HandOut)
            .map(|(one, _)| (&*one.told.risk_group, one.told.quantity, one.told.persons))
            .collect();
        assert_eq!(persons, [(NURSES, 2, None), (NURSES, 2, Some(2)), (ELDERLY, 8, Some(2))]);
        assert!(entries.iter().any(|(one, _)| one.id == first && one.told.quantity == 8));
        out.lot = Some("A".to_owned());
        assert_eq!(why(relief.hands_out_as(province, &out).await), "supply-too-few");
        relief.is_whole().await;
    }
}
