//! What volunteers do: take a case, give it back, set out, arrive, say what was given, and make sure
//! that an unverified request is real.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::step_in;
use crate::access::{Cx, SignedIn};
use crate::accounts::model::Standing;
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::help_requests::model::{Closing, HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::{self, CannotAct};
use crate::help_requests::store;
use crate::incidents;
use crate::incidents::preset::{Kind, Preset};
use crate::notifications;

/// One thing a volunteer does with a case.
#[derive(Debug, Clone)]
pub enum Deed {
    Take,
    Release,
    Depart,
    Arrive,
    Help(Closing),
}

impl Deed {
    fn event(&self) -> &'static str {
        match self {
            Deed::Take => "help_request.taken",
            Deed::Release => "help_request.released",
            Deed::Depart => "help_request.departed",
            Deed::Arrive => "help_request.arrived",
            Deed::Help(_) => "help_request.helped",
        }
    }

    fn payload(&self) -> Value {
        match self {
            Deed::Help(closing) => json!({ "outcome": closing.outcome }),
            _ => json!({}),
        }
    }
}

/// Does it, or says why not. Doing again what is done already changes nothing.
pub async fn act(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    deed: Deed,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let by = who.account.id;
    let incidents = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        let incident = incidents
            .iter()
            .find(|incident| incident.id == request.incident)
            .ok_or(Error::NotFound)?;
        let kind = incident.preset.kind(&request.kind).ok_or(Error::NotFound)?;
        may_take(who, &request, kind)?;
        let lease = SignedDuration::from_mins(i64::from(kind.lease_minutes));
        let progress = match &deed {
            Deed::Take => rules::take(&request, by, lease, cx.now)?,
            Deed::Release if already_given_back(&request) => return Ok(request),
            Deed::Release => rules::release(&request, by, cx.now)?,
            Deed::Depart => rules::depart(&request, by, lease, cx.now)?,
            Deed::Arrive => rules::arrive(&request, by, lease, cx.now)?,
            Deed::Help(_) if helped_by(&request, by) => return Ok(request),
            Deed::Help(closing) => {
                check_outcome(incident.preset, closing)?;
                rules::help(&request, by, closing.clone(), cx.now)?
            }
        };
        let same_step = progress.state() == request.progress.now(cx.now).state();
        if same_step && matches!(deed, Deed::Depart | Deed::Arrive) {
            return Ok(request);
        }
        step_in(
            app,
            tx,
            cx,
            &mut request,
            progress,
            deed.event(),
            deed.payload(),
        )
        .await?;
        tell_recorder(app, tx, cx, &request, deed.event()).await?;
        Ok::<_, Error>(request)
    })
}

fn already_given_back(request: &HelpRequest) -> bool {
    request.progress == Progress::Waiting
}

fn helped_by(request: &HelpRequest, by: crate::ids::AccountId) -> bool {
    matches!(&request.progress, Progress::Helped { by: helper, .. } if *helper == by)
}

/// The preset says which roles may take a kind; a role that waits for approval takes nothing.
fn may_take(who: &SignedIn, request: &HelpRequest, kind: &Kind) -> Result<(), Error> {
    if kind
        .roles
        .iter()
        .any(|role| who.volunteers_as(*role, request.area))
    {
        return Ok(());
    }
    let waits = who.seats.iter().any(|seat| {
        seat.standing == Standing::Waiting
            && seat.area.contains(request.area)
            && matches!(seat.role, Role::Volunteer(role) if kind.roles.contains(&role))
    });
    if waits {
        return Err(CannotAct::RoleNotApproved.into());
    }
    if who.held().any(|seat| seat.area.contains(request.area)) {
        return Err(CannotAct::WrongRole.into());
    }
    Err(Error::NotFound)
}

/// Whether this person could take a request of this kind here: for showing the button.
pub fn could_take(who: &SignedIn, request: &HelpRequest, kind: &Kind) -> bool {
    may_take(who, request, kind).is_ok()
}

fn check_outcome(preset: &Preset, closing: &Closing) -> Result<(), Error> {
    let mut problems = web::Problems::default();
    match preset.outcomes.get(&closing.outcome) {
        None => problems.add("outcome", "outcome-missing"),
        Some(outcome) if !outcome.offered => problems.add("outcome", "outcome-missing"),
        Some(outcome) if outcome.needs_given && closing.given.trim().is_empty() => {
            problems.add("given", "given-missing");
        }
        Some(_) => {}
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}

async fn tell_recorder(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    request: &HelpRequest,
    event: &str,
) -> Result<(), db::Error> {
    let Some(recorder) = request.recorded_by else {
        return Ok(());
    };
    if cx.account() == Some(recorder) {
        return Ok(());
    }
    let message = match event {
        "help_request.taken" => "notice-request-taken",
        "help_request.helped" => "notice-request-helped",
        _ => return Ok(()),
    };
    let args = json!({ "reference": request.reference.as_str() });
    let link = format!("/help-requests/{}", request.reference);
    notifications::tell_in(app, tx, cx, recorder, message, args, &link).await
}

/// Somebody at work in the area has made sure that an unverified request is real: it comes onto the
/// public map.
pub async fn verify(app: &App, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if !who.held().any(|seat| seat.area.contains(request.area)) {
            return Err(Error::NotFound);
        }
        if store::set_verified(tx, &request, cx.now).await? {
            request.verified = true;
            request.version += 1;
            let event = NewEvent {
                province: request.province,
                name: "help_request.verified",
                subject: request.id.0,
                area: request.area,
                payload: json!({}),
            };
            events::record_in(app, tx, cx, &event)?;
        }
        Ok::<_, Error>(request)
    })
}
