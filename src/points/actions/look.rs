//! Looking at points: what they tell is public; the history is for those who may change it.

use super::{find_in, may, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::events::store::{Event, history as events_of};
use crate::ids::{OrganisationId, PointId};
use crate::organisations::model::Names;
use crate::organisations::store as organisations;
use crate::points::model::Point;
use crate::points::rules::May;
use crate::points::store;

/// A point as somebody may see it.
pub struct Seen {
    pub point: Point,
    pub may: May,
    /// Who runs it.
    pub owner: Option<Names>,
}

/// A point; one that has ended only for those who may change it.
pub async fn see(app: &App, cx: &Cx, id: PointId) -> Result<Seen, Error> {
    let (point, owner) = db::read!(app.db, |tx| {
        let point = find_in(tx, id).await?;
        let owner = match point.told.owner {
            Some(owner) => organisations::find(tx, owner).await?,
            None => None,
        };
        Ok::<_, Error>((point, owner))
    })?;
    let may = may(cx.signed_in(), point.told.area, point.told.owner);
    if point.ended_at.is_some() && !may.changes() {
        return Err(Error::NotFound);
    }
    let owner = owner.map(|owner| owner.names);
    Ok(Seen { point, may, owner })
}

/// The same for everybody while the database is away: as it was known last.
pub fn see_as_known(app: &App, id: PointId) -> Result<Seen, Error> {
    let point = app.points.row(id).ok_or(Error::NotFound)?;
    Ok(Seen {
        point: (*point).clone(),
        may: May::default(),
        owner: None,
    })
}

/// The same, of a point that is still there.
pub async fn card(app: &App, cx: &Cx, id: PointId) -> Result<Seen, Error> {
    let seen = see(app, cx, id).await?;
    match seen.point.ended_at {
        None => Ok(seen),
        Some(_) => Err(Error::NotFound),
    }
}

/// Every change, the oldest first.
pub async fn history(app: &App, cx: &Cx, id: PointId) -> Result<(Seen, Vec<Event>), Error> {
    let seen = see(app, cx, id).await?;
    if !seen.may.changes() {
        return Err(match cx.signed_in() {
            None => Error::SignInNeeded,
            Some(_) => Error::NotFound,
        });
    }
    let key = seen.point.key;
    let events = db::read!(app.db, |tx| events_of(tx, key.province, key.id.0).await)?;
    Ok((seen, events))
}

/// What an organisation runs, for its officers and the admins of its areas.
pub async fn of_owner(app: &App, cx: &Cx, owner: OrganisationId) -> Result<Vec<Point>, Error> {
    let who = worker(cx)?;
    db::read!(app.db, |tx| {
        let organisation = organisations::find(tx, owner).await?;
        let organisation = organisation.ok_or(Error::NotFound)?;
        let answers = crate::organisations::actions::May::of(who, &organisation);
        if !answers.runs() {
            return Err(Error::NotFound);
        }
        Ok(store::of_owner(tx, owner).await?)
    })
}
