//! A case given to somebody by an admin of the area.

use axum::Json;
use axum::extract::Path;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::json::SeenJson;
use super::see::{read, shown};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::help_requests::actions::assign::{self, Assignee};
use crate::help_requests::rules::assign::Overrule;
use crate::layout::Failure;

/// To whom: either a volunteer or a team.
#[derive(Debug, ToSchema)]
#[schema(as = Assignment)]
#[serde(deny_unknown_fields)]
pub struct AssignmentSent {
    /// A username.
    pub volunteer: Option<String>,
    /// The id of a team.
    pub team: Option<String>,
    /// Whether it is taken from whoever holds it now.
    pub overrule: Option<bool>,
}

impl Body for AssignmentSent {}

/// The fields of a form that say to whom a case is given.
pub fn assignment(typed: &Typed) -> Result<(Assignee, Overrule), Problems> {
    let mut problems = Problems::default();
    let username = typed.value("volunteer").trim();
    let team = typed.value("team").trim();
    let overrule = match typed.value("overrule") {
        "yes" => Overrule::Yes,
        _ => Overrule::No,
    };
    let assignee = match (username, team) {
        ("", "") => {
            problems.add("volunteer", "assign-to-nobody");
            None
        }
        (username, "") => Some(Assignee::Volunteer(username.to_owned())),
        ("", team) => {
            let id = team.parse().ok().map(Assignee::Team);
            if id.is_none() {
                problems.add("team", "choice-unknown");
            }
            id
        }
        _ => {
            problems.add("team", "assign-to-both");
            None
        }
    };
    match assignee {
        Some(assignee) => Ok((assignee, overrule)),
        None => Err(problems),
    }
}

/// Gives a case to a volunteer who may take its kind there, or to a team. Admins of the area alone.
/// Giving it again to the same changes nothing.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{reference}/assign", tag = "help-requests",
    params(("reference" = String, Path)),
    request_body = AssignmentSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request as it stands now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn assign(
    Path(reference): Path<String>,
    received: Received<AssignmentSent>,
) -> Result<Json<SeenJson>, Failure> {
    let reference = read(&reference)?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    cx.signed_in().ok_or(crate::error::Error::SignInNeeded)?;
    let (to, overrule) = received.read(assignment)?;
    assign::assign(app, cx, &reference, &to, overrule).await?;
    Ok(Json(shown(&received.caller, &reference).await?))
}
