//! Naming who keeps the books of a unit: the unit above does, with the six fields of the form.

use contact::{PersonName, PhoneNumber, Username};
use serde_json::json;

use super::{NotYours, invite, reach, record, signed_in};
use crate::access::Cx;
use crate::accounts;
use crate::accounts::model::{Account, PositionNotice};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SupplySeatId};
use crate::incidents;
use crate::notifications;
use crate::supplies::model::{Handle, Officer, Unit};
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
        let known = accounts::store::find_by_phone(tx, &app.vault, &new.phone).await?;
        let account = match known {
            Some(account) => account,
            None => {
                let account = make_account(app, tx, cx, &unit, new, &terms).await?;
                let mut incidents = incidents.iter();
                // A course sends nobody a message.
                if !incidents.any(|one| one.id == unit.incident && one.practice) {
                    invite::invite_in(tx, cx, account).await?;
                }
                account
            }
        };
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

async fn make_account(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    unit: &Unit,
    new: &NewOfficer,
    terms: &str,
) -> Result<AccountId, Error> {
    let id: AccountId = app.ids.at(cx.now);
    // They sign in by phone; a name to sign in with is needed nevertheless, and may be changed with a password.
    let letters = id.0.simple().to_string();
    let username = Username::parse(&format!("unit{}", &letters[letters.len() - 12..]));
    let username = username.map_err(|err| Error::fault("making a username", err))?;
    let account = Account {
        id,
        username,
        display_name: new.full_name.first_name().to_owned(),
        full_name: new.full_name.clone(),
        phone: new.phone.clone(),
        affiliation: new.affiliation.clone(),
        area: unit.area,
        language: i18n::Language::Th,
        position_notice: PositionNotice::NotYetRead,
        created_at: cx.now,
    };
    let password = app.passwords.unusable();
    match accounts::store::insert(tx, &app.vault, &account, password, terms).await? {
        true => Ok(id),
        false => Err(Error::fault("making an account", "its username is taken")),
    }
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
