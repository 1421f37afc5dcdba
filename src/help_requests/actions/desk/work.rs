//! What is done at the desk about one request: looked at, called, given up, put in its right place.

use serde_json::json;

use super::{clear_in, find_in, worker, working_in};
use crate::access::grant::Place;
use crate::access::{Cx, Grant, Ground};
use crate::app::App;
use crate::error::Error;
use crate::help_requests::actions::notes::{self, About};
use crate::help_requests::actions::requester::{self, Word};
use crate::help_requests::actions::see::{self, Seen};
use crate::help_requests::actions::{Incidents, Step, place, record_in, step_in};
use crate::help_requests::model::HelpRequest;
use crate::help_requests::model::desk::{
    Call, CallOutcome, Claim, DeskItem, MovedPin, NewPlace, Reason,
};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::CannotAct;
use crate::help_requests::rules::desk::{self as rules, CannotDesk, Heard};
use crate::help_requests::store;
use crate::ids::{CallId, IncidentId};

/// A request as somebody at the desk sees it.
#[derive(Debug, Clone)]
pub struct OnDesk {
    /// With the particulars only while the claim runs.
    pub seen: Seen,
    pub item: Option<DeskItem>,
    pub calls: Vec<Call>,
    pub moved: Vec<MovedPin>,
    /// Whether they may go on with it.
    pub working: Result<(), CannotDesk>,
}

/// Opens a request of one's desk. For whoever works on it the claim runs on, and the look is written.
pub async fn open(app: &App, cx: &Cx, reference: &Reference) -> Result<OnDesk, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    db::write!(app.db, |tx| {
        let (request, mut item) = find_in(tx, who, reference).await?;
        let working = rules::working(item.as_ref(), me, cx.now);
        let calls = store::calls::of_request(tx, &request).await?;
        let mut seen = see::around(tx, request.clone()).await?;
        let mut moved = Vec::new();
        if let (Ok(()), Some(item)) = (working, &mut item) {
            item.claim = Some(Claim {
                by: me,
                until: cx.now + rules::LEASE,
            });
            store::desk::save(tx, item)?;
            let place = Place {
                province: request.province,
                subject: request.id.0,
                what: "help_request",
            };
            let grant = Grant::logged(app, tx, cx, me, place, Ground::Desk).await?;
            let own = store::particulars(tx, &app.vault, &request, grant).await?;
            seen.particulars = Some(own);
            seen.ground = Some(Ground::Desk);
            seen.notes = store::notes::of_request(tx, &request, grant).await?;
            moved = store::calls::moved(tx, &request, grant).await?;
        }
        Ok::<_, Error>(OnDesk {
            seen,
            item,
            calls,
            moved,
            working,
        })
    })
}

/// The incident of a request of one's desk, for reading a place in it.
pub async fn incident(app: &App, cx: &Cx, reference: &Reference) -> Result<IncidentId, Error> {
    let who = worker(cx)?;
    db::read!(app.db, |tx| {
        let (request, _) = find_in(tx, who, reference).await?;
        Ok::<_, Error>(request.incident)
    })
}

