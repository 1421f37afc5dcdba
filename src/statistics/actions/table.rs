//! The exact counts of a table, read from the figures alone.

use std::collections::BTreeMap;

use areas::AreaCode;
use db::Tx;

use crate::help_requests::model::State;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::statistics::model::{Column, Counts, Days};
use crate::survey::model::{DOES_NOT_WANT, WANTS};
use crate::tallies::store::spans::{self, of_span};
use crate::tallies::{self, Metric};

/// What the columns are counted from.
pub(super) const METRICS: [Metric; 3] = [Metric::Requests, Metric::Households, Metric::Persons];

/// With as many days before.
fn compared(days: Days) -> spans::Days {
    spans::Days {
        from: days.before().first,
        first: days.first,
        last: days.last,
    }
}

/// The exact counts of the areas next below one, and last of what was told no finer.
#[derive(Debug, Clone)]
pub struct Table {
    pub below: Vec<AreaCode>,
    pub parts: Vec<Counts>,
    /// All together in as many days before, where days are asked for.
    pub before: Option<Counts>,
}

impl Table {
    pub async fn read(
        tx: &mut Tx,
        incident: &Incident,
        within: AreaCode,
        days: Option<Days>,
    ) -> Result<Table, db::Error> {
        let below = areas::register().children_in_thai_order(within).to_vec();
        let places: BTreeMap<u32, usize> = below
            .iter()
            .enumerate()
            .map(|(at, area)| (area.get(), at))
            .collect();
        let mut parts = vec![Counts::NONE; below.len() + 1];
        let mut before = Counts::NONE;
        for metric in METRICS {
            let sums = match days {
                None => tallies::store::sums(tx, incident.id, metric, within).await?,
                Some(days) => {
                    let spans = of_span(tx, incident.id, metric, within, compared(days)).await?;
                    for sum in spans.before {
                        add(&mut before, incident.preset, metric, &sum.dims, sum.n);
                    }
                    spans.sums
                }
            };
            for sum in sums {
                // A code the register no longer has counts for the area as a whole.
                let place = places.get(&sum.area).copied().unwrap_or(below.len());
                add(&mut parts[place], incident.preset, metric, &sum.dims, sum.n);
            }
        }
        Ok(Table {
            below,
            parts,
            before: days.map(|_| before),
        })
    }

    pub fn total(&self) -> Counts {
        let mut total = Counts::NONE;
        self.parts.iter().for_each(|counts| total.add_all(counts));
        total
    }
}

/// Adds one tallied sum to the columns it belongs to.
pub(super) fn add(counts: &mut Counts, preset: &Preset, metric: Metric, dims: &str, n: i64) {
    let mut parts = dims.split('|');
    match metric {
        Metric::Requests => {
            let state = parts.nth(1).and_then(State::from_code);
            counts.add(Column::Received, n);
            counts.add(
                match state {
                    Some(State::Waiting) => Column::Waiting,
                    Some(state) if state.is_open() => Column::BeingHelped,
                    _ => Column::Done,
                },
                n,
            );
        }
        // What is to be done is the vaccination pages' own; goods are no people, and stand on pages of theirs.
        Metric::Tasks | Metric::SuppliesReceived | Metric::SuppliesHandedOut => {}
        Metric::Households => counts.add(Column::Households, n),
        Metric::Persons => {
            counts.add(Column::Persons, n);
            let history = parts
                .nth(1)
                .and_then(|code| preset.vaccination_history.get(code));
            if history.is_some_and(|history| history.doses == Some(0)) {
                counts.add(Column::NotVaccinated, n);
            }
            match parts.next() {
                Some(WANTS) => counts.add(Column::Wants, n),
                Some(DOES_NOT_WANT) => counts.add(Column::DoesNotWant, n),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::preset::preset;

    fn counted(metric: Metric, dims: &str) -> Vec<Column> {
        let mut counts = Counts::NONE;
        add(&mut counts, preset("covid19").unwrap(), metric, dims, 2);
        Column::ALL
            .into_iter()
            .filter(|column| counts.get(*column) == 2)
            .collect()
    }

    #[test]
    fn each_tally_moves_its_columns() {
        use Column::*;
        for (state, column) in [
            ("waiting", Waiting),
            ("taken", BeingHelped),
            ("on_the_way", BeingHelped),
            ("helping", BeingHelped),
            ("helped", Done),
            ("confirmed", Done),
            ("cancelled", Done),
        ] {
            let dims = format!("goods|{state}");
            assert_eq!(
                counted(Metric::Requests, &dims),
                [Received, column],
                "{state}"
            );
        }
        assert_eq!(counted(Metric::Households, "self|verified"), [Households]);
        assert_eq!(
            counted(Metric::Persons, "mm|none|wants"),
            [Persons, NotVaccinated, Wants]
        );
        assert_eq!(
            counted(Metric::Persons, "th|dose_1|does_not_want"),
            [Persons, DoesNotWant]
        );
        assert_eq!(counted(Metric::Persons, "th|unknown|undecided"), [Persons]);
        assert_eq!(counted(Metric::Persons, "th|dose_2|"), [Persons]);
    }
}
