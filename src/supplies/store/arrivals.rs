//! What was acknowledged, in the receiver's province.

use db::{Tx, sql};
use jiff::Timestamp;

use crate::ids::{AccountId, SupplyArrivalId, SupplyShipmentId};
use crate::supplies::model::{Handle, ShipmentHandle};

/// That a unit has acknowledged a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub id: SupplyArrivalId,
    pub acknowledged_by: AccountId,
    pub acknowledged_at: Timestamp,
    pub note: String,
    /// The hash of a picture of what came.
    pub photo: Option<String>,
}

sql! { INSERT = "
    INSERT INTO supply_arrivals (province, id, unit, shipment_province, shipment, note, arrived_at,
        acknowledged_by, acknowledged_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT DO NOTHING
" }

/// Whether nobody had acknowledged it yet.
pub async fn insert(
    tx: &mut Tx,
    unit: Handle,
    shipment: ShipmentHandle,
    arrival: &Arrival,
    arrived_at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 9] = [
        &unit.province,
        &arrival.id,
        &unit.id,
        &shipment.province,
        &shipment.id,
        &arrival.note,
        &arrived_at,
        &arrival.acknowledged_by,
        &arrival.acknowledged_at,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { FIND = "
    SELECT id, acknowledged_by, acknowledged_at, note, photo FROM supply_arrivals
    WHERE province = $1 AND unit = $2 AND shipment = $3 AND undone_at IS NULL
" }

pub async fn find(
    tx: &mut Tx,
    unit: Handle,
    shipment: SupplyShipmentId,
) -> Result<Option<Arrival>, db::Error> {
    let row = tx
        .optional(FIND, &[&unit.province, &unit.id, &shipment])
        .await?;
    row.map(|row| {
        Ok(Arrival {
            id: row.get("id")?,
            acknowledged_by: row.get("acknowledged_by")?,
            acknowledged_at: row.get("acknowledged_at")?,
            note: row.get("note")?,
            photo: row.get("photo")?,
        })
    })
    .transpose()
}

sql! { SET_PHOTO = "
    UPDATE supply_arrivals SET photo = $4 WHERE province = $1 AND unit = $2 AND id = $3
" }

pub async fn set_photo(
    tx: &mut Tx,
    unit: Handle,
    id: SupplyArrivalId,
    photo: Option<&str>,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &id, &photo];
    tx.execute(SET_PHOTO, &args).await?;
    Ok(())
}

sql! { UNDO = "
    UPDATE supply_arrivals SET undone_at = $4
    WHERE province = $1 AND unit = $2 AND id = $3 AND undone_at IS NULL
" }

/// Whether it still stood.
pub async fn undo(
    tx: &mut Tx,
    unit: Handle,
    id: SupplyArrivalId,
    at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &id, &at];
    Ok(tx.execute(UNDO, &args).await? == 1)
}
