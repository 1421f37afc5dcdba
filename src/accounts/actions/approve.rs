//! The area admin's word on volunteers whose role needs it.

use areas::AreaCode;
use db::Tx;

use crate::access::Cx;
use crate::accounts::model::{Seat, Standing};
use crate::accounts::rules::seats::SeatRefused;
use crate::accounts::store::{self, Applicant};
use crate::accounts::{decisions, rules};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SeatId};
use crate::notifications;

/// The volunteers who wait in the areas of the actor's admin seats.
pub async fn applicants(app: &App, cx: &Cx) -> Result<Vec<Applicant>, Error> {
    let areas = admin_areas(cx)?;
    let mut found = Vec::new();
    for area in areas {
        let more = db::read!(app.db, |tx| {
            store::applicants(tx, &app.vault, area).await
        })?;
        for applicant in more {
            if !found
                .iter()
                .any(|known: &Applicant| known.seat.id == applicant.seat.id)
            {
                found.push(applicant);
            }
        }
    }
    Ok(found)
}

fn admin_areas(cx: &Cx) -> Result<Vec<AreaCode>, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let areas: Vec<AreaCode> = who
        .held()
        .filter(|seat| seat.role.is_admin())
        .map(|seat| seat.area)
        .collect();
    if areas.is_empty() {
        Err(Error::NotFound)
    } else {
        Ok(areas)
    }
}

/// Says yes or no to a volunteer, who is told in the inbox. Saying the same again changes nothing.
pub async fn decide(app: &App, cx: &Cx, id: SeatId, yes: bool, reason: &str) -> Result<(), Error> {
    let admin = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let standing = if yes {
        Standing::Held
    } else {
        Standing::Refused
    };
    let notice = if yes {
        "notice-seat-approved"
    } else {
        "notice-seat-refused"
    };
    db::write!(app.db, |tx| {
        let (account, mut seat) = store::find_seat(tx, id).await?.ok_or(Error::NotFound)?;
        if !admin.is_admin_of(seat.area) {
            return Err(Error::NotFound);
        }
        if seat.standing == standing {
            return Ok(());
        }
        rules::seats::may_decide(&seat)?;
        seat.standing = standing;
        seat.reason = reason.trim().to_owned();
        decide_in(app, tx, cx, account, &seat).await?;
        let args = serde_json::json!({ "role": seat.role.code(), "reason": seat.reason });
        notifications::tell_in(app, tx, cx, account, notice, args, "/volunteer").await?;
        Ok::<_, Error>(())
    })
}

/// Writes a seat as it stands from now on, and keeps the word for its history.
pub async fn decide_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    seat: &Seat,
) -> Result<(), Error> {
    let by = cx.account().ok_or(Error::SignInNeeded)?;
    store::decide_seat(tx, seat, by, cx.now).await?;
    decisions::insert(tx, app.ids.at(cx.now), account, seat, by, cx.now).await?;
    Ok(())
}

/// Says yes or no to all of a volunteer's seats that wait within the actor's areas, or to one of them.
pub async fn decide_all(
    app: &App,
    cx: &Cx,
    account: AccountId,
    one: Option<SeatId>,
    yes: bool,
    reason: &str,
) -> Result<(), Error> {
    let admin = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let seats = db::read!(app.db, |tx| { store::seats(tx, account).await })?;
    let theirs = seats.iter().filter(|seat| admin.is_admin_of(seat.area));
    let theirs: Vec<&Seat> = theirs.collect();
    if theirs.is_empty() {
        return Err(Error::NotFound);
    }
    let standing = if yes {
        Standing::Held
    } else {
        Standing::Refused
    };
    let wanted = |seat: &&&Seat| match one {
        Some(id) => seat.id == id,
        None => matches!(seat.standing, Standing::Waiting),
    };
    let waiting: Vec<&&Seat> = theirs.iter().filter(wanted).collect();
    let said_before = theirs.iter().any(|seat| seat.standing == standing);
    if waiting.is_empty() && !said_before {
        return Err(SeatRefused::NothingToDecide.into());
    }
    for seat in waiting {
        decide(app, cx, seat.id, yes, reason).await?;
    }
    Ok(())
}
