//! What a recount finds.

use std::collections::BTreeMap;

use areas::AreaCode;
use jiff::civil::Date;

use crate::ids::IncidentId;
use crate::tallies::Metric;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Of a day, in the area a fact was told of.
    Tallies,
    /// Of all days, in every area a fact lies in.
    Totals,
    /// Of a day, in the district and the province.
    Days,
}

impl Kept {
    /// Its table.
    pub fn code(self) -> &'static str {
        match self {
            Kept::Tallies => "tallies",
            Kept::Totals => "tally_totals",
            Kept::Days => "tally_days",
        }
    }
}

/// Of one metric and one province: incident, area, day (none where all are meant), dimensions, and how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted(pub BTreeMap<(IncidentId, u32, Option<Date>, String), i64>);

impl Counted {
    pub fn add(&mut self, incident: IncidentId, area: u32, day: Option<Date>, dims: &str, n: i64) {
        let key = (incident, area, day, dims.to_owned());
        *self.0.entry(key).or_default() += n;
    }

    /// As they stand in another table: under each of some areas, with the day or without, by other dimensions.
    fn folded(
        &self,
        areas: impl Fn(AreaCode) -> Vec<AreaCode>,
        with_day: bool,
        dims: impl Fn(&str) -> String,
    ) -> Counted {
        let mut all = Counted::default();
        for ((incident, area, day, of), n) in &self.0 {
            let Some(area) = AreaCode::new(*area) else {
                continue;
            };
            for area in areas(area) {
                let day = day.filter(|_| with_day);
                all.add(*incident, area.get(), day, &dims(of), *n);
            }
        }
        all
    }

    /// What `tally_totals` must say.
    pub fn as_totals(&self) -> Counted {
        let above = |area: AreaCode| {
            let all = std::iter::successors(Some(area), |area| area.parent());
            all.filter(|area| *area != AreaCode::COUNTRY).collect()
        };
        self.folded(above, false, str::to_owned)
    }

    /// What `tally_days` must say.
    pub fn as_days(&self, metric: Metric) -> Counted {
        let above = |area: AreaCode| {
            let all = std::iter::successors(Some(area), |area| area.parent());
            let is_kept = |one: &AreaCode| match one.level() {
                areas::Level::Subdistrict => false,
                areas::Level::Country => area == AreaCode::COUNTRY,
                areas::Level::Province | areas::Level::District => true,
            };
            all.filter(is_kept).collect()
        };
        self.folded(above, true, |dims| metric.dims_of_days(dims))
    }

    /// The same wherever it was: what lies in an area that may have been changed since.
    pub fn anywhere(&self) -> Counted {
        self.folded(|_| vec![AreaCode::COUNTRY], true, str::to_owned)
    }
}

/// A figure that is not what the records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    pub kept: Kept,
    pub metric: Metric,
    /// In which the facts were born; 0 is the ministry's.
    pub province: u8,
    pub incident: IncidentId,
    pub area: u32,
    pub day: Option<Date>,
    pub dims: String,
    /// What stands in the table.
    pub told: i64,
    /// What the records, or the table below, come to.
    pub counted: i64,
}

/// All figures of a province, each with what it ought to be.
pub fn compare(
    (kept, metric, province): (Kept, Metric, u8),
    told: &Counted,
    counted: &Counted,
) -> Vec<Differing> {
    let mut keys: Vec<_> = told.0.keys().chain(counted.0.keys()).collect();
    keys.sort();
    keys.dedup();
    let at = |all: &Counted, key| all.0.get(key).copied().unwrap_or(0);
    keys.into_iter()
        .filter(|key| at(told, *key) != at(counted, *key))
        .map(|key| Differing {
            kept,
            metric,
            province,
            incident: key.0,
            area: key.1,
            day: key.2,
            dims: key.3.clone(),
            told: at(told, key),
            counted: at(counted, key),
        })
        .collect()
}
