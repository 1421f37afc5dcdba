//! Asking for help, once, however often it is sent.

use jiff::SignedDuration;
use serde_json::json;

use super::desk;
use crate::access::{Actor, Cx};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::help_requests::model::{HelpRequest, NewHelpRequest, Progress, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::{self, timing};
use crate::help_requests::store::{self, Asker};
use crate::idempotency::{self, Key};
use crate::ids::HelpRequestId;
use crate::incidents;
use crate::incidents::preset::{self, Preset, Urgency};
use crate::tallies;

/// The request as kept, and the token of its private page.
#[derive(Debug, Clone)]
pub struct Asked {
    pub request: HelpRequest,
    pub follow: String,
}

/// Writes down a request for help. Sent again with the same key it gives the same answer and changes
/// nothing. A phone that was not verified, or none at all, makes an unverified request.
pub async fn ask(
    app: &App,
    cx: &Cx,
    new: NewHelpRequest,
    key: Option<&Key>,
) -> Result<Asked, Error> {
    ask_as(app, cx, new, key, Certainty::OfAsker).await
}

/// How certain it is that somebody really waits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// As certain as whoever asks: verified phones and volunteers are.
    OfAsker,
    /// Taken from a list that nobody has checked.
    Unchecked,
}

/// The same, for what was taken from a list as well.
pub async fn ask_as(
    app: &App,
    cx: &Cx,
    new: NewHelpRequest,
    key: Option<&Key>,
    certainty: Certainty,
) -> Result<Asked, Error> {
    let incident = incidents::actions::find_open(app, cx.now, new.incident).await?;
    let (asker, is_certain) = asker(cx, incident.otp_required)?;
    let verified = is_certain && certainty == Certainty::OfAsker;
    let province = new.area.province();
    let id: HelpRequestId = app.ids.at(cx.now);
    let day = clock::day(cx.now);
    let number = app
        .numbers
        .next(&app.db, province, incident.id, day, cx.now)
        .await?;
    let urgency = urgency(incident.preset, &new);
    let bonus = SignedDuration::from_mins(incident.preset.bonus_minutes(urgency.points).into());
    let request = HelpRequest {
        province,
        id,
        incident: incident.id,
        reference: Reference::new(&incident.prefix, province, day, number),
        area: new.area,
        kind: new.kind.clone(),
        headcount: new.headcount,
        vulnerabilities: new.vulnerabilities.clone(),
        verified,
        practice: incident.practice,
        has_pin: new.pin.is_some(),
        urgency: i64::from(urgency.points),
        urgency_reasons: urgency.reasons.iter().map(ToString::to_string).collect(),
        urgent_since: cx.now - bonus,
        asked_at: cx.now,
        asked_on: day,
        recorded_by: asker.recorded_by,
        asker_phone_hash: None,
        progress: Progress::Waiting,
        state_at: cx.now,
        offered: None,
        referred_before: Vec::new(),
        transfer: None,
        colour: None,
        medic_status: None,
        escalation: 0,
        sign_at: cx.now,
        still_asked_at: None,
        source: new.source.clone(),
        version: 1,
    };
    let limits = incident.preset.kind(&request.kind).map(|kind| kind.limits);
    let look_at = timing::look_at(&request, limits.unwrap_or_default(), cx.now);
    let on_desk = rules::desk::reasons(verified, rules::desk::is_vague(new.pin));
    let follow_hash = vault::token_hash(&follow_token(app, province, id));
    let kept = db::write!(app.db, |tx| {
        if let Some(key) = key {
            let before =
                idempotency::claim(tx, province, key, "help_request.ask", id.0, cx.now).await?;
            if let Some(before) = before {
                let before = store::find_by_id(tx, province, HelpRequestId(before)).await?;
                return before.ok_or(Error::NotFound);
            }
        }
        store::insert(
            tx,
            &app.vault,
            &request,
            &new,
            &asker,
            &follow_hash,
            look_at,
        )?;
        let event = NewEvent {
            province,
            name: "help_request.asked",
            subject: id.0,
            area: request.area,
            also: None,
            payload: json!({ "kind": request.kind, "verified": verified, "version": 1 }),
        };
        events::record_in(app, tx, cx, &event)?;
        desk::put_new_in(tx, &request, &on_desk, cx.now)?;
        if !request.practice {
            let cell = super::cell(&request);
            let fact = super::counted(cell, &request.kind, State::Waiting, 1);
            tallies::store::add(tx, &[fact])?;
        }
        Ok::<_, Error>(request.clone())
    })?;
    let follow = follow_token(app, kept.province, kept.id);
    Ok(Asked {
        request: kept,
        follow,
    })
}

fn urgency(preset: &Preset, new: &NewHelpRequest) -> Urgency {
    let vulnerabilities: Vec<&str> = new.vulnerabilities.iter().map(String::as_str).collect();
    let answers: Vec<(&str, &preset::Value)> = new
        .extra
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    preset.urgency(&preset::Input {
        kind: &new.kind,
        vulnerabilities: &vulnerabilities,
        headcount: new.headcount.get(),
        answers: &answers,
        ..preset::Input::default()
    })
}

/// Who asks, and whether that is certain.
fn asker(cx: &Cx, otp_required: bool) -> Result<(Asker, bool), Error> {
    let language = cx.language.code();
    match &cx.actor {
        Actor::SignedIn(who) => Ok((
            Asker {
                phone: None,
                recorded_by: Some(who.account.id),
                language,
            },
            true,
        )),
        Actor::Phone(_, holder) => {
            let phone = Some(holder.phone.clone());
            Ok((
                Asker {
                    phone,
                    recorded_by: None,
                    language,
                },
                holder.verified,
            ))
        }
        Actor::Visitor if !otp_required => Ok((
            Asker {
                phone: None,
                recorded_by: None,
                language,
            },
            false,
        )),
        Actor::Visitor => Err(Error::SignInNeeded),
    }
}

/// The token of a request's private page: two digits of the province and 128 bits that only the
/// installation's key can make, so that the same answer can be given again.
pub fn follow_token(app: &App, province: u8, id: HelpRequestId) -> String {
    let secret = app.vault.lookup("follow", id.0.as_bytes());
    format!(
        "{province:02}{}",
        base64::Engine::encode(
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
            &secret[..16],
        )
    )
}
