//! How figures went from day to day, and of what kinds they are, for the admins of an area.

use std::collections::BTreeMap;

use areas::AreaCode;
use jiff::civil::{Date, date};

use super::is_exact;
use super::table::{METRICS, add};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::statistics::model::{Bucket, Counts, Days, Step, Trend};
use crate::statistics::rules::{CannotSee, buckets};
use crate::tallies::Metric;
use crate::tallies::store::spans::by_day;

/// Every day that both databases know.
const ALWAYS: (Date, Date) = (date(1, 1, 1), Date::MAX);

/// The figures of an area by days, or by weeks, months or years where the days are many; of all days where none are
/// named.
pub async fn trend(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    (area, days): (AreaCode, Option<Days>),
) -> Result<Trend, Error> {
    if !is_exact(cx, area) {
        return Err(CannotSee::Days.into());
    }
    let today = clock::day(cx.now);
    let trend = db::read!(app.db, |tx| {
        trend_in(tx, incident, (area, days), today).await
    })?;
    Ok(trend)
}

/// The same inside a transaction, whoever asks.
pub async fn trend_in(
    tx: &mut db::Tx,
    incident: &Incident,
    (area, days): (AreaCode, Option<Days>),
    today: Date,
) -> Result<Trend, db::Error> {
    let asked = days.map_or(ALWAYS, |days| (days.first, days.last));
    let mut rows = Vec::new();
    for metric in METRICS {
        let of = by_day(tx, incident.id, metric, area, asked).await?;
        let of = of.into_iter().filter(|(.., n)| *n != 0);
        rows.extend(of.map(|(day, dims, n)| (metric, day, dims, n)));
    }
    let days = days.unwrap_or_else(|| {
        let days = rows.iter().map(|(_, day, ..)| *day);
        Days {
            first: days.clone().fold(today.min(incident.starts_on), Date::min),
            last: days.fold(today, Date::max),
        }
    });
    let step = Step::of(days);
    let mut all = buckets(days, step);
    let mut kinds: BTreeMap<String, Counts> = BTreeMap::new();
    for (metric, day, dims, n) in rows {
        if let Some(counts) = counts_of(&mut all, day) {
            add(counts, incident.preset, metric, &dims, n);
        }
        if metric == Metric::Requests {
            let kind = dims.split('|').next().unwrap_or_default();
            let counts = kinds.entry(kind.to_owned()).or_default();
            add(counts, incident.preset, metric, &dims, n);
        }
    }
    Ok(Trend {
        days,
        step,
        buckets: all,
        kinds: kinds.into_iter().collect(),
    })
}

fn counts_of(all: &mut [Bucket], day: Date) -> Option<&mut Counts> {
    let after = all.partition_point(|bucket| bucket.days.first <= day);
    let bucket = all.get_mut(after.checked_sub(1)?)?;
    Some(&mut bucket.counts)
}
