//! What is done with a request: by volunteers, by the requester, and by those who speak for them.

use axum::Json;
use axum::extract::Path;
use utoipa::ToSchema;
use web::Typed;

use super::json::SeenJson;
use super::see::{followed, read, shown};
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::requester::{self, Through};
use crate::help_requests::deeds;
use crate::layout::Failure;

/// What goes with a deed; each has its own fields, and a field of another is refused.
#[derive(Debug, Default, ToSchema)]
#[schema(as = Deed)]
#[serde(deny_unknown_fields)]
pub struct DeedSent {
    /// `help`: a code of the preset's outcomes.
    pub outcome: Option<String>,
    /// `help`: what was given; needed with most outcomes.
    pub given: Option<String>,
    /// `take`: for which of one's teams. `transfer`: to which team.
    pub team: Option<String>,
    /// `refer`: to which organisation.
    pub organisation: Option<String>,
    /// `refer`: to which area instead, by its code.
    pub area: Option<String>,
    /// `refer`, `send-back`, `skip`: a code. Of a referral: `no_means`, `no_people`, `outside_area`,
    /// `not_our_work`, `nearer`, `other`; of a skip: `too_far`, `no_means`, `not_able`, `busy`, `other`.
    pub reason: Option<String>,
    /// `refer`, `send-back`, `transfer`, `transfer-decline`, `merge`: free words for those at work.
    pub words: Option<String>,
    /// `merge`: the reference of the request that is kept.
    pub kept: Option<String>,
    /// `keep-apart`: the reference it was proposed to repeat.
    pub other: Option<String>,
    /// `triage`, `checks`: codes of the preset's signs.
    pub signs: Option<Vec<String>>,
    /// `triage`, `checks`: in degrees Celsius.
    pub temperature: Option<f64>,
    /// `triage`, `checks`: in percent.
    pub spo2: Option<u8>,
    /// `checks`: in percent, after some exercise.
    pub spo2_after: Option<u8>,
    /// `triage`: in years.
    pub age: Option<u8>,
    /// `triage`: has one of the 608 diseases, or is pregnant.
    pub at_risk: Option<bool>,
    /// `triage`, `checks`.
    pub note: Option<String>,
    /// `medic-status`: a code of the preset.
    pub status: Option<String>,
}

impl Body for DeedSent {
    const MAY_BE_EMPTY: bool = true;
}

/// What may be done.
#[derive(Debug, ToSchema)]
#[schema(as = DeedName)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    Take,
    Release,
    Depart,
    Arrive,
    Help,
    Skip,
    Verify,
    Refer,
    Acknowledge,
    SendBack,
    Transfer,
    TransferAccept,
    TransferDecline,
    Merge,
    Unmerge,
    KeepApart,
    AskStill,
    Expire,
    Triage,
    MedicStatus,
    Checks,
    Confirm,
    Reopen,
    Cancel,
    Safe,
    StillWaiting,
}

/// What the requester may say.
#[derive(Debug, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    Confirm,
    Reopen,
    Cancel,
    Safe,
    StillWaiting,
}

/// Does one thing with a request. Volunteers take (perhaps for a team), release, depart, arrive, help,
/// skip an offer, verify, triage and check; holders and admins refer and transfer; those it was referred
/// to acknowledge it or send it back; desk volunteers and admins merge duplicates and part them, ask
/// whether somebody still waits, and close what was asked and not answered; the requester (or who recorded
/// it, or the area admin) confirms, reopens, cancels, is safe, or still waits. Doing again what is done
/// changes nothing.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{reference}/{deed}", tag = "help-requests",
    params(("reference" = String, Path), ("deed" = Deed, Path)),
    request_body(content = Option<DeedSent>, description = "What the deed needs"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request as it stands now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn act(
    Path((reference, deed)): Path<(String, String)>,
    received: Received<DeedSent>,
) -> Result<Json<SeenJson>, Failure> {
    let reference = read(&reference)?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let own = deeds::fields(&deed).ok_or(Error::NotFound)?;
    let typed = only_own_fields(&received, own)?;
    deeds::act(app, cx, &reference, &deed, &typed).await?;
    Ok(Json(shown(&received.caller, &reference).await?))
}

/// The requester speaks, known by the private token.
#[utoipa::path(
    post, path = "/api/v1/help-requests/follow/{token}/{word}", tag = "help-requests",
    params(("token" = String, Path), ("word" = Word, Path)),
    responses(
        (status = 200, description = "The request as it stands now", body = SeenJson),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn say(
    Path((token, word)): Path<(String, String)>,
    received: Received<DeedSent>,
) -> Result<Json<SeenJson>, Failure> {
    let word = deeds::word_of(&word).ok_or(Error::NotFound)?;
    only_own_fields(&received, &[])?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    requester::say(app, cx, Through::Follow(&token), word).await?;
    Ok(Json(followed(&received.caller, &token).await?))
}

/// The fields of the deed, as a form has them; any other would be lost in silence.
fn only_own_fields(received: &Received<DeedSent>, own: &[&str]) -> Result<Typed, Error> {
    received.read(|typed| {
        let mut problems = web::Problems::default();
        for (name, _) in typed.iter().filter(|(name, _)| !own.contains(name)) {
            problems.add(name, "api-unknown-field");
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut as_form = typed.clone();
        if as_form.has("area") {
            area_typed::put(&mut as_form, typed.value("area"));
        }
        Ok(as_form)
    })
}
