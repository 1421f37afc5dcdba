//! The rows of the figures: added to by slot, summed when read.

use areas::AreaCode;
use db::{Tx, sql};

use super::{Cell, Metric};
use crate::ids::IncidentId;

sql! { ADD = "
    INSERT INTO tallies (province, incident, area, day, metric, dims, slot, n)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (province, incident, metric, area, day, dims, slot)
    DO UPDATE SET n = tallies.n + excluded.n
" }

/// Adds to a figure. Posted, and the last statement of a transaction, so that the row is held shortly.
pub fn add(tx: &mut Tx, cell: &Cell, metric: Metric, dims: &str, n: i64) -> Result<(), db::Error> {
    let slot = tx.slot();
    tx.post(
        ADD,
        &[
            &cell.province,
            &cell.incident,
            &cell.area.get(),
            &cell.day,
            &metric.code(),
            &dims,
            &slot,
            &n,
        ],
    )
}

/// A sum: one area at the level asked for, one combination of dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub area: u32,
    pub dims: String,
    pub n: i64,
}

// An area code without its lower levels is a whole number times `step`: 10000 gives provinces, 100
// districts, 1 subdistricts.
sql! { SUMS = "
    SELECT area / $4 * $4 AS part, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tallies
    WHERE incident = $1 AND metric = $5 AND area BETWEEN $2 AND $3
    GROUP BY area / $4 * $4, dims
    ORDER BY area / $4 * $4, dims
" }

/// Sums of a metric over all days, by the areas one level below `within`.
pub async fn sums(
    tx: &mut Tx,
    incident: IncidentId,
    metric: Metric,
    within: AreaCode,
    step: u32,
) -> Result<Vec<Sum>, db::Error> {
    let range = within.range();
    let rows = tx
        .all(
            SUMS,
            &[&incident, range.start(), range.end(), &step, &metric.code()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Sum {
                area: row.get("part")?,
                dims: row.get("dims")?,
                n: row.get("n")?,
            })
        })
        .collect()
}
