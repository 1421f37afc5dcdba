//! Figures of supplies, by province.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::civil::Date;

use crate::ids::IncidentId;
use crate::tallies::store::spans::{Days, of_span};
use crate::tallies::{self, Metric};

/// What one province received, or handed out, by the dimensions of its metric. The ministry's is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub province: u32,
    pub is_received: bool,
    pub dims: String,
    pub n: i64,
}

const METRICS: [Metric; 2] = [Metric::SuppliesReceived, Metric::SuppliesHandedOut];

fn of(metric: Metric) -> impl Fn(tallies::store::Sum) -> Sum {
    move |sum| Sum {
        province: sum.area / 10_000,
        is_received: metric == Metric::SuppliesReceived,
        dims: sum.dims,
        n: sum.n,
    }
}

/// Of some days, both ends with them.
pub async fn of_days(
    tx: &mut Tx,
    incident: IncidentId,
    days: (Date, Date),
) -> Result<Vec<Sum>, db::Error> {
    let mut all = Vec::new();
    for metric in METRICS {
        let days = Days::of(days.0, days.1);
        let spans = of_span(tx, incident, metric, AreaCode::COUNTRY, days).await?;
        all.extend(spans.sums.into_iter().map(of(metric)));
    }
    Ok(all)
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
    for metric in METRICS {
        let sums = tallies::store::sums(tx, incident, metric, AreaCode::COUNTRY).await?;
        all.extend(sums.into_iter().map(of(metric)));
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
