//! Proving that closed days are what was closed, and that what units have is the sum of their entries.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::{reach, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Closed, Handle, Unit};
use crate::supplies::rules::{self, Broken, Page};
use crate::supplies::store;

/// What was found of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub unit: Unit,
    pub n_days: usize,
    pub broken: Option<Broken>,
    /// Item and lot of which there is not what the entries sum up to.
    pub stock_differs: Vec<(String, String)>,
}

impl Verified {
    pub fn is_whole(&self) -> bool {
        self.broken.is_none() && self.stock_differs.is_empty()
    }
}

/// Days that are read at once, so that years of books take no more memory than a month.
const AT_ONCE: i64 = 31;

pub async fn verify(app: &App, cx: &Cx, handle: Handle) -> Result<Verified, Error> {
    let who = signed_in(cx)?;
    let (unit, _) = db::read!(app.db, |tx| { reach(tx, who, handle).await })?;
    verify_unit(app, unit).await
}

/// All units of an incident, for whoever runs the program. Most have nothing in their books yet: those of a province
/// are asked about at once, and only who has closed a day is looked at alone.
pub async fn verify_all(app: &App, incident: IncidentId) -> Result<Vec<Verified>, Error> {
    let country = areas::AreaCode::COUNTRY;
    let units = db::read!(app.db, |tx| {
        store::units::of_area(tx, incident, country, i64::MAX).await
    })?;
    let provinces: BTreeSet<u8> = units.iter().map(|unit| unit.province).collect();
    let mut with_days: HashSet<SupplyUnitId> = HashSet::new();
    let mut differs: HashMap<SupplyUnitId, Vec<(String, String)>> = HashMap::new();
    for province in provinces {
        let (closed, differing) = db::read!(app.db, |tx| {
            let closed = store::closings::with_days(tx, incident, province).await?;
            Ok::<_, db::Error>((closed, store::stock::all_differing(tx, province).await?))
        })?;
        with_days.extend(closed);
        for (unit, item, lot) in differing {
            differs.entry(unit).or_default().push((item, lot));
        }
    }
    let mut all = Vec::new();
    for unit in units {
        let mut found = Verified {
            n_days: 0,
            broken: None,
            stock_differs: differs.remove(&unit.id).unwrap_or_default(),
            unit,
        };
        if with_days.contains(&found.unit.id) {
            walk(app, &mut found).await?;
        }
        all.push(found);
    }
    Ok(all)
}

async fn verify_unit(app: &App, unit: Unit) -> Result<Verified, Error> {
    let handle = unit.handle();
    let mut found = Verified {
        n_days: 0,
        broken: None,
        stock_differs: db::read!(app.db, |tx| { store::stock::differing(tx, handle).await })?,
        unit,
    };
    walk(app, &mut found).await?;
    Ok(found)
}

/// Follows the chain of a unit from its first day to its end.
async fn walk(app: &App, found: &mut Verified) -> Result<(), Error> {
    let handle = found.unit.handle();
    let mut before: Option<(Date, Vec<u8>)> = None;
    loop {
        let first = before.as_ref().map_or(found.unit.opened_on, |(day, _)| {
            day.tomorrow().unwrap_or(*day)
        });
        let last = first.saturating_add(jiff::Span::new().days(AT_ONCE));
        // The end is read with the days, so that a day closed meanwhile is in both or in neither.
        let read = db::read!(app.db, |tx| {
            let newest = store::days::last(tx, handle)
                .await?
                .map(|closed| closed.day);
            let end = store::closings::of(tx, handle).await?;
            Ok::<_, db::Error>((pages(tx, &found.unit, first, last).await?, newest, end))
        });
        let link = before.as_ref().map(|(day, hash)| (*day, hash.as_slice()));
        let (pages, newest, end) = match read {
            Err(db::Error::Contradiction { .. }) => {
                found.broken = unreadable(app, &found.unit, link, (first, last)).await?;
                return Ok(());
            }
            read => read?,
        };
        found.broken = rules::first_broken(found.unit.opened_on, link, &pages);
        found.n_days += pages.len();
        if found.broken.is_some() {
            return Ok(());
        }
        let is_end = newest.is_none_or(|newest| newest <= last);
        match pages.last() {
            Some(page) if !is_end => {
                before = Some((page.closed.day, page.closed.hash.clone()));
            }
            None if !is_end => {
                found.broken = Some(Broken::Missing { day: first });
                return Ok(());
            }
            last => {
                let last = last.map(|page| (page.closed.day, page.closed.hash.as_slice()));
                let n = i64::try_from(found.n_days).unwrap_or(i64::MAX);
                let opened_on = found.unit.opened_on;
                found.broken = rules::wrong_end(opened_on, last.or(link), n, end.as_ref());
                return Ok(());
            }
        }
    }
}

/// The first broken link of days of which one cannot be read, since it holds what no program of ours writes.
async fn unreadable(
    app: &App,
    unit: &Unit,
    before: Option<(Date, &[u8])>,
    (first, last): (Date, Date),
) -> Result<Option<Broken>, Error> {
    let mut readable = Vec::new();
    let mut day = first;
    while day <= last {
        match db::read!(app.db, |tx| { pages(tx, unit, day, day).await }) {
            Ok(page) => readable.extend(page),
            Err(db::Error::Contradiction { .. }) => {
                let broken = rules::first_broken(unit.opened_on, before, &readable);
                return Ok(broken.or(Some(Broken::Changed { day })));
            }
            Err(err) => return Err(err.into()),
        }
        day = day.tomorrow().unwrap_or(Date::MAX);
    }
    Ok(rules::first_broken(unit.opened_on, before, &readable))
}

async fn pages(
    tx: &mut db::Tx,
    unit: &Unit,
    first: Date,
    last: Date,
) -> Result<Vec<Page>, db::Error> {
    let handle = unit.handle();
    let days: Vec<Closed> = store::days::between(tx, handle, first, last).await?;
    let mut entries = store::entries::of_days(tx, handle, first, last).await?;
    let mut counts = store::days::counts(tx, handle, first, last).await?;
    let mut pages = Vec::new();
    for closed in days {
        let day = closed.day;
        let of_day = entries
            .extract_if(.., |entry| entry.booked_on == day)
            .collect();
        let lines = counts.extract_if(.., |(on, ..)| *on == day);
        let lines = lines.map(|(_, line, count)| rules::count_as_text(&line, &count));
        pages.push(Page {
            unit: unit.id,
            counts: lines.collect(),
            closed,
            entries: of_day,
        });
    }
    Ok(pages)
}
