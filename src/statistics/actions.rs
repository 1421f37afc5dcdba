//! The figures of an area, as its reader may see them.

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use db::Tx;

use super::cover;
use super::model::{Cells, Column, Counts, Figures, Row};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::State;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::model::{DOES_NOT_WANT, WANTS};
use crate::tallies::{self, Metric};

/// The figures of one area, exact for its admins. Live: nothing committed is missing.
pub async fn figures(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    area: AreaCode,
) -> Result<Figures, Error> {
    if areas::register().get(area).is_none() {
        return Err(Error::NotFound);
    }
    let is_exact = cx.signed_in().is_some_and(|who| who.is_admin_of(area));
    // What is covered depends on the tables above, so the public's way leads from the country down.
    let path = if is_exact { vec![area] } else { path(area) };
    let (tables, volunteers) = db::read!(app.db, |tx| {
        let mut tables = Vec::with_capacity(path.len());
        for within in &path {
            tables.push(Table::read(tx, incident, *within).await?);
        }
        let volunteers = match is_exact {
            true => Some(volunteers(tx, area).await?),
            false => None,
        };
        Ok::<_, db::Error>((tables, volunteers))
    })?;
    let (total, lines) = if is_exact {
        exactly(&tables)
    } else {
        covered(&tables, area)
    };
    let below = tables
        .last()
        .map(|table| table.below.as_slice())
        .unwrap_or_default();
    let registered = |area: AreaCode| {
        volunteers
            .as_ref()
            .map(|counted| counted.get(&Some(area)).copied().unwrap_or(0))
    };
    let mut rows: Vec<Row> = below
        .iter()
        .zip(&lines)
        .map(|(area, cells)| Row {
            area: Some(*area),
            cells: *cells,
            volunteers: registered(*area),
        })
        .collect();
    let elsewhere = volunteers
        .as_ref()
        .map(|counted| counted.get(&None).copied().unwrap_or(0));
    if let Some(cells) = lines.get(below.len())
        && (!cells.is_empty() || elsewhere.is_some_and(|n| n > 0))
        && !below.is_empty()
    {
        rows.push(Row {
            area: None,
            cells: *cells,
            volunteers: elsewhere,
        });
    }
    let all = volunteers.map(|counted| counted.values().sum());
    Ok(Figures {
        incident: incident.id,
        area,
        rows,
        total: Row {
            area: Some(area),
            cells: total,
            volunteers: all,
        },
        is_exact,
        at: cx.now,
    })
}

/// From the country down to an area.
fn path(area: AreaCode) -> Vec<AreaCode> {
    let mut path: Vec<AreaCode> = std::iter::successors(Some(area), |area| area.parent()).collect();
    path.reverse();
    path
}

/// The exact counts of the areas next below one, and last of what was told no finer.
struct Table {
    below: Vec<AreaCode>,
    parts: Vec<Counts>,
}

impl Table {
    async fn read(tx: &mut Tx, incident: &Incident, within: AreaCode) -> Result<Table, db::Error> {
        let below = areas::register().children_in_thai_order(within).to_vec();
        let places: BTreeMap<u32, usize> = below
            .iter()
            .enumerate()
            .map(|(at, area)| (area.get(), at))
            .collect();
        let mut parts = vec![Counts::NONE; below.len() + 1];
        for metric in [Metric::Requests, Metric::Households, Metric::Persons] {
            let sums = tallies::store::sums(tx, incident.id, metric, within).await?;
            for sum in sums {
                // A code the register no longer has counts for the area as a whole.
                let place = places.get(&sum.area).copied().unwrap_or(below.len());
                add(&mut parts[place], incident.preset, metric, &sum.dims, sum.n);
            }
        }
        Ok(Table { below, parts })
    }

    fn total(&self) -> Counts {
        let mut total = Counts::NONE;
        self.parts.iter().for_each(|counts| total.add_all(counts));
        total
    }
}

/// What parts the codes below an area from each other.
fn step(area: AreaCode) -> u32 {
    match area.level() {
        Level::Country => 10_000,
        Level::Province => 100,
        Level::District | Level::Subdistrict => 1,
    }
}

/// Adds one tallied sum to the columns it belongs to.
fn add(counts: &mut Counts, preset: &Preset, metric: Metric, dims: &str, n: i64) {
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

fn exactly(tables: &[Table]) -> (Cells, Vec<Cells>) {
    let Some(table) = tables.last() else {
        return (Cells::exactly(&Counts::NONE), Vec::new());
    };
    (
        Cells::exactly(&table.total()),
        table.parts.iter().map(Cells::exactly).collect(),
    )
}

/// Goes down the way to the area, each table under the total that the one above shows.
fn covered(tables: &[Table], area: AreaCode) -> (Cells, Vec<Cells>) {
    let country = tables.first().map(Table::total).unwrap_or_default();
    let mut total = cover::top(&country);
    for table in tables {
        let lines = cover::below(&total, &table.parts);
        let next = table
            .below
            .iter()
            .zip(&lines)
            .find(|(below, _)| below.contains(area));
        match next {
            Some((_, cells)) => total = *cells,
            None => return (total, lines),
        }
    }
    (total, Vec::new())
}

async fn volunteers(
    tx: &mut Tx,
    within: AreaCode,
) -> Result<BTreeMap<Option<AreaCode>, i64>, db::Error> {
    let mut counted = BTreeMap::new();
    for (part, n) in store::volunteers(tx, within, step(within)).await? {
        let area = AreaCode::new(part).filter(|area| area.parent() == Some(within));
        *counted.entry(area).or_default() += n;
    }
    Ok(counted)
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

    #[test]
    fn the_way_down_begins_with_the_country() {
        let codes: Vec<u32> = path(AreaCode::new(570_901).unwrap())
            .iter()
            .map(|area| area.get())
            .collect();
        assert_eq!(codes, [0, 570_000, 570_900, 570_901]);
    }
}
