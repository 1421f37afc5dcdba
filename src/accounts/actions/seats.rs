//! Working a role of one's own in further areas, and giving one of them up again.

use areas::AreaCode;
use db::Tx;

use super::approve::decide_in;
use crate::access::Cx;
use crate::accounts::model::{Seat, Standing};
use crate::accounts::role::Role;
use crate::accounts::rules::seats as rules;
use crate::accounts::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SeatId};

/// Takes a seat of a role of one's own in another area; gives how it stands. One that needs the area
/// admin's word waits for it there.
pub async fn add_area(app: &App, cx: &Cx, role: Role, area: AreaCode) -> Result<Standing, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let seats = store::seats(tx, account).await?;
        let standing = rules::add_area(&seats, role, area)?;
        insert_in(app, tx, cx, account, role, area, standing).await?;
        Ok::<_, Error>(standing)
    })
}

/// Writes a seat as it stands at first.
pub async fn insert_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    role: Role,
    area: AreaCode,
    standing: Standing,
) -> Result<(), db::Error> {
    let seat = Seat {
        id: app.ids.at(cx.now),
        role,
        area,
        standing,
        reason: String::new(),
    };
    store::insert_seat(tx, account, &seat, None, cx.now).await
}

/// Gives up a volunteer's seat of one's own.
pub async fn give_up(app: &App, cx: &Cx, id: SeatId) -> Result<(), Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let seats = store::seats(tx, account).await?;
        let seat = seats.iter().find(|seat| seat.id == id);
        let mut seat = seat.ok_or(Error::NotFound)?.clone();
        if seat.standing == Standing::Ended {
            return Ok(());
        }
        rules::give_up(&seats, &seat)?;
        seat.standing = Standing::Ended;
        seat.reason = String::new();
        decide_in(app, tx, cx, account, &seat).await
    })
}
