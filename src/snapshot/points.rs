//! Points as a GeoJSON file of the country and one of each province. Instants stand in the place of
//! "fresh": whoever reads the file an hour later finds by `point_kinds` of `counts.json` how far a fact may
//! still be believed.

use std::collections::BTreeMap;
use std::sync::Arc;

use areas::Level;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::files::{Body, Draft};
use crate::incidents::preset::Value;
use crate::points::model::{Beds, Contact, Fact, Point, hours};

/// The file of the whole country.
pub const ALL: &str = "points.geojson";

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What everybody may read of a point, as it was told: no account stands in it.
#[derive(Serialize)]
struct Told<'a> {
    kind: &'a str,
    name_th: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name_en: &'a str,
    status: &'static str,
    checked_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_how: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<u32>,
    #[serde(skip_serializing_if = "Beds::is_empty")]
    beds: &'a Beds,
    #[serde(skip_serializing_if = "Option::is_none")]
    beds_checked_at: Option<Timestamp>,
    /// Null: somebody has looked, and there is none.
    contact: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    hours: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    exceptions: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'a str, &'a Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    conditions: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    audience: &'a str,
    area: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    address: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    licence: &'a str,
}

/// The files. A province without points has one, too: readers need not guess.
pub fn drafts(points: &[Arc<Point>]) -> Vec<Draft> {
    let mut of_provinces: BTreeMap<u8, Vec<String>> = areas::register()
        .of_level(Level::Province)
        .map(|province| (province.code.province(), Vec::new()))
        .collect();
    let mut all = Vec::with_capacity(points.len());
    for point in points {
        let feature = feature(point);
        let province = of_provinces.entry(point.told.area.province()).or_default();
        province.push(feature.clone());
        all.push(feature);
    }
    let mut drafts = vec![collection(ALL.to_owned(), &all)];
    for (province, features) in of_provinces {
        drafts.push(collection(
            format!("points/{province:02}.geojson"),
            &features,
        ));
    }
    drafts
}

fn collection(name: String, features: &[String]) -> Draft {
    let features = features.join(",\n");
    let body = format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
    Draft::new(name, Body::Object(body.into_bytes()))
}

fn feature(point: &Point) -> String {
    let at = point.told.position;
    // Six places are a hand's breadth.
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    json!({
        "type": "Feature",
        "id": point.key.id,
        "geometry": { "type": "Point", "coordinates": [round(at.lon()), round(at.lat())] },
        "properties": told(point),
    })
    .to_string()
}

fn told(point: &Point) -> Told<'_> {
    let told = &point.told;
    let status = point.checks.of(Fact::Status);
    let days = DAYS.into_iter().zip(&told.hours.week);
    let days = days.filter_map(|(day, spans)| Some((day, hours::written(spans.as_ref()?))));
    let except = told.hours.except.iter();
    Told {
        kind: &told.kind,
        name_th: &told.names.th,
        name_en: &told.names.en,
        status: told.status.code(),
        checked_at: status.map(|check| check.at),
        checked_how: status.map(|check| check.how.code()),
        queue: told.queue,
        free: told.beds.free(),
        beds: &told.beds,
        beds_checked_at: point.checks.of(Fact::Beds).map(|check| check.at),
        contact: match &told.contact {
            Contact::Phones(phones) => Some(phones),
            Contact::NoneKnown => None,
        },
        hours: days.collect(),
        exceptions: except
            .map(|(day, spans)| (day.to_string(), hours::written(spans)))
            .collect(),
        fields: told
            .fields
            .iter()
            .map(|(key, value)| (key.as_str(), value))
            .collect(),
        conditions: &told.conditions,
        audience: &told.audience,
        area: told.area.short(),
        address: &told.address,
        source: &told.source,
        licence: &told.licence,
    }
}
