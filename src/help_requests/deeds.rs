//! One word of an address and what was typed become one deed with a case; pages and programs alike.

use contact::FreeText;
use web::{Problems, Typed};

use super::actions::requester::{self, Through, Word};
use super::actions::volunteer::{self, Deed};
use super::actions::{health, merge, next, refer, see, timing, transfer};
use super::form;
use super::model::{Closing, HelpRequest, ReferredTo};
use super::reference::Reference;
use super::rules::health::Look;
use super::rules::referral::Reason;
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::areas::typed as area_typed;
use crate::areas::typed::AreaTyped;
use crate::error::Error;
use crate::ids::TeamId;
use crate::incidents;

/// The deeds and the fields each of them reads; a field of another deed would be lost in silence.
const FIELDS: &[(&str, &[&str])] = &[
    ("take", &["team"]),
    ("release", &[]),
    ("depart", &[]),
    ("arrive", &[]),
    ("help", &["outcome", "given"]),
    ("verify", &[]),
    ("skip", &["reason"]),
    (
        "refer",
        &[
            "organisation",
            "area",
            "area_text",
            "area_choice",
            "reason",
            "words",
        ],
    ),
    ("acknowledge", &[]),
    ("send-back", &["reason", "words"]),
    ("transfer", &["team", "words"]),
    ("transfer-accept", &[]),
    ("transfer-decline", &["words"]),
    ("merge", &["kept", "words"]),
    ("unmerge", &[]),
    ("keep-apart", &["other"]),
    ("ask-still", &[]),
    ("expire", &[]),
    (
        "triage",
        &["signs", "temperature", "spo2", "age", "at_risk", "note"],
    ),
    ("medic-status", &["status"]),
    (
        "checks",
        &["signs", "temperature", "spo2", "spo2_after", "note"],
    ),
    ("confirm", &[]),
    ("reopen", &[]),
    ("cancel", &[]),
    ("safe", &[]),
    ("still-waiting", &[]),
];

/// The fields a deed reads; `None` when there is no such deed.
pub fn fields(deed: &str) -> Option<&'static [&'static str]> {
    let (_, fields) = FIELDS.iter().find(|(name, _)| *name == deed)?;
    Some(fields)
}

/// Does one thing with a case.
pub async fn act(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    deed: &str,
    typed: &Typed,
) -> Result<HelpRequest, Error> {
    if fields(deed).is_none() {
        return Err(Error::NotFound);
    }
    if let Some(word) = word_of(deed) {
        return requester::say(app, cx, Through::Reference(reference), word).await;
    }
    // Taken for nobody in particular where a team was named would be another deed than was asked for.
    let team = typed.value("team").trim();
    if deed == "take" && !team.is_empty() && team.parse::<TeamId>().is_err() {
        let mut problems = Problems::default();
        problems.add("team", "choice-unknown");
        return Err(problems.into());
    }
    if let Some(deed) = deed_of(deed, typed) {
        return volunteer::act(app, cx, reference, deed).await;
    }
    at_work_there(app, cx, reference).await?;
    match deed {
        "verify" => volunteer::verify(app, cx, reference).await,
        "skip" => next::skip(app, cx, reference, typed.value("reason").trim()).await,
        "refer" => {
            let (to, reason, words) = read_referral(typed)?;
            refer::refer(app, cx, reference, to, reason, &words).await
        }
        "acknowledge" => refer::acknowledge(app, cx, reference).await,
        "send-back" => {
            let mut problems = Problems::default();
            let reason = reason(typed, &mut problems);
            let words = words(typed, &mut problems);
            let reason = checked(reason, problems)?;
            refer::send_back(app, cx, reference, reason, &words).await
        }
        "transfer" | "transfer-accept" | "transfer-decline" => {
            let mut problems = Problems::default();
            let words = words(typed, &mut problems);
            let word = transfer_word(deed, typed, &mut problems);
            let word = checked(word, problems)?;
            transfer::say(app, cx, reference, word, &words).await
        }
        "merge" => {
            let mut problems = Problems::default();
            let words = words(typed, &mut problems);
            let kept = other(typed, "kept", &mut problems);
            let kept = checked(kept, problems)?;
            merge::merge(app, cx, reference, &kept, &words).await
        }
        "unmerge" => merge::unmerge(app, cx, reference).await,
        "keep-apart" => {
            let mut problems = Problems::default();
            let other = other(typed, "other", &mut problems);
            let other = checked(other, problems)?;
            merge::keep_apart(app, cx, reference, &other).await
        }
        "ask-still" => timing::ask_still(app, cx, reference).await,
        "expire" => timing::expire(app, cx, reference).await,
        "triage" => {
            let look = read_look(app, cx, reference, typed).await?;
            health::triage(app, cx, reference, look).await
        }
        "medic-status" => {
            let status = typed.value("status").trim();
            health::set_medic_status(app, cx, reference, status).await
        }
        "checks" => {
            let look = read_look(app, cx, reference, typed).await?;
            health::check(app, cx, Through::Reference(reference), look).await
        }
        _ => Err(Error::NotFound),
    }
}

