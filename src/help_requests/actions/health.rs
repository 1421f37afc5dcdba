//! Looking at the sick: a triage, the medic's status, the daily check of those who stay at home.

use std::collections::HashSet;

use jiff::SignedDuration;
use serde_json::json;

use super::requester::Through;
use super::urgency::weigh_again;
use super::{Incidents, record_in, save_in, see};
use crate::access::grant::Place;
use crate::access::{Cx, Grant, Ground, SignedIn};
use crate::accounts::admins;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::help_requests::model::{Held, HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::health::{self as rules, Look};
use crate::help_requests::rules::{CannotAct, Hand};
use crate::help_requests::store::{self, health};
use crate::ids::HelpRequestId;
use crate::incidents::preset::Role;
use crate::notifications;

/// Whether this person's ground lets them look at the sick.
fn may_look(ground: Option<Ground>) -> Result<Ground, Error> {
    match ground {
        Some(Ground::Own) | None => Err(Error::NotFound),
        Some(ground) => Ok(ground),
    }
}

/// Writes a triage down: colour and urgency follow from it.
pub async fn triage(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    look: Look,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        let ground = may_look(see::ground(app, cx, &request))?;
        let preset = incidents.find(request.incident)?.preset;
        if !incidents.kind(&request)?.triage {
            return Err(Error::NotFound);
        }
        let colour = rules::colour(&look, &preset.triage);
        let by = who.account.id;
        let place = Place {
            province: request.province,
            subject: request.id.0,
            what: "help_request",
        };
        let grant = Grant::logged(app, tx, cx, by, place, ground).await?;
        let own = store::particulars(tx, &app.vault, &request, grant).await?;
        let id = app.ids.at(cx.now);
        health::insert_triage(tx, &request, id, by, &look, colour, cx.now).await?;
        request.colour = colour;
        weigh_again(&mut request, preset, &own.extra, look.age);
        renew(&mut request, who, &incidents, cx)?;
        save_in(tx, cx, &incidents, &mut request).await?;
        record_in(app, tx, cx, &request, "help_request.triaged", json!({}))?;
        Ok::<_, Error>(request)
    })
}

/// Whoever holds the case and looks after the sick shows a sign of life.
fn renew(
    request: &mut HelpRequest,
    who: &SignedIn,
    incidents: &Incidents,
    cx: &Cx,
) -> Result<(), Error> {
    let teams = who.teams();
    let hand = Hand {
        account: who.account.id,
        teams: &teams,
    };
    let lease = SignedDuration::from_mins(incidents.kind(request)?.lease_minutes.into());
    let renewed = |held: &Held| Held {
        lease_until: held.lease_until.max(cx.now + lease),
        ..*held
    };
    match &mut request.progress {
        Progress::Taken(held) | Progress::OnTheWay(held) | Progress::Helping(held)
            if hand.is_or_serves(held.helper) && held.lease_until > cx.now =>
        {
            *held = renewed(held);
        }
        _ => {}
    }
    Ok(())
}

/// Medical volunteers (and admins of the area) say how it stands with the sick.
pub async fn set_medic_status(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    status: &str,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if !see::works_there(cx, &request) {
            return Err(Error::NotFound);
        }
        let medical = who.volunteers_as(Role::Medical, request.area);
        if !medical && !who.is_admin_of(request.area) {
            return Err(CannotAct::WrongRole.into());
        }
        let preset = incidents.find(request.incident)?.preset;
        if !preset.medic_statuses.has(status) {
            let mut problems = web::Problems::default();
            problems.add("status", "choice-unknown");
            return Err(problems.into());
        }
        if request.medic_status.as_deref() != Some(status) {
            request.medic_status = Some(status.to_owned());
            renew(&mut request, who, &incidents, cx)?;
            save_in(tx, cx, &incidents, &mut request).await?;
            let payload = json!({ "status": status });
            record_in(app, tx, cx, &request, "help_request.medic_status", payload)?;
        }
        Ok::<_, Error>(request)
    })
}

/// The daily check: by who looks after them, or by themselves on their page. Alarms are told at once
/// to whoever holds the case, else to the admins around.
pub async fn check(
    app: &App,
    cx: &Cx,
    through: Through<'_>,
    look: Look,
) -> Result<HelpRequest, Error> {
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = super::requester::find(tx, &through).await?;
        let ground = match &through {
            Through::Follow(_) => Ground::Own,
            Through::Reference(_) => see::ground(app, cx, &request).ok_or(Error::NotFound)?,
        };
        if !incidents.kind(&request)?.daily_checks {
            return Err(Error::NotFound);
        }
        if !request.progress.state().is_open() {
            return Err(CannotAct::Closed.into());
        }
        let rules = &incidents.find(request.incident)?.preset.triage;
        // The temperatures of before tell whether a fever lasts; nobody is shown them here.
        let grant = Grant::own(request.id.0);
        let before = health::checks(tx, &request, grant).await?;
        let before: Vec<_> = before
            .iter()
            .map(|seen| (seen.at, seen.look.temperature_c))
            .collect();
        let alarms = rules::alarms(&look, &before, rules, cx.now);
        let check = health::Check {
            at: cx.now,
            on: clock::day(cx.now),
            by: cx.account().filter(|_| ground != Ground::Own),
            look: &look,
            alarms: &alarms,
        };
        health::insert_check(tx, &request, app.ids.at(cx.now), &check).await?;
        match cx.signed_in() {
            Some(who) if ground != Ground::Own => renew(&mut request, who, &incidents, cx)?,
            _ => {
                request.sign_at = cx.now;
                request.still_asked_at = None;
            }
        }
        save_in(tx, cx, &incidents, &mut request).await?;
        let payload = json!({ "alarm": !alarms.is_empty() });
        record_in(app, tx, cx, &request, "help_request.checked", payload)?;
        if !alarms.is_empty() {
            ring(app, tx, cx, &request).await?;
        }
        Ok::<_, Error>(request)
    })
}

async fn ring(app: &App, tx: &mut db::Tx, cx: &Cx, request: &HelpRequest) -> Result<(), db::Error> {
    let told = match request.progress.now(cx.now).held() {
        Some(held) => vec![held.helper.by],
        None => admins::around(tx, request.area).await?,
    };
    for account in told {
        let args = json!({ "reference": request.reference.as_str() });
        let link = format!("/help-requests/{}", request.reference);
        let message = "notice-check-alarm";
        notifications::tell_in(app, tx, cx, account, message, args, &link).await?;
    }
    Ok(())
}

/// Those of these cases that are to be checked every day and were not yet today.
pub async fn unchecked_today(
    app: &App,
    cx: &Cx,
    requests: &[HelpRequest],
) -> Result<HashSet<HelpRequestId>, Error> {
    let incidents = Incidents::read(app, cx).await?;
    let today = clock::day(cx.now);
    let daily: Vec<&HelpRequest> = requests
        .iter()
        .filter(|request| incidents.kind(request).is_ok_and(|kind| kind.daily_checks))
        .collect();
    let mut unchecked = HashSet::new();
    if daily.is_empty() {
        return Ok(unchecked);
    }
    db::read!(app.db, |tx| {
        for request in &daily {
            if !health::is_checked_on(tx, request, today).await? {
                unchecked.insert(request.id);
            }
        }
        Ok::<_, db::Error>(())
    })?;
    Ok(unchecked)
}
