//! Doses and talks of one person for programs: listed, and one more noted.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::json::DoseJson;
use crate::access::Actor;
use crate::api::json::Items;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::layout::Failure;
use crate::survey::actions::{persons, see};
use crate::survey::fields::Fields;
use crate::survey::handle::PersonHandle;
use crate::survey::store::tasks::Talk;

/// The fields that were sent, in the names that a change has them under.
fn fields(sent: &web::Typed) -> Fields {
    sent.iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

/// Who asks is somebody, and the address one of a person.
fn person(caller: &Caller, id: &str) -> Result<PersonHandle, Error> {
    match caller.cx.actor {
        Actor::Visitor => Err(Error::SignInNeeded),
        _ => id.parse().map_err(|_| Error::NotFound),
    }
}

/// The same, to note something of them.
async fn person_to_change(caller: &Caller, id: &str) -> Result<PersonHandle, Error> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let person = person(caller, id)?;
    // Whoever may not know of them is not told what is amiss with the body either.
    see::home_of(&caller.app, &caller.cx, person).await?;
    Ok(person)
}

/// The doses of a person, by day. The list is always whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/persons/{id}/doses", tag = "households",
    params(("id" = String, Path, description = "The two digits that `household` begins with, and the 32 of the \
        person's `id` without its hyphens")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them", body = Items<DoseJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn doses(
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Json<Items<DoseJson>>, Failure> {
    let person = person(&caller, &id)?;
    let doses = persons::doses(&caller.app, &caller.cx, person).await?;
    Ok(Json(Items {
        items: doses.iter().map(DoseJson::from).collect(),
        next: None,
    }))
}

/// One dose of a vaccine that was given.
#[derive(Debug, ToSchema)]
#[schema(as = NewDose)]
#[serde(deny_unknown_fields)]
pub struct NewDoseJson {
    /// A code of the preset's vaccines.
    pub brand: String,
    /// The day it was given; not after today.
    #[schema(format = Date)]
    pub on: String,
    /// Where, in words.
    pub place: Option<String>,
}

impl Body for NewDoseJson {}

/// Notes a dose, and brings the person's history up to what is known by it.
#[utoipa::path(
    post, path = "/api/v1/persons/{id}/doses", tag = "households",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header,
            description = "One to eighty visible letters, made once for each dose: however often it is sent, one \
                is noted and the answer is the same"),
    ),
    request_body = NewDoseJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Noted", body = DoseJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn give(
    Path(id): Path<String>,
    received: Received<NewDoseJson>,
) -> Result<(StatusCode, Json<DoseJson>), Failure> {
    let caller = &received.caller;
    let person = person_to_change(caller, &id).await?;
    let told = received.read(|sent| Ok(fields(sent)))?;
    let key = received.key.as_ref();
    let dose = persons::give(&caller.app, &caller.cx, person, told, key).await?;
    Ok((StatusCode::CREATED, Json(DoseJson::from(&dose))))
}

/// One more talk with somebody who does not want the vaccine or has not decided.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FollowUp)]
pub struct FollowUpJson {
    pub id: Uuid,
    /// What they wished then; left out where nobody was met.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wish: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason_words: String,
    /// The day agreed for the next talk.
    #[schema(format = Date, value_type = Option<String>)]
    pub next_on: Option<jiff::civil::Date>,
    /// Who talked with them, by the name others know; empty where nobody is known.
    pub by: String,
    pub at: Timestamp,
}

async fn told(caller: &Caller, talks: Vec<Talk>) -> Result<Vec<FollowUpJson>, Error> {
    let names = see::names(&caller.app, talks.iter().filter_map(|talk| talk.by)).await?;
    let told = talks.into_iter().map(|talk| FollowUpJson {
        id: talk.id.0,
        wish: talk.wish,
        reason_words: talk.words,
        next_on: talk.next_on,
        by: talk
            .by
            .and_then(|account| names.get(&account).cloned())
            .unwrap_or_default(),
        at: talk.made_at,
    });
    Ok(told.collect())
}

/// Every talk with a person, the first one first. The list is always whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/persons/{id}/followups", tag = "households",
    params(("id" = String, Path, description = "As for the doses of a person")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them", body = Items<FollowUpJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn followups(
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Json<Items<FollowUpJson>>, Failure> {
    let person = person(&caller, &id)?;
    let talks = persons::talks(&caller.app, &caller.cx, person).await?;
    Ok(Json(Items {
        items: told(&caller, talks).await?,
        next: None,
    }))
}

/// One more talk. Without a wish nobody was met, or nothing was said of it.
#[derive(Debug, ToSchema)]
#[schema(as = NewFollowUp)]
#[serde(deny_unknown_fields)]
pub struct NewFollowUpJson {
    /// What they wish now: a code of the preset's wishes.
    pub wish: Option<String>,
    /// Needed with wishes that ask it.
    pub reason: Option<String>,
    /// What was said.
    pub reason_words: Option<String>,
    /// The day agreed for the next talk, today at the earliest; in seven days when left out.
    #[schema(format = Date)]
    pub next_on: Option<String>,
}

impl Body for NewFollowUpJson {
    const MAY_BE_EMPTY: bool = true;
}

/// Notes a talk, with what the person wishes now and when they are talked with next.
#[utoipa::path(
    post, path = "/api/v1/persons/{id}/followups", tag = "households",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header,
            description = "One to eighty visible letters, made once for each talk: however often it is sent, one \
                is noted and the answer is the same"),
    ),
    request_body = Option<NewFollowUpJson>,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Noted", body = FollowUpJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn follow_up(
    Path(id): Path<String>,
    received: Received<NewFollowUpJson>,
) -> Result<(StatusCode, Json<FollowUpJson>), Failure> {
    let caller = &received.caller;
    let person = person_to_change(caller, &id).await?;
    let fields = received.read(|sent| Ok(fields(sent)))?;
    let key = received.key.as_ref();
    let talk = persons::talk(&caller.app, &caller.cx, person, fields, key).await?;
    let told = told(caller, vec![talk]).await?.pop();
    let told = told.ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, Json(told)))
}
