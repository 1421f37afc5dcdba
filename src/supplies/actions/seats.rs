//! Naming who keeps the books of a unit: the unit above does, with the six fields of the form.

use contact::{PersonName, PhoneNumber};
use serde_json::json;

use super::{NotYours, reach, record, signed_in};
use crate::access::Cx;
use crate::accounts::actions::newcomer::{Newcomer, find_or_make};
use crate::accounts::invite;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SupplySeatId};
use crate::incidents;
use crate::notifications;
use crate::supplies::model::{Handle, Officer};
use crate::supplies::store::{self, seats::Told};
use crate::terms::{self, Text};

/// Who is to keep the books, as the form tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficer {
    pub full_name: PersonName,
    pub phone: PhoneNumber,
    pub affiliation: String,
    pub told: Told,
}

/// Names an officer. Whoever has an account under this phone gets the seat; for others one is made, into which
/// they sign in with a code to their phone. Named again nothing changes.
pub async fn name_officer(
    app: &App,
    cx: &Cx,
    handle: Handle,
    new: &NewOfficer,
) -> Result<AccountId, Error> {
    let who = signed_in(cx)?;
    let terms = terms::version(app, Text::Terms, cx.language).await;
    let incidents = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        if !rights.names {
            return Err(NotYours::Arranging.into());
        }
        let newcomer = Newcomer {
            full_name: &new.full_name,
            phone: &new.phone,
            affiliation: &new.affiliation,
            area: unit.area,
        };
        let (account, is_new) = find_or_make(app, tx, cx, newcomer, &terms).await?;
        let mut incidents = incidents.iter();
        // A course sends nobody a message.
        if is_new && !incidents.any(|one| one.id == unit.incident && one.practice) {
            invite::invite_in(tx, cx, account, invite::Task::SupplyOfficer).await?;
        }
        let id: SupplySeatId = app.ids.at(cx.now);
        let (ids, by) = ((id, unit.id, account), (who.account.id, cx.now));
        if store::seats::insert(tx, &app.vault, ids, &new.told, by).await? {
            let payload = json!({ "seat": id, "account": account });
            record(app, tx, cx, "supply.officer_named", &unit, payload)?;
            let (args, link) = (json!({ "unit": unit.name }), format!("/supplies/{handle}"));
            let told = "notice-supply-named";
            notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
        }
        Ok::<_, Error>(account)
    })
}

/// Ends a seat. Ended again nothing changes.
pub async fn end_seat(app: &App, cx: &Cx, handle: Handle, seat: SupplySeatId) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        if !rights.names {
            return Err(NotYours::Arranging.into());
        }
        if store::seats::end(tx, unit.id, seat, (who.account.id, cx.now)).await? {
            record(
                app,
                tx,
                cx,
                "supply.officer_ended",
                &unit,
                json!({ "seat": seat }),
            )?;
        }
        Ok::<_, Error>(())
    })
}

/// Who keeps the books of a unit, for whoever arranges it.
pub async fn officers(app: &App, cx: &Cx, handle: Handle) -> Result<Vec<Officer>, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        match rights.arranges {
            true => Ok(store::seats::officers(tx, unit.id).await?),
            false => Err(NotYours::Arranging.into()),
        }
    })
}
