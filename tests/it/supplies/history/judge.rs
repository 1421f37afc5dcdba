//! What must be true when all is done.

use std::collections::BTreeMap;

use db::sql;
use jiff::civil::Date;
use jitasa::ids::SupplyUnitId;
use jitasa::supplies::actions;
use jitasa::supplies::model::{Kind, Standing};
use jitasa::supplies::store;

use super::books::{ALL, State, of};
use super::play::Play;

sql! { MOVES = "
    SELECT unit, item, lot, booked_on, CAST(sum(CASE WHEN to_account = 'stock' THEN quantity
        WHEN from_account = 'stock' THEN -quantity ELSE 0 END) AS BIGINT) AS net
    FROM supply_entries GROUP BY unit, item, lot, booked_on ORDER BY unit, item, lot, booked_on
" }
sql! { ON_THE_WAY = "
    SELECT item, CAST(sum(CASE WHEN to_account = 'transit' THEN quantity
        WHEN from_account = 'transit' THEN -quantity ELSE 0 END) AS BIGINT) AS n
    FROM supply_entries GROUP BY item
" }

pub async fn judge(play: &Play) {
    stock_is_what_the_books_say(play).await;
    no_day_ends_below_nothing(play).await;
    days_stand_as_they_were_closed(play).await;
    shipments_balance(play).await;
    figures_agree(play).await;
    play.relief.is_whole().await;
}

async fn stock_is_what_the_books_say(play: &Play) {
    for (place, book) in play.relief.all().into_iter().zip(&play.books) {
        let stock = play.relief.stock_by_lot(place).await;
        let there: BTreeMap<_, i64> = stock
            .iter()
            .map(|one| (of(&one.item, &one.lot.name), one.quantity))
            .collect();
        for of in ALL {
            let n = there.get(&of).copied().unwrap_or(0);
            assert_eq!(n, book.now(of), "{of:?} of {}", place.handle);
        }
    }
}

async fn no_day_ends_below_nothing(play: &Play) {
    let rows = db::read!(play.relief.app.app().db, |tx| tx.all(MOVES, &[]).await).unwrap();
    assert!(!rows.is_empty());
    let mut at_end: BTreeMap<(SupplyUnitId, String, String), i64> = BTreeMap::new();
    for row in &rows {
        let key = (
            row.get("unit").unwrap(),
            row.get("item").unwrap(),
            row.get("lot").unwrap(),
        );
        let on: Date = row.get("booked_on").unwrap();
        let net: i64 = row.get("net").unwrap();
        let sum = at_end.entry(key.clone()).or_default();
        *sum += net;
        assert!(*sum >= 0, "{key:?} on {on}: {sum}");
    }
}

async fn days_stand_as_they_were_closed(play: &Play) {
    for (place, book) in play.relief.all().into_iter().zip(&play.books) {
        let (first, last) = (book.opened, play.relief.today());
        let (closed, counts) = db::read!(play.relief.app.app().db, |tx| {
            let closed = store::days::between(tx, place.handle, first, last).await?;
            Ok::<_, db::Error>((
                closed,
                store::days::counts(tx, place.handle, first, last).await?,
            ))
        })
        .unwrap();
        let late = closed.iter().map(|closed| (closed.day, closed.is_late));
        assert_eq!(late.collect::<BTreeMap<_, _>>(), book.late);
        for (day, line, count) in counts {
            let of = of(&line.item, &line.lot.name);
            assert_eq!(count.counted, book.at_end(of, day), "{of:?} on {day}");
            let before = book.at_end(of, day.yesterday().unwrap());
            assert_eq!(line.opening, before, "{of:?} on {day}");
        }
        let cx = play.relief.cx(place);
        let found = actions::verify(play.relief.app.app(), &cx, place.handle)
            .await
            .unwrap();
        assert_eq!(found.n_days, book.late.len());
    }
}

/// Of all that left one store so much came into another as is said, and the rest is missing, spoilt or on its way.
async fn shipments_balance(play: &Play) {
    let mut on_the_way: BTreeMap<String, i64> = BTreeMap::new();
    for sent in &play.sent {
        let place = play.place(sent.from);
        let cx = play.relief.cx(&place);
        let (.., traced) = actions::shipment(play.relief.app.app(), &cx, place.handle, sent.handle)
            .await
            .unwrap();
        let lines: Vec<_> = traced
            .lines
            .iter()
            .map(|line| (of(&line.item, &line.lot.name), line.quantity))
            .collect();
        assert_eq!(lines, sent.lines);
        let said = |kind, (item, lot): (&str, &str)| -> i64 {
            let came = traced.came.iter();
            came.filter(|(of, i, l, _)| (*of, &**i, &**l) == (kind, item, lot))
                .map(|(.., n)| n)
                .sum()
        };
        match &sent.state {
            State::InTransit => {
                assert_eq!(traced.shipment.standing(), Standing::InTransit);
                for ((item, _), n) in &sent.lines {
                    *on_the_way.entry((*item).to_owned()).or_default() += n;
                }
            }
            State::Cancelled => assert_eq!(traced.shipment.standing(), Standing::Cancelled),
            State::Arrived { got, .. } => {
                assert_eq!(traced.shipment.standing(), Standing::Arrived);
                for ((of, n), (_, whole, spoilt)) in sent.lines.iter().zip(got) {
                    let said =
                        [Kind::Arrival, Kind::Damaged, Kind::Short].map(|kind| said(kind, *of));
                    assert_eq!(said, [*whole, *spoilt, n - whole - spoilt]);
                }
            }
        }
        if !matches!(sent.state, State::Arrived { .. }) {
            assert!(traced.came.is_empty(), "{:?}", traced.came);
        }
    }
    let rows = db::read!(play.relief.app.app().db, |tx| tx.all(ON_THE_WAY, &[]).await).unwrap();
    for row in &rows {
        let item: String = row.get("item").unwrap();
        let n: i64 = row.get("n").unwrap();
        assert_eq!(
            n,
            on_the_way.get(&item).copied().unwrap_or(0),
            "{item} on its way"
        );
    }
}

async fn figures_agree(play: &Play) {
    let own = |figures: &BTreeMap<String, i64>, of_province: bool| -> BTreeMap<String, i64> {
        figures
            .iter()
            // The country is the sum of its provinces; what the ministry received lies in none.
            .filter(|(dims, n)| **n != 0 && !(of_province && dims.ends_with("|ministry")))
            .map(|(dims, n)| (dims.clone(), *n))
            .collect()
    };
    let (days, provinces) = play.relief.figures("supplies_received").await;
    assert_eq!(days, own(&play.received, false));
    assert_eq!(provinces, own(&play.received, true));
    // The ministry hands out too, in no province.
    let (days, _) = play.relief.figures("supplies_handed_out").await;
    assert_eq!(days, own(&play.handed_out, false));
    crate::statistics::are_the_records(play.relief.app.app()).await;
}
