//! Looking at a household: whoever sent it, whoever recorded it, and the admins of its area.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reach;
use crate::access::grant::Place;
use crate::access::{Actor, Cx, Grant, Ground};
use crate::accounts::store::{display_name, phone_hash};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, HouseholdId, PersonId};
use crate::survey::handle::{Handle, PersonHandle};
use crate::survey::model::{Household, Particulars};
use crate::survey::store::tasks::Talk;
use crate::survey::store::{self, Sender};

/// What a look at a household is called in the log.
pub const WHAT: &str = "household";

/// Rows on one page of the own list.
const PAGE: usize = 50;

/// A household as one person may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub household: Household,
    pub particulars: Particulars,
    pub talks: Vec<(PersonId, Talk)>,
    pub ground: Ground,
}

/// With all that was told; the look is written down unless it is one's own.
pub async fn by_handle(app: &App, cx: &Cx, handle: Handle) -> Result<Seen, Error> {
    let (household, ground) = allowed(app, cx, handle).await?;
    let subject = household.id.0;
    let Some(account) = cx.account().filter(|_| ground != Ground::Own) else {
        let grant = Grant::own(subject);
        let (particulars, talks) = db::read!(app.db, |tx| {
            let particulars = store::particulars(tx, &app.vault, &household, grant).await?;
            Ok::<_, db::Error>((particulars, store::tasks::talks(tx, handle).await?))
        })?;
        return Ok(Seen {
            household,
            particulars,
            talks,
            ground,
        });
    };
    let place = Place {
        province: household.province,
        subject,
        what: WHAT,
    };
    let (particulars, talks) = db::write!(app.db, |tx| {
        let grant = Grant::logged(app, tx, cx, account, place, ground).await?;
        let particulars = store::particulars(tx, &app.vault, &household, grant).await?;
        Ok::<_, db::Error>((particulars, store::tasks::talks(tx, handle).await?))
    })?;
    Ok(Seen {
        household,
        particulars,
        talks,
        ground,
    })
}

/// The household that a person lives in, as [`without_people`].
pub async fn home_of(app: &App, cx: &Cx, person: PersonHandle) -> Result<Household, Error> {
    let province = person.province;
    let lives = db::look!(app.db, |tx| {
        store::write::household_of(tx, province, person.id).await
    })?;
    let id = lives.ok_or_else(|| not_theirs(cx))?;
    without_people(app, cx, Handle { province, id }).await
}

/// The household without its people, for whoever may see them: no name is read, so no look is written.
pub async fn without_people(app: &App, cx: &Cx, handle: Handle) -> Result<Household, Error> {
    let (household, _) = allowed(app, cx, handle).await?;
    Ok(household)
}

/// The household, and why this person may see it.
async fn allowed(app: &App, cx: &Cx, handle: Handle) -> Result<(Household, Ground), Error> {
    let (household, reach) = db::read!(app.db, |tx| {
        Ok::<_, db::Error>((store::find(tx, handle).await?, reach::of(tx, cx).await?))
    })?;
    let household = household.ok_or_else(|| not_theirs(cx))?;
    let ground = reach
        .ground(app, cx, &household)
        .ok_or_else(|| not_theirs(cx))?;
    Ok((household, ground))
}

/// What was just recorded, for the page that says so: no names.
pub async fn just_recorded(app: &App, cx: &Cx, handle: Handle) -> Result<Household, Error> {
    let household = find(app, cx, handle).await?;
    if reach::is_from(app, cx, &household) {
        Ok(household)
    } else {
        Err(Error::NotFound)
    }
}

/// The household itself, for whoever changes it: rights are asked there.
pub async fn find(app: &App, cx: &Cx, handle: Handle) -> Result<Household, Error> {
    let found = db::read!(app.db, |tx| { store::find(tx, handle).await })?;
    found.ok_or_else(|| not_theirs(cx))
}

/// The same answer whether or not it is there.
fn not_theirs(cx: &Cx) -> Error {
    match cx.actor {
        Actor::Visitor => Error::SignInNeeded,
        _ => Error::NotFound,
    }
}

/// The names by which others know these accounts.
pub async fn names(
    app: &App,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, Error> {
    let accounts: BTreeSet<AccountId> = accounts.collect();
    let mut names = BTreeMap::new();
    for account in accounts {
        let name = db::look!(app.db, |tx| { display_name(tx, account).await })?;
        names.extend(name.map(|name| (account, name)));
    }
    Ok(names)
}

/// One page of own households, and the cursor of the next.
#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<Household>,
    pub next: Option<String>,
}

/// The last row's sort values.
#[derive(Serialize, Deserialize)]
struct After(Timestamp, HouseholdId);

/// What an account recorded, or a verified phone sent, the newest first.
pub async fn own(app: &App, cx: &Cx, after: Option<&str>) -> Result<Page, Error> {
    let from = match &cx.actor {
        Actor::SignedIn(who) => Sender::Account(who.account.id),
        Actor::Phone(_, holder) if holder.verified => {
            Sender::Phone(phone_hash(&app.vault, &holder.phone))
        }
        _ => return Err(Error::SignInNeeded),
    };
    let filter = "own households";
    let after = match after {
        None => None,
        Some(cursor) => {
            Some(web::cursor::read::<After>(filter, cursor).ok_or_else(Error::of_another_list)?)
        }
    };
    let after = after.map(|After(at, id)| (at, id));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut items = db::read!(app.db, |tx| { store::list(tx, &from, after, limit).await })?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let last = items.last().filter(|_| more);
    let next = last.map(|last| web::cursor::write(filter, &After(last.recorded_at, last.id)));
    Ok(Page { items, next })
}
