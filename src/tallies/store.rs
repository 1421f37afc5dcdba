//! The rows of the figures: added to by slot, summed when read. Beside the figures of each day stand those of
//! all days, of every area a fact lies in, so that no page sums more than it shows.

pub mod spans;

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use db::{Row, Tx, sql};
use jiff::civil::Date;

use super::{Fact, Metric};
use crate::ids::IncidentId;

sql! { ADD = "
    INSERT INTO tallies (province, incident, area, day, metric, dims, slot, n)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (province, incident, metric, area, day, dims, slot)
    DO UPDATE SET n = tallies.n + excluded.n
" }

sql! { ADD_TOTAL = "
    INSERT INTO tally_totals (province, incident, metric, level, area, dims, slot, n)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (province, incident, metric, level, area, dims, slot)
    DO UPDATE SET n = tally_totals.n + excluded.n
" }

sql! { ADD_DAY = "
    INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (province, incident, metric, area, day, dims, slot)
    DO UPDATE SET n = tally_days.n + excluded.n
" }

/// Adds to figures. Posted, and the last statements of a transaction, so that the rows are held shortly; in one
/// order always, so that two who add to the same rows wait for each other at most.
pub fn add(tx: &mut Tx, facts: &[Fact]) -> Result<(), db::Error> {
    let slot = tx.slot();
    let mut totals: BTreeMap<(i16, u32, &str, &str, u8, IncidentId), i64> = BTreeMap::new();
    let mut days: BTreeMap<(u32, &str, String, Date, u8, IncidentId), i64> = BTreeMap::new();
    for Fact {
        cell,
        metric,
        dims,
        n,
    } in facts
    {
        if metric.is_by_day() {
            for area in by_day(cell.area) {
                let key = (
                    area.get(),
                    metric.code(),
                    metric.dims_of_days(dims),
                    cell.day,
                    cell.province,
                    cell.incident,
                );
                *days.entry(key).or_default() += n;
            }
        }
        let (area, metric) = (cell.area.get(), metric.code());
        tx.post(
            ADD,
            &[
                &cell.province,
                &cell.incident,
                &area,
                &cell.day,
                &metric,
                dims,
                &slot,
                n,
            ],
        )?;
        for area in std::iter::successors(Some(cell.area), |area| area.parent()) {
            if let Some(level) = number(area.level()) {
                // The smallest areas first: they are held longest and shared least.
                let key = (
                    -level,
                    area.get(),
                    metric,
                    dims.as_str(),
                    cell.province,
                    cell.incident,
                );
                *totals.entry(key).or_default() += n;
            }
        }
    }
    for ((level, area, metric, dims, province, incident), n) in totals {
        // What moved within a district or a province moves nothing there.
        if n != 0 {
            tx.post(
                ADD_TOTAL,
                &[
                    &province, &incident, &metric, &-level, &area, &dims, &slot, &n,
                ],
            )?;
        }
    }
    for ((area, metric, dims, day, province, incident), n) in days {
        if n != 0 {
            tx.post(
                ADD_DAY,
                &[&province, &incident, &metric, &area, &day, &dims, &slot, &n],
            )?;
        }
    }
    Ok(())
}

/// The areas under which a fact stands in `tally_days`: its district and its province, or what it was told of.
fn by_day(area: AreaCode) -> impl Iterator<Item = AreaCode> {
    let all = std::iter::successors(Some(area), |area| area.parent());
    all.filter(move |one| match one.level() {
        Level::District | Level::Province => true,
        Level::Country => area == AreaCode::COUNTRY,
        Level::Subdistrict => false,
    })
}

fn read(row: &Row) -> Result<Sum, db::Error> {
    Ok(Sum {
        area: row.get("area")?,
        dims: row.get("dims")?,
        n: row.get("n")?,
    })
}

/// As it stands in `tally_totals.level`; the country has no row, being the sum of its provinces.
fn number(level: Level) -> Option<i16> {
    match level {
        Level::Country => None,
        Level::Province => Some(1),
        Level::District => Some(2),
        Level::Subdistrict => Some(3),
    }
}

/// A sum: one area at the level asked for, one combination of dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub area: u32,
    pub dims: String,
    pub n: i64,
}

sql! { TOTALS = "
    SELECT area, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tally_totals
    WHERE incident = $1 AND metric = $2 AND level = $3 AND area BETWEEN $4 AND $5
    GROUP BY area, dims
    ORDER BY area, dims
" }

async fn totals(
    tx: &mut Tx,
    incident: IncidentId,
    metric: Metric,
    level: i16,
    within: AreaCode,
) -> Result<Vec<Sum>, db::Error> {
    let range = within.range();
    let args: [&dyn db::ToValue; 5] = [
        &incident,
        &metric.code(),
        &level,
        range.start(),
        range.end(),
    ];
    tx.all(TOTALS, &args).await?.iter().map(read).collect()
}

/// Sums of a metric over all days, by the areas next below `within`; what was told no finer stands under
/// `within` itself.
pub async fn sums(
    tx: &mut Tx,
    incident: IncidentId,
    metric: Metric,
    within: AreaCode,
) -> Result<Vec<Sum>, db::Error> {
    let own = match number(within.level()) {
        None => return totals(tx, incident, metric, 1, within).await,
        Some(level) => level,
    };
    let mut sums = match within.level() {
        Level::Subdistrict => Vec::new(),
        _ => totals(tx, incident, metric, own + 1, within).await?,
    };
    let mut rest: BTreeMap<String, i64> = BTreeMap::new();
    for sum in totals(tx, incident, metric, own, within).await? {
        *rest.entry(sum.dims).or_default() += sum.n;
    }
    for sum in &sums {
        if let Some(n) = rest.get_mut(&sum.dims) {
            *n -= sum.n;
        }
    }
    let told = rest.into_iter().filter(|(_, n)| *n != 0);
    sums.extend(told.map(|(dims, n)| Sum {
        area: within.get(),
        dims,
        n,
    }));
    Ok(sums)
}
