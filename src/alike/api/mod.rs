//! Persons who may be one, for programs of area admins.

mod json;

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use utoipa::{IntoParams, ToSchema};
use web::Problems;

use self::json::{DecidedJson, PairJson};
use super::actions::{self, decide, see};
use super::handle::Handle;
use super::model::Keep;
use crate::api::json::Items;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::layout::Failure;

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code the caller is admin of; the widest one when left out.
    pub area: Option<String>,
    /// `true`: those decided, the last first; those that wait when left out.
    pub decided: Option<bool>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// Pairs of persons who may be one, of two households or of one, ten at most, with what speaks for it and
/// against it. Only admins of an area that both live in see a pair; each look at a household is written
/// down.
#[utoipa::path(
    get, path = "/api/v1/persons/alike", tag = "households",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<PairJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<PairJson>>, Failure> {
    let who = actions::admin(&caller.cx)?;
    let (area, decided) = read_query(&caller, who.home())?;
    let after = Some(caller.query.value("after")).filter(|cursor| !cursor.is_empty());
    let found = see::list(&caller.app, &caller.cx, area, decided, after).await?;
    Ok(Json(Items {
        items: found.items.iter().map(PairJson::from).collect(),
        next: found.next,
    }))
}

fn read_query(caller: &Caller, home: AreaCode) -> Result<(AreaCode, bool), Problems> {
    let mut problems = caller.unknown_in_query(&["area", "decided", "after"]);
    let area = match caller.query.value("area").trim() {
        "" => Some(home),
        code => code.parse::<AreaCode>().ok(),
    };
    if area.is_none() {
        problems.add("area", "area-unknown");
    }
    let decided = match caller.query.value("decided").trim() {
        "" | "false" => false,
        "true" => true,
        _ => {
            problems.add("decided", "api-not-true-or-false");
            false
        }
    };
    match area {
        Some(area) if problems.is_empty() => Ok((area, decided)),
        _ => Err(problems),
    }
}

/// Which of the two is kept.
#[derive(Debug, ToSchema)]
#[schema(as = SamePerson)]
#[serde(deny_unknown_fields)]
pub struct SameJson {
    /// The id of the person kept, or the household they live in; the one recorded last when left out.
    pub keep: Option<String>,
}

impl Body for SameJson {}

/// They are one: the one kept gets what was told of the other alone, with doses and talks; what both told
/// differently is kept as conflicts of the household. The other one stays, as `merged`, and counts for
/// nothing. Said twice nothing changes.
#[utoipa::path(
    post, path = "/api/v1/persons/alike/{id}/same", tag = "households",
    params(("id" = String, Path)),
    request_body = SameJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = DecidedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn same(
    Path(id): Path<String>,
    received: Received<SameJson>,
) -> Result<Json<DecidedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    actions::admin(cx)?;
    let handle = handle(&id)?;
    let keep = received.read(|typed| match typed.value("keep").trim() {
        "" => Ok(None),
        keep => match Keep::parse(keep) {
            Some(keep) => Ok(Some(keep)),
            None => {
                let mut problems = Problems::default();
                problems.add("keep", "choice-unknown");
                Err(problems)
            }
        },
    })?;
    let pair = actions::same(app, cx, handle, keep).await?;
    Ok(Json(DecidedJson::from(&pair)))
}

/// They are two, and are never proposed again. Said twice nothing changes.
#[utoipa::path(
    post, path = "/api/v1/persons/alike/{id}/different", tag = "households",
    params(("id" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = DecidedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn different(
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Json<DecidedJson>, Failure> {
    actions::admin(&caller.cx)?;
    let pair = decide::different(&caller.app, &caller.cx, handle(&id)?).await?;
    Ok(Json(DecidedJson::from(&pair)))
}

/// What was decided is undone: both are as they were, and the pair waits again. Refused with 409 where
/// what was told of one of them changed since.
#[utoipa::path(
    post, path = "/api/v1/persons/alike/{id}/undo", tag = "households",
    params(("id" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = DecidedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn undo(Path(id): Path<String>, caller: Caller) -> Result<Json<DecidedJson>, Failure> {
    actions::admin(&caller.cx)?;
    let pair = actions::undo(&caller.app, &caller.cx, handle(&id)?).await?;
    Ok(Json(DecidedJson::from(&pair)))
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
