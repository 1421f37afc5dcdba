//! Announcements for programs: read by everybody, made by the admins of areas.

mod json;

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::{IntoParams, ToSchema};
use web::{Message, Problems, Typed};

use self::json::{AnnouncementJson, SourceJson, told};
use super::actions;
use super::form;
use super::model::Level;
use super::store::Wanted;
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::AnnouncementId;
use crate::incidents;
use crate::incidents::api::NamesSent;
use crate::layout::Failure;

/// Announcements of one page.
const MOST: usize = 100;

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code: what is for it or an area above it, and what is pinned below. All when left out.
    pub area: Option<String>,
    /// `information`, `warning` or `emergency`.
    pub level: Option<String>,
    /// `true`: in force now; `false`: over or withdrawn; both when left out.
    pub in_force: Option<bool>,
    /// 1 to 100; 20 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// What was announced, the newest first.
#[utoipa::path(
    get, path = "/api/v1/news", tag = "news",
    params(Asked),
    responses(
        (status = 200, description = "One page", body = Items<AnnouncementJson>),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<AnnouncementJson>>, Failure> {
    let (wanted, limit) = read_query(&caller)?;
    let now = caller.cx.now;
    let after = Some(caller.query.value("after")).filter(|cursor| !cursor.is_empty());
    let found = actions::list(&caller.app, now, wanted, limit, after).await?;
    Ok(Json(Items {
        items: found.items.iter().map(|one| told(one, now)).collect(),
        next: found.next,
    }))
}

fn read_query(caller: &Caller) -> Result<(Wanted, usize), Problems> {
    let sent = &caller.query;
    let mut problems = caller.unknown_in_query(&["area", "level", "in_force", "limit", "after"]);
    let code = sent.value("area").trim();
    let area = code
        .parse()
        .ok()
        .and_then(|code| areas::register().get(code).map(|area| area.code));
    if area.is_none() && !code.is_empty() {
        problems.add("area", "area-unknown");
    }
    let level = Level::from_code(sent.value("level").trim());
    if level.is_none() && sent.has("level") {
        problems.add("level", "choice-unknown");
    }
    let in_force = match sent.value("in_force").trim() {
        "" => None,
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            problems.add("in_force", "api-not-true-or-false");
            None
        }
    };
    let limit = match sent.value("limit").trim() {
        "" => actions::PAGE,
        typed => typed
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit))
            .unwrap_or_else(|| {
                let said = Message::new("field-out-of-range")
                    .with("label", "limit")
                    .with("min", "1")
                    .with("max", MOST.to_string());
                problems.add("limit", said);
                actions::PAGE
            }),
    };
    if problems.is_empty() {
        Ok((
            Wanted {
                area,
                level,
                in_force,
            },
            limit,
        ))
    } else {
        Err(problems)
    }
}

/// One announcement; what is still to come for the admins of its area alone.
#[utoipa::path(
    get, path = "/api/v1/news/{id}", tag = "news",
    params(("id" = Uuid, Path)),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "The announcement", body = AnnouncementJson),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    Path(id): Path<AnnouncementId>,
    caller: Caller,
) -> Result<Json<AnnouncementJson>, Failure> {
    seen(&caller, id).await
}

async fn seen(caller: &Caller, id: AnnouncementId) -> Result<Json<AnnouncementJson>, Failure> {
    let seen = actions::see(&caller.app, &caller.cx, id).await?;
    Ok(Json(told(&seen.announcement, caller.cx.now)))
}

/// An announcement to be made.
#[derive(Debug, ToSchema)]
#[schema(as = NewAnnouncement)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    /// An area the caller is admin of.
    pub area: AreaSent,
    #[schema(example = "warning")]
    pub level: String,
    /// One line in each language.
    pub titles: NamesSent,
    pub words: NamesSent,
    pub pinned: Option<bool>,
    pub source: SourceJson,
    /// Now when left out.
    #[schema(format = DateTime)]
    pub from_at: Option<String>,
    /// Until it is withdrawn when left out.
    #[schema(format = DateTime)]
    pub until_at: Option<String>,
    /// The prefix or the id of an open incident.
    pub incident: Option<String>,
}

