//! The volunteers of an area, for its admins: phone and full name are shown because they administer
//! the accounts there.

use areas::AreaCode;
use serde::{Deserialize, Serialize};

use crate::access::{Cx, SignedIn};
use crate::accounts::decisions::{self, Decision};
use crate::app::App;
use crate::error::Error;
use crate::ids::AccountId;
use crate::volunteers::model::{Filter, Profile, Volunteer};
use crate::volunteers::rules::SILENT_AFTER;
use crate::volunteers::store;
use crate::volunteers::store::list::{self, MOST, Wanted};

/// What is asked of the list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The actor's own area when left out.
    pub area: Option<AreaCode>,
    pub filter: Option<Filter>,
    pub name: String,
    pub after: Option<String>,
}

pub struct Page {
    pub area: AreaCode,
    pub items: Vec<Volunteer>,
    pub next: Option<String>,
}

/// The last row's sort value.
#[derive(Serialize, Deserialize)]
struct After(AccountId);

pub async fn list(app: &App, cx: &Cx, query: &Query) -> Result<Page, Error> {
    let admin = admin(cx)?;
    let area = query.area.unwrap_or_else(|| admin.home());
    if !admin.is_admin_of(area) {
        return Err(Error::NotFound);
    }
    let told = format!("volunteers|{area}|{:?}|{}", query.filter, query.name);
    let after = match &query.after {
        None => None,
        Some(cursor) => {
            Some(web::cursor::read::<After>(&told, cursor).ok_or_else(Error::of_another_list)?)
        }
    };
    let wanted = Wanted {
        area,
        filter: query.filter,
        name: &query.name,
        after: after.map(|After(id)| id),
        now: cx.now,
        silent_before: cx.now - SILENT_AFTER,
        limit: i64::try_from(MOST + 1).unwrap_or(i64::MAX),
    };
    let (items, more) = db::read!(app.db, |tx| {
        let mut ids = list::page(tx, &wanted).await?;
        let more = ids.len() > MOST;
        ids.truncate(MOST);
        let items = list::facts(tx, &app.vault, &ids, cx.now).await?;
        Ok::<_, db::Error>((items, more))
    })?;
    let last = items.last().filter(|_| more);
    let next = last.map(|last| web::cursor::write(&told, &After(last.account)));
    Ok(Page { area, items, next })
}

fn admin(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// One volunteer with everything told and decided.
pub struct Seen {
    pub volunteer: Volunteer,
    pub profile: Profile,
    pub decisions: Vec<Decision>,
}

pub async fn see(app: &App, cx: &Cx, account: AccountId) -> Result<Seen, Error> {
    let admin = admin(cx)?;
    let seats = admin.held().filter(|seat| seat.role.is_admin());
    let areas: Vec<AreaCode> = seats.map(|seat| seat.area).collect();
    db::read!(app.db, |tx| {
        let mut is_theirs = false;
        for area in &areas {
            is_theirs = is_theirs || list::is_in(tx, *area, account).await?;
        }
        if !is_theirs {
            return Err(Error::NotFound);
        }
        let found = list::facts(tx, &app.vault, &[account], cx.now).await?;
        Ok::<_, Error>(Seen {
            volunteer: found.into_iter().next().ok_or(Error::NotFound)?,
            profile: store::profile(tx, account).await?,
            decisions: decisions::of_account(tx, account).await?,
        })
    })
}
