//! The volunteer's list, and one's own requests.

use axum::Json;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::{Message, Problems};

use super::json::{self, HelpRequestJson};
use crate::access::Actor;
use crate::api::Caller;
use crate::api::json::Items;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::see;
use crate::help_requests::list::{self, Query, Sort};
use crate::help_requests::model::State;
use crate::incidents;
use crate::layout::Failure;

/// Kinds one list is filtered by.
const MOST_KINDS: usize = 6;
/// Requests of one page.
const MOST: usize = 200;

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code; the caller's own area when left out.
    pub area: Option<String>,
    /// `waiting`, `taken`, `on_the_way` or `helping`; all of these when left out.
    pub state: Option<String>,
    /// A kind; may be given up to six times.
    pub kind: Option<Vec<String>>,
    /// `urgency` (when left out), `waiting` or `distance`.
    pub sort: Option<String>,
    /// From where distances are counted.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// 1 to 200; 50 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// Open requests of an area, for those who work there.
#[utoipa::path(
    get, path = "/api/v1/help-requests", tag = "help-requests",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<HelpRequestJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<HelpRequestJson>>, Failure> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    let is_kind = |code: &str| {
        all.iter()
            .any(|incident| incident.preset.kind(code).is_some())
    };
    let query = read(&caller, is_kind)?;
    let page = list::list(&caller.app, &caller.cx, &query).await?;
    let mut metres = page.metres.iter().copied();
    let items = page
        .items
        .iter()
        .map(|request| HelpRequestJson {
            metres: metres.next(),
            ..json::request(&caller.cx, &all, request)
        })
        .collect();
    Ok(Json(Items {
        items,
        next: page.next,
    }))
}

fn read(caller: &Caller, is_kind: impl Fn(&str) -> bool) -> Result<Query, Problems> {
    let sent = &caller.query;
    let known = [
        "area", "state", "kind", "sort", "lat", "lon", "limit", "after",
    ];
    let mut problems = caller.unknown_in_query(&known);
    let area = sent.value("area").trim();
    let code = area
        .parse()
        .ok()
        .and_then(|code| areas::register().get(code).map(|area| area.code));
    if code.is_none() && !area.is_empty() {
        problems.add("area", "area-unknown");
    }
    let state = chosen(sent.value("state"), State::from_code).filter(|state| {
        // Closed ones are in no list of open requests.
        state.is_none_or(State::is_open)
    });
    let sort = chosen(sent.value("sort"), Sort::from_code);
    let kinds: Vec<String> = sent
        .all("kind")
        .filter(|kind| !kind.is_empty())
        .map(str::to_owned)
        .collect();
    if state.is_none() {
        problems.add("state", "choice-unknown");
    }
    if sort.is_none() {
        problems.add("sort", "choice-unknown");
    }
    if kinds.len() > MOST_KINDS || !kinds.iter().all(|kind| is_kind(kind)) {
        problems.add("kind", "choice-unknown");
    }
    let near = if sent.has("lat") || sent.has("lon") {
        let position = contact::Position::parse(sent.value("lat"), sent.value("lon"));
        problems.keep("lat", position, |_| "position-wrong")
    } else {
        None
    };
    let sort = sort.flatten().unwrap_or_default();
    if sort == Sort::Distance && near.is_none() {
        problems.add("lat", Message::new("field-missing").with("label", "lat"));
    }
    let limit = limit(sent.value("limit"), &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Query {
        area: code,
        state: state.flatten(),
        kinds,
        sort,
        near,
        limit,
        after: Some(sent.value("after").to_owned()).filter(|cursor| !cursor.is_empty()),
    })
}

/// `Some(None)` when nothing was chosen, `None` when the choice is unknown.
fn chosen<T>(sent: &str, find: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match sent.trim() {
        "" => Some(None),
        code => find(code).map(Some),
    }
}

fn limit(sent: &str, problems: &mut Problems) -> Option<usize> {
    let sent = sent.trim();
    if sent.is_empty() {
        return None;
    }
    let read = sent.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    if read.is_none() {
        let said = Message::new("field-out-of-range")
            .with("label", "limit")
            .with("min", "1")
            .with("max", MOST.to_string());
        problems.add("limit", said);
    }
    read
}

/// One of one's own requests, with the token of its private page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnHelpRequest)]
pub struct OwnJson {
    #[serde(flatten)]
    pub request: HelpRequestJson,
    pub follow: String,
}

/// The requests that the verified phone asked for, or that the volunteer recorded for others; the
/// newest fifty.
#[utoipa::path(
    get, path = "/api/v1/help-requests/own", tag = "help-requests",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Whole; `next` is null", body = Items<OwnJson>),
        (status = 401, response = SignInNeeded),
    )
)]
pub async fn own(caller: Caller) -> Result<Json<Items<OwnJson>>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    let requests = match &cx.actor {
        Actor::SignedIn(_) => see::mine(app, cx).await?.1,
        Actor::Phone(..) | Actor::Visitor => see::own(app, cx).await?,
    };
    let all = incidents::actions::all(app, cx.now).await?;
    let items = requests
        .iter()
        .map(|request| OwnJson {
            request: json::request(cx, &all, request),
            follow: follow_token(app, request.province, request.id),
        })
        .collect();
    Ok(Json(Items { items, next: None }))
}

/// The cases the volunteer holds or held last; the newest fifty.
#[utoipa::path(
    get, path = "/api/v1/help-requests/held", tag = "help-requests",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Whole; `next` is null", body = Items<HelpRequestJson>),
        (status = 401, response = SignInNeeded),
    )
)]
pub async fn held(caller: Caller) -> Result<Json<Items<HelpRequestJson>>, Failure> {
    let (held, _) = see::mine(&caller.app, &caller.cx).await?;
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    let items = held
        .iter()
        .map(|request| json::request(&caller.cx, &all, request))
        .collect();
    Ok(Json(Items { items, next: None }))
}
