//! An area admin takes a volunteer's rights back for a time, with a reason, and gives them again. The
//! rights end with the write: only held seats give any.

use areas::AreaCode;
use serde_json::json;

use super::approve::decide_in;
use crate::access::{Cx, SignedIn};
use crate::accounts::model::{Seat, Standing};
use crate::accounts::rules::seats::{self as rules, SeatRefused};
use crate::accounts::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::AccountId;
use crate::notifications;

/// Suspends every seat that the volunteer holds within the actor's areas; gives those areas. The
/// volunteer is told. Suspending again changes nothing.
pub async fn suspend(
    app: &App,
    cx: &Cx,
    account: AccountId,
    reason: &str,
) -> Result<Vec<AreaCode>, Error> {
    let wanted = |seat: &Seat| rules::may_suspend(seat);
    let told = "notice-seat-suspended";
    set(app, cx, account, wanted, Standing::Suspended, reason, told).await
}

/// Gives the suspended seats within the actor's areas back. The volunteer is told.
pub async fn reinstate(app: &App, cx: &Cx, account: AccountId, reason: &str) -> Result<(), Error> {
    let wanted = |seat: &Seat| rules::may_reinstate(seat);
    let told = "notice-seat-reinstated";
    set(app, cx, account, wanted, Standing::Held, reason, told).await?;
    Ok(())
}

async fn set(
    app: &App,
    cx: &Cx,
    account: AccountId,
    wanted: impl Fn(&Seat) -> bool,
    standing: Standing,
    reason: &str,
    told: &'static str,
) -> Result<Vec<AreaCode>, Error> {
    let admin = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let seats = theirs(admin, store::seats(tx, account).await?)?;
        let said_before = seats.iter().any(|seat| seat.standing == standing);
        let mut areas = Vec::new();
        for mut seat in seats.into_iter().filter(|seat| wanted(seat)) {
            seat.standing = standing;
            seat.reason = reason.trim().to_owned();
            decide_in(app, tx, cx, account, &seat).await?;
            let args = json!({ "role": seat.role.code(), "reason": seat.reason });
            notifications::tell_in(app, tx, cx, account, told, args, "/volunteer").await?;
            areas.push(seat.area);
        }
        if areas.is_empty() && !said_before {
            return Err(SeatRefused::NothingToDecide.into());
        }
        Ok::<_, Error>(areas)
    })
}

/// The volunteer's seats within the admin's areas; none is a person one may not know of.
fn theirs(admin: &SignedIn, mut seats: Vec<Seat>) -> Result<Vec<Seat>, Error> {
    seats.retain(|seat| admin.is_admin_of(seat.area) && !seat.role.is_admin());
    if seats.is_empty() {
        Err(Error::NotFound)
    } else {
        Ok(seats)
    }
}
