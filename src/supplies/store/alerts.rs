//! What is used of late, and what officers were told of their stores.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Goods, Handle, Lot};
use crate::supplies::rules::Due;

// One bound on the day, so that an index goes to it: with two of them one engine walks the closed days too.
sql! { USED_BELOW = "
    SELECT unit, item, CAST(sum(n) AS BIGINT) AS n
    FROM (
        SELECT c.unit AS unit, c.item AS item, c.sent + c.handed_out AS n
        FROM supply_units AS u
        JOIN supply_counts AS c ON c.province = u.province AND c.unit = u.id
        WHERE u.parent = $1 AND c.day > $2
        UNION ALL
        SELECT e.unit AS unit, e.item AS item,
            CASE WHEN e.to_account = 'stock' THEN -e.quantity ELSE e.quantity END AS n
        FROM supply_units AS u
        LEFT JOIN supply_closings AS l ON l.province = u.province AND l.unit = u.id
        JOIN supply_entries AS e ON e.province = u.province AND e.unit = u.id
            AND e.booked_on > CASE WHEN l.last_day > $2 THEN l.last_day ELSE $2 END
        WHERE u.parent = $1 AND e.kind IN ('sending', 'hand_out')
    ) AS used
    GROUP BY unit, item
    ORDER BY unit, item
" }

/// What the units one level down sent and handed out of each item after a day; of closed days by their counts.
pub async fn used_below(
    tx: &mut Tx,
    parent: SupplyUnitId,
    after: Date,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    let rows = tx.all(USED_BELOW, &[&parent, &after]).await?;
    rows.iter().map(read_used).collect()
}

sql! { USED_IN = "
    SELECT e.unit AS unit, e.item AS item,
        CAST(sum(CASE WHEN e.to_account = 'stock' THEN -e.quantity ELSE e.quantity END) AS BIGINT) AS n
    FROM supply_units AS u
    JOIN supply_entries AS e ON e.province = u.province AND e.unit = u.id
    WHERE u.incident = $1 AND u.province = $2 AND u.closed_on IS NULL AND e.booked_on > $3
        AND e.kind IN ('sending', 'hand_out')
    GROUP BY e.unit, e.item
    ORDER BY e.unit, e.item
" }

/// The same of all open units whose books lie in a province.
pub async fn used_in(
    tx: &mut Tx,
    incident: IncidentId,
    province: u8,
    after: Date,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&incident, &province, &after];
    tx.all(USED_IN, &args)
        .await?
        .iter()
        .map(read_used)
        .collect()
}

fn read_used(row: &Row) -> Result<(SupplyUnitId, String, i64), db::Error> {
    Ok((row.get("unit")?, row.get("item")?, row.get("n")?))
}

sql! { STOCK_IN = "
    SELECT s.unit AS unit, s.item AS item, s.lot AS lot, s.expires_on AS expires_on, s.quantity AS quantity
    FROM supply_units AS u
    JOIN supply_stock AS s ON s.province = u.province AND s.unit = u.id
    WHERE u.incident = $1 AND u.province = $2 AND u.closed_on IS NULL AND s.quantity > 0
    ORDER BY s.unit, s.item, s.lot
" }

/// What all open units whose books lie in a province have.
pub async fn stock_in(
    tx: &mut Tx,
    incident: IncidentId,
    province: u8,
) -> Result<Vec<(SupplyUnitId, Goods)>, db::Error> {
    let rows = tx.all(STOCK_IN, &[&incident, &province]).await?;
    rows.iter()
        .map(|row| {
            let goods = Goods {
                item: row.get("item")?,
                lot: Lot {
                    name: row.get("lot")?,
                    expires_on: row.get("expires_on")?,
                },
                quantity: row.get("quantity")?,
            };
            Ok((row.get("unit")?, goods))
        })
        .collect()
}

/// That something was told: of which unit, its kind, item and lot.
pub type Told = (SupplyUnitId, String, String, String);

sql! { TOLD_IN = "
    SELECT a.unit AS unit, a.kind AS kind, a.item AS item, a.lot AS lot
    FROM supply_alerts AS a
    JOIN supply_units AS u ON u.id = a.unit
    WHERE a.province = $1 AND u.incident = $2
" }

/// What was told of the units whose books lie in a province, and still stands.
pub async fn told_in(
    tx: &mut Tx,
    incident: IncidentId,
    province: u8,
) -> Result<Vec<Told>, db::Error> {
    let rows = tx.all(TOLD_IN, &[&province, &incident]).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("unit")?,
                row.get("kind")?,
                row.get("item")?,
                row.get("lot")?,
            ))
        })
        .collect()
}

sql! { PUT = "
    INSERT INTO supply_alerts (province, unit, kind, item, lot, told_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
" }

/// Whether it was not told yet.
pub async fn put(tx: &mut Tx, unit: Handle, due: &Due, at: Timestamp) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &unit.province,
        &unit.id,
        &due.alert.code(),
        &due.item,
        &due.lot.name,
        &at,
    ];
    Ok(tx.execute(PUT, &args).await? == 1)
}

sql! { TAKE = "
    DELETE FROM supply_alerts WHERE province = $1 AND unit = $2 AND kind = $3 AND item = $4 AND lot = $5
" }

/// Forgets what is so no more.
pub async fn take(tx: &mut Tx, province: u8, told: &Told) -> Result<(), db::Error> {
    let (unit, kind, item, lot) = told;
    let args: [&dyn db::ToValue; 5] = [&province, unit, kind, item, lot];
    tx.execute(TAKE, &args).await?;
    Ok(())
}
