//! The figures of an area, as its reader may see them.

mod table;
mod trend;

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use db::Tx;

use super::cover;
use super::model::{Cells, Counts, Days, Figures, Row};
use super::rules::CannotSee;
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::incidents::model::Incident;

pub use table::Table;
pub use trend::{trend, trend_in};

/// The figures of one area, exact for its admins. Live: nothing committed is missing. Of some days only for them:
/// in public the difference of two spans would show what each of them covers.
pub async fn figures(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    (area, days): (AreaCode, Option<Days>),
) -> Result<Figures, Error> {
    if areas::register().get(area).is_none() {
        return Err(Error::NotFound);
    }
    let is_exact = is_exact(cx, area);
    if days.is_some() && !is_exact {
        return Err(CannotSee::Days.into());
    }
    // What is covered depends on the tables above, so the public's way leads from the country down.
    let path = if is_exact { vec![area] } else { path(area) };
    let (tables, volunteers) = db::read!(app.db, |tx| {
        let mut tables = Vec::with_capacity(path.len());
        for within in &path {
            tables.push(Table::read(tx, incident, *within, days).await?);
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
    let before = tables.last().and_then(|table| table.before);
    Ok(Figures {
        incident: incident.id,
        area,
        days,
        before: before.filter(|_| is_exact).map(|one| Cells::exactly(&one)),
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

/// Whether somebody sees the figures of an area as they are.
pub fn is_exact(cx: &Cx, area: AreaCode) -> bool {
    cx.signed_in().is_some_and(|who| who.is_admin_of(area))
}

/// From the country down to an area.
fn path(area: AreaCode) -> Vec<AreaCode> {
    let mut path: Vec<AreaCode> = std::iter::successors(Some(area), |area| area.parent()).collect();
    path.reverse();
    path
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

/// What parts the codes below an area from each other.
fn step(area: AreaCode) -> u32 {
    match area.level() {
        Level::Country => 10_000,
        Level::Province => 100,
        Level::District | Level::Subdistrict => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_down_begins_with_the_country() {
        let codes: Vec<u32> = path(AreaCode::new(570_901).unwrap())
            .iter()
            .map(|area| area.get())
            .collect();
        assert_eq!(codes, [0, 570_000, 570_900, 570_901]);
    }
}
