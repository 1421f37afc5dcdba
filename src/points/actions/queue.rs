//! The queue of calls: which point somebody at the desk is given, one after the other, never the same
//! to two people. Never checked goes first, then reported, then aged.

use areas::AreaCode;
use db::Tx;

use super::{Seen, find_in, may};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::ids::{CallId, PointId};
use crate::points::model::Point;
use crate::points::model::desk::{Call, Claim, Outcome, Report, Waiting};
use crate::points::rules::desk::{self as rules, CannotCall};
use crate::points::store;
use crate::points::store::desk::Asker;

/// What somebody wants to call about: of one kind, in one area.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Empty: of every kind.
    pub kind: String,
    pub area: Option<AreaCode>,
}

/// The queue as one person finds it.
pub struct Queue {
    pub areas: Vec<AreaCode>,
    pub waiting: Waiting,
    /// What they are at.
    pub mine: Option<Point>,
}

/// A point as somebody at the desk has it before them.
pub struct OnDesk {
    pub seen: Seen,
    pub claim: Option<Claim>,
    /// The newest first.
    pub reports: Vec<Report>,
    pub calls: Vec<Call>,
    /// Whether they may go on with it.
    pub working: Result<(), CannotCall>,
}

/// Who works at the desk; for all others there is no queue.
pub(super) fn worker(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.works_at_desk() {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// Says so to whoever does not work at the desk.
pub fn may_work(cx: &Cx) -> Result<(), Error> {
    worker(cx).map(|_| ())
}

/// Where they work, as far as they asked for it.
fn areas_of(who: &SignedIn, wanted: &Wanted) -> Vec<AreaCode> {
    let own = who.desk_areas();
    let Some(area) = wanted.area else {
        return own;
    };
    let within = |desk: AreaCode| match desk.contains(area) {
        true => Some(area),
        false => area.contains(desk).then_some(desk),
    };
    own.into_iter().filter_map(within).collect()
}

/// How much waits for this person.
pub async fn look(app: &App, cx: &Cx, wanted: &Wanted) -> Result<Queue, Error> {
    let who = worker(cx)?;
    let areas = areas_of(who, wanted);
    db::read!(app.db, |tx| {
        let mut waiting = Waiting::default();
        for area in &areas {
            store::desk::count(tx, *area, &wanted.kind, cx.now, &mut waiting).await?;
        }
        let mine = match store::desk::mine(tx, who.account.id, cx.now).await? {
            Some(id) => Some(find_in(tx, id).await?),
            None => None,
        };
        Ok::<_, Error>(Queue {
            areas: areas.clone(),
            waiting,
            mine,
        })
    })
}

/// The point to call next; what one is at already goes first.
pub async fn next(app: &App, cx: &Cx, wanted: &Wanted) -> Result<Option<PointId>, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    let asker = |area| Asker {
        me,
        area,
        kind: &wanted.kind,
        now: cx.now,
        skipped_since: cx.now - rules::SKIPPED_BY_ME,
    };
    let areas = areas_of(who, wanted);
    let (mine, mut heads) = db::read!(app.db, |tx| {
        let mine = store::desk::mine(tx, me, cx.now).await?;
        let mut heads = Vec::new();
        for area in &areas {
            let head = store::desk::head(tx, &asker(*area)).await?;
            heads.extend(head.map(|turn| (turn, *area)));
        }
        Ok::<_, db::Error>((mine, heads))
    })?;
    if mine.is_some() {
        return Ok(mine);
    }
    heads.sort_unstable();
    let until = cx.now + rules::LEASE;
    for (_, area) in heads {
        let claimed = db::claim!(app.db, |tx| {
            store::desk::claim(tx, &asker(area), until).await
        })?;
        if claimed.is_some() {
            return Ok(claimed);
        }
    }
    Ok(None)
}

/// A point of this person's desk, and who is at it.
pub(super) async fn on_desk_in(
    tx: &mut Tx,
    who: &SignedIn,
    id: PointId,
) -> Result<(Point, Option<Claim>), Error> {
    let point = find_in(tx, id).await?;
    let reached = who
        .desk_areas()
        .iter()
        .any(|area| area.contains(point.told.area));
    if !reached || point.ended_at.is_some() {
        return Err(Error::NotFound);
    }
    let claim = store::desk::claim_of(tx, point.key).await?;
    Ok((point, claim))
}

/// The same, for whoever is at it now.
pub(super) async fn working_in(
    tx: &mut Tx,
    cx: &Cx,
    who: &SignedIn,
    id: PointId,
) -> Result<Point, Error> {
    let (point, claim) = on_desk_in(tx, who, id).await?;
    rules::working(claim, who.account.id, cx.now)?;
    Ok(point)
}

/// Opens a point of one's desk; for whoever is at it the claim runs on.
pub async fn open(app: &App, cx: &Cx, id: PointId) -> Result<OnDesk, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    db::write!(app.db, |tx| {
        let (point, mut claim) = on_desk_in(tx, who, id).await?;
        let working = rules::working(claim, me, cx.now);
        if working.is_ok() {
            claim = Some(Claim {
                by: me,
                until: cx.now + rules::LEASE,
            });
            store::desk::set_claim(tx, point.key, claim).await?;
        }
        let reports = store::reports::of_point(tx, &app.vault, point.key).await?;
        let calls = store::calls::of_point(tx, point.key).await?;
        let owner = match point.told.owner {
            Some(owner) => crate::organisations::store::find(tx, owner).await?,
            None => None,
        };
        let seen = Seen {
            may: may(Some(who), point.told.area, point.told.owner),
            owner: owner.map(|owner| owner.names),
            point,
        };
        Ok::<_, Error>(OnDesk {
            seen,
            claim,
            reports,
            calls,
            working,
        })
    })
}

/// Takes this very point, or goes on with it: nobody else is at it.
pub async fn claim(app: &App, cx: &Cx, id: PointId) -> Result<(), Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    db::write!(app.db, |tx| {
        let (point, claim) = on_desk_in(tx, who, id).await?;
        rules::may_claim(claim, me, cx.now)?;
        let until = cx.now + rules::LEASE;
        store::desk::set_claim(tx, point.key, Some(Claim { by: me, until })).await?;
        Ok::<_, Error>(())
    })
}

/// Gives it back as it was found.
pub async fn release(app: &App, cx: &Cx, id: PointId) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let point = working_in(tx, cx, who, id).await?;
        store::desk::set_claim(tx, point.key, None).await?;
        Ok::<_, Error>(())
    })
}

/// Leaves it to others: it comes after all of its rank and need.
pub async fn skip(app: &App, cx: &Cx, id: PointId) -> Result<(), Error> {
    let who = worker(cx)?;
    let call_id: CallId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let point = working_in(tx, cx, who, id).await?;
        let call = Call {
            at: cx.now,
            by: who.account.id,
            outcome: Outcome::Skipped,
        };
        store::calls::insert(tx, point.key, call_id, &call).await?;
        store::desk::rest(tx, point.key, cx.now).await?;
        Ok::<_, Error>(())
    })
}
