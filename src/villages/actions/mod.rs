//! Villages and people living there: looking, entering, importing.

pub mod import;

use std::collections::HashMap;

use areas::{AreaCode, Level};
use serde_json::json;
use uuid::Uuid;
use web::Problems;

use super::model::{Population, Source, Village};
use super::{rules, store};
use crate::access::{Cx, SignedIn};
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};

/// Where the history of these stands: a reference row is born in no province.
const PROVINCE: u8 = 0;

/// The villages of a subdistrict; other areas have none of their own.
pub async fn of_area(app: &App, area: AreaCode) -> Result<Vec<Village>, Error> {
    if area.level() != Level::Subdistrict || areas::register().get(area).is_none() {
        return Err(Error::NotFound);
    }
    Ok(db::read!(app.db, |tx| { store::of_area(tx, area).await })?)
}

/// The village that was meant, where that is clear.
pub async fn meant(app: &App, area: AreaCode, typed: &str) -> Result<Option<u32>, Error> {
    Ok(rules::meant(&of_area(app, area).await?, typed))
}

/// The newest figure of each subdistrict of an area.
pub async fn population(app: &App, area: AreaCode) -> Result<Vec<Population>, Error> {
    Ok(db::read!(app.db, |tx| {
        store::population::newest(tx, area).await
    })?)
}

/// The same by subdistrict.
pub fn by_area(newest: Vec<Population>) -> HashMap<AreaCode, Population> {
    let by_area = newest.into_iter().map(|one| (one.area, one));
    by_area.collect()
}

/// Whether somebody answers for how many people live in an area: the admin of its province, or of the
/// country.
pub fn may_enter(who: &SignedIn, area: AreaCode) -> bool {
    who.held().any(|seat| {
        matches!(seat.role, Role::ProvinceAdmin | Role::NationalAdmin) && seat.area.contains(area)
    })
}

/// Whether somebody enters these anywhere.
pub fn enters(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut held = who.held();
    match held.any(|seat| matches!(seat.role, Role::ProvinceAdmin | Role::NationalAdmin)) {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// What an admin knows of a subdistrict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPopulation {
    pub area: AreaCode,
    pub year: i16,
    pub n: u32,
    pub n_houses: Option<u32>,
}

/// Enters how many people live in a subdistrict. What stood there for the year is written over, and
/// stays readable in the history; entering the same again changes nothing.
pub async fn enter(app: &App, cx: &Cx, new: NewPopulation) -> Result<Population, Error> {
    let who = enters(cx)?;
    if !may_enter(who, new.area) {
        let mut problems = Problems::default();
        problems.add("area", "population-area-not-yours");
        return Err(problems.into());
    }
    let entered = Population {
        area: new.area,
        year: new.year,
        source: Source::Entered,
        n: new.n,
        n_houses: new.n_houses,
        entered_by: Some(who.account.id),
        entered_at: cx.now,
    };
    db::write!(app.db, |tx| {
        let (year, source) = (entered.year, entered.source);
        let before = store::population::find(tx, entered.area, year, source).await?;
        if let Some(before) = before
            && (before.n, before.n_houses) == (entered.n, entered.n_houses)
        {
            return Ok(before);
        }
        store::population::put(tx, &entered)?;
        let payload = json!({ "year": year, "n": entered.n, "n_houses": entered.n_houses });
        let event = NewEvent {
            province: PROVINCE,
            name: "population.entered",
            subject: subject(entered.area),
            area: entered.area,
            also: None,
            payload,
        };
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(entered.clone())
    })
}

/// An area has no id of its own; its code stands for it.
fn subject(area: AreaCode) -> Uuid {
    Uuid::from_u128(u128::from(area.get()))
}
