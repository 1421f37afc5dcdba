//! Days for programs: as the books stand, counted, closed.

use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Problems, Typed};

use super::json::ForGroupJson;
use super::reading::{self, QuantitySent};
use super::{handle, signed_in};
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::clock;
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, Today};
use crate::supplies::form;
use crate::supplies::model::{Count, Handle, Line, Reason};
use crate::supplies::rules::Asked;

/// What a day says of a lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyDayLine)]
pub struct LineJson {
    pub item: String,
    /// Empty for items that keep none.
    pub lot: String,
    #[schema(format = Date)]
    pub expires_on: Option<Date>,
    pub opening: i64,
    pub received: i64,
    pub sent: i64,
    pub handed_out: i64,
    /// Losses and corrections before the count; above zero where there became more.
    pub corrected: i64,
    /// What ought to be there: what was there, came and went.
    pub expected: i64,
    /// What was counted, once the day is closed.
    pub counted: Option<i64>,
    /// Why that is not what ought to be there.
    pub reason: Option<&'static str>,
    pub note: Option<String>,
}

/// A day of a unit's books.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyDay)]
pub struct DayJson {
    pub unit: String,
    #[schema(format = Date)]
    pub date: Date,
    pub is_closed: bool,
    /// Days before it that are still open, and are closed first.
    pub n_open_before: i64,
    pub lines: Vec<LineJson>,
    /// What was handed out, by group.
    pub handed_out: Vec<ForGroupJson>,
    pub closed: Option<ClosedJson>,
}

