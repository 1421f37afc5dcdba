//! The area admin's word on volunteers whose role needs it.

use areas::AreaCode;

use crate::access::Cx;
use crate::accounts::model::Standing;
use crate::accounts::store::{self, Applicant};
use crate::app::App;
use crate::error::Error;
use crate::ids::SeatId;
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
        seat.standing = standing;
        seat.reason = reason.trim().to_owned();
        store::decide_seat(tx, &seat, admin.account.id, cx.now).await?;
        let args = serde_json::json!({ "role": seat.role.code(), "reason": seat.reason });
        notifications::tell_in(app, tx, cx, account, notice, args, "/volunteer").await?;
        Ok::<_, Error>(())
    })
}
