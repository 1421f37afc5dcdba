//! Figures of supplies, by province.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::civil::Date;

use crate::ids::IncidentId;
use crate::tallies::{self, Metric};

/// What one province received, or handed out, by the dimensions of its metric. The ministry's is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub province: u32,
    pub is_received: bool,
    pub dims: String,
    pub n: i64,
}

sql! { OF_DAYS = "
    SELECT area / 10000 AS province, metric, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tallies
    WHERE incident = $1 AND day BETWEEN $2 AND $3
        AND metric IN ('supplies_received', 'supplies_handed_out')
    GROUP BY area / 10000, metric, dims
" }

/// Of some days.
pub async fn of_days(
    tx: &mut Tx,
    incident: IncidentId,
    first: Date,
    last: Date,
) -> Result<Vec<Sum>, db::Error> {
    let rows = tx.all(OF_DAYS, &[&incident, &first, &last]).await?;
    rows.iter().map(read).collect()
}

sql! { OF_MINISTRY = "
    SELECT 0 AS province, metric, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tallies
    WHERE incident = $1 AND province = 0 AND metric IN ('supplies_received', 'supplies_handed_out')
    GROUP BY metric, dims
" }

/// Of all days: the totals by province, and what the ministry's own units did, which lie in none.
pub async fn of_all_days(tx: &mut Tx, incident: IncidentId) -> Result<Vec<Sum>, db::Error> {
    let rows = tx.all(OF_MINISTRY, &[&incident]).await?;
    let mut all: Vec<Sum> = rows.iter().map(read).collect::<Result<_, _>>()?;
    for metric in [Metric::SuppliesReceived, Metric::SuppliesHandedOut] {
        let sums = tallies::store::sums(tx, incident, metric, AreaCode::COUNTRY).await?;
        all.extend(sums.into_iter().map(|sum| Sum {
            province: sum.area / 10_000,
            is_received: metric == Metric::SuppliesReceived,
            dims: sum.dims,
            n: sum.n,
        }));
    }
    Ok(all)
}

fn read(row: &Row) -> Result<Sum, db::Error> {
    let metric: String = row.get("metric")?;
    Ok(Sum {
        province: row.get("province")?,
        is_received: metric == Metric::SuppliesReceived.code(),
        dims: row.get("dims")?,
        n: row.get("n")?,
    })
}
