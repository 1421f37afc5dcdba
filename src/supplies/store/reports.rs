//! What moved in a span of days, of a unit and of those one level down.

use db::{Row, Tx, sql};
use jiff::civil::Date;

use crate::ids::SupplyUnitId;
use crate::supplies::model::{Handle, Kind};

/// A sum of entries of one kind; reversals are taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub unit: SupplyUnitId,
    pub item: String,
    pub kind: Kind,
    /// Empty but for what is handed out.
    pub risk_group: String,
    pub n: i64,
}

sql! { OF_UNIT = "
    SELECT unit, item, kind, risk_group,
        CAST(sum(CASE WHEN reverses IS NULL THEN quantity ELSE -quantity END) AS BIGINT) AS n
    FROM supply_entries
    WHERE province = $1 AND unit = $2 AND booked_on BETWEEN $3 AND $4
    GROUP BY unit, item, kind, risk_group
" }

pub async fn of_unit(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
    last: Date,
) -> Result<Vec<Sum>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &last];
    tx.all(OF_UNIT, &args).await?.iter().map(read).collect()
}

sql! { BELOW = "
    SELECT e.unit AS unit, e.item AS item, e.kind AS kind, e.risk_group AS risk_group,
        CAST(sum(CASE WHEN e.reverses IS NULL THEN e.quantity ELSE -e.quantity END) AS BIGINT) AS n
    FROM supply_units AS u
    JOIN supply_entries AS e ON e.province = u.province AND e.unit = u.id
    WHERE u.parent = $1 AND e.booked_on BETWEEN $2 AND $3
    GROUP BY e.unit, e.item, e.kind, e.risk_group
" }

/// Of the units one level down.
pub async fn below(
    tx: &mut Tx,
    parent: SupplyUnitId,
    first: Date,
    last: Date,
) -> Result<Vec<Sum>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&parent, &first, &last];
    tx.all(BELOW, &args).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Sum, db::Error> {
    let kind: String = row.get("kind")?;
    Ok(Sum {
        unit: row.get("unit")?,
        item: row.get("item")?,
        kind: Kind::from_code(&kind)
            .ok_or_else(|| row.contradiction("an unknown kind of entry"))?,
        risk_group: row.get("risk_group")?,
        n: row.get("n")?,
    })
}

// What is there less what moved since: the entries after a day are few, those before it grow for ever.
sql! { AT_END = "
    SELECT unit, item, CAST(sum(n) AS BIGINT) AS n
    FROM (
        SELECT unit, item, quantity AS n FROM supply_stock WHERE province = $1 AND unit = $2
        UNION ALL
        SELECT unit, item, CASE WHEN to_account = 'stock' THEN -quantity
            WHEN from_account = 'stock' THEN quantity ELSE 0 END AS n
        FROM supply_entries WHERE province = $1 AND unit = $2 AND booked_on > $3
    ) AS moved
    GROUP BY unit, item
" }

/// What a unit had at the end of a day, by item.
pub async fn at_end(
    tx: &mut Tx,
    unit: Handle,
    day: Date,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&unit.province, &unit.id, &day];
    tx.all(AT_END, &args).await?.iter().map(read_end).collect()
}

sql! { BELOW_AT_END = "
    SELECT unit, item, CAST(sum(n) AS BIGINT) AS n
    FROM (
        SELECT s.unit AS unit, s.item AS item, s.quantity AS n
        FROM supply_units AS u
        JOIN supply_stock AS s ON s.province = u.province AND s.unit = u.id
        WHERE u.parent = $1
        UNION ALL
        SELECT e.unit AS unit, e.item AS item, CASE WHEN e.to_account = 'stock' THEN -e.quantity
            WHEN e.from_account = 'stock' THEN e.quantity ELSE 0 END AS n
        FROM supply_units AS u
        JOIN supply_entries AS e ON e.province = u.province AND e.unit = u.id
        WHERE u.parent = $1 AND e.booked_on > $2
    ) AS moved
    GROUP BY unit, item
" }

/// The same of the units one level down.
pub async fn below_at_end(
    tx: &mut Tx,
    parent: SupplyUnitId,
    day: Date,
) -> Result<Vec<(SupplyUnitId, String, i64)>, db::Error> {
    let rows = tx.all(BELOW_AT_END, &[&parent, &day]).await?;
    rows.iter().map(read_end).collect()
}

fn read_end(row: &Row) -> Result<(SupplyUnitId, String, i64), db::Error> {
    Ok((row.get("unit")?, row.get("item")?, row.get("n")?))
}
