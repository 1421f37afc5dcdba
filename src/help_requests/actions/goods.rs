//! Goods for people: a request is filled from what a supply unit has. They are put aside for it, handed over or given
//! free again there; what was promised ends with the request.

use db::Tx;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::{Incidents, see};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::store::{self, duplicates};
use crate::idempotency::Key;
use crate::ids::HelpRequestId;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Kind, Role};
use crate::supplies;
use crate::supplies::actions::{NewReservation, OnEnd, Promised};
use crate::supplies::model::{ForRequest, Goods, Handle, ReservationHandle, Unit};
use crate::supplies::rules::CannotReserve;

/// Whether goods are an answer to a kind of request: it is one that supplies volunteers take.
pub fn are_answer_to(kind: &Kind) -> bool {
    kind.may_be_taken_by(Role::Supplies)
}

/// A request that may be filled, with what is free in the units whose books one keeps.
#[derive(Debug, Clone)]
pub struct Filling {
    pub request: HelpRequest,
    pub incident: Incident,
    pub units: Vec<(Unit, Vec<Goods>)>,
}

/// What stands before somebody who wants to fill a request. Refused as the promise itself would be.
pub async fn filling(app: &App, cx: &Cx, reference: &Reference) -> Result<Filling, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::read!(app.db, |tx| {
        let request = fillable(app, tx, cx, &incidents, reference).await?;
        let units = supplies::actions::free_of(tx, cx, who, request.incident).await?;
        Ok::<_, Error>(Filling {
            incident: incidents.find(request.incident)?.clone(),
            request,
            units,
        })
    })
}

/// Promises goods of a unit to a request. Sent again under the same key it is done once.
pub async fn reserve(
    app: &App,
    cx: &Cx,
    (reference, unit): (&Reference, Handle),
    new: &NewReservation,
    key: Option<&Key>,
) -> Result<ReservationHandle, Error> {
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let request = fillable(app, tx, cx, &incidents, reference).await?;
        let whose = ForRequest {
            province: request.province,
            request: request.id,
            reference: request.reference.as_str().to_owned(),
        };
        let whose = (&whose, request.incident);
        supplies::actions::reserve_in(app, tx, cx, unit, whose, new, key).await
    })
}

async fn fillable(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    incidents: &Incidents,
    reference: &Reference,
) -> Result<HelpRequest, Error> {
    let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
    // The requester sees the own request as well, and is nobody who gives from a store.
    if cx.signed_in().is_none() || !see::may_see(app, cx, &request) {
        return Err(Error::NotFound);
    }
    if !are_answer_to(incidents.kind(&request)?) {
        return Err(CannotReserve::OtherKind.into());
    }
    match request.progress.state().is_open() {
        true => Ok(request),
        false => Err(CannotReserve::RequestClosed.into()),
    }
}

/// What is promised to a request and to those merged into it: parted again, each has its own.
pub(super) async fn promised(
    tx: &mut Tx,
    who: &SignedIn,
    request: &HelpRequest,
) -> Result<Vec<Promised>, Error> {
    let mut all = Vec::new();
    for one in with_merged(tx, request).await? {
        all.extend(supplies::actions::of_request(tx, who, one).await?);
    }
    all.sort_by_key(|one| one.reservation.id);
    Ok(all)
}

/// What is promised to a request by its reference, for those who may see it.
pub async fn of_request(app: &App, cx: &Cx, reference: &Reference) -> Result<Vec<Promised>, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::read!(app.db, |tx| {
        let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        match see::may_see(app, cx, &request) {
            true => promised(tx, who, &request).await,
            false => Err(Error::NotFound),
        }
    })
}

/// Merges that are followed down, such as a duplicate of a duplicate.
const MOST_STEPS: usize = 5;

async fn with_merged(
    tx: &mut Tx,
    request: &HelpRequest,
) -> Result<Vec<(u8, HelpRequestId)>, db::Error> {
    let mut all = vec![(request.province, request.id)];
    let mut level = vec![request.reference.clone()];
    for _ in 0..MOST_STEPS {
        let mut below = Vec::new();
        for kept in &level {
            for one in duplicates::merged_into(tx, kept).await? {
                all.push((one.province, one.id));
                below.push(one.reference);
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    Ok(all)
}

/// What becomes of promises to a request in a state. Of a duplicate they stand for the one that is kept.
fn on_end(state: State) -> Option<OnEnd> {
    match state {
        State::Helped | State::Confirmed => Some(OnEnd::Ask),
        State::Cancelled
        | State::Safe
        | State::Unreachable
        | State::FalseReport
        | State::Expired => Some(OnEnd::Release),
        State::Duplicate
        | State::Waiting
        | State::Referred
        | State::Taken
        | State::OnTheWay
        | State::Helping => None,
    }
}

pub const END: &str = "help_requests.goods";

#[derive(Serialize, Deserialize)]
pub struct End {
    province: u8,
    request: HelpRequestId,
}

/// Sees to what was promised to a request that has just come to its end. It is done after the transaction: units may
/// keep their books in another province, and a write touches one.
pub(super) async fn end_in(tx: &mut Tx, cx: &Cx, request: &HelpRequest) -> Result<(), db::Error> {
    if on_end(request.progress.state()).is_none() {
        return Ok(());
    }
    let mut stands = false;
    for one in with_merged(tx, request).await? {
        stands |= supplies::actions::stands_for(tx, one).await?;
    }
    if !stands {
        return Ok(());
    }
    let payload = End {
        province: request.province,
        request: request.id,
    };
    let job = NewJob {
        name: END,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        due_at: cx.now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Ends what was promised, by how the request stands now: it may have been opened again meanwhile.
pub async fn end(app: App, job: End) -> Result<(), JobError> {
    let cx = Cx::system(app.clock.now());
    let found = db::read!(app.db, |tx| {
        let Some(request) = store::find_by_id(tx, job.province, job.request).await? else {
            return Ok(None);
        };
        let all = with_merged(tx, &request).await?;
        Ok::<_, db::Error>(Some((request.progress.state(), all)))
    })?;
    let Some((state, all)) = found else {
        return Ok(());
    };
    if let Some(on_end) = on_end(state) {
        for one in all {
            supplies::actions::request_ended(&app, &cx, one, on_end).await?;
        }
    }
    Ok(())
}
