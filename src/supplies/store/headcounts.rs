//! How many people of each risk group units serve.

use db::{Row, Tx, sql};
use jiff::Timestamp;

use crate::ids::{AccountId, SupplyUnitId};
use crate::supplies::model::{Handle, Headcount};

sql! { OF_UNIT = "
    SELECT h.unit AS unit, h.risk_group AS risk_group, h.persons AS persons
    FROM supply_headcounts AS h
    WHERE h.province = $1 AND h.unit = $2
    ORDER BY h.risk_group
" }

/// What was told of a unit itself; empty where nothing was.
pub async fn of_unit(tx: &mut Tx, unit: Handle) -> Result<Headcount, db::Error> {
    let rows = tx.all(OF_UNIT, &[&unit.province, &unit.id]).await?;
    let told = rows.iter().map(|row| read(row).map(|(_, one, n)| (one, n)));
    told.collect()
}

sql! { BELOW = "
    WITH RECURSIVE tree (top, id, province, is_told) AS (
        SELECT u.id, u.id, u.province, EXISTS (
            SELECT 1 FROM supply_headcounts AS h WHERE h.province = u.province AND h.unit = u.id)
        FROM supply_units AS u
        WHERE u.parent = $1 AND u.closed_on IS NULL
        UNION ALL
        SELECT t.top, b.id, b.province, EXISTS (
            SELECT 1 FROM supply_headcounts AS h WHERE h.province = b.province AND h.unit = b.id)
        FROM tree AS t
        JOIN supply_units AS b ON b.parent = t.id
        WHERE NOT t.is_told AND b.closed_on IS NULL
    )
    SELECT t.top AS unit, h.risk_group AS risk_group, CAST(sum(h.persons) AS BIGINT) AS persons
    FROM tree AS t
    JOIN supply_headcounts AS h ON h.province = t.province AND h.unit = t.id
    GROUP BY t.top, h.risk_group
    ORDER BY t.top, h.risk_group
" }

/// Of the open units one level down: what was told of each, else what was told of those below it. Those of which
/// nothing is known are missing.
pub async fn below(
    tx: &mut Tx,
    parent: SupplyUnitId,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    tx.all(BELOW, &[&parent]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<(SupplyUnitId, String, i64), db::Error> {
    Ok((
        row.get("unit")?,
        row.get("risk_group")?,
        row.get("persons")?,
    ))
}

sql! { FORGET = "DELETE FROM supply_headcounts WHERE province = $1 AND unit = $2" }

sql! { TELL = "
    INSERT INTO supply_headcounts (province, unit, risk_group, persons, told_by, told_at)
    VALUES ($1, $2, $3, $4, $5, $6)
" }

/// Puts what is told in the place of what was.
pub async fn tell(
    tx: &mut Tx,
    unit: Handle,
    told: &Headcount,
    (by, at): (AccountId, Timestamp),
) -> Result<(), db::Error> {
    tx.execute(FORGET, &[&unit.province, &unit.id]).await?;
    for (group, persons) in told {
        let args: [&dyn db::ToValue; 6] = [&unit.province, &unit.id, group, persons, &by, &at];
        tx.execute(TELL, &args).await?;
    }
    Ok(())
}