/// How a day was closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClosedSupplyDay)]
pub struct ClosedJson {
    pub closed_by: Uuid,
    pub closed_at: Timestamp,
    /// Closed after its own day.
    pub is_late: bool,
    pub n_entries: u32,
    /// SHA-256 of the day before, in hexadecimal; empty for the first day of a unit.
    pub previous_hash: String,
    /// SHA-256 of this day and of the hash before it.
    pub hash: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn line(line: &Line, count: Option<&Count>) -> LineJson {
    LineJson {
        item: line.item.clone(),
        lot: line.lot.name.clone(),
        expires_on: line.lot.expires_on,
        opening: line.opening,
        received: line.moved.received,
        sent: line.moved.sent,
        handed_out: line.moved.handed_out,
        corrected: line.moved.corrected,
        expected: line.expected(),
        counted: count.map(|count| count.counted),
        reason: count.and_then(|count| count.reason).map(Reason::code),
        note: count.map(|count| count.note.clone()),
    }
}

impl From<&Today> for DayJson {
    fn from(day: &Today) -> DayJson {
        let lines = day.lines.iter().map(|one| {
            let mut counts = day.counts.iter();
            let is_of = |count: &&Count| count.item == one.item && count.lot == one.lot.name;
            line(one, counts.find(is_of))
        });
        let handed_out = day.handed_out.iter();
        DayJson {
            unit: day.unit.handle().to_string(),
            date: day.day,
            is_closed: day.closed.is_some(),
            n_open_before: day.n_open_before,
            lines: lines.collect(),
            handed_out: handed_out
                .map(|(item, risk_group, quantity)| ForGroupJson {
                    item: item.clone(),
                    risk_group: risk_group.clone(),
                    quantity: *quantity,
                })
                .collect(),
            closed: day.closed.as_ref().map(|closed| ClosedJson {
                closed_by: closed.closed_by.0,
                closed_at: closed.closed_at,
                is_late: closed.is_late,
                n_entries: closed.n_entries,
                previous_hash: hex(&closed.previous_hash),
                hash: hex(&closed.hash),
            }),
        }
    }
}

async fn seen(caller: &Caller, unit: Handle, date: Date) -> Result<Today, Error> {
    actions::today(&caller.app, &caller.cx, unit, Some(date)).await
}

fn date(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A day of a unit's books: what moved, what ought to be there, and once it is closed what was counted.
#[utoipa::path(
    get, path = "/api/v1/supply/days/{unit}/{date}", tag = "supply",
    params(("unit" = String, Path), ("date" = String, Path, example = "2026-11-20")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The day", body = DayJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    Path((unit, day)): Path<(String, String)>,
    caller: Caller,
) -> Result<Json<DayJson>, Failure> {
    signed_in(&caller)?;
    let seen = seen(&caller, handle(&unit)?, date(&day)?).await?;
    Ok(Json((&seen).into()))
}

/// What was counted of a lot.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyCount)]
#[serde(deny_unknown_fields)]
pub struct CountSent {
    /// The only one there is when left out.
    pub item: Option<String>,
    /// Of items that keep lots.
    pub lot: Option<String>,
    pub counted: QuantitySent,
    /// What ought to have been there as the caller saw it; of all counts or of none. Where the books say otherwise
    /// by now, the day is not closed.
    pub expected: Option<i64>,
    /// Needed where the count differs: `damaged`, `expired`, `lost`, `stolen`, `miscounted`, `not_booked`,
    /// `mistyped` or `other`.
    pub reason: Option<String>,
    pub note: Option<String>,
}

/// What was counted on a day.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyCounts)]
#[serde(deny_unknown_fields)]
pub struct CountsJson {
    /// Every line of the day.
    pub counts: Vec<CountSent>,
}

impl Body for CountsJson {}

fn read(preset: &Preset, typed: &Typed, lines: &[Line]) -> Result<Asked, Problems> {
    let mut problems = Problems::default();
    let mut asked = Asked {
        counts: Vec::new(),
        seen: None,
    };
    let mut seen = Vec::new();
    let places: Vec<String> = reading::places(typed, "counts").collect();
    let tells_seen = places.iter().any(|at| typed.has(&format!("{at}.expected")));
    for at in places {
        let field = format!("{at}.item");
        let code = match (typed.value(&field).trim(), &*preset.supply_items) {
            ("", [only]) => only.code.as_str(),
            (code, _) => code,
        };
        let lot = typed.value(&format!("{at}.lot")).trim();
        let is_of = |line: &&Line| line.item == code && line.lot.name == lot;
        let Some(line) = lines.iter().find(is_of) else {
            problems.add(field, "supply-line-unknown");
            continue;
        };
        let is_twice = |one: &Count| one.item == code && one.lot == lot;
        if asked.counts.iter().any(is_twice) {
            problems.add(field, "supply-line-twice");
        }
        let counted = format!("{at}.counted");
        let counted = match preset.supply_items.get(code) {
            Some(item) => reading::any(item, typed, &counted, None, &mut problems),
            // A later preset dropped it: it has no packs any more, and is counted in base units.
            None => {
                let n = typed.value(&counted).trim().parse().ok();
                let n = n.filter(|n: &i64| *n >= 0).ok_or(());
                problems.keep(&counted, n, |()| "supply-quantity-not-whole")
            }
        };
        if tells_seen {
            let field = format!("{at}.expected");
            let expected = typed.value(&field).trim().parse();
            let expected = problems.keep(&field, expected, |_| "supply-quantity-missing");
            seen.extend(expected.map(|n| (line.item.clone(), line.lot.name.clone(), n)));
        }
        let reason = reading::reason(typed, &format!("{at}.reason"), &mut problems);
        let note = form::note(typed, &format!("{at}.note"), &mut problems);
        let Some(counted) = counted else { continue };
        asked.counts.push(Count {
            item: line.item.clone(),
            lot: line.lot.name.clone(),
            counted,
            reason: reason.filter(|_| counted != line.expected()),
            note,
        });
    }
    asked.seen = tells_seen.then_some(seen);
    match problems.is_empty() {
        true => Ok(asked),
        false => Err(problems),
    }
}

/// Closes a day with what was counted; whoever keeps the books may. Days are closed in order. What is entered later
/// counts for a later day. Closed again with the same counts nothing changes and the answer is the same.
#[utoipa::path(
    post, path = "/api/v1/supply/days/{unit}/{date}/close", tag = "supply",
    params(("unit" = String, Path), ("date" = String, Path, example = "2026-11-20")),
    request_body = CountsJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it was closed", body = DayJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn close(
    Path((unit, day)): Path<(String, String)>,
    received: Received<CountsJson>,
) -> Result<Json<DayJson>, Failure> {
    let caller = &received.caller;
    signed_in(caller)?;
    let (handle, day) = (handle(&unit)?, date(&day)?);
    let stands = seen(caller, handle, day).await?;
    let incident = actions::incident_of(&caller.app, &caller.cx, &stands.unit).await?;
    let asked = received.read(|typed| read(incident.preset, typed, &stands.lines))?;
    actions::close(&caller.app, &caller.cx, handle, day, &asked).await?;
    Ok(Json((&seen(caller, handle, day).await?).into()))
}

/// How far days are closed on which nothing moved.
#[derive(Debug, ToSchema)]
#[schema(as = QuietSupplyDays)]
#[serde(deny_unknown_fields)]
pub struct QuietSent {
    /// The last of them; yesterday when left out.
    #[schema(format = Date)]
    pub through: Option<String>,
}

impl Body for QuietSent {}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClosedQuietSupplyDays)]
pub struct QuietJson {
    /// Days that were closed now, a hundred at most.
    pub n_closed: usize,
    /// The first day that may be closed now: something moved on it, or it lies after the last one asked for. Null
    /// where none may.
    #[schema(format = Date)]
    pub next_day: Option<Date>,
}

/// Closes in their order the days on which nothing moved, with what the books say; whoever keeps them may. It stops
/// before the first day on which something did, which wants a count. Sent again nothing is closed twice.
#[utoipa::path(
    post, path = "/api/v1/supply/days/{unit}/close-quiet", tag = "supply",
    params(("unit" = String, Path)),
    request_body = QuietSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What was closed", body = QuietJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn close_quiet(
    Path(unit): Path<String>,
    received: Received<QuietSent>,
) -> Result<Json<QuietJson>, Failure> {
    let caller = &received.caller;
    signed_in(caller)?;
    let handle = handle(&unit)?;
    let (app, cx) = (&caller.app, &caller.cx);
    actions::unit(app, cx, handle).await?;
    let today = clock::day(cx.now);
    let through = received.read(|typed| {
        let mut problems = Problems::default();
        let told = typed.value("through").trim();
        let day = match told {
            "" => today.yesterday().ok(),
            told => problems.keep("through", told.parse(), |_| "supply-date-wrong"),
        };
        if day.is_some_and(|day: Date| day > today) {
            problems.add("through", "supply-future");
        }
        day.filter(|_| problems.is_empty()).ok_or(problems)
    })?;
    let n_closed = actions::close_quiet(app, cx, handle, through).await?;
    let home = actions::home(app, cx, handle).await?;
    Ok(Json(QuietJson {
        n_closed,
        next_day: home.next,
    }))
}