/// Writes down what came of a call, and does what the requester said. Gives whether this person has
/// more to do with it.
pub async fn call(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    outcome: CallOutcome,
    note: &str,
) -> Result<bool, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    let incidents = Incidents::read(app, cx).await?;
    let id: CallId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let (mut request, mut item) = working_in(tx, cx, who, reference).await?;
        let heard = rules::hear(&request, &item, outcome, cx.now)?;
        let call = Call {
            at: cx.now,
            account: me,
            outcome,
        };
        store::calls::insert(tx, &request, id, &call)?;
        notes::write_in(app, tx, cx, &request, About::Call, note)?;
        let payload = json!({ "outcome": outcome.code() });
        record_in(app, tx, cx, &request, "help_request.called", payload)?;
        match heard {
            Heard::Word(progress) => {
                let word = word(&request, outcome);
                let holder = request.progress.helper().map(|helper| helper.by);
                if !request.verified {
                    request.verified = true;
                    record_in(app, tx, cx, &request, "help_request.verified", json!({}))?;
                }
                request.sign_at = cx.now;
                request.still_asked_at = None;
                let step = Step {
                    progress,
                    name: word.event(),
                    payload: json!({}),
                };
                step_in(app, tx, cx, &incidents, &mut request, step).await?;
                requester::tell_holder_in(app, tx, cx, &request, holder, word).await?;
                if !request.progress.state().is_open() {
                    return Ok(false);
                }
                item.reasons.retain(|reason| *reason == Reason::NoPin);
                item.unanswered = 0;
                item.claim = Some(Claim {
                    by: me,
                    until: cx.now + rules::LEASE,
                });
            }
            Heard::Silence { unanswered, until } => {
                item.unanswered = unanswered;
                item.not_before = until;
                item.claim = None;
                if outcome == CallOutcome::WrongNumber
                    && !item.reasons.contains(&Reason::Unreachable)
                {
                    item.reasons.push(Reason::Unreachable);
                    item.reasons.sort_unstable();
                }
            }
            Heard::Later { until } => {
                item.not_before = until;
                item.claim = None;
            }
        }
        if item.reasons.is_empty() {
            store::desk::take_out(tx, &request)?;
            return Ok(false);
        }
        store::desk::save(tx, &item)?;
        Ok::<_, Error>(item.claim.is_some())
    })
}

/// What was said on the phone, as the requester would press it on their own page.
fn word(request: &HelpRequest, outcome: CallOutcome) -> Word {
    match outcome {
        CallOutcome::Safe => Word::Safe,
        CallOutcome::Helped => Word::Confirm,
        _ if request.progress.state().is_open() => Word::StillWaiting,
        _ => Word::Reopen,
    }
}

/// Nobody answered at three times apart: the case is closed as unreachable.
pub async fn give_up(app: &App, cx: &Cx, reference: &Reference) -> Result<(), Error> {
    let who = worker(cx)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let (mut request, item) = working_in(tx, cx, who, reference).await?;
        let progress = rules::give_up(&request, &item)?;
        if progress != request.progress {
            let step = Step {
                progress,
                name: "help_request.unreachable",
                payload: json!({ "calls": item.unanswered }),
            };
            step_in(app, tx, cx, &incidents, &mut request, step).await?;
        }
        store::desk::take_out(tx, &request)?;
        Ok::<_, Error>(())
    })
}

/// Puts a request where it is: its area and the figures move along, its reference stays. Gives
/// whether there is more to do with it.
pub async fn move_pin(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    to: &NewPlace,
) -> Result<bool, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    let incidents = Incidents::read(app, cx).await?;
    let now = cx.now;
    db::write!(app.db, |tx| {
        let (mut request, mut item) = working_in(tx, cx, who, reference).await?;
        if !request.progress.state().is_open() {
            return Err(CannotAct::Closed.into());
        }
        let place = Place {
            province: request.province,
            subject: request.id.0,
            what: "help_request",
        };
        // The old words are read to be kept beside the new ones.
        let grant = Grant::logged(app, tx, cx, me, place, Ground::Desk).await?;
        let before = store::particulars(tx, &app.vault, &request, grant).await?;
        if !to.landmark.is_empty() && to.landmark != before.landmark {
            notes::write_in(app, tx, cx, &request, About::Landmark, &before.landmark)?;
        }
        place::move_in(app, tx, cx, &incidents, &mut request, to).await?;
        item.area = to.area;
        item.claim = Some(Claim {
            by: me,
            until: now + rules::LEASE,
        });
        store::desk::save(tx, &item)?;
        clear_in(tx, &request, &[Reason::NoPin]).await?;
        let left = store::desk::find(tx, &request).await?;
        Ok::<_, Error>(left.is_some())
    })
}
