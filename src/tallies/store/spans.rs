//! Sums over spans of days. Provinces and districts are read from `tally_days`, subdistricts from the figures of
//! each day themselves. An area is sought under its own province, where all but few of its facts were born; what
//! moved to it from elsewhere is found by an index of such rows alone.

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use db::{Row, Tx, sql};
use jiff::civil::Date;

use super::{Metric, Sum};
use crate::ids::IncidentId;

/// Days, both ends with them; with the first day of what is compared, from which on the rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub first: Date,
    pub last: Date,
}

impl Days {
    /// Compared with nothing.
    pub fn of(first: Date, last: Date) -> Days {
        Days {
            from: first,
            first,
            last,
        }
    }
}

/// Sums of the days, and of those before them that are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    pub sums: Vec<Sum>,
    pub before: Vec<Sum>,
}

// The provinces that have rows, each found from the one before: the table is never walked.
macro_rules! provinces {
    ($columns:literal, $of:literal) => {
        concat!(
            "WITH RECURSIVE provinces (province) AS (
                SELECT min(province) FROM tally_days
                UNION ALL
                SELECT (SELECT min(t.province) FROM tally_days AS t WHERE t.province > p.province)
                FROM provinces AS p WHERE p.province IS NOT NULL
            ), figures (area, day, dims, n) AS (
                SELECT d.area, d.day, d.dims, d.n
                FROM provinces AS p
                JOIN tally_days AS d ON d.province = p.province
                WHERE d.incident = $1 AND d.metric = $2 AND d.area = p.province * 10000
                    AND d.day BETWEEN $3 AND $4
                UNION ALL
                SELECT d.area, d.day, d.dims, d.n
                FROM tally_days AS d
                WHERE d.incident = $1 AND d.metric = $2 AND d.area % 10000 = 0
                    AND d.day BETWEEN $3 AND $4 AND d.province <> d.area / 10000
            ) SELECT ",
            $columns,
            ", CAST(sum(n) AS BIGINT) AS n FROM figures GROUP BY ",
            $of
        )
    };
}

// The areas of one province that have rows between two codes, each found from the one before.
macro_rules! parts {
    ($table:literal, $columns:literal, $of:literal) => {
        concat!(
            "WITH RECURSIVE parts (area) AS (
                SELECT min(t.area) FROM ",
            $table,
            " AS t
                WHERE t.province = $3 AND t.incident = $1 AND t.metric = $2 AND t.area BETWEEN $4 AND $5
                UNION ALL
                SELECT (
                    SELECT min(t.area) FROM ",
            $table,
            " AS t
                    WHERE t.province = $3 AND t.incident = $1 AND t.metric = $2
                        AND t.area > p.area AND t.area <= $5
                )
                FROM parts AS p WHERE p.area IS NOT NULL
            ), figures (area, day, dims, n) AS (
                SELECT d.area, d.day, d.dims, d.n
                FROM parts AS p
                JOIN ",
            $table,
            " AS d ON d.area = p.area
                WHERE d.province = $3 AND d.incident = $1 AND d.metric = $2 AND d.day BETWEEN $6 AND $7
                UNION ALL
                SELECT d.area, d.day, d.dims, d.n
                FROM ",
            $table,
            " AS d
                WHERE d.incident = $1 AND d.metric = $2 AND d.area BETWEEN $4 AND $5
                    AND d.day BETWEEN $6 AND $7 AND d.province <> d.area / 10000
            ) SELECT ",
            $columns,
            ", CAST(sum(n) AS BIGINT) AS n FROM figures GROUP BY ",
            $of
        )
    };
}

sql! { OF_PROVINCES = provinces!(
    "area, dims, CASE WHEN day < $5 THEN 1 ELSE 0 END AS is_before",
    "area, dims, CASE WHEN day < $5 THEN 1 ELSE 0 END"
) }

sql! { OF_DISTRICTS = parts!("tally_days",
    "area, dims, CASE WHEN day < $8 THEN 1 ELSE 0 END AS is_before",
    "area, dims, CASE WHEN day < $8 THEN 1 ELSE 0 END"
) }

