//! A point as programs read it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::access::Cx;
use crate::api::json::PositionJson;
use crate::points::model::{Contact, Fact, Point, hours};
use crate::points::rules::is_open_now;

/// A name in Thai, and in English where there is one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointNames)]
#[serde(deny_unknown_fields)]
pub struct NamesJson {
    pub th: String,
    pub en: Option<String>,
}

/// Beds or places of one kind. Two of the numbers give the third.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = BedCount)]
#[serde(deny_unknown_fields)]
pub struct BedsJson {
    pub capacity: Option<u32>,
    pub used: Option<u32>,
    /// Null where nobody has counted lately.
    pub free: Option<u32>,
}

/// When a fact was checked, and how: `call`, `visit`, `owner` or `import`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointCheck)]
pub struct CheckJson {
    pub at: Timestamp,
    pub how: &'static str,
    /// `fresh`, `ageing` or `stale`.
    pub freshness: &'static str,
}

/// The times of each day as `08:30-12:00, 13:00-16:30`, `24` or `closed`; days nobody told of are left out.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[schema(as = PointHours)]
#[serde(deny_unknown_fields)]
pub struct HoursJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sun: Option<String>,
    /// Sent in the place of seven days that are alike; never given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<String>,
}

/// A service point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Point)]
pub struct PointJson {
    pub id: Uuid,
    /// A code of a preset's `point_kinds`.
    pub kind: String,
    pub names: NamesJson,
    /// An area code.
    pub area: String,
    pub position: PositionJson,
    pub address: String,
    /// `open`, `full`, `paused`, `closed` or `unknown`.
    pub status: &'static str,
    /// How far the status may be believed: `fresh`, `ageing`, `stale` or `never` checked.
    pub freshness: &'static str,
    pub checked_at: Option<Timestamp>,
    /// By status and hours, as far as they are known.
    pub open_now: bool,
    /// People in line.
    pub queue: Option<u32>,
    /// By kind of bed.
    pub beds: BTreeMap<String, BedsJson>,
    /// Answers to the fields of the kind, by key.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Value>,
    pub hours: HoursJson,
    /// Days that differ, by date.
    pub exceptions: BTreeMap<String, String>,
    pub conditions: String,
    /// Who may come.
    pub audience: String,
    /// As written; null where somebody has looked and none is known.
    pub contact: Option<String>,
    /// The organisation that runs it.
    pub owner: Option<Uuid>,
    pub source: String,
    pub licence: String,
    /// The last check of each fact: `status`, `beds`, `hours`, `contact`, `place`, `offer`.
    pub checks: BTreeMap<&'static str, CheckJson>,
    /// Goes back with a change, so that two who change at once learn of each other.
    pub version: i64,
    pub changed_at: Timestamp,
    /// From the place asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

pub fn point(cx: &Cx, point: &Point, metres: Option<f64>) -> PointJson {
    let (told, now) = (&point.told, cx.now);
    let kind = told.kind();
    let holds = point.checks.freshness(Fact::Beds, kind, now).holds();
    let beds = told.beds.0.iter().map(|(code, count)| {
        let count = BedsJson {
            capacity: count.capacity,
            used: count.used.filter(|_| holds),
            free: count.free.filter(|_| holds),
        };
        (code.clone(), count)
    });
    let fields = told.fields.iter().map(|(key, value)| {
        let value = serde_json::to_value(value).unwrap_or_default();
        (key.clone(), value)
    });
    let checks = Fact::ALL.into_iter().filter_map(|fact| {
        let check = point.checks.of(fact)?;
        let told = CheckJson {
            at: check.at,
            how: check.how.code(),
            freshness: point.checks.freshness(fact, kind, now).code(),
        };
        Some((fact.code(), told))
    });
    let day = |n: usize| told.hours.week[n].as_ref().map(hours::written);
    PointJson {
        id: point.key.id.0,
        kind: told.kind.clone(),
        names: NamesJson {
            th: told.names.th.clone(),
            en: Some(told.names.en.clone()).filter(|name| !name.is_empty()),
        },
        area: told.area.short(),
        position: PositionJson {
            lat: told.position.lat(),
            lon: told.position.lon(),
            accuracy_m: None,
            source: None,
        },
        address: told.address.clone(),
        status: told.status.code(),
        freshness: point.checks.freshness(Fact::Status, kind, now).code(),
        checked_at: point.checks.of(Fact::Status).map(|check| check.at),
        open_now: is_open_now(told.status, &told.hours, now),
        queue: told.queue,
        beds: beds.collect(),
        fields: fields.collect(),
        hours: HoursJson {
            mon: day(0),
            tue: day(1),
            wed: day(2),
            thu: day(3),
            fri: day(4),
            sat: day(5),
            sun: day(6),
            all: None,
        },
        exceptions: told
            .hours
            .except
            .iter()
            .map(|(day, spans)| (day.to_string(), hours::written(spans)))
            .collect(),
        conditions: told.conditions.clone(),
        audience: told.audience.clone(),
        contact: match &told.contact {
            Contact::Phones(phones) => Some(phones.clone()),
            Contact::NoneKnown => None,
        },
        owner: told.owner.map(|owner| owner.0),
        source: told.source.clone(),
        licence: told.licence.clone(),
        checks: checks.collect(),
        version: point.version,
        changed_at: point.changed_at,
        metres: metres.map(|metres| metres.round() as u32),
        ended_at: point.ended_at,
    }
}