const NAMES: &[(&str, &str)] = &[
    ("area", "area_text"),
    ("titles.th", "title_th"),
    ("titles.en", "title_en"),
    ("titles.my", "title_my"),
    ("titles.km", "title_km"),
    ("titles.lo", "title_lo"),
    ("words.th", "words_th"),
    ("words.en", "words_en"),
    ("words.my", "words_my"),
    ("words.km", "words_km"),
    ("words.lo", "words_lo"),
    ("source.name", "source"),
    ("source.link", "link"),
];

impl Body for NewJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// The area as a form has it, and the incident by its id.
async fn as_form(caller: &Caller, typed: &Typed) -> Result<Typed, Error> {
    let mut typed = typed.clone();
    let area = typed.value("area_text").trim().to_owned();
    if area == "0" {
        typed.set("country", "yes");
    }
    area_typed::put(&mut typed, &area);
    if typed.has("incident") {
        let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
        if let Some(incident) = incidents::api::find(&all, typed.value("incident")) {
            typed.set("incident", incident.id.to_string());
        }
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

/// Announces something. Only an admin of the area may.
#[utoipa::path(
    post, path = "/api/v1/news", tag = "news",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each announcement: however often it \
            is sent, it is announced once and the answer is the same"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Announced", body = AnnouncementJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn publish(
    received: Received<NewJson>,
) -> Result<(StatusCode, Json<AnnouncementJson>), Failure> {
    let caller = &received.caller;
    actions::admin(&caller.cx)?;
    let typed = as_form(caller, &received.typed).await?;
    let new = received.read(|_| form::read_new(&caller.cx, &typed))?;
    let key = received.key.as_ref();
    let id = actions::publish(&caller.app, &caller.cx, new, key)
        .await
        .map_err(in_body)?;
    Ok((StatusCode::CREATED, seen(caller, id).await?))
}

/// An announcement as it shall be from now on, as a whole.
#[derive(Debug, ToSchema)]
#[schema(as = ChangedAnnouncement)]
#[serde(deny_unknown_fields)]
pub struct ChangedJson {
    /// The version the change is made to; another one is refused with 409.
    pub version: i64,
    pub area: AreaSent,
    #[schema(example = "warning")]
    pub level: String,
    pub titles: NamesSent,
    pub words: NamesSent,
    pub pinned: Option<bool>,
    pub source: SourceJson,
    /// As it was when left out.
    #[schema(format = DateTime)]
    pub from_at: Option<String>,
    /// Until it is withdrawn when left out.
    #[schema(format = DateTime)]
    pub until_at: Option<String>,
    pub incident: Option<String>,
}

impl Body for ChangedJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Changes an announcement as a whole. Only an admin of its area may, and of the area it is moved to.
#[utoipa::path(
    post, path = "/api/v1/news/{id}", tag = "news",
    params(("id" = Uuid, Path)),
    request_body = ChangedJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = AnnouncementJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(
    Path(id): Path<AnnouncementId>,
    received: Received<ChangedJson>,
) -> Result<Json<AnnouncementJson>, Failure> {
    let caller = &received.caller;
    actions::see_own(&caller.app, &caller.cx, id).await?;
    let typed = as_form(caller, &received.typed).await?;
    let (version, new) = received.read(|_| {
        let new = form::read(&caller.cx, &typed)?;
        Ok::<_, Problems>((form::read_version(&typed)?, new))
    })?;
    actions::change(&caller.app, &caller.cx, id, version, new)
        .await
        .map_err(in_body)?;
    seen(caller, id).await
}

/// Why it is withdrawn.
#[derive(Debug, ToSchema)]
#[schema(as = AnnouncementWithdrawal)]
#[serde(deny_unknown_fields)]
pub struct WithdrawJson {
    /// A sentence for everybody.
    pub reason: String,
}

impl Body for WithdrawJson {}

/// Withdraws an announcement; once withdrawn it stays so, and withdrawing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/news/{id}/withdraw", tag = "news",
    params(("id" = Uuid, Path)),
    request_body = WithdrawJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = AnnouncementJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn withdraw(
    Path(id): Path<AnnouncementId>,
    received: Received<WithdrawJson>,
) -> Result<Json<AnnouncementJson>, Failure> {
    let caller = &received.caller;
    actions::see_own(&caller.app, &caller.cx, id).await?;
    let reason = received.read(form::read_reason)?;
    actions::withdraw(&caller.app, &caller.cx, id, &reason).await?;
    seen(caller, id).await
}
