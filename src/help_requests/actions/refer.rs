//! A case is given to an organisation or another area; they say that they have it, or send it back
//! with a reason. Both sides are told, and so is whoever asked, on their page.

use db::Tx;
use serde_json::{Value, json};

use super::notes::{self, About};
use super::{Incidents, Step, see, step_in};
use crate::access::{Cx, Ground, SignedIn};
use crate::accounts::admins;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, Progress, ReferredTo};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::referral::{self, Reason};
use crate::help_requests::rules::{CannotAct, Hand};
use crate::help_requests::store;
use crate::ids::AccountId;
use crate::notifications;
use crate::organisations;

/// Gives a case to somebody else: by an admin of the area, by whoever holds it, or by those it was
/// referred to, who send it on.
pub async fn refer(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    to: ReferredTo,
    reason: Reason,
    words: &str,
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
        may_refer(app, cx, &request)?;
        there_is(tx, to).await?;
        let overrules = who.is_admin_of(request.area);
        let progress = match referral::refer(&request, to, hand, overrules, cx.now) {
            // Pressed twice.
            Err(CannotAct::ReferredThere) => return Ok(request),
            outcome => outcome?,
        };
        let holder = request.progress.now(cx.now).held();
        remember(&mut request);
        notes::write_in(app, tx, cx, &request, About::Referred, words)?;
        let step = Step {
            progress,
            name: "help_request.referred",
            payload: told(to, reason),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        for account in answerable(tx, to).await? {
            tell(app, tx, cx, account, "notice-request-referred", &request).await?;
        }
        if let Some(held) = holder.filter(|held| held.helper.by != who.account.id) {
            let message = "notice-request-referred-away";
            tell(app, tx, cx, held.helper.by, message, &request).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Says that the case has arrived: an officer of the organisation, or an admin of the area.
pub async fn acknowledge(app: &App, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        let to = referred_to_mine(cx, who, &request)?;
        let progress = referral::acknowledge(&request, cx.now)?;
        if progress == request.progress {
            return Ok(request);
        }
        // From here on the time counts anew: somebody has it now.
        request.state_at = cx.now;
        request.escalation = 0;
        let step = Step {
            progress,
            name: "help_request.acknowledged",
            payload: target(to),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        Ok::<_, Error>(request)
    })
}

/// Sends it back to where it was asked, with the reason.
pub async fn send_back(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    reason: Reason,
    words: &str,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        let to = referred_to_mine(cx, who, &request)?;
        let progress = referral::send_back(&request)?;
        remember(&mut request);
        notes::write_in(app, tx, cx, &request, About::SentBack, words)?;
        let step = Step {
            progress,
            name: "help_request.sent_back",
            payload: told(to, reason),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        for account in admins::around(tx, request.area).await? {
            tell(app, tx, cx, account, "notice-request-sent-back", &request).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Admins, holders, and those it lies with; others are not told that it is there.
fn may_refer(app: &App, cx: &Cx, request: &HelpRequest) -> Result<(), Error> {
    match see::ground(app, cx, request) {
        Some(
            Ground::AreaAdmin
            | Ground::Holder
            | Ground::Team
            | Ground::Officer
            | Ground::ReferredArea
            | Ground::Desk,
        ) => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// What it was referred to, if that is this person's to answer for.
fn referred_to_mine(cx: &Cx, who: &SignedIn, request: &HelpRequest) -> Result<ReferredTo, Error> {
    let Progress::Referred(referral) = &request.progress else {
        // Told why, if they may know of the case at all.
        return if see::works_there(cx, request) {
            Err(CannotAct::NotReferred.into())
        } else {
            Err(Error::NotFound)
        };
    };
    let mine = match referral.to {
        ReferredTo::Organisation(id) => who.is_officer_of(id),
        ReferredTo::Area(area) => who.is_admin_of(area),
    };
    if mine {
        Ok(referral.to)
    } else if see::works_there(cx, request) {
        Err(CannotAct::NotReferred.into())
    } else {
        Err(Error::NotFound)
    }
}

async fn there_is(tx: &mut Tx, to: ReferredTo) -> Result<(), Error> {
    let there = match to {
        ReferredTo::Area(_) => true,
        ReferredTo::Organisation(id) => organisations::store::find(tx, id)
            .await?
            .is_some_and(|organisation| organisation.ended_at.is_none()),
    };
    if there {
        return Ok(());
    }
    let mut problems = web::Problems::default();
    problems.add("organisation", "refer-to-nobody");
    Err(problems.into())
}

/// Keeps where it was, so that it does not come there again.
fn remember(request: &mut HelpRequest) {
    if let Progress::Referred(referral) = &request.progress
        && !request.referred_before.contains(&referral.to)
    {
        request.referred_before.push(referral.to);
    }
}

fn target(to: ReferredTo) -> Value {
    match to {
        ReferredTo::Organisation(id) => json!({ "organisation": id }),
        ReferredTo::Area(area) => json!({ "area": area.short() }),
    }
}

fn told(to: ReferredTo, reason: Reason) -> Value {
    let mut payload = target(to);
    payload["reason"] = json!(reason.code());
    payload
}

/// Who is told of what came in.
async fn answerable(tx: &mut Tx, to: ReferredTo) -> Result<Vec<AccountId>, db::Error> {
    match to {
        ReferredTo::Organisation(id) => organisations::store::officers(tx, id).await,
        ReferredTo::Area(area) => admins::of(tx, area).await,
    }
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    message: &'static str,
    request: &HelpRequest,
) -> Result<(), db::Error> {
    let args = json!({ "reference": request.reference.as_str() });
    let link = format!("/help-requests/{}", request.reference);
    notifications::tell_in(app, tx, cx, account, message, args, &link).await
}
