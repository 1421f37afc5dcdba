//! Entries for programs: what came from outside, was handed out, is gone or is taken back; and the list of them.

use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Message, Problems, Typed};

use super::reading::{self, QuantitySent};
use super::{after, counted, unit_asked, unit_told};
use crate::access::Cx;
use crate::api::json::Items;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::SupplyEntryId;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, HandOut, Loss, Receipt};
use crate::supplies::form;
use crate::supplies::model::{Entry, Reason};
use crate::supplies::rules;

/// An entry as it stands in the books.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyEntry)]
pub struct EntryJson {
    pub id: Uuid,
    /// The day it counts for; a later one than that on which it happened where that was closed already.
    #[schema(format = Date)]
    pub booked_on: Date,
    pub happened_at: Timestamp,
    pub recorded_at: Timestamp,
    pub recorded_by: Uuid,
    /// `receipt`, `arrival`, `short`, `damaged`, `sending`, `hand_out`, `loss`, `surplus` or `shortfall`.
    pub kind: &'static str,
    pub item: String,
    /// Empty for items that keep none.
    pub lot: String,
    #[schema(format = Date)]
    pub expires_on: Option<Date>,
    /// `stock`, `outside`, `transit`, `people`, `loss` or `difference`.
    pub from: &'static str,
    pub to: &'static str,
    /// In the item's base unit, always above zero.
    pub quantity: i64,
    /// Of what is handed out.
    pub risk_group: Option<String>,
    pub persons: Option<u32>,
    /// The id of the shipment it belongs to: the last 32 digits of its address.
    pub shipment: Option<Uuid>,
    pub document: String,
    /// From whom a receipt came.
    pub party: String,
    pub reason: Option<&'static str>,
    pub note: String,
    /// The entry that is taken back by this one.
    pub reverses: Option<Uuid>,
    pub is_reversed: bool,
}

fn entry(entry: &Entry, is_reversed: bool) -> EntryJson {
    let told = &entry.told;
    EntryJson {
        id: entry.id.0,
        booked_on: entry.booked_on,
        happened_at: entry.happened_at,
        recorded_at: entry.recorded_at,
        recorded_by: entry.recorded_by.0,
        kind: told.kind.code(),
        item: told.item.clone(),
        lot: told.lot.clone(),
        expires_on: told.expires_on,
        from: entry.from.code(),
        to: entry.to.code(),
        quantity: told.quantity,
        risk_group: Some(told.risk_group.clone()).filter(|group| !group.is_empty()),
        persons: told.persons,
        shipment: told.shipment.map(|shipment| shipment.0),
        document: told.document.clone(),
        party: told.party.clone(),
        reason: told.reason.map(Reason::code),
        note: told.note.clone(),
        reverses: told.reverses.map(|entry| entry.0),
        is_reversed,
    }
}

/// Whose entries are listed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    pub unit: String,
    /// 1 to 100; 30 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// Entries of one page at most.
const MOST: usize = 100;

/// The entries of a unit, the newest first. Whoever sees the unit may.
#[utoipa::path(
    get, path = "/api/v1/supply/entries", tag = "supply",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<EntryJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<EntryJson>>, Failure> {
    let (unit, _) = unit_asked(&caller, &["unit", "limit", "after"])?;
    let limit = match caller.query.value("limit").trim() {
        "" => actions::PAGE,
        typed => {
            let limit = typed.parse().ok().filter(|n| (1..=MOST).contains(n));
            let mut problems = Problems::default();
            let said = |()| {
                Message::new("field-out-of-range")
                    .with("label", "limit")
                    .with("min", "1")
                    .with("max", MOST.to_string())
            };
            let limit = problems.keep("limit", limit.ok_or(()), said);
            limit.ok_or(Error::from(problems))?
        }
    };
    let (app, cx) = (&caller.app, &caller.cx);
    let (_, _, rows, next) = actions::entries(app, cx, unit, limit, after(&caller)).await?;
    let items = rows.iter();
    Ok(Json(Items {
        items: items
            .map(|(one, is_reversed)| entry(one, *is_reversed))
            .collect(),
        next,
    }))
}

/// What a risk group got.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyGroup)]
#[serde(deny_unknown_fields)]
pub struct GroupSent {
    /// A code of the preset's risk groups, each once.
    pub risk_group: String,
    pub quantity: QuantitySent,
    /// To how many people.
    pub persons: Option<u32>,
}

/// What is to be entered.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyEntry)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    /// `receipt`, `hand_out`, `loss`, `count` or `reversal`.
    pub kind: String,
    pub unit: String,
    /// Of all but a reversal: a code of the preset's items; the only one there is when left out.
    pub item: Option<String>,
    /// Of a receipt and a loss.
    pub quantity: Option<QuantitySent>,
    /// Of items that keep lots. Of what goes out: what expires first when left out.
    pub lot: Option<String>,
    /// Of a receipt.
    #[schema(format = Date)]
    pub expires_on: Option<String>,
    /// Of a receipt: who gave or sold it.
    pub party: Option<String>,
    /// Of a receipt: the number of its paper.
    pub document: Option<String>,
    /// Of a count: what is there of one lot. What differs from the books is entered as a surplus or a shortfall.
    pub counted: Option<QuantitySent>,
    /// Of a count: what ought to have been there as the caller saw it. Where the books say otherwise by now, nothing is
    /// entered.
    pub expected: Option<i64>,
    /// Of what is handed out.
    pub groups: Option<Vec<GroupSent>>,
    /// Of a reversal: the entry that is taken back.
    pub entry: Option<Uuid>,
    /// Of a loss, a reversal and a count that differs: `damaged`, `expired`, `lost`, `stolen`, `miscounted`, `not_booked`, `mistyped` or
    /// `other`.
    pub reason: Option<String>,
    pub note: Option<String>,
    /// When it was so; now when left out. A reversal and a count are always now.
    #[schema(format = DateTime)]
    pub happened_at: Option<String>,
    /// The day alone, where the time is not known.
    #[schema(format = Date)]
    pub happened_on: Option<String>,
}

