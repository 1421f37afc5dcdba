//! Telling of a point: a new one, what has changed, what was found to be right still, and its end.

use db::Tx;
use serde_json::json;
use web::Problems;

use super::{find_in, may, worker};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::idempotency::{self, Key};
use crate::ids::PointId;
use crate::organisations::store as organisations;
use crate::points::model::{By, Checks, Fact, How, Point, PointKey, PointTold};
use crate::points::rules;
use crate::points::store::{self, Written};

/// A change, or a confirmation that nothing has changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// The version it was made upon.
    pub seen: i64,
    pub told: PointTold,
    /// Facts that were looked at and are right as told, changed or not.
    pub confirmed: Vec<Fact>,
    pub how: Option<How>,
}

/// Makes a point. Whoever stands there or called has checked it; of the rest nobody has said so yet.
pub async fn create(
    app: &App,
    cx: &Cx,
    mut told: PointTold,
    how: Option<How>,
    key: Option<&Key>,
) -> Result<PointId, Error> {
    let who = worker(cx)?;
    let id: PointId = app.ids.at(cx.now);
    let key_of_row = PointKey {
        province: told.area.province(),
        id,
    };
    db::write!(app.db, |tx| {
        let may = may_tell_in(tx, who, &mut told).await?;
        if let Some(key) = key
            && let Some(made) =
                idempotency::claim(tx, key_of_row.province, key, "points.create", id.0, cx.now)
                    .await?
        {
            return Ok(PointId(made));
        }
        let how = how
            .map(|how| may.how(Some(how)))
            .or(may.owns.then_some(How::Owner));
        let mut checks = Checks::default();
        if let Some(how) = how {
            let by = by(cx, how);
            checks.note(told_facts(&told), cx.now, by);
        }
        let kind = told.kind();
        let written = Written {
            key: key_of_row,
            told: &told,
            checks: &checks,
            reported_at: None,
            turn: rules::turn(kind, &checks, None, cx.now),
            version: 1,
            at: cx.now,
        };
        store::insert(tx, &written, cx.account()).await?;
        let payload = json!({ "version": 1, "how": how.map(How::code) });
        record(app, tx, cx, key_of_row, &told, "point.created", payload)?;
        Ok::<_, Error>(id)
    })
}

fn by(cx: &Cx, how: How) -> By {
    By {
        account: cx.account(),
        how,
    }
}

/// The facts a telling says anything of.
fn told_facts(told: &PointTold) -> Vec<Fact> {
    let says = |fact: &Fact| match fact {
        Fact::Beds => !told.beds.is_empty(),
        Fact::Hours => told.hours.is_known(),
        _ => true,
    };
    Fact::ALL.into_iter().filter(says).collect()
}

/// Whether somebody may tell of a point here. An officer who names no owner tells of their own
/// organisation.
async fn may_tell_in(
    tx: &mut Tx,
    who: &SignedIn,
    told: &mut PointTold,
) -> Result<rules::May, Error> {
    let plain = may(Some(who), told.area, told.owner);
    if told.owner.is_none() && !plain.administers && !plain.checks {
        told.owner = who.officer_of().next();
    }
    let may = may(Some(who), told.area, told.owner);
    let mut problems = Problems::default();
    if let Some(owner) = told.owner {
        let organisation = organisations::find(tx, owner).await?;
        let works_here = organisation
            .filter(|one| one.ended_at.is_none())
            .is_some_and(|one| one.areas.iter().any(|area| area.contains(told.area)));
        if !works_here {
            problems.add("owner", "point-owner-elsewhere");
        } else if !may.administers && !may.owns {
            problems.add("owner", "point-owner-not-yours");
        }
    }
    if !may.changes() {
        problems.add("area_text", "point-area-not-yours");
    }
    match problems.is_empty() {
        true => Ok(may),
        false => Err(problems.into()),
    }
}

/// Writes a change; sent again under the same key it changes nothing more.
pub async fn change(
    app: &App,
    cx: &Cx,
    id: PointId,
    change: Change,
    key: Option<&Key>,
) -> Result<Point, Error> {
    worker(cx)?;
    db::write!(app.db, |tx| {
        let point = find_in(tx, id).await?;
        let province = point.key.province;
        if let Some(key) = key
            && idempotency::claim(tx, province, key, "points.change", id.0, cx.now)
                .await?
                .is_some()
        {
            return Ok(point);
        }
        change_in(app, tx, cx, point, &change).await
    })
}

/// The same within a transaction of others.
pub async fn change_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    point: Point,
    change: &Change,
) -> Result<Point, Error> {
    let who = worker(cx)?;
    let before = may(Some(who), point.told.area, point.told.owner);
    if !before.changes() {
        return Err(Error::NotFound);
    }
    rules::change(&point, change.seen, &change.told)?;
    let mut told = change.told.clone();
    let keeps_owner = told.owner == point.told.owner;
    if told.area != point.told.area || !keeps_owner {
        // To another area or owner only where one may tell of a point there.
        may_tell_in(tx, who, &mut told).await?;
    }
    let how = before.how(change.how);
    let mut facts = rules::differing(&point.told, &told);
    let changed = !facts.is_empty();
    facts.extend(&change.confirmed);
    let mut checks = point.checks.clone();
    checks.note(facts.iter().copied(), cx.now, by(cx, how));
    // Whoever has looked at the status has seen to what was reported.
    let reported_at = point.reported_at.filter(|_| !facts.contains(&Fact::Status));
    let turn = rules::turn(told.kind(), &checks, reported_at, point.created_at);
    let version = point.version + 1;
    let written = Written {
        key: point.key,
        told: &told,
        checks: &checks,
        reported_at,
        turn,
        version,
        at: cx.now,
    };
    if !store::update(tx, &written).await? {
        return Err(Error::NotFound);
    }
    let confirmed: Vec<&str> = change.confirmed.iter().map(|fact| fact.code()).collect();
    let payload = json!({
        "version": version,
        "how": how.code(),
        "changes": rules::changes(&point.told, &told),
        "confirmed": confirmed,
    });
    let name = if changed {
        "point.changed"
    } else {
        "point.verified"
    };
    record(app, tx, cx, point.key, &told, name, payload)?;
    Ok(Point {
        told,
        checks,
        reported_at,
        version,
        changed_at: cx.now,
        ..point
    })
}

/// Takes a point off the map for good. Ending it again changes nothing.
pub async fn end(app: &App, cx: &Cx, id: PointId) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let point = find_in(tx, id).await?;
        if !may(Some(who), point.told.area, point.told.owner).ends() {
            return Err(Error::NotFound);
        }
        if store::end(tx, point.key, cx.now).await? {
            let payload = json!({ "version": point.version + 1 });
            record(app, tx, cx, point.key, &point.told, "point.ended", payload)?;
        }
        Ok::<_, Error>(())
    })
}

/// Writes the event of a point.
pub(crate) fn record(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    key: PointKey,
    told: &PointTold,
    name: &'static str,
    payload: serde_json::Value,
) -> Result<(), db::Error> {
    let event = NewEvent {
        province: key.province,
        name,
        subject: key.id.0,
        area: told.area,
        also: None,
        payload,
    };
    events::record_in(app, tx, cx, &event)
}
