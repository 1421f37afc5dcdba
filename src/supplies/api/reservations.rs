//! Goods promised to help requests, for programs: listed, promised, handed over, released.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Problems, Typed};

use super::entries::{GroupSent, read_hand_out};
use super::reading::QuantitySent;
use super::{after, signed_in, unit_asked, unit_told};
use crate::access::Cx;
use crate::api::json::Items;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::help_requests::actions::goods;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, HandOver, PAGE, Promised};
use crate::supplies::form;
use crate::supplies::model::{Outcome, ReservationHandle};

/// So much of one lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyReservedLot)]
pub struct LotJson {
    /// Empty for items that keep none.
    pub lot: String,
    #[schema(format = Date)]
    pub expires_on: Option<Date>,
    pub quantity: i64,
}

/// An entry by which it was handed over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyHandedOver)]
pub struct HandedJson {
    pub entry: Uuid,
    #[schema(format = Date)]
    pub booked_on: Date,
    pub risk_group: String,
    pub quantity: i64,
    pub persons: Option<u32>,
    pub is_reversed: bool,
}

/// Goods of a unit that are promised to a help request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyReservation)]
pub struct ReservationJson {
    pub id: String,
    pub unit: String,
    /// The reference of the request.
    pub request: String,
    pub item: String,
    /// In the item's base unit.
    pub quantity: i64,
    pub lots: Vec<LotJson>,
    pub note: String,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    /// From then on it binds nobody.
    pub expires_at: Timestamp,
    /// `reserved`, `handed_over`, `released`, `request_closed` or `expired`.
    pub state: &'static str,
    /// When the unit was asked whether the goods went out, since the request was closed as helped.
    pub asked_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Why it was released, where that was told.
    pub reason: String,
    pub handed_over: Vec<HandedJson>,
}

fn json(one: &Promised, now: Timestamp) -> ReservationJson {
    let kept = &one.reservation;
    let lots = kept.lots.iter().map(|(lot, quantity)| LotJson {
        lot: lot.name.clone(),
        expires_on: lot.expires_on,
        quantity: *quantity,
    });
    let entries = one.entries.iter().map(|(entry, is_reversed)| HandedJson {
        entry: entry.id.0,
        booked_on: entry.booked_on,
        risk_group: entry.told.risk_group.clone(),
        quantity: entry.told.quantity,
        persons: entry.told.persons,
        is_reversed: *is_reversed,
    });
    let ended = kept.ended.as_ref();
    ReservationJson {
        id: kept.handle().to_string(),
        unit: one.unit.handle().to_string(),
        request: kept.request.reference.clone(),
        item: kept.item.clone(),
        quantity: kept.quantity(),
        lots: lots.collect(),
        note: kept.note.clone(),
        made_by: kept.made_by.0,
        made_at: kept.made_at,
        expires_at: kept.expires_at,
        state: kept.outcome(now).map_or("reserved", Outcome::code),
        asked_at: kept.asked_at,
        ended_at: ended.map(|ended| ended.at),
        reason: ended.map_or_else(String::new, |ended| ended.reason.clone()),
        handed_over: entries.collect(),
    }
}

fn which(text: &str) -> Result<ReservationHandle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn told(caller: &Caller, which: ReservationHandle) -> Result<ReservationJson, Error> {
    let one = actions::reservation(&caller.app, &caller.cx, which).await?;
    Ok(json(&one, caller.cx.now))
}

/// Of which unit or which request; one of the two.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    pub unit: Option<String>,
    /// The reference of a request.
    pub request: Option<String>,
    /// `next` of the page before, of the same unit.
    pub after: Option<String>,
}

/// The reservations of a unit, the newest first, for whoever sees the unit; or all that was promised to a request, the
/// oldest first, for those who may see that.
#[utoipa::path(
    get, path = "/api/v1/supply/reservations", tag = "supply",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<ReservationJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<ReservationJson>>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    let (all, next) = match caller.query.has("request") {
        true => {
            signed_in(&caller)?;
            let problems = caller.unknown_in_query(&["request"]);
            if !problems.is_empty() {
                return Err(Error::from(problems).into());
            }
            let reference = caller.query.value("request").trim().parse();
            let reference = reference.map_err(|_| Error::NotFound)?;
            (goods::of_request(app, cx, &reference).await?, None)
        }
        false => {
            let (unit, _) = unit_asked(&caller, &["unit", "after"])?;
            let (_, _, all, next) =
                actions::reservations(app, cx, unit, PAGE, after(&caller)).await?;
            (all, next)
        }
    };
    Ok(Json(Items {
        items: all.iter().map(|one| json(one, cx.now)).collect(),
        next,
    }))
}