/// Whoever has nothing to do with the case is not told what a deed with it would need.
async fn at_work_there(app: &App, cx: &Cx, reference: &Reference) -> Result<(), Error> {
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let request = db::look!(app.db, |tx| { store::find(tx, reference).await })?;
    match request {
        Some(request) if see::may_see(app, cx, &request) => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// What the requester says.
pub fn word_of(text: &str) -> Option<Word> {
    match text {
        "confirm" => Some(Word::Confirm),
        "reopen" => Some(Word::Reopen),
        "cancel" => Some(Word::Cancel),
        "safe" => Some(Word::Safe),
        "still-waiting" => Some(Word::StillWaiting),
        _ => None,
    }
}

fn deed_of(text: &str, typed: &Typed) -> Option<Deed> {
    Some(match text {
        "take" => Deed::Take(typed.value("team").trim().parse().ok()),
        "release" => Deed::Release,
        "depart" => Deed::Depart,
        "arrive" => Deed::Arrive,
        "help" => Deed::Help(Closing {
            outcome: typed.value("outcome").trim().to_owned(),
            given: i18n::normalise(typed.value("given"))
                .chars()
                .take(500)
                .collect(),
        }),
        _ => return None,
    })
}

/// To whom, why, and in which words.
pub fn read_referral(typed: &Typed) -> Result<(ReferredTo, Reason, String), Problems> {
    let mut problems = Problems::default();
    let reason = reason(typed, &mut problems);
    let words = words(typed, &mut problems);
    let organisation = typed.value("organisation").trim();
    let area = area_typed::read(typed, None);
    let to = match (organisation.parse().ok(), &area) {
        (Some(id), _) => Some(ReferredTo::Organisation(id)),
        (None, AreaTyped::One(area)) => Some(ReferredTo::Area(*area)),
        (None, _) => {
            match area_typed::problem(&area) {
                Some(message) => problems.add("area_text", message),
                None => problems.add("organisation", "refer-to-nobody"),
            }
            None
        }
    };
    match (to, reason) {
        (Some(to), Some(reason)) if problems.is_empty() => Ok((to, reason, words)),
        _ => Err(problems),
    }
}

fn transfer_word(deed: &str, typed: &Typed, problems: &mut Problems) -> Option<transfer::Word> {
    match deed {
        "transfer-accept" => Some(transfer::Word::Accept),
        "transfer-decline" => Some(transfer::Word::Decline),
        _ => {
            let team = typed.value("team").trim().parse().ok();
            if team.is_none() {
                problems.add("team", "transfer-to-nobody");
            }
            team.map(transfer::Word::Ask)
        }
    }
}

/// What was found, by the signs and thresholds of the case's incident.
async fn read_look(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    typed: &Typed,
) -> Result<Look, Error> {
    let incidents = incidents::actions::all(app, cx.now).await?;
    let incident = incidents
        .iter()
        .find(|one| one.prefix.as_str() == reference.prefix());
    let rules = &incident.ok_or(Error::NotFound)?.preset.triage;
    Ok(form::health::look(rules, typed)?)
}

fn reason(typed: &Typed, problems: &mut Problems) -> Option<Reason> {
    let reason = Reason::from_code(typed.value("reason").trim());
    if reason.is_none() {
        problems.add("reason", "reason-missing");
    }
    reason
}

fn words(typed: &Typed, problems: &mut Problems) -> String {
    crate::accounts::form::words(typed, "words", FreeText::MAX, problems)
}

fn other(typed: &Typed, field: &str, problems: &mut Problems) -> Option<Reference> {
    let read = typed.value(field).trim().parse().ok();
    if read.is_none() {
        problems.add(field, "merge-no-such");
    }
    read
}

fn checked<T>(read: Option<T>, problems: Problems) -> Result<T, Problems> {
    match read {
        Some(read) if problems.is_empty() => Ok(read),
        _ => Err(problems),
    }
}