sql! { OF_SUBDISTRICTS = parts!("tallies",
    "area, dims, CASE WHEN day < $8 THEN 1 ELSE 0 END AS is_before",
    "area, dims, CASE WHEN day < $8 THEN 1 ELSE 0 END"
) }

/// Sums of a metric by the areas next below `within`; what was told no finer stands under `within` itself. The
/// metric is one of those that are kept by day, and its dimensions above subdistricts are those of days.
pub async fn of_span(
    tx: &mut Tx,
    incident: IncidentId,
    metric: Metric,
    within: AreaCode,
    days: Days,
) -> Result<Spans, db::Error> {
    let code = metric.code();
    let rows = match within.level() {
        Level::Country => {
            let args: [&dyn db::ToValue; 5] =
                [&incident, &code, &days.from, &days.last, &days.first];
            tx.all(OF_PROVINCES, &args).await?
        }
        level => {
            let statement = match level {
                Level::Province => OF_DISTRICTS,
                _ => OF_SUBDISTRICTS,
            };
            let range = within.range();
            let args: [&dyn db::ToValue; 8] = [
                &incident,
                &code,
                &within.province(),
                range.start(),
                range.end(),
                &days.from,
                &days.last,
                &days.first,
            ];
            tx.all(statement, &args).await?
        }
    };
    let mut spans = Spans::default();
    for row in &rows {
        let is_before: i64 = row.get("is_before")?;
        let sum = super::read(row)?;
        match is_before {
            1 => spans.before.push(sum),
            _ => spans.sums.push(sum),
        }
    }
    if within.level() == Level::Province {
        spans.sums = with_rest(within, spans.sums);
        spans.before = with_rest(within, spans.before);
    }
    Ok(spans)
}

/// A province's own row is of all that lies in it; what its districts do not have of it was told no finer.
fn with_rest(within: AreaCode, sums: Vec<Sum>) -> Vec<Sum> {
    let (own, mut below): (Vec<Sum>, Vec<Sum>) =
        sums.into_iter().partition(|sum| sum.area == within.get());
    let mut rest: BTreeMap<String, i64> = BTreeMap::new();
    for sum in own {
        *rest.entry(sum.dims).or_default() += sum.n;
    }
    for sum in &below {
        *rest.entry(sum.dims.clone()).or_default() -= sum.n;
    }
    let rest = rest.into_iter().filter(|(_, n)| *n != 0);
    below.extend(rest.map(|(dims, n)| Sum {
        area: within.get(),
        dims,
        n,
    }));
    below
}

sql! { DAYS_OF_COUNTRY = provinces!("day, dims", "day, dims") }

sql! { DAYS_OF_PART = parts!("tally_days", "day, dims", "day, dims") }

sql! { DAYS_OF_SUBDISTRICT = parts!("tallies", "day, dims", "day, dims") }

/// What a metric had on each day, in one area with all that lies in it.
pub async fn by_day(
    tx: &mut Tx,
    incident: IncidentId,
    metric: Metric,
    area: AreaCode,
    (first, last): (Date, Date),
) -> Result<Vec<(Date, String, i64)>, db::Error> {
    let (code, own) = (metric.code(), area.get());
    let rows = match area.level() {
        Level::Country => {
            let args: [&dyn db::ToValue; 4] = [&incident, &code, &first, &last];
            tx.all(DAYS_OF_COUNTRY, &args).await?
        }
        level => {
            let statement = match level {
                Level::Subdistrict => DAYS_OF_SUBDISTRICT,
                _ => DAYS_OF_PART,
            };
            let args: [&dyn db::ToValue; 7] = [
                &incident,
                &code,
                &area.province(),
                &own,
                &own,
                &first,
                &last,
            ];
            tx.all(statement, &args).await?
        }
    };
    rows.iter().map(read_day).collect()
}

fn read_day(row: &Row) -> Result<(Date, String, i64), db::Error> {
    Ok((row.get("day")?, row.get("dims")?, row.get("n")?))
}
