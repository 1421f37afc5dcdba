//! What a unit has. Changed with the entries, never by itself.

use db::{Tx, sql};
use jiff::civil::Date;

use crate::ids::SupplyUnitId;
use crate::supplies::model::{Goods, Handle, Lot};

/// No store holds more, so that no sum overflows.
const FULL: i64 = 1_000_000_000_000_000;

sql! { OF_UNIT = "
    SELECT item, lot, expires_on, quantity FROM supply_stock
    WHERE province = $1 AND unit = $2
    ORDER BY item, lot
" }

/// All lots, those that were used up as well.
pub async fn of_unit(tx: &mut Tx, unit: Handle) -> Result<Vec<Goods>, db::Error> {
    let rows = tx.all(OF_UNIT, &[&unit.province, &unit.id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Goods {
                item: row.get("item")?,
                lot: Lot {
                    name: row.get("lot")?,
                    expires_on: row.get("expires_on")?,
                },
                quantity: row.get("quantity")?,
            })
        })
        .collect()
}

sql! { PUT = "
    INSERT INTO supply_stock (province, unit, item, lot, expires_on, quantity)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (province, unit, item, lot) DO UPDATE
    SET quantity = supply_stock.quantity + excluded.quantity,
        expires_on = CASE WHEN supply_stock.quantity = 0 THEN excluded.expires_on
            ELSE coalesce(supply_stock.expires_on, excluded.expires_on) END
    WHERE supply_stock.quantity <= $7 - excluded.quantity
" }

/// Whether there was room.
pub async fn put(
    tx: &mut Tx,
    unit: Handle,
    item: &str,
    lot: &Lot,
    quantity: i64,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 7] = [
        &unit.province,
        &unit.id,
        &item,
        &lot.name,
        &lot.expires_on,
        &quantity,
        &FULL,
    ];
    Ok(tx.execute(PUT, &args).await? == 1)
}

sql! { TAKE = "
    UPDATE supply_stock SET quantity = quantity - $5
    WHERE province = $1 AND unit = $2 AND item = $3 AND lot = $4 AND quantity >= $5
" }

/// Whether there was so much.
pub async fn take(
    tx: &mut Tx,
    unit: Handle,
    item: &str,
    lot: &str,
    quantity: i64,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&unit.province, &unit.id, &item, &lot, &quantity];
    Ok(tx.execute(TAKE, &args).await? == 1)
}

sql! { NETS = "
    SELECT booked_on, CAST(sum(CASE WHEN to_account = 'stock' THEN quantity
            WHEN from_account = 'stock' THEN -quantity ELSE 0 END) AS BIGINT) AS net
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on > $3 AND item = $4 AND lot = $5
    GROUP BY booked_on
" }

/// What moved of a lot on each day after one.
pub async fn nets(
    tx: &mut Tx,
    unit: Handle,
    after: Date,
    item: &str,
    lot: &str,
) -> Result<Vec<(Date, i64)>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&unit.province, &unit.id, &after, &item, &lot];
    let rows = tx.all(NETS, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("booked_on")?, row.get("net")?)))
        .collect()
}

sql! { ALL_NETS = "
    SELECT item, lot, booked_on, CAST(sum(CASE WHEN to_account = 'stock' THEN quantity
            WHEN from_account = 'stock' THEN -quantity ELSE 0 END) AS BIGINT) AS net
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on > $3
    GROUP BY item, lot, booked_on
" }

/// What moved of each lot on each day after one: item, lot, day, how much more there was.
pub async fn all_nets(
    tx: &mut Tx,
    unit: Handle,
    after: Date,
) -> Result<Vec<(String, String, Date, i64)>, db::Error> {
    let rows = tx
        .all(ALL_NETS, &[&unit.province, &unit.id, &after])
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("item")?,
                row.get("lot")?,
                row.get("booked_on")?,
                row.get("net")?,
            ))
        })
        .collect()
}

