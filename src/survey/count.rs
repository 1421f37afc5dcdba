//! How households and persons are counted. Whatever changes is counted before and after, and the
//! difference moves the figures, so that late, moved and withdrawn facts stand in the right cells.

use std::collections::BTreeMap;

use areas::AreaCode;
use db::Tx;
use jiff::civil::Date;

use super::model::{Household, HouseholdState, Person, PersonState};
use super::{rules, tasks};
use crate::incidents::preset::Preset;
use crate::tallies::{self, Cell, Fact, Metric};

/// Figures by the area, day, metric and dimensions they belong to, in an order that is always the same,
/// so that two writers never wait for each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<(u32, Date, &'static str, String), (Metric, i64)>);

impl Figures {
    /// What a household and those who live there count for: nothing in a course, or by mistake.
    pub fn of(preset: &Preset, household: &Household, persons: &[Person]) -> Figures {
        let mut figures = Figures::default();
        if household.practice || household.state == HouseholdState::Mistake {
            return figures;
        }
        let area = household.area;
        let dims = rules::household_dims(household.source, household.verified);
        figures.add(area, household.recorded_on, Metric::Households, dims, 1);
        // Who moved away with the household lives there no more either.
        let here = household.state == HouseholdState::Here;
        for person in persons.iter().filter(|_| here) {
            if person.facts.state == PersonState::Here {
                let dims = rules::person_dims(&person.facts);
                figures.add(area, person.recorded_on, Metric::Persons, dims, 1);
            }
            if let Some(task) = tasks::of(preset, household, person) {
                let day = person.recorded_on;
                figures.add(area, day, Metric::Tasks, task.dims(), 1);
            }
        }
        figures
    }

    fn add(&mut self, area: AreaCode, day: Date, metric: Metric, dims: String, n: i64) {
        let key = (area.get(), day, metric.code(), dims);
        self.0.entry(key).or_insert((metric, 0)).1 += n;
    }

    /// What has to be added to come from `before` to these.
    #[must_use]
    pub fn since(mut self, before: Figures) -> Figures {
        for ((area, day, code, dims), (metric, n)) in before.0 {
            self.0
                .entry((area, day, code, dims))
                .or_insert((metric, 0))
                .1 -= n;
        }
        self.0.retain(|_, (_, n)| *n != 0);
        self
    }

    /// Adds them to the figures of the household's incident.
    pub fn book(&self, tx: &mut Tx, household: &Household) -> Result<(), db::Error> {
        let facts = self
            .0
            .iter()
            .filter_map(|((area, day, _, dims), (metric, n))| {
                let cell = Cell {
                    province: household.province,
                    incident: household.incident,
                    area: AreaCode::new(*area)?,
                    day: *day,
                };
                Some(Fact {
                    cell,
                    metric: *metric,
                    dims: dims.clone(),
                    n: *n,
                })
            });
        tallies::store::add(tx, &facts.collect::<Vec<_>>())
    }
}