/// What is promised to whom.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyReservation)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    pub unit: String,
    /// The reference of an open request of the unit's incident, of a kind that is helped by goods.
    pub request: String,
    /// A code of the preset's items; the only one there is when left out.
    pub item: Option<String>,
    /// What expires first when left out.
    pub lot: Option<String>,
    pub quantity: QuantitySent,
    /// Nothing of any person.
    pub note: Option<String>,
}

impl Body for NewJson {}

/// Puts goods of a unit aside for a help request; whoever keeps the unit's books and may see the request may. They are
/// in the store and are counted, and go to nobody else for three days.
#[utoipa::path(
    post, path = "/api/v1/supply/reservations", tag = "supply",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each reservation: however often it is sent, it is \
            made once and the answer is the same"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Put aside", body = ReservationJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn reserve(
    received: Received<NewJson>,
) -> Result<(StatusCode, Json<ReservationJson>), Failure> {
    let caller = &received.caller;
    let (unit, incident) = unit_told(&received).await?;
    let (reference, new) = received.read(|typed| {
        let mut problems = Problems::default();
        let reference = typed.value("request").trim().parse();
        let reference = problems.keep("request", reference, |_| "supply-request-unknown");
        match (reference, form::read_reservation(incident.preset, typed)) {
            (Some(reference), Ok(new)) => Ok((reference, new)),
            (_, read) => {
                for (field, said) in read.err().unwrap_or_default().iter() {
                    problems.add(field, said.clone());
                }
                Err(problems)
            }
        }
    })?;
    let (app, cx, key) = (&caller.app, &caller.cx, received.key.as_ref());
    let made = goods::reserve(app, cx, (&reference, unit.handle()), &new, key).await?;
    Ok((StatusCode::CREATED, Json(told(caller, made).await?)))
}

/// To whom it went.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyHandOver)]
#[serde(deny_unknown_fields)]
pub struct OverJson {
    /// Not more than was reserved; what is left over is free again.
    pub groups: Vec<GroupSent>,
    pub note: Option<String>,
    /// When it was so; now when left out.
    #[schema(format = DateTime)]
    pub happened_at: Option<String>,
    /// The day alone, where the time is not known.
    #[schema(format = Date)]
    pub happened_on: Option<String>,
}

impl Body for OverJson {}

fn read_over(cx: &Cx, preset: &Preset, typed: &Typed, item: &str) -> Result<HandOver, Problems> {
    let mut whole = typed.clone();
    whole.set("item", item);
    let out = read_hand_out(cx, preset, &whole)?;
    Ok(HandOver {
        when: out.when,
        groups: out.groups,
        note: out.note,
    })
}

/// Books what was put aside as handed out, by the rules of hand-outs; whoever keeps the unit's books may.
#[utoipa::path(
    post, path = "/api/v1/supply/reservations/{reservation}/hand-over", tag = "supply",
    params(
        ("reservation" = String, Path),
        (
            "Idempotency-Key" = Option<String>, Header,
            description = "One to eighty visible letters: sent again under the same key it is booked once"
        ),
    ),
    request_body = OverJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = ReservationJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn hand_over(
    Path(text): Path<String>,
    received: Received<OverJson>,
) -> Result<Json<ReservationJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    signed_in(caller)?;
    let which = which(&text)?;
    let one = actions::reservation(app, cx, which).await?;
    let incident = actions::incident_of(app, cx, &one.unit).await?;
    let item = &one.reservation.item;
    let over = received.read(|typed| read_over(cx, incident.preset, typed, item))?;
    actions::hand_over(app, cx, which, &over, received.key.as_ref()).await?;
    Ok(Json(told(caller, which).await?))
}

/// Why it is not needed.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyRelease)]
#[serde(deny_unknown_fields)]
pub struct ReleaseJson {
    pub reason: Option<String>,
}

impl Body for ReleaseJson {}

/// Gives what was put aside free for others; whoever keeps the unit's books may. Released again nothing changes.
#[utoipa::path(
    post, path = "/api/v1/supply/reservations/{reservation}/release", tag = "supply",
    params(("reservation" = String, Path)),
    request_body = ReleaseJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = ReservationJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn release(
    Path(text): Path<String>,
    received: Received<ReleaseJson>,
) -> Result<Json<ReservationJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    signed_in(caller)?;
    let which = which(&text)?;
    actions::reservation(app, cx, which).await?;
    let reason = received.read(form::read_release)?;
    actions::release(app, cx, which, &reason).await?;
    Ok(Json(told(caller, which).await?))
}
