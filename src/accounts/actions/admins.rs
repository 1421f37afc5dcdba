//! Who answers for areas: named by the level above or by a colleague, ended, left to a successor.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber};
use db::Tx;
use serde_json::json;

use super::approve::decide_in;
use super::newcomer::{Newcomer, find_or_make};
use crate::access::{Cx, SignedIn};
use crate::accounts::admins::{self, Admin};
use crate::accounts::model::{Seat, Standing};
use crate::accounts::rules::admins::{self as rules, AdminRefused};
use crate::accounts::rules::seats::{self as seat_rules, SeatRefused};
use crate::accounts::{decisions, invite, store};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SeatId};
use crate::notifications;
use crate::terms::{self, Text};

/// Who answers for an area and for the areas one level below.
#[derive(Debug, Clone)]
pub struct Answering {
    pub area: AreaCode,
    pub here: Vec<Admin>,
    /// Every area below, in official order, also those for which nobody answers.
    pub below: Vec<(AreaCode, Vec<Admin>)>,
}

/// For whoever names them.
pub async fn answering(app: &App, cx: &Cx, area: AreaCode) -> Result<Answering, Error> {
    namer(cx, area)?;
    let children = areas::register().children(area);
    let (here, all) = db::read!(app.db, |tx| {
        let here = admins::at(tx, area, area).await?;
        let all = match children.first() {
            Some(child) => admins::at(tx, *child, area).await?,
            None => Vec::new(),
        };
        Ok::<_, Error>((here, all))
    })?;
    let below = children.iter().map(|child| {
        let of_it = all.iter().filter(|one| one.area == *child);
        (*child, of_it.cloned().collect())
    });
    Ok(Answering {
        area,
        here,
        below: below.collect(),
    })
}

/// The area whose admins somebody names first.
pub fn home(who: &SignedIn) -> Option<AreaCode> {
    who.is_admin().then(|| who.home())
}

/// Who is to answer for an area, as the form tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAdmin {
    pub full_name: PersonName,
    pub phone: PhoneNumber,
    pub affiliation: String,
}

/// Names an admin of an area. Whoever has an account under this phone gets the seat; for others one is made, and an
/// SMS says how to come in. Named again nothing changes.
pub async fn name(app: &App, cx: &Cx, area: AreaCode, new: &NewAdmin) -> Result<AccountId, Error> {
    namer(cx, area)?;
    let terms = terms::version(app, Text::Terms, cx.language).await;
    db::write!(app.db, |tx| {
        name_in(app, tx, cx, area, new, &terms).await
    })
}

async fn name_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    area: AreaCode,
    new: &NewAdmin,
    terms: &str,
) -> Result<AccountId, Error> {
    let by = cx.account().ok_or(Error::SignInNeeded)?;
    let newcomer = Newcomer {
        full_name: &new.full_name,
        phone: &new.phone,
        affiliation: &new.affiliation,
        area,
    };
    let (account, is_new) = find_or_make(app, tx, cx, newcomer, terms).await?;
    let role = rules::role_of(area.level());
    let held = store::seats(tx, account).await?;
    match seat_rules::add(&held, role, area) {
        Ok(_) => {}
        Err(SeatRefused::AlreadyThere) => return Ok(account),
        Err(refused) => return Err(refused.into()),
    }
    let seat = Seat {
        id: app.ids.at(cx.now),
        role,
        area,
        standing: Standing::Held,
        reason: String::new(),
    };
    store::insert_seat(tx, account, &seat, Some(by), cx.now).await?;
    decisions::insert(tx, app.ids.at(cx.now), account, &seat, by, cx.now).await?;
    if is_new {
        invite::invite_in(tx, cx, account, invite::Task::Admin).await?;
    }
    let args = json!({ "area": area.short() });
    notifications::tell_in(app, tx, cx, account, "notice-admin-named", args, "/admins").await?;
    Ok(account)
}

/// Ends the seat of an admin, who is told. Ended again nothing changes.
pub async fn end(app: &App, cx: &Cx, id: SeatId, reason: &str) -> Result<AreaCode, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let (account, seat) = admin_seat(tx, who, id).await?;
        let area = seat.area;
        if seat.standing != Standing::Held {
            return Ok(area);
        }
        let there = admins::at(tx, area, area).await?;
        let others = there.iter().filter(|one| one.account != account).count();
        rules::may_end(&who.seats, &seat, account == who.account.id, others)?;
        end_in(app, tx, cx, (account, seat), reason).await?;
        Ok::<_, Error>(area)
    })
}

/// Names a successor and ends one's own seat, both or neither. Named again nothing changes.
pub async fn name_successor(
    app: &App,
    cx: &Cx,
    id: SeatId,
    new: &NewAdmin,
) -> Result<AreaCode, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let terms = terms::version(app, Text::Terms, cx.language).await;
    db::write!(app.db, |tx| {
        let (account, seat) = admin_seat(tx, who, id).await?;
        if account != who.account.id {
            return Err(AdminRefused::NotYours.into());
        }
        let area = seat.area;
        if seat.standing != Standing::Held {
            return Ok(area);
        }
        if name_in(app, tx, cx, area, new, &terms).await? == account {
            return Err(AdminRefused::ToOneself.into());
        }
        end_in(app, tx, cx, (account, seat), "").await?;
        Ok::<_, Error>(area)
    })
}

async fn end_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    (account, mut seat): (AccountId, Seat),
    reason: &str,
) -> Result<(), Error> {
    seat.standing = Standing::Ended;
    seat.reason = reason.trim().to_owned();
    decide_in(app, tx, cx, account, &seat).await?;
    let args = json!({ "area": seat.area.short(), "reason": seat.reason });
    notifications::tell_in(
        app,
        tx,
        cx,
        account,
        "notice-admin-ended",
        args,
        "/volunteer",
    )
    .await?;
    Ok(())
}

/// An admin's seat that somebody may know of: their own, or within their areas.
async fn admin_seat(tx: &mut Tx, who: &SignedIn, id: SeatId) -> Result<(AccountId, Seat), Error> {
    let found = store::find_seat(tx, id).await?;
    let (account, seat) = found.ok_or(Error::NotFound)?;
    let is_theirs = account == who.account.id || rules::may_name(&who.seats, seat.area);
    match seat.role.is_admin() && is_theirs {
        true => Ok((account, seat)),
        false => Err(Error::NotFound),
    }
}

fn namer(cx: &Cx, area: AreaCode) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match rules::may_name(&who.seats, area) {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}
