//! Rounds for programs: opened, changed, divided and closed by admins; volunteers see their shares.

mod json;
pub mod shares;

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::{IntoParams, ToSchema};
use web::{Message, Problems, Typed};

use self::json::{ProgressJson, RoundJson, SeenJson, ShareJson};
use super::handle::Handle;
use super::store::Wanted;
use super::{actions, form};
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::incidents;
use crate::layout::Failure;

/// Rounds of one page.
const MOST: usize = 100;

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code the caller is admin of; the widest one when left out.
    pub area: Option<String>,
    /// `true`: not closed; `false`: closed; both when left out.
    pub open: Option<bool>,
    /// 1 to 100; 20 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// The rounds of an area, of areas in it and of areas it lies in, the newest first. Only its admins may.
#[utoipa::path(
    get, path = "/api/v1/rounds", tag = "households",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<RoundJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<RoundJson>>, Failure> {
    let who = actions::admin(&caller.cx)?;
    let (wanted, limit) = read_query(&caller, who.home())?;
    let after = Some(caller.query.value("after")).filter(|cursor| !cursor.is_empty());
    let found = actions::list(&caller.app, &caller.cx, wanted, limit, after).await?;
    let items = found.items.iter();
    Ok(Json(Items {
        items: items.map(|one| json::listed(&caller.cx, one)).collect(),
        next: found.next,
    }))
}

fn read_query(caller: &Caller, home: AreaCode) -> Result<(Wanted, usize), Problems> {
    let sent = &caller.query;
    let mut problems = caller.unknown_in_query(&["area", "open", "limit", "after"]);
    let area = match sent.value("area").trim() {
        "" => Some(home),
        code => known(code),
    };
    if area.is_none() {
        problems.add("area", "area-unknown");
    }
    let open = match sent.value("open").trim() {
        "" => None,
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            problems.add("open", "api-not-true-or-false");
            None
        }
    };
    let limit = match sent.value("limit").trim() {
        "" => Some(actions::PAGE),
        typed => typed
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit)),
    };
    if limit.is_none() {
        let said = Message::new("field-out-of-range")
            .with("label", "limit")
            .with("min", "1")
            .with("max", MOST.to_string());
        problems.add("limit", said);
    }
    match (area, limit) {
        (Some(area), Some(limit)) if problems.is_empty() => Ok((Wanted { area, open }, limit)),
        _ => Err(problems),
    }
}

fn known(code: &str) -> Option<AreaCode> {
    let code: AreaCode = code.parse().ok()?;
    areas::register().get(code).map(|area| area.code)
}

/// Whose part of a round is shown.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct View {
    /// An area of the round; all that the caller may see when left out.
    pub area: Option<String>,
}

/// A round with what is done: all of it for the admins of its area, their part for admins of parts, own
/// shares for volunteers.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}", tag = "households",
    params(("id" = String, Path), View),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The round", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<SeenJson>, Failure> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut problems = caller.unknown_in_query(&["area"]);
    let area = match caller.query.value("area").trim() {
        "" => None,
        code => {
            let known = known(code);
            if known.is_none() {
                problems.add("area", "area-unknown");
            }
            known
        }
    };
    if !problems.is_empty() {
        return Err(Error::from(problems).into());
    }
    Ok(seen(&caller, handle(&id)?, area).await?)
}

async fn seen(
    caller: &Caller,
    handle: Handle,
    area: Option<AreaCode>,
) -> Result<Json<SeenJson>, Error> {
    let seen = actions::see(&caller.app, &caller.cx, handle, area).await?;
    Ok(Json(SeenJson {
        round: json::round(&caller.cx, &seen.round),
        progress: seen.progress.as_ref().map(ProgressJson::from),
        own_shares: seen.own.iter().map(ShareJson::from).collect(),
    }))
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// How much is expected of a round.
#[derive(Debug, ToSchema)]
#[schema(as = NewRoundTarget)]
#[serde(deny_unknown_fields)]
pub struct NewTargetJson {
    pub n: u32,
    /// `households`, unless said otherwise, or `persons`.
    pub of: Option<String>,
}

/// A round to be opened.
#[derive(Debug, ToSchema)]
#[schema(as = NewRound)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    /// The prefix or the id of an open incident that records households.
    #[schema(example = "COV")]
    pub incident: String,
    /// An area the caller is admin of; not the country.
    pub area: AreaSent,
    pub name: String,
    /// Today when left out.
    #[schema(format = Date)]
    pub starts_on: Option<String>,
    /// The last day.
    #[schema(format = Date)]
    pub ends_on: String,
    pub target: Option<NewTargetJson>,
}

