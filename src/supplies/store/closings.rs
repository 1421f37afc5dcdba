//! How far a unit has closed, kept beside its days.

use db::{Tx, sql};

use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Closed, Handle};
use crate::supplies::rules::End;

sql! { PUT = "
    INSERT INTO supply_closings (province, unit, n_days, last_day, last_hash)
    VALUES ($1, $2, 1, $3, $4)
    ON CONFLICT (province, unit) DO UPDATE
    SET n_days = supply_closings.n_days + 1, last_day = excluded.last_day, last_hash = excluded.last_hash
" }

/// Counts a day that was closed; in the transaction that closes it.
pub async fn put(tx: &mut Tx, unit: Handle, closed: &Closed) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &closed.day, &closed.hash];
    tx.execute(PUT, &args).await?;
    Ok(())
}

sql! { OF = "
    SELECT n_days, last_day, last_hash FROM supply_closings WHERE province = $1 AND unit = $2
" }

/// Where the chain of a unit ends; none where it has closed no day.
pub async fn of(tx: &mut Tx, unit: Handle) -> Result<Option<End>, db::Error> {
    let row = tx.optional(OF, &[&unit.province, &unit.id]).await?;
    row.map(|row| {
        Ok(End {
            n_days: row.get("n_days")?,
            day: row.get("last_day")?,
            hash: row.get("last_hash")?,
        })
    })
    .transpose()
}

sql! { WITH_DAYS = "
    SELECT u.id AS id FROM supply_units AS u
    WHERE u.incident = $1 AND u.province = $2 AND (
        EXISTS (SELECT 1 FROM supply_closings AS c WHERE c.province = u.province AND c.unit = u.id)
        OR EXISTS (SELECT 1 FROM supply_days AS d WHERE d.province = u.province AND d.unit = u.id)
    )
" }

/// The units whose books lie in a province that have closed anything, or seem to have.
pub async fn with_days(
    tx: &mut Tx,
    incident: IncidentId,
    province: u8,
) -> Result<Vec<SupplyUnitId>, db::Error> {
    let rows = tx.all(WITH_DAYS, &[&incident, &province]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}
