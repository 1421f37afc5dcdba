//! Reports as the admins of an area see and make them.

mod weekly;

use areas::AreaCode;
use jiff::civil::Date;

pub use weekly::make_due;

use super::model::{Content, Lines, Listed, Report, Which};
use super::rules::{self, CannotReport};
use super::store;
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::statistics::actions::{Table, trend_in};
use crate::statistics::model::{Counts, Days};

/// So many are listed: two years of one incident.
const SHOWN: i64 = 104;

/// Whoever answers for an area, or for what it lies in.
fn admin(cx: &Cx, area: AreaCode) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.is_admin_of(area) {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// The newest reports of an area.
pub async fn list(app: &App, cx: &Cx, area: AreaCode) -> Result<Vec<Listed>, Error> {
    admin(cx, area)?;
    Ok(db::read!(app.db, |tx| {
        store::of_area(tx, area, SHOWN).await
    })?)
}

pub async fn find(app: &App, cx: &Cx, which: Which) -> Result<Report, Error> {
    admin(cx, which.area)?;
    let found = db::read!(app.db, |tx| { store::find(tx, which).await })?;
    found.ok_or(Error::NotFound)
}

/// Makes the report of the seven days before today, unless it is there already.
pub async fn make(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    area: AreaCode,
) -> Result<Report, Error> {
    let by = admin(cx, area)?.account.id;
    let days = rules::week_before(clock::day(cx.now));
    if days.last < incident.starts_on {
        return Err(CannotReport::BeforeBegin.into());
    }
    let which = Which {
        area,
        incident: incident.id,
        last: days.last,
    };
    db::write!(app.db, |tx| {
        if let Some(there) = store::find(tx, which).await? {
            return Ok(there);
        }
        let report = Report {
            area,
            incident: incident.id,
            days,
            made_at: cx.now,
            made_by: Some(by),
            content: content_in(tx, incident, area, days, clock::day(cx.now)).await?,
        };
        store::insert(tx, &report).await?;
        Ok::<_, Error>(report)
    })
}

/// The figures of one instant.
async fn content_in(
    tx: &mut db::Tx,
    incident: &Incident,
    area: AreaCode,
    days: Days,
    today: Date,
) -> Result<Content, db::Error> {
    let week = Table::read(tx, incident, area, Some(days)).await?;
    let ever = Table::read(tx, incident, area, None).await?;
    let trend = trend_in(tx, incident, (area, Some(days)), today).await?;
    Ok(Content {
        before: week.before.unwrap_or_default(),
        week: lines(&week),
        ever: lines(&ever),
        kinds: trend.kinds,
    })
}

/// Areas in the official order, as tables for the ministry have them.
fn lines(table: &Table) -> Lines {
    let mut below: Vec<(AreaCode, Counts)> = table
        .below
        .iter()
        .copied()
        .zip(table.parts.iter().copied())
        .collect();
    below.sort_by_key(|(area, _)| area.get());
    Lines {
        total: table.total(),
        elsewhere: match table.below.is_empty() {
            // A subdistrict has nothing below: all is its own.
            true => Counts::NONE,
            false => table.parts.last().copied().unwrap_or_default(),
        },
        below,
    }
}
