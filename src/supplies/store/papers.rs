//! What came and went in a span of days, by the number of its paper.

use db::{Row, Tx, sql};
use jiff::civil::Date;

use crate::ids::SupplyUnitId;
use crate::supplies::model::{Handle, Kind};

/// Goods of one item under one paper; reversals are taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub booked_on: Date,
    pub kind: Kind,
    /// Empty where none was told.
    pub document: String,
    /// From whom a receipt came.
    pub party: String,
    /// The unit it was sent to or came from.
    pub other: Option<SupplyUnitId>,
    pub item: String,
    pub n: i64,
}

sql! { BETWEEN = "
    SELECT e.booked_on AS booked_on, e.kind AS kind, e.document AS document, e.party AS party,
        CASE WHEN e.kind = 'sending' THEN went.to_unit ELSE came.from_unit END AS other, e.item AS item,
        CAST(sum(CASE WHEN e.reverses IS NULL THEN e.quantity ELSE -e.quantity END) AS BIGINT) AS n
    FROM supply_entries AS e
    LEFT JOIN supply_shipments AS went
        ON e.kind = 'sending' AND went.province = e.province AND went.id = e.shipment
    LEFT JOIN supply_shipments AS came
        ON e.kind <> 'sending' AND came.to_unit = e.unit AND came.id = e.shipment
    WHERE e.province = $1 AND e.unit = $2 AND e.booked_on BETWEEN $3 AND $4
        AND (e.kind IN ('receipt', 'arrival', 'sending') OR (e.kind = 'hand_out' AND e.document <> ''))
    GROUP BY e.booked_on, e.kind, e.document, e.party, went.to_unit, came.from_unit, e.item
    HAVING sum(CASE WHEN e.reverses IS NULL THEN e.quantity ELSE -e.quantity END) <> 0
    ORDER BY e.booked_on, e.document, e.kind, e.party, e.item
    LIMIT $5
" }

/// Receipts, arrivals, sendings, and what was handed out for requests; in order of days.
pub async fn between(
    tx: &mut Tx,
    unit: Handle,
    (first, last): (Date, Date),
    limit: i64,
) -> Result<Vec<Paper>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&unit.province, &unit.id, &first, &last, &limit];
    tx.all(BETWEEN, &args).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Paper, db::Error> {
    let kind: String = row.get("kind")?;
    Ok(Paper {
        booked_on: row.get("booked_on")?,
        kind: Kind::from_code(&kind)
            .ok_or_else(|| row.contradiction("an unknown kind of entry"))?,
        document: row.get("document")?,
        party: row.get("party")?,
        other: row.get("other")?,
        item: row.get("item")?,
        n: row.get("n")?,
    })
}
