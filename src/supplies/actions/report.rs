//! What came, went and was left in a span of days, of a unit and of those one level down.

use std::collections::{BTreeMap, btree_map};

use jiff::civil::Date;

use super::{reach, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::SupplyUnitId;
use crate::supplies::model::{Handle, Kind, Unit};
use crate::supplies::store::{self, papers::Paper, reports::Sum};

/// An item of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    pub item: String,
    pub received: i64,
    pub sent: i64,
    pub handed_out: i64,
    /// Losses and differences of counts; above zero where there became more.
    pub corrected: i64,
    /// What was there at the end of the last day.
    pub closing: i64,
    /// What was handed out, by risk group.
    pub by_group: BTreeMap<String, i64>,
}

impl Moved {
    /// What was there before the first day.
    pub fn opening(&self) -> i64 {
        self.closing - self.received + self.sent + self.handed_out - self.corrected
    }
}

/// A unit with its items.
#[derive(Debug, Clone)]
pub struct Reported {
    pub unit: Unit,
    pub items: Vec<Moved>,
}

/// What came and went under one paper, with the unit at its other end.
#[derive(Debug, Clone)]
pub struct Listed {
    pub paper: Paper,
    pub other: Option<Unit>,
}

#[derive(Debug, Clone)]
pub struct Report {
    pub first: Date,
    pub last: Date,
    pub own: Reported,
    /// What came and went, by paper, in order of days; no more than [`PAPERS`].
    pub papers: Vec<Listed>,
    /// Those of which anything is to be told.
    pub below: Vec<Reported>,
}

/// The most rows of papers that one report lists: more belong on several.
pub const PAPERS: usize = 2_000;

/// The report of a unit; the same for the same days however often it is asked, once they are closed.
pub async fn report(
    app: &App,
    cx: &Cx,
    handle: Handle,
    (first, last): (Date, Date),
) -> Result<Report, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, _) = reach(tx, who, handle).await?;
        let papers = papers(tx, handle, (first, last)).await?;
        let sums = store::reports::of_unit(tx, handle, first, last).await?;
        let ends = store::reports::at_end(tx, handle, last).await?;
        let below = store::units::below(tx, unit.id).await?;
        let sums_below = store::reports::below(tx, unit.id, first, last).await?;
        let ends_below = store::reports::below_at_end(tx, unit.id, last).await?;
        let below = below
            .into_iter()
            .map(|unit| reported(unit, &sums_below, &ends_below))
            .filter(|one| !one.items.is_empty())
            .collect();
        Ok::<_, Error>(Report {
            first,
            last,
            papers,
            own: reported(unit, &sums, &ends),
            below,
        })
    })
}

async fn papers(
    tx: &mut db::Tx,
    handle: Handle,
    days: (Date, Date),
) -> Result<Vec<Listed>, db::Error> {
    let limit = i64::try_from(PAPERS).unwrap_or(i64::MAX);
    let mut known: BTreeMap<uuid::Uuid, Option<Unit>> = BTreeMap::new();
    let mut all = Vec::new();
    for paper in store::papers::between(tx, handle, days, limit).await? {
        let mut other = None;
        if let Some(id) = paper.other {
            if let btree_map::Entry::Vacant(place) = known.entry(id.0) {
                place.insert(store::units::find(tx, id).await?);
            }
            other = known.get(&id.0).cloned().flatten();
        }
        all.push(Listed { paper, other });
    }
    Ok(all)
}

fn reported(unit: Unit, sums: &[Sum], ends: &[(SupplyUnitId, String, i64)]) -> Reported {
    let mut items: BTreeMap<&str, Moved> = BTreeMap::new();
    for (_, item, n) in ends.iter().filter(|(of, ..)| *of == unit.id) {
        items.entry(item).or_default().closing = *n;
    }
    for sum in sums.iter().filter(|sum| sum.unit == unit.id) {
        let moved = items.entry(&sum.item).or_default();
        match sum.kind {
            Kind::Receipt | Kind::Arrival => moved.received += sum.n,
            Kind::Sending => moved.sent += sum.n,
            Kind::HandOut => {
                moved.handed_out += sum.n;
                *moved.by_group.entry(sum.risk_group.clone()).or_default() += sum.n;
            }
            Kind::Loss | Kind::Shortfall => moved.corrected -= sum.n,
            Kind::Surplus => moved.corrected += sum.n,
            // Never was in the store.
            Kind::Short | Kind::Damaged => {}
        }
    }
    let items = items.into_iter().map(|(item, moved)| Moved {
        item: item.to_owned(),
        ..moved
    });
    let tells = |moved: &Moved| {
        moved.closing != 0 || moved.received != 0 || moved.opening() != 0 || moved.handed_out != 0
    };
    Reported {
        items: items.filter(tells).collect(),
        unit,
    }
}
