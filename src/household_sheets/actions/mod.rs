//! What is done with a sheet: brought in, tried, recorded, stopped, thrown away; and taking one out.

mod bring;
mod export;
pub mod plan;
mod steps;
mod sweep;
pub mod work;

pub use bring::{NewSheet, bring};
pub use export::{Exported, PURPOSES, export};
pub use steps::{discard, start, stop};
pub use sweep::sweep;

use areas::AreaCode;

use super::file::Cells;
use super::model::{Entry, Figures, Sheet, Verdict};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, HouseholdSheetId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::rounds::rules::covers;
use crate::survey::actions::reach::{self, Reach};

/// Households tried or recorded before it is written down what became of them.
const PIECE: i64 = 100;

/// Where somebody may bring sheets of.
pub struct Bringer {
    pub account: AccountId,
    pub reach: Reach,
}

impl Bringer {
    /// An admin brings sheets of the area, a surveyor of the shares that are open.
    pub async fn of(app: &App, cx: &Cx) -> Result<Bringer, Error> {
        let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
        let reach = db::read!(app.db, |tx| reach::of(tx, cx).await)?;
        match who.is_admin() || !reach.shares.is_empty() {
            true => Ok(Bringer {
                account: who.account.id,
                reach,
            }),
            false => Err(Error::NotFound),
        }
    }

    pub fn reaches(&self, cx: &Cx, area: AreaCode, village: Option<u32>) -> bool {
        let who = cx.signed_in();
        who.is_some_and(|who| who.is_admin_of(area)) || covers(&self.reach.shares, area, village)
    }
}

/// The area somebody most likely brings a sheet of.
pub async fn home(app: &App, cx: &Cx) -> Result<AreaCode, Error> {
    let bringer = Bringer::of(app, cx).await?;
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let share = bringer.reach.shares.first().map(|share| share.area);
    Ok(match (who.is_admin(), share) {
        (false, Some(share)) => share,
        _ => who.home(),
    })
}

/// The sheets this person brought.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<Sheet>, Error> {
    let me = Bringer::of(app, cx).await?.account;
    Ok(db::read!(app.db, |tx| { store::of_account(tx, me).await })?)
}

/// One of them, and how far it is. Whoever brought a sheet reads it, and nobody else.
pub async fn find(app: &App, cx: &Cx, id: HouseholdSheetId) -> Result<(Sheet, Figures), Error> {
    let me = Bringer::of(app, cx).await?.account;
    db::read!(app.db, |tx| {
        let sheet = find_in(tx, me, id).await?;
        Ok::<_, Error>((sheet, store::figures(tx, id).await?))
    })
}

async fn find_in(tx: &mut db::Tx, me: AccountId, id: HouseholdSheetId) -> Result<Sheet, Error> {
    let sheet = store::find(tx, id).await?;
    sheet
        .filter(|sheet| sheet.account == me)
        .ok_or(Error::NotFound)
}

/// Its households of one verdict, from a number on.
pub async fn entries(
    app: &App,
    cx: &Cx,
    id: HouseholdSheetId,
    verdict: Verdict,
    place: (u32, i64),
) -> Result<Vec<Entry>, Error> {
    let me = Bringer::of(app, cx).await?.account;
    db::read!(app.db, |tx| {
        find_in(tx, me, id).await?;
        Ok::<_, Error>(store::of_verdict(tx, id, verdict, place).await?)
    })
}

/// Its rows, while they are kept.
pub async fn cells(app: &App, cx: &Cx, id: HouseholdSheetId) -> Result<Option<Cells>, Error> {
    let me = Bringer::of(app, cx).await?.account;
    let sealed = db::read!(app.db, |tx| {
        find_in(tx, me, id).await?;
        Ok::<_, Error>(store::cells(tx, id).await?)
    })?;
    sealed
        .map(|sealed| Cells::open(&app.vault, &sealed))
        .transpose()
}

/// The incident of a sheet, open or not.
pub async fn incident(app: &App, cx: &Cx, sheet: &Sheet) -> Result<Incident, Error> {
    let all = incidents::actions::all(app, cx.now).await?;
    let found = all.iter().find(|one| one.id == sheet.incident);
    found.cloned().ok_or(Error::NotFound)
}
