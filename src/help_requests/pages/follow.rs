//! The requester's own page: what we have, who has it, what comes next, and one-tap answers.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Message, Problems};

use super::sick;

use crate::error::Error;
use crate::events::store::Event;
use crate::help_requests::actions;
use crate::help_requests::actions::beside;
use crate::help_requests::actions::requester::{self, Through, Word};
use crate::help_requests::actions::see::{self, Seen};
use crate::help_requests::deeds;
use crate::help_requests::form;
use crate::help_requests::model::{HelpRequest, ReferredTo, State};
use crate::help_requests::rules::timing;
use crate::help_requests::store::health;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "help_requests/templates/follow.html")]
struct Follow<'a> {
    page: &'a Page,
    seen: &'a Seen,
    incident: &'a Incident,
    token: &'a str,
    is_new: bool,
    refused: Option<String>,
    steps: Vec<Step>,
    form: &'a Form,
    /// The request it was merged into, whose steps are this one's too.
    kept: Option<&'a Seen>,
    checks: Vec<health::Seen>,
}

/// One line of the step list.
pub struct Step {
    pub words: String,
    pub at: Option<jiff::Timestamp>,
    pub standing: Standing,
}

#[derive(PartialEq, Eq)]
pub enum Standing {
    Past,
    Now,
    Ahead,
}

impl Follow<'_> {
    fn kind(&self) -> String {
        kind_label(self.page, self.incident, &self.seen.request)
    }

    fn state(&self) -> State {
        self.seen.request.progress.now(self.page.cx.now).state()
    }

    fn may_reopen(&self) -> bool {
        matches!(
            self.state(),
            State::Helped
                | State::Confirmed
                | State::Cancelled
                | State::Safe
                | State::Unreachable
                | State::FalseReport
                | State::Duplicate
                | State::Expired
        )
    }

    fn still_asked(&self) -> bool {
        matches!(self.state(), State::Waiting | State::Referred)
            && self.seen.request.still_asked_at.is_some()
    }

    /// What comes next and by when, where that can be said.
    fn next_word(&self) -> Option<String> {
        let page = self.page;
        let seen = self.kept.unwrap_or(self.seen);
        let request = &seen.request;
        if let Some(held) = request.held_now(&page.cx.now) {
            let until = page.date_time(&held.lease_until);
            return Some(page.say("follow-next-held", "until", until));
        }
        let limits = self.incident.preset.kind(&request.kind)?.limits;
        let state = request.progress.now(page.cx.now).state();
        let risen = request.escalation;
        match timing::rises_at(state, request.state_at, risen, limits) {
            Some(at) if at > page.cx.now => {
                Some(page.say("follow-next-rises", "at", page.date_time(&at)))
            }
            _ if state.is_open() => Some(page.t("follow-next-risen")),
            _ => None,
        }
    }

    /// The team that holds the case and lets its phone be told.
    fn team_phone(&self) -> Option<(&str, &str)> {
        let seen = self.kept.unwrap_or(self.seen);
        let held = seen.request.held_now(&self.page.cx.now)?;
        let team = seen.teams.get(&held.helper.team?)?;
        let told = team.phone_shown && !team.phone.is_empty();
        told.then_some((team.name.as_str(), team.phone.as_str()))
    }

    fn checks_themselves(&self) -> bool {
        let kind = self.incident.preset.kind(&self.seen.request.kind);
        kind.is_some_and(|kind| kind.daily_checks) && self.state().is_open()
    }

    fn signs(&self) -> Vec<(String, String)> {
        sick::signs(self.page, self.incident)
    }

    fn measures(&self, check: &health::Seen) -> String {
        sick::measures(self.page, self.incident, check)
    }

    fn alarm_words(&self, check: &health::Seen) -> Vec<String> {
        sick::alarms(self.page, self.incident, check)
    }
}

pub fn kind_label(page: &Page, incident: &Incident, request: &HelpRequest) -> String {
    let kind = incident.preset.kind(&request.kind);
    kind.map_or_else(
        || request.kind.clone(),
        |kind| kind.label(page.language()).to_owned(),
    )
}

