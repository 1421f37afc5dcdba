//! The admin of an area opens a round there, changes and closes it, and divides it among volunteers;
//! admins of its parts divide their part; volunteers see what was given to them.

mod look;
mod shares;

pub use look::{Found, Progress, Seen, Sight, list, own, see, shown_area, volunteers};
pub use shares::{NewShare, end_share, give_share};

use areas::{AreaCode, Level};
use serde_json::json;
use web::Problems;

use super::handle::Handle;
use super::model::{NewRound, Round};
use super::{rules, store};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::idempotency::{self, Key};
use crate::incidents;

/// Rounds of one page.
pub const PAGE: usize = 20;

/// Who may open any round at all.
pub fn admin(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// Opens a round. Sent again under the same key it is opened once.
pub async fn open(app: &App, cx: &Cx, new: NewRound, key: Option<&Key>) -> Result<Handle, Error> {
    let who = admin(cx)?;
    check_area(who, &new)?;
    check_incident(app, cx, &new).await?;
    let handle = Handle {
        province: new.area.province(),
        id: app.ids.at(cx.now),
    };
    db::write!(app.db, |tx| {
        if let Some(key) = key {
            let (province, id) = (handle.province, handle.id.0);
            let before = idempotency::claim(tx, province, key, "round.open", id, cx.now).await?;
            if let Some(before) = before {
                return Ok(Handle {
                    province,
                    id: crate::ids::RoundId(before),
                });
            }
        }
        store::insert(tx, handle, &new, who.account.id, cx.now).await?;
        let payload = json!({
            "starts_on": new.starts_on, "ends_on": new.ends_on,
            "target": new.target.map(|target| target.n),
            "target_of": new.target.map(|target| target.of.code()),
        });
        let event = event("round.opened", handle, new.area, payload);
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(handle)
    })
}

/// Changes name, days and target of a round as it was at the version seen. Where nothing differs nothing
/// is written.
pub async fn change(
    app: &App,
    cx: &Cx,
    handle: Handle,
    seen: i64,
    new: NewRound,
) -> Result<(), Error> {
    let who = admin(cx)?;
    db::write!(app.db, |tx| {
        let stands = find_run(tx, who, handle).await?;
        rules::may_change(&stands, seen)?;
        let told = |round: &NewRound| {
            let NewRound {
                name,
                starts_on,
                ends_on,
                target,
                ..
            } = round;
            (name.clone(), *starts_on, *ends_on, *target)
        };
        let (name, starts_on, ends_on, target) = told(&new);
        let same = stands.name == name
            && (stands.starts_on, stands.ends_on, stands.target) == (starts_on, ends_on, target);
        if same {
            return Ok(());
        }
        if !store::change(tx, &stands, &new).await? {
            return Err(rules::CannotChange::Meanwhile {
                version: stands.version,
            }
            .into());
        }
        let payload = json!({
            "version": stands.version + 1, "starts_on": starts_on, "ends_on": ends_on,
            "target": target.map(|target| target.n),
            "target_of": target.map(|target| target.of.code()),
        });
        let event = event("round.changed", handle, stands.area, payload);
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(())
    })
}

/// Closes a round: nobody surveys in it any more. Closed again nothing changes.
pub async fn close(app: &App, cx: &Cx, handle: Handle) -> Result<(), Error> {
    let who = admin(cx)?;
    db::write!(app.db, |tx| {
        let stands = find_run(tx, who, handle).await?;
        if !store::close(tx, handle, who.account.id, cx.now).await? {
            return Ok(());
        }
        let event = event("round.closed", handle, stands.area, json!({}));
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(())
    })
}

/// A round that is this admin's to change and close.
async fn find_run(tx: &mut db::Tx, who: &SignedIn, handle: Handle) -> Result<Round, Error> {
    let round = store::find(tx, handle).await?.ok_or(Error::NotFound)?;
    match who.is_admin_of(round.area) {
        true => Ok(round),
        false => Err(Error::NotFound),
    }
}

/// The same, to be shown.
pub async fn see_run(app: &App, cx: &Cx, handle: Handle) -> Result<Round, Error> {
    let who = admin(cx)?;
    db::read!(app.db, |tx| { find_run(tx, who, handle).await })
}

fn event(
    name: &'static str,
    handle: Handle,
    area: AreaCode,
    payload: serde_json::Value,
) -> NewEvent {
    NewEvent {
        province: handle.province,
        name,
        subject: handle.id.0,
        area,
        also: None,
        payload,
    }
}

/// A round lies in one province, and in the reach of whoever opens it.
fn check_area(who: &SignedIn, new: &NewRound) -> Result<(), Problems> {
    if new.area.level() == Level::Country {
        return Err(amiss("area_text", "round-area-one-province"));
    }
    match who.is_admin_of(new.area) {
        true => Ok(()),
        false => Err(amiss("area_text", "round-area-not-yours")),
    }
}

/// An incident that is open, records households, and reaches the area.
async fn check_incident(app: &App, cx: &Cx, new: &NewRound) -> Result<(), Error> {
    let open = incidents::actions::open(app, cx.now).await?;
    let Some(incident) = open.iter().find(|one| one.id == new.incident) else {
        return Err(amiss("incident", "choice-unknown").into());
    };
    if !incident.preset.kinds.iter().any(|kind| kind.household) {
        return Err(amiss("incident", "round-incident-no-households").into());
    }
    let mut areas = incident.areas.iter();
    let meets = areas.any(|area| area.contains(new.area) || new.area.contains(*area));
    match meets {
        true => Ok(()),
        false => Err(amiss("area_text", "area-not-in-incident").into()),
    }
}

fn amiss(field: &'static str, said: &'static str) -> Problems {
    let mut problems = Problems::default();
    problems.add(field, said);
    problems
}