sql! { NET_BETWEEN = "
    SELECT item, lot, CAST(sum(CASE WHEN to_account = 'stock' THEN quantity
            WHEN from_account = 'stock' THEN -quantity ELSE 0 END) AS BIGINT) AS net
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on >= $3 AND booked_on < $4
    GROUP BY item, lot
" }

/// How much more there was of each lot after the days from one on, before another.
pub async fn net_between(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
    before: Date,
) -> Result<Vec<(String, String, i64)>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &before];
    let rows = tx.all(NET_BETWEEN, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("item")?, row.get("lot")?, row.get("net")?)))
        .collect()
}

sql! { IS_EMPTY = "
    SELECT 1 AS there FROM supply_stock WHERE province = $1 AND unit = $2 AND quantity > 0 LIMIT 1
" }

pub async fn is_empty(tx: &mut Tx, unit: Handle) -> Result<bool, db::Error> {
    let row = tx.optional(IS_EMPTY, &[&unit.province, &unit.id]).await?;
    Ok(row.is_none())
}

sql! { BELOW = "
    SELECT u.id AS unit, s.item AS item, CAST(sum(s.quantity) AS BIGINT) AS quantity
    FROM supply_units AS u
    JOIN supply_stock AS s ON s.province = u.province AND s.unit = u.id
    WHERE u.parent = $1 AND s.quantity > 0
    GROUP BY u.id, s.item
" }

/// What the units one level down have, by unit and item.
pub async fn below(
    tx: &mut Tx,
    parent: SupplyUnitId,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    let rows = tx.all(BELOW, &[&parent]).await?;
    rows.iter()
        .map(|row| Ok((row.get("unit")?, row.get("item")?, row.get("quantity")?)))
        .collect()
}

sql! { DIFFERING = "
    SELECT moved.item AS item, moved.lot AS lot
    FROM (
        SELECT item, lot, quantity FROM supply_stock WHERE province = $1 AND unit = $2
        UNION ALL
        SELECT item, lot, CASE WHEN to_account = 'stock' THEN -quantity
            WHEN from_account = 'stock' THEN quantity ELSE 0 END AS quantity
        FROM supply_entries WHERE province = $1 AND unit = $2
    ) AS moved
    GROUP BY moved.item, moved.lot
    HAVING sum(moved.quantity) <> 0
    ORDER BY moved.item, moved.lot
" }

/// Of which lots there is not what the entries sum up to.
pub async fn differing(tx: &mut Tx, unit: Handle) -> Result<Vec<(String, String)>, db::Error> {
    let rows = tx.all(DIFFERING, &[&unit.province, &unit.id]).await?;
    rows.iter()
        .map(|row| Ok((row.get("item")?, row.get("lot")?)))
        .collect()
}

sql! { ALL_DIFFERING = "
    SELECT moved.unit AS unit, moved.item AS item, moved.lot AS lot
    FROM (
        SELECT unit, item, lot, quantity FROM supply_stock WHERE province = $1
        UNION ALL
        SELECT unit, item, lot, CASE WHEN to_account = 'stock' THEN -quantity
            WHEN from_account = 'stock' THEN quantity ELSE 0 END AS quantity
        FROM supply_entries WHERE province = $1
    ) AS moved
    GROUP BY moved.unit, moved.item, moved.lot
    HAVING sum(moved.quantity) <> 0
    ORDER BY moved.unit, moved.item, moved.lot
" }

/// The same of all units whose books lie in a province: unit, item and lot.
pub async fn all_differing(
    tx: &mut Tx,
    province: u8,
) -> Result<Vec<(SupplyUnitId, String, String)>, db::Error> {
    let rows = tx.all(ALL_DIFFERING, &[&province]).await?;
    rows.iter()
        .map(|row| Ok((row.get("unit")?, row.get("item")?, row.get("lot")?)))
        .collect()
}
