//! Units are made, changed, put elsewhere and closed by whoever answers for the level above.

use serde_json::json;

use super::{NotYours, reach, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::idempotency::{self, Key};
use crate::ids::{IncidentId, SupplyUnitId};
use crate::incidents;
use crate::supplies::model::{Handle, NewUnit, Unit};
use crate::supplies::rules::{self, CannotPlace};
use crate::supplies::store::{self, units::Maker};

/// Makes the ministry of an incident, the root of its tree. A national admin may.
pub async fn make_root(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    new: &NewUnit,
) -> Result<Handle, Error> {
    make_root_once(app, cx, incident, new, None).await
}

/// The same, once however often it is sent under a key.
pub async fn make_root_once(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    new: &NewUnit,
    key: Option<&Key>,
) -> Result<Handle, Error> {
    let who = signed_in(cx)?;
    if !who.is_national_admin() {
        return Err(Error::NotFound);
    }
    incidents::actions::find_open(app, cx.now, incident).await?;
    rules::may_lie(new, None)?;
    let id: SupplyUnitId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        if let Some(made) = claim(tx, cx, key, incident.0, (new, id)).await? {
            return Ok(made);
        }
        if store::units::root(tx, incident).await?.is_some() {
            return Err(CannotPlace::SecondRoot.into());
        }
        insert(app, tx, cx, id, (incident, None), new).await
    })
}

/// Makes a unit below another.
pub async fn make(app: &App, cx: &Cx, parent: Handle, new: &NewUnit) -> Result<Handle, Error> {
    make_once(app, cx, parent, new, None).await
}

/// The same, once however often it is sent under a key.
pub async fn make_once(
    app: &App,
    cx: &Cx,
    parent: Handle,
    new: &NewUnit,
    key: Option<&Key>,
) -> Result<Handle, Error> {
    let who = signed_in(cx)?;
    let id: SupplyUnitId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let (parent, rights) = reach(tx, who, parent).await?;
        if !rights.arranges {
            return Err(NotYours::Arranging.into());
        }
        if let Some(made) = claim(tx, cx, key, parent.id.0, (new, id)).await? {
            return Ok(made);
        }
        rules::may_lie(new, Some(&parent))?;
        insert(app, tx, cx, id, (parent.incident, Some(parent.id)), new).await
    })
}

/// Claims a key for what is made at a place; what the first send made, where it comes again.
async fn claim(
    tx: &mut db::Tx,
    cx: &Cx,
    key: Option<&Key>,
    place: uuid::Uuid,
    (new, id): (&NewUnit, SupplyUnitId),
) -> Result<Option<Handle>, Error> {
    let Some(key) = key else {
        return Ok(None);
    };
    let province = new.area.province();
    let (key, action) = (key.at(place), "supply.make_unit");
    let made = idempotency::claim(tx, province, &key, action, id.0, cx.now).await?;
    Ok(made.map(|id| Handle {
        province,
        id: SupplyUnitId(id),
    }))
}

async fn insert(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    id: SupplyUnitId,
    (incident, parent): (IncidentId, Option<SupplyUnitId>),
    new: &NewUnit,
) -> Result<Handle, Error> {
    let maker = Maker {
        by: signed_in(cx)?.account.id,
        at: cx.now,
        opened_on: clock::day(cx.now),
    };
    if !store::units::insert(tx, id, incident, parent, new, maker).await? {
        return Err(CannotPlace::Code.into());
    }
    let unit = store::units::find(tx, id).await?.ok_or(Error::NotFound)?;
    record(
        app,
        tx,
        cx,
        "supply.unit_made",
        &unit,
        json!({ "tier": new.tier.code() }),
    )?;
    Ok(unit.handle())
}

/// A unit with what its names tell, for whoever may change it.
pub async fn unit(app: &App, cx: &Cx, handle: Handle) -> Result<(Unit, rules::Rights), Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| { reach(tx, who, handle).await })
}

async fn named(tx: &mut db::Tx, cx: &Cx, handle: Handle, seen: i64) -> Result<Unit, Error> {
    let (unit, rights) = reach(tx, signed_in(cx)?, handle).await?;
    if !rights.names {
        return Err(NotYours::Arranging.into());
    }
    match unit.version == seen {
        true => Ok(unit),
        false => Err(CannotPlace::Meanwhile.into()),
    }
}

/// Changes name, kind and area of a unit as it was at the version seen. Tier and code stay.
pub async fn change(
    app: &App,
    cx: &Cx,
    handle: Handle,
    seen: i64,
    new: &NewUnit,
) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let unit = named(tx, cx, handle, seen).await?;
        let new = NewUnit {
            tier: unit.tier,
            code: unit.code.clone(),
            ..new.clone()
        };
        let parent = match unit.parent {
            None => None,
            Some(id) => store::units::find(tx, id).await?,
        };
        rules::may_lie(&new, parent.as_ref())?;
        let below = store::units::below(tx, unit.id).await?;
        if !below.iter().all(|one| new.area.contains(one.area)) {
            return Err(CannotPlace::Area.into());
        }
        // The province of its books never changes.
        if new.area.province() != unit.province {
            return Err(CannotPlace::Area.into());
        }
        if !store::units::change(tx, &unit, &new).await? {
            return Err(CannotPlace::Meanwhile.into());
        }
        record(app, tx, cx, "supply.unit_changed", &unit, json!({}))?;
        Ok::<_, Error>(())
    })
}

/// Puts a unit below another of the same tree. Its history stays with it; both above must be theirs to arrange.
pub async fn hang(
    app: &App,
    cx: &Cx,
    handle: Handle,
    seen: i64,
    parent: Handle,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = named(tx, cx, handle, seen).await?;
        if unit.closed_on.is_some() {
            return Err(CannotPlace::Closed.into());
        }
        let (parent, rights) = reach(tx, who, parent).await?;
        if !rights.arranges || parent.incident != unit.incident {
            return Err(NotYours::Arranging.into());
        }
        rules::may_lie(&unit.as_told(), Some(&parent))?;
        if store::shipments::is_on_the_way(tx, handle).await? {
            return Err(CannotPlace::InTransit.into());
        }
        if !store::units::hang(tx, &unit, parent.id).await? {
            return Err(CannotPlace::Meanwhile.into());
        }
        let payload = json!({ "parent": parent.handle().to_string() });
        record(app, tx, cx, "supply.unit_moved", &unit, payload)?;
        Ok::<_, Error>(())
    })
}

/// Closes a unit that has nothing left: the last day it accounts for is the last on which something moved,
/// today at the earliest.
pub async fn close_unit(app: &App, cx: &Cx, handle: Handle, seen: i64) -> Result<(), Error> {
    db::write!(app.db, |tx| {
        let unit = named(tx, cx, handle, seen).await?;
        if !store::stock::is_empty(tx, handle).await? {
            return Err(CannotPlace::HasStock.into());
        }
        if store::shipments::is_on_the_way(tx, handle).await? {
            return Err(CannotPlace::InTransit.into());
        }
        let below = store::units::below(tx, unit.id).await?;
        if below.iter().any(|one| one.closed_on.is_none()) {
            return Err(CannotPlace::HasUnits.into());
        }
        // Where today is closed, what moved since counts for tomorrow, and that day wants closing too.
        let moved_on = store::entries::last_day(tx, handle).await?;
        let today = clock::day(cx.now);
        let last = moved_on.map_or(today, |day| day.max(today));
        if !store::units::close(tx, &unit, last).await? {
            return Ok(());
        }
        record(app, tx, cx, "supply.unit_closed", &unit, json!({}))?;
        Ok::<_, Error>(())
    })
}
