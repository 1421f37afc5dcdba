//! What goes from unit to unit, in the sender's province.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ids::{AllocationId, SupplyShipmentId, SupplyUnitId};
use crate::supplies::model::{self, Goods, Lot, Planned, Purpose, Shipment};

// Whether it has arrived stands in the receiver's province.
macro_rules! columns {
    () => {
        "s.province, s.id, s.allocation, s.incident, s.from_unit, s.to_unit, s.purpose, s.document,
        s.carrier, s.note, s.sent_on, s.sent_at, s.sent_by, s.cancelled_at, a.arrived_at
        FROM supply_shipments AS s
        JOIN supply_units AS r ON r.id = s.to_unit
        LEFT JOIN supply_arrivals AS a
            ON a.province = r.province AND a.shipment = s.id AND a.undone_at IS NULL"
    };
}

sql! { INSERT = "
    INSERT INTO supply_shipments (province, id, allocation, incident, from_unit, to_unit, purpose,
        document, carrier, note, sent_on, sent_at, sent_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
" }

pub async fn insert(tx: &mut Tx, shipment: &Shipment) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 13] = [
        &shipment.province,
        &shipment.id,
        &shipment.allocation,
        &shipment.incident,
        &shipment.from,
        &shipment.to,
        &shipment.purpose.code(),
        &shipment.document,
        &shipment.carrier,
        &shipment.note,
        &shipment.sent_on,
        &shipment.sent_at,
        &shipment.sent_by,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { INSERT_LINE = "
    INSERT INTO supply_shipment_lines (province, shipment, item, lot, expires_on, quantity)
    VALUES ($1, $2, $3, $4, $5, $6)
" }

pub async fn insert_line(
    tx: &mut Tx,
    shipment: model::ShipmentHandle,
    goods: &Goods,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &shipment.province,
        &shipment.id,
        &goods.item,
        &goods.lot.name,
        &goods.lot.expires_on,
        &goods.quantity,
    ];
    tx.execute(INSERT_LINE, &args).await?;
    Ok(())
}

sql! { INSERT_PLAN = "
    INSERT INTO supply_shipment_plans (province, shipment, item, risk_group, quantity)
    VALUES ($1, $2, $3, $4, $5)
" }

pub async fn insert_plan(
    tx: &mut Tx,
    shipment: model::ShipmentHandle,
    planned: &Planned,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 5] = [
        &shipment.province,
        &shipment.id,
        &planned.item,
        &planned.risk_group,
        &planned.quantity,
    ];
    tx.execute(INSERT_PLAN, &args).await?;
    Ok(())
}

sql! { FIND = concat!("SELECT ", columns!(), " WHERE s.province = $1 AND s.id = $2") }

pub async fn find(
    tx: &mut Tx,
    handle: model::ShipmentHandle,
) -> Result<Option<Shipment>, db::Error> {
    let row = tx.optional(FIND, &[&handle.province, &handle.id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { LINES = "
    SELECT item, lot, expires_on, quantity FROM supply_shipment_lines
    WHERE province = $1 AND shipment = $2 ORDER BY item, lot
" }

pub async fn lines(tx: &mut Tx, handle: model::ShipmentHandle) -> Result<Vec<Goods>, db::Error> {
    let rows = tx.all(LINES, &[&handle.province, &handle.id]).await?;
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

sql! { PLANS = "
    SELECT item, risk_group, quantity FROM supply_shipment_plans
    WHERE province = $1 AND shipment = $2 ORDER BY item, risk_group
" }

pub async fn plans(tx: &mut Tx, handle: model::ShipmentHandle) -> Result<Vec<Planned>, db::Error> {
    let rows = tx.all(PLANS, &[&handle.province, &handle.id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Planned {
                item: row.get("item")?,
                risk_group: row.get("risk_group")?,
                quantity: row.get("quantity")?,
            })
        })
        .collect()
}

sql! { INCOMING = concat!("SELECT ", columns!(), "
    WHERE s.to_unit = $1 AND s.cancelled_at IS NULL AND a.arrived_at IS NULL
    ORDER BY s.sent_at, s.id
") }

/// What is on its way to a unit, the oldest first.
pub async fn incoming(tx: &mut Tx, unit: SupplyUnitId) -> Result<Vec<Shipment>, db::Error> {
    tx.all(INCOMING, &[&unit]).await?.iter().map(read).collect()
}

sql! { OUTGOING = concat!("SELECT ", columns!(), "
    WHERE s.province = $1 AND s.from_unit = $2 AND s.sent_at < $3
    ORDER BY s.sent_at DESC, s.id DESC LIMIT $4
") }

/// What a unit sent, the newest first, before an instant.
pub async fn outgoing(
    tx: &mut Tx,
    unit: model::Handle,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<Shipment>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &before, &limit];
    tx.all(OUTGOING, &args).await?.iter().map(read).collect()
}

sql! { WENT_ON = "
    SELECT allocation
    FROM supply_shipments
    WHERE province = $1 AND from_unit = $2 AND sent_at < $3 AND sent_on >= $4
    ORDER BY sent_at DESC, id DESC
    LIMIT $5
" }

/// By which allocations a unit sent anything from a day on and before an instant, the newest first; of so many
/// shipments.
pub async fn went_on(
    tx: &mut Tx,
    unit: model::Handle,
    (first, before): (Date, Timestamp),
    limit: i64,
) -> Result<Vec<AllocationId>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&unit.province, &unit.id, &before, &first, &limit];
    let rows = tx.all(WENT_ON, &args).await?;
    let mut all: Vec<AllocationId> = Vec::new();
    for row in &rows {
        let one = row.get("allocation")?;
        if !all.contains(&one) {
            all.push(one);
        }
    }
    Ok(all)
}

sql! { OF_ALLOCATION = concat!("SELECT ", columns!(), "
    WHERE s.province = $1 AND s.allocation = $2 ORDER BY s.id
") }

/// All that went out by one form.
pub async fn of_allocation(
    tx: &mut Tx,
    province: u8,
    allocation: AllocationId,
) -> Result<Vec<Shipment>, db::Error> {
    let rows = tx.all(OF_ALLOCATION, &[&province, &allocation]).await?;
    rows.iter().map(read).collect()
}

sql! { CANCEL = "
    UPDATE supply_shipments SET cancelled_at = $3
    WHERE province = $1 AND id = $2 AND cancelled_at IS NULL
" }

/// Whether it was not taken back yet.
pub async fn cancel(
    tx: &mut Tx,
    handle: model::ShipmentHandle,
    at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&handle.province, &handle.id, &at];
    Ok(tx.execute(CANCEL, &args).await? == 1)
}

sql! { ON_THE_WAY = "
    SELECT s.id AS id FROM supply_shipments AS s
    JOIN supply_units AS r ON r.id = s.to_unit
    LEFT JOIN supply_arrivals AS a
        ON a.province = r.province AND a.shipment = s.id AND a.undone_at IS NULL
    WHERE (s.to_unit = $1 OR (s.province = $2 AND s.from_unit = $1))
        AND s.cancelled_at IS NULL AND a.id IS NULL
    LIMIT 1
" }

/// Whether something is on its way to or from a unit.
pub async fn is_on_the_way(tx: &mut Tx, unit: model::Handle) -> Result<bool, db::Error> {
    let row = tx.optional(ON_THE_WAY, &[&unit.id, &unit.province]).await?;
    Ok(row.is_some())
}

fn read(row: &Row) -> Result<Shipment, db::Error> {
    let purpose: String = row.get("purpose")?;
    let id: SupplyShipmentId = row.get("id")?;
    Ok(Shipment {
        province: row.get("province")?,
        id,
        allocation: row.get("allocation")?,
        incident: row.get("incident")?,
        from: row.get("from_unit")?,
        to: row.get("to_unit")?,
        purpose: Purpose::from_code(&purpose)
            .ok_or_else(|| row.contradiction("an unknown purpose of a shipment"))?,
        document: row.get("document")?,
        carrier: row.get("carrier")?,
        note: row.get("note")?,
        sent_on: row.get("sent_on")?,
        sent_at: row.get("sent_at")?,
        sent_by: row.get("sent_by")?,
        cancelled_at: row.get("cancelled_at")?,
        arrived_at: row.get("arrived_at")?,
    })
}