const NAMES: &[(&str, &str)] = &[
    ("area", "area_text"),
    ("target.n", "target"),
    ("target.of", "target_of"),
];

impl Body for NewJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Opens a round. Only an admin of the area may.
#[utoipa::path(
    post, path = "/api/v1/rounds", tag = "households",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each round: however often it is sent, \
            one is opened and the answer is the same"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Opened", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn open(received: Received<NewJson>) -> Result<(StatusCode, Json<SeenJson>), Failure> {
    let caller = &received.caller;
    actions::admin(&caller.cx)?;
    let typed = as_form(caller, &received.typed).await?;
    let new = received.read(|_| form::read_new(&caller.cx, &typed))?;
    let handle = actions::open(&caller.app, &caller.cx, new, received.key.as_ref())
        .await
        .map_err(in_body)?;
    Ok((StatusCode::CREATED, seen(caller, handle, None).await?))
}

/// The area as a form has it, and the incident by its id.
async fn as_form(caller: &Caller, typed: &Typed) -> Result<Typed, Error> {
    let mut typed = typed.clone();
    let area = typed.value("area_text").trim().to_owned();
    area_typed::put(&mut typed, &area);
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    if let Some(incident) = incidents::api::find(&all, typed.value("incident")) {
        typed.set("incident", incident.id.to_string());
    }
    Ok(typed)
}

/// What an action finds amiss, under the names of the body.
fn in_body(err: Error) -> Error {
    let Error::Problems(theirs) = err else {
        return err;
    };
    let mut problems = Problems::default();
    for (field, message) in theirs.iter() {
        let named = NAMES.iter().find(|(_, form)| *form == field);
        problems.add(named.map_or(field, |(body, _)| body), message.clone());
    }
    problems.into()
}

/// What of a round changes; the rest stays. Area and incident cannot change.
#[derive(Debug, ToSchema)]
#[schema(as = ChangedRound)]
#[serde(deny_unknown_fields)]
pub struct ChangedJson {
    /// The version the change is made to; another one is refused with 409. The one that stands when left
    /// out.
    pub version: Option<i64>,
    pub name: Option<String>,
    #[schema(format = Date)]
    pub starts_on: Option<String>,
    #[schema(format = Date)]
    pub ends_on: Option<String>,
    pub target: Option<NewTargetJson>,
}

impl Body for ChangedJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Changes name, days or target of a round. Only an admin of its area may.
#[utoipa::path(
    patch, path = "/api/v1/rounds/{id}", tag = "households",
    params(("id" = String, Path)),
    request_body = ChangedJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(
    Path(id): Path<String>,
    received: Received<ChangedJson>,
) -> Result<Json<SeenJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    actions::admin(cx)?;
    let handle = handle(&id)?;
    let stands = actions::see_run(app, cx, handle).await?;
    let (version, new) = received.read(|typed| {
        let mut whole = form::fill(cx.language, &stands);
        for (name, value) in typed.iter() {
            whole.set(name, value);
        }
        let new = form::read_change(cx, &whole, &stands)?;
        Ok::<_, Problems>((form::read_version(&whole)?, new))
    })?;
    let changed = actions::change(app, cx, handle, version, new).await;
    changed.map_err(in_body)?;
    Ok(seen(caller, handle, None).await?)
}

/// Closes a round; closed again nothing changes, and it does not open again. Only an admin of its area
/// may.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/close", tag = "households",
    params(("id" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn close(Path(id): Path<String>, caller: Caller) -> Result<Json<SeenJson>, Failure> {
    actions::admin(&caller.cx)?;
    let handle = handle(&id)?;
    actions::close(&caller.app, &caller.cx, handle).await?;
    Ok(seen(&caller, handle, None).await?)
}
