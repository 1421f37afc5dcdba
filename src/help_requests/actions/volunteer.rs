//! What volunteers do: take a case, give it back, set out, arrive, say what was given, and make sure
//! that an unverified request is real.

use areas::AreaCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::tell::{self, Question};
use super::{Incidents, Step, desk, notes, record_in, save_in, step_in};
use crate::access::{Cx, SignedIn};
use crate::accounts;
use crate::accounts::model::Standing;
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::desk::Reason;
use crate::help_requests::model::{Closing, HelpRequest, Progress, ReferredTo};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::{self, CannotAct, Ending, Hand};
use crate::help_requests::store;
use crate::ids::TeamId;
use crate::incidents::preset::{Kind, Preset};
use crate::notifications;

/// One thing a volunteer does with a case.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Perhaps for a team.
    Take(Option<TeamId>),
    Release,
    Depart,
    Arrive,
    Help(Closing),
}

impl Deed {
    fn event(&self) -> &'static str {
        match self {
            Deed::Take(_) => "help_request.taken",
            Deed::Release => "help_request.released",
            Deed::Depart => "help_request.departed",
            Deed::Arrive => "help_request.arrived",
            Deed::Help(_) => "help_request.helped",
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
    let teams = who.teams();
    let hand = Hand {
        account: who.account.id,
        teams: &teams,
    };
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        let kind = incidents.kind(&request)?;
        if matches!(deed, Deed::Take(_)) && who.works() {
            // Read again in the write: a seat taken back meanwhile takes no case.
            let seats = accounts::store::seats(tx, who.account.id).await?;
            if !seats.iter().any(|seat| seat.standing == Standing::Held) {
                return Err(Error::NotFound);
            }
        }
        // Whoever holds a case already, or whose team does, goes on with it.
        if rules::holding(&request, hand, cx.now).is_err() {
            may_take(who, &request, kind)?;
        }
        let lease = SignedDuration::from_mins(i64::from(kind.lease_minutes));
        let mut event = deed.event();
        let progress = match &deed {
            Deed::Take(team) => rules::take(&request, hand, *team, lease, cx.now)?,
            Deed::Release if already_given_back(&request) => return Ok(request),
            Deed::Release => rules::release(&request, hand, cx.now)?,
            Deed::Depart => rules::depart(&request, hand, lease, cx.now)?,
            Deed::Arrive => rules::arrive(&request, hand, lease, cx.now)?,
            Deed::Help(_) if helped_by(&request, hand) => return Ok(request),
            Deed::Help(closing) => {
                let preset = incidents.find(request.incident)?.preset;
                let ending = check_outcome(preset, closing)?;
                event = ending_event(ending);
                rules::help(&request, hand, closing.clone(), ending, cx.now)?
            }
        };
        let same_step = progress.state() == request.progress.now(cx.now).state();
        if same_step && matches!(deed, Deed::Depart | Deed::Arrive) {
            return Ok(request);
        }
        if let Deed::Help(closing) = &deed {
            write_given(app, tx, cx, &request, closing, &progress)?;
        }
        let payload = payload(&deed, &progress);
        let step = Step {
            progress,
            name: event,
            payload,
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        if request.progress == Progress::Unreachable {
            desk::put_in(tx, &request, Reason::Unreachable, cx.now).await?;
        }
        tell_recorder(app, tx, cx, &request, event).await?;
        if !request.progress.state().is_open() {
            tell::ask_in(app, tx, cx, &request, Question::WhetherHelped).await?;
        }
        Ok::<_, Error>(request)
    })
}

fn payload(deed: &Deed, progress: &Progress) -> Value {
    let team = progress.helper().and_then(|helper| helper.team);
    match deed {
        Deed::Help(closing) => json!({ "outcome": closing.outcome, "team": team }),
        _ => json!({ "team": team }),
    }
}

fn ending_event(ending: Ending) -> &'static str {
    match ending {
        Ending::Over => "help_request.helped",
        Ending::NotYet => "help_request.helped_in_part",
        Ending::Unreachable => "help_request.unreachable",
        Ending::FalseReport => "help_request.false_report",
    }
}

/// What was given stays on the row of a closed case; of one that goes on it is written beside.
fn write_given(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    request: &HelpRequest,
    closing: &Closing,
    progress: &Progress,
) -> Result<(), db::Error> {
    if progress.closing().is_some() || closing.given.trim().is_empty() {
        return Ok(());
    }
    notes::write_in(app, tx, cx, request, notes::About::Given, &closing.given)
}

fn already_given_back(request: &HelpRequest) -> bool {
    request.progress == Progress::Waiting
}

fn helped_by(request: &HelpRequest, hand: Hand) -> bool {
    matches!(&request.progress, Progress::Helped { helper, .. } if hand.is_or_serves(*helper))
}

/// The preset says which roles may take a kind; a role that waits for approval takes nothing.
fn may_take(who: &SignedIn, request: &HelpRequest, kind: &Kind) -> Result<(), Error> {
    let reach = |area: AreaCode| kind.roles.iter().any(|role| who.volunteers_as(*role, area));
    if reach(request.area) {
        return Ok(());
    }
    // Whom it was given to may send their own.
    if let Progress::Referred(referral) = &request.progress {
        let theirs = match referral.to {
            ReferredTo::Organisation(id) => who.belongs_to(id),
            ReferredTo::Area(area) => who.held().any(|seat| seat.area.contains(area)),
        };
        if theirs {
            return Ok(());
        }
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

/// What the outcome makes of the case, if it is one a volunteer may choose and all is told.
fn check_outcome(preset: &Preset, closing: &Closing) -> Result<Ending, Error> {
    let mut problems = web::Problems::default();
    let outcome = preset.outcomes.get(&closing.outcome);
    match outcome {
        None => problems.add("outcome", "outcome-missing"),
        Some(outcome) if !outcome.offered => problems.add("outcome", "outcome-missing"),
        Some(outcome) if outcome.needs_given && closing.given.trim().is_empty() => {
            problems.add("given", "given-missing");
        }
        Some(_) => {}
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let closes = outcome.is_some_and(|outcome| outcome.closes);
    Ok(Ending::of(&closing.outcome, closes))
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
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if !who.held().any(|seat| seat.area.contains(request.area)) {
            return Err(Error::NotFound);
        }
        if !request.verified {
            request.verified = true;
            save_in(tx, cx, &incidents, &mut request).await?;
            let name = "help_request.verified";
            record_in(app, tx, cx, &request, name, json!({}))?;
            desk::clear_in(tx, &request, &[Reason::Unverified]).await?;
        }
        Ok::<_, Error>(request)
    })
}
