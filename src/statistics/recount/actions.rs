//! Counting anew, province by province: a figure and its records lie in one, so that one snapshot holds both.

use areas::AreaCode;

use super::model::{Counted, Differing, Kept, compare};
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::tallies::Metric;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Figures that were held against the records.
    pub n: usize,
    pub differing: Vec<Differing>,
}

/// Counts all records anew, of one incident or of all; `told` hears of each province that is through.
pub async fn verify(
    app: &App,
    incident: Option<IncidentId>,
    told: impl Fn(u8),
) -> Result<Found, Error> {
    let mut found = Found::default();
    let provinces = areas::register().children(AreaCode::COUNTRY).iter();
    let provinces = provinces.map(|area| area.province());
    for province in std::iter::once(0).chain(provinces) {
        for metric in Metric::ALL {
            of_province(app, (metric, province), incident, &mut found).await?;
        }
        told(province);
    }
    Ok(found)
}

async fn of_province(
    app: &App,
    (metric, province): (Metric, u8),
    incident: Option<IncidentId>,
    found: &mut Found,
) -> Result<(), Error> {
    let (records, tallies, totals, days) = db::read!(app.db, |tx| {
        let records = store::records(tx, metric, province).await?;
        let tallies = store::told(tx, Kept::Tallies, metric, province).await?;
        let totals = store::told(tx, Kept::Totals, metric, province).await?;
        let days = store::told(tx, Kept::Days, metric, province).await?;
        Ok::<_, db::Error>((records, tallies, totals, days))
    })?;
    let mut check = |kept: Kept, told: &Counted, counted: &Counted| {
        let all = compare((kept, metric, province), told, counted);
        let ours = |one: &Differing| incident.is_none_or(|incident| one.incident == incident);
        found.differing.extend(all.into_iter().filter(ours));
        found.n += told.0.len();
    };
    match metric {
        // A unit may have been moved to another area since; what it did stays counted where it was.
        Metric::SuppliesReceived | Metric::SuppliesHandedOut => {
            check(Kept::Tallies, &tallies.anywhere(), &records.anywhere());
        }
        _ => check(Kept::Tallies, &tallies, &records),
    }
    check(Kept::Totals, &totals, &tallies.as_totals());
    if metric.is_by_day() {
        check(Kept::Days, &days, &tallies.as_days(metric));
    }
    Ok(())
}