pub async fn show(page: Page, Path(token): Path<String>) -> Result<Response, Failure> {
    shown(&page, &token, None, &Form::default()).await
}

async fn shown(
    page: &Page,
    token: &str,
    refused: Option<Message>,
    form: &Form,
) -> Result<Response, Failure> {
    let seen = see::by_follow(&page.app, &page.cx, token).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = incidents
        .iter()
        .find(|incident| incident.id == seen.request.incident);
    let incident = incident.ok_or(Error::NotFound)?;
    let kept = beside::kept(&page.app, &seen).await?;
    let checks = beside::own_checks(&page.app, &seen.request).await?;
    let template = Follow {
        page,
        incident,
        token,
        is_new: page.query.has("new"),
        steps: steps(page, &seen, kept.as_ref()),
        refused: refused.as_ref().map(|message| page.message(message)),
        seen: &seen,
        form,
        kept: kept.as_ref(),
        checks,
    };
    match (refused.is_some(), form.problems.is_empty()) {
        (true, _) => page.render_as(http::StatusCode::CONFLICT, &template),
        (false, false) => page.refuse(&template),
        (false, true) => page.render(&template),
    }
}

/// The daily check, written by whoever is ill themselves.
pub async fn check(
    Path(token): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = see::by_follow(&page.app, &page.cx, &token).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = incidents
        .iter()
        .find(|incident| incident.id == seen.request.incident);
    let rules = &incident.ok_or(Error::NotFound)?.preset.triage;
    let look = match form::health::look(rules, &typed) {
        Ok(look) => look,
        Err(problems) => {
            return shown(&page, &token, None, &Form::new(typed, problems)).await;
        }
    };
    let through = Through::Follow(&token);
    match actions::health::check(&page.app, &page.cx, through, look).await {
        Ok(_) => Ok(page.to_saying(&format!("/follow/{token}"), "said-checked")),
        Err(Error::Refused(refusal)) => {
            let form = Form::new(typed, Problems::default());
            shown(&page, &token, Some(refusal.said()), &form).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// What happened, then what is still to come. Nobody is said to come before they set out.
fn steps(page: &Page, seen: &Seen, kept: Option<&Seen>) -> Vec<Step> {
    let mut steps: Vec<Step> = seen
        .history
        .iter()
        .filter_map(|event| words(page, seen, event).map(|words| (words, event.at)))
        .map(|(words, at)| Step {
            words,
            at: Some(at),
            standing: Standing::Past,
        })
        .collect();
    if let Some(kept) = kept {
        steps.extend(of_kept(page, seen, kept));
    }
    let request = kept.map_or(&seen.request, |kept| &kept.request);
    let stored = request.progress.state();
    let state = request.progress.now(page.cx.now).state();
    if stored != state {
        steps.push(Step {
            words: page.t("step-lapsed"),
            at: None,
            standing: Standing::Past,
        });
    }
    if let Some(last) = steps.last_mut()
        && state.is_open()
    {
        last.standing = Standing::Now;
    }
    let ahead: &[&str] = match state {
        State::Waiting => &[
            "step-ahead-taken",
            "step-ahead-departed",
            "step-ahead-arrived",
            "step-ahead-confirmed",
        ],
        State::Taken => &[
            "step-ahead-departed",
            "step-ahead-arrived",
            "step-ahead-confirmed",
        ],
        State::OnTheWay => &["step-ahead-arrived", "step-ahead-confirmed"],
        State::Helping | State::Helped => &["step-ahead-confirmed"],
        _ => &[],
    };
    steps.extend(ahead.iter().map(|key| Step {
        words: page.t(key),
        at: None,
        standing: Standing::Ahead,
    }));
    steps
}

/// What was done with the kept request since this one was merged into it.
fn of_kept(page: &Page, seen: &Seen, kept: &Seen) -> Vec<Step> {
    let merged_at = seen.request.state_at;
    let since = kept.history.iter().filter(|event| event.at >= merged_at);
    since
        .filter_map(|event| words(page, kept, event).map(|words| (words, event.at)))
        .map(|(words, at)| Step {
            words,
            at: Some(at),
            standing: Standing::Past,
        })
        .collect()
}

/// An event in the requester's words, with the team's name where one acts.
fn words(page: &Page, seen: &Seen, event: &Event) -> Option<String> {
    let team = seen.who_did(event).cloned();
    let team = team.unwrap_or_else(|| page.t("team-nameless"));
    let to = || told_to(page, seen, event);
    Some(match event.name.as_str() {
        "help_request.referred" => page.say("step-referred", "to", to()?),
        "help_request.acknowledged" => page.say("step-acknowledged", "to", to()?),
        "help_request.sent_back" => page.say("step-sent-back", "to", to()?),
        "help_request.transferred" => page.say("step-transferred", "team", team),
        "help_request.helped_in_part" => page.say("step-helped-in-part", "team", team),
        "help_request.unreachable" => page.t("step-unreachable"),
        "help_request.false_report" => page.t("step-false-report"),
        "help_request.merged" => page.say("step-merged", "kept", event.payload["kept"].as_str()?),
        "help_request.unmerged" => page.t("step-unmerged"),
        "help_request.escalated" => page.t(match event.payload["level"].as_u64() {
            Some(2) => "step-escalated-province",
            Some(3..) => "step-escalated-country",
            _ => "step-escalated",
        }),
        "help_request.still_asked" => page.t("step-still-asked"),
        "help_request.still_waiting" => page.t("step-still-waiting"),
        "help_request.amended" => page.t("step-amended"),
        "help_request.pin_moved" => page.t("step-pin-moved"),
        "help_request.expired" => page.t("step-expired"),
        "help_request.asked" => page.t("step-asked"),
        "help_request.verified" => page.t("step-verified"),
        "help_request.released" => page.t("step-released"),
        "help_request.lapsed" => page.t("step-lapsed"),
        "help_request.confirmed" => page.t("step-confirmed"),
        "help_request.reopened" => page.t("step-reopened"),
        "help_request.cancelled" => page.t("step-cancelled"),
        "help_request.safe" => page.t("step-safe"),
        // Whoever gave it away is an admin, not the one who comes.
        "help_request.assigned" if event.payload["team"].is_null() => {
            page.say("step-taken", "team", page.t("team-nameless"))
        }
        "help_request.taken" | "help_request.assigned" => page.say("step-taken", "team", team),
        "help_request.departed" => page.say("step-departed", "team", team),
        "help_request.arrived" => page.say("step-arrived", "team", team),
        "help_request.helped" => page.say("step-helped", "team", team),
        _ => return None,
    })
}

/// To whom an event says it was referred.
pub(super) fn told_to(page: &Page, seen: &Seen, event: &Event) -> Option<String> {
    let area = event.payload["area"]
        .as_str()
        .and_then(|code| code.parse().ok());
    let organisation = event.payload["organisation"].as_str();
    let organisation = organisation.and_then(|id| id.parse().ok());
    let to = area
        .map(ReferredTo::Area)
        .or_else(|| organisation.map(ReferredTo::Organisation))?;
    Some(seen.referred_to(to, page.language()))
}

pub async fn say(
    Path((token, word)): Path<(String, String)>,
    Sent { page, .. }: Sent,
) -> Result<Response, Failure> {
    let word = deeds::word_of(&word).ok_or(Error::NotFound)?;
    match requester::say(&page.app, &page.cx, Through::Follow(&token), word).await {
        Ok(_) => Ok(page.to_saying(&format!("/follow/{token}"), said(word))),
        // Somebody was quicker: shown as it stands now, with the reason.
        Err(Error::Refused(refusal)) => {
            shown(&page, &token, Some(refusal.said()), &Form::default()).await
        }
        Err(err) => Err(err.into()),
    }
}

fn said(word: Word) -> &'static str {
    match word {
        Word::Confirm => "said-confirmed",
        Word::Reopen => "said-reopened",
        Word::Cancel => "said-cancelled",
        Word::Safe => "said-safe",
        Word::StillWaiting => "said-still-waiting",
    }
}