impl Body for NewJson {}

enum New {
    Receipt(Receipt),
    HandOut(HandOut),
    Loss(Loss),
    Count(rules::Asked),
    Reversal(SupplyEntryId, Reason, String),
}

/// The fields that each kind has beside `kind`, `unit` and `note`.
const FIELDS: [(&str, &[&str]); 5] = [
    (
        "receipt",
        &[
            "item",
            "quantity",
            "lot",
            "expires_on",
            "party",
            "document",
            "happened_at",
            "happened_on",
        ],
    ),
    (
        "hand_out",
        &["item", "lot", "groups", "happened_at", "happened_on"],
    ),
    (
        "loss",
        &[
            "item",
            "quantity",
            "lot",
            "reason",
            "happened_at",
            "happened_on",
        ],
    ),
    ("count", &["item", "lot", "counted", "expected", "reason"]),
    ("reversal", &["entry", "reason"]),
];

fn read(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<New, Problems> {
    let mut problems = Problems::default();
    let kind = typed.value("kind").trim();
    let Some((kind, fields)) = FIELDS.into_iter().find(|(known, _)| *known == kind) else {
        problems.add("kind", "choice-unknown");
        return Err(problems);
    };
    for (name, _) in typed.iter() {
        let field = name.split('.').next().unwrap_or(name);
        if !["kind", "unit", "note"].contains(&field) && !fields.contains(&field) {
            problems.add(field, "supply-not-of-kind");
        }
    }
    let new = match kind {
        "receipt" => form::read_receipt(cx, preset, typed).map(New::Receipt),
        "hand_out" => read_hand_out(cx, preset, typed).map(New::HandOut),
        "loss" => form::read_loss(cx, preset, typed).map(New::Loss),
        "count" => counted::read(preset, typed).map(New::Count),
        _ => read_reversal(typed),
    };
    match new {
        Ok(new) if problems.is_empty() => Ok(new),
        Ok(_) => Err(problems),
        Err(more) => {
            for (field, said) in more.iter() {
                problems.add(field, said.clone());
            }
            Err(problems)
        }
    }
}

/// The form has a field for each group, named after it; what is amiss is told by the place in the list.
pub(super) fn read_hand_out(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<HandOut, Problems> {
    let mut problems = Problems::default();
    let mut laid_out = typed.only(|name| !name.starts_with("groups."));
    let mut places: Vec<(String, String)> = Vec::new();
    for at in reading::places(typed, "groups") {
        let field = format!("{at}.risk_group");
        let Some(group) = reading::group(preset, typed, &field, &mut problems) else {
            continue;
        };
        if places.iter().any(|(known, _)| *known == group) {
            problems.add(field, "supply-line-twice");
            continue;
        }
        for part in ["quantity", "persons"] {
            let value = typed.value(&format!("{at}.{part}"));
            laid_out.set(&format!("{part}.{group}"), value);
        }
        places.push((group, at));
    }
    let read = form::read_hand_out(cx, preset, &laid_out);
    if let Err(more) = &read {
        for (field, said) in more.iter() {
            let place = field.split_once('.').and_then(|(part, group)| {
                let (_, at) = places.iter().find(|(known, _)| known == group)?;
                Some(format!("{at}.{part}"))
            });
            let whole = match field.contains('.') {
                true => "groups",
                false => field,
            };
            problems.add(place.unwrap_or_else(|| whole.to_owned()), said.clone());
        }
    }
    match read {
        Ok(new) if problems.is_empty() => Ok(new),
        _ => Err(problems),
    }
}

fn read_reversal(typed: &Typed) -> Result<New, Problems> {
    let entry = typed.value("entry").trim().parse::<Uuid>();
    let read = form::read_reversal(typed);
    match (entry, read) {
        (Ok(entry), Ok((reason, note))) => Ok(New::Reversal(entry.into(), reason, note)),
        (entry, read) => {
            let mut problems = read.err().unwrap_or_default();
            problems.keep("entry", entry, |_| "supply-entry-unknown");
            Err(problems)
        }
    }
}

/// Enters something in the books of a unit; whoever keeps them may. The answer is the entry; of what went out of
/// several lots or to several groups the first of them.
#[utoipa::path(
    post, path = "/api/v1/supply/entries", tag = "supply",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each entry: however often it is sent, it is \
            entered once and the answer is the same"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Entered", body = EntryJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn enter(received: Received<NewJson>) -> Result<(StatusCode, Json<EntryJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let (unit, incident) = unit_told(&received).await?;
    let new = received.read(|typed| read(cx, incident.preset, typed))?;
    let (handle, key) = (unit.handle(), received.key.as_ref());
    let id = match new {
        New::Receipt(receipt) => actions::receive(app, cx, handle, &receipt, key).await?,
        New::HandOut(out) => actions::hand_out(app, cx, handle, &out, key).await?,
        New::Loss(loss) => actions::lose(app, cx, handle, &loss, key).await?,
        New::Count(told) => {
            let entered = actions::count(app, cx, handle, &told, key).await?;
            entered.ok_or(counted::CountAgrees).map_err(Error::from)?
        }
        New::Reversal(id, reason, note) => {
            let told = (reason, note.as_str());
            actions::reverse_once(app, cx, handle, id, told).await?.id
        }
    };
    let (entered, is_reversed) = actions::entered(app, cx, handle, id).await?;
    Ok((StatusCode::CREATED, Json(entry(&entered, is_reversed))))
}
