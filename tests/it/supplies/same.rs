//! What is found in a quick way is what the long way finds.

use db::sql;
use jitasa::supplies::store;

use super::world::Relief;

sql! { MOVED = "
    SELECT item,
        CAST(sum(CASE WHEN kind <> 'sending' THEN 0 WHEN to_account = 'stock' THEN -quantity
            ELSE quantity END) AS BIGINT) AS sent,
        CAST(sum(CASE WHEN kind <> 'hand_out' THEN 0 WHEN to_account = 'stock' THEN -quantity
            ELSE quantity END) AS BIGINT) AS handed_out
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on >= $3
    GROUP BY item
    ORDER BY item
" }

pub async fn both_ways(relief: &Relief) {
    // What moved is the same by the counts of closed days and by all entries.
    for place in relief.all() {
        let unit = place.handle;
        let first = relief.today().saturating_sub(jiff::Span::new().days(2));
        let (told, entries) = db::read!(relief.app.app().db, |tx| {
            let told = store::entries::moved_since(tx, unit, first).await?;
            let entries = tx.all(MOVED, &[&unit.province, &unit.id, &first]).await?;
            Ok::<_, db::Error>((told, entries))
        })
        .unwrap();
        let told: Vec<_> = told
            .into_iter()
            .filter(|(_, sent, out)| sent + out != 0)
            .collect();
        let entries = entries.iter().map(|row| {
            let n = |name: &str| row.get::<i64>(name).unwrap();
            (
                row.get::<String>("item").unwrap(),
                n("sent"),
                n("handed_out"),
            )
        });
        let entries: Vec<_> = entries.filter(|(_, sent, out)| sent + out != 0).collect();
        assert_eq!(told, entries, "{unit}");
    }
    // Who has not reported is the same found from its end and down the tree.
    let start = (0, jitasa::ids::SupplyUnitId(uuid::Uuid::nil()));
    let root = relief.ministry.handle.id;
    for ago in 0..3 {
        let day = relief.today().saturating_sub(jiff::Span::new().days(ago));
        let (from_end, down) = db::read!(relief.app.app().db, |tx| {
            let end = store::reported::not_yet(tx, relief.incident, day, start, 100).await?;
            let down = store::days::unreported_below(tx, root, day, start, 100).await?;
            Ok::<_, db::Error>((end, down))
        })
        .unwrap();
        assert_eq!(from_end, down, "{day}");
    }
}
