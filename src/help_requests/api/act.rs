//! What is done with a request: by volunteers, by the requester, and by those who speak for them.

use axum::Json;
use axum::extract::Path;
use utoipa::ToSchema;

use super::json::SeenJson;
use super::see::{followed, read, shown};
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::error::Error;
use crate::help_requests::actions::requester::{self, Through};
use crate::help_requests::actions::volunteer;
use crate::help_requests::pages::follow::word_of;
use crate::help_requests::pages::show::deed_of;
use crate::ids::TeamId;
use crate::layout::Failure;

/// What came of it, of `help`; for whom, of `take`.
#[derive(Debug, ToSchema)]
#[schema(as = Closing)]
#[serde(deny_unknown_fields)]
pub struct ClosingSent {
    /// A code of the preset's outcomes.
    pub outcome: Option<String>,
    /// What was given; needed with most outcomes.
    pub given: Option<String>,
    /// Of `take` alone: the id of a team the caller is a member of, which then holds the case.
    pub team: Option<String>,
}

impl Body for ClosingSent {
    const MAY_BE_EMPTY: bool = true;
}

/// What may be done.
#[derive(Debug, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Take,
    Release,
    Depart,
    Arrive,
    Help,
    Confirm,
    Reopen,
    Cancel,
    Safe,
    Verify,
}

/// What the requester may say.
#[derive(Debug, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Confirm,
    Reopen,
    Cancel,
    Safe,
}

/// Does one thing with a request. Volunteers take, release, depart, arrive, help, and verify what was
/// asked without a code; the requester (or who recorded it, or the area admin) confirms, reopens,
/// cancels, or is safe. Doing again what is done changes nothing.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{reference}/{deed}", tag = "help-requests",
    params(("reference" = String, Path), ("deed" = Deed, Path)),
    request_body(content = Option<ClosingSent>, description = "Of `help` and `take` alone"),
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
    received: Received<ClosingSent>,
) -> Result<Json<SeenJson>, Failure> {
    let reference = read(&reference)?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    only_of(&received, &deed)?;
    match (deed_of(&deed, &received.typed), word_of(&deed)) {
        (Some(deed), _) => volunteer::act(app, cx, &reference, deed).await?,
        (None, Some(word)) => requester::say(app, cx, Through::Reference(&reference), word).await?,
        (None, None) if deed == "verify" => volunteer::verify(app, cx, &reference).await?,
        (None, None) => return Err(Error::NotFound.into()),
    };
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
    received: Received<ClosingSent>,
) -> Result<Json<SeenJson>, Failure> {
    let word = word_of(&word).ok_or(Error::NotFound)?;
    only_of(&received, "")?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    requester::say(app, cx, Through::Follow(&token), word).await?;
    Ok(Json(followed(&received.caller, &token).await?))
}

/// Whatever does not close a case takes no outcome, and only a take names a team: it would be lost in
/// silence.
fn only_of(received: &Received<ClosingSent>, deed: &str) -> Result<(), Error> {
    received.read(|typed| {
        let mut problems = web::Problems::default();
        for (name, text) in typed.iter() {
            let read = match name {
                "team" => deed == "take",
                _ => deed == "help",
            };
            if !read {
                problems.add(name, "api-unknown-field");
            } else if name == "team" && text.trim().parse::<TeamId>().is_err() {
                problems.add(name, "choice-unknown");
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    })
}
