//! How many: open requests as the public list tells them, points by kind and status. The words for the
//! codes stand beside, in all languages.

use std::collections::BTreeMap;

use areas::AreaCode;
use i18n::Language;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::files::Draft;
use crate::app::App;
use crate::incidents::actions as incidents;
use crate::map::legend;
use crate::points::model::{KINDS, Status};

pub fn draft(app: &App, now: Timestamp) -> Draft {
    let incidents = incidents::open_as_known(app, now);
    let incidents = incidents.iter().filter(|one| !one.practice).map(|one| {
        json!({
            "prefix": one.prefix.as_str(),
            "names": in_all_languages(|language| one.name(language).to_owned()),
            "starts_on": one.starts_on,
        })
    });
    let kinds = legend::KINDS.iter().map(|kind| {
        let labels = in_all_languages(|language| kind.label(language).to_owned());
        (kind.code.clone(), labels)
    });
    let point_kinds = KINDS.iter().map(|kind| {
        let told = json!({
            "labels": in_all_languages(|language| kind.label(language).to_owned()),
            "fresh_hours": kind.fresh_hours,
            "stale_hours": kind.stale_hours,
        });
        (kind.code.clone(), told)
    });
    let counts = json!({
        "incidents": incidents.collect::<Vec<Value>>(),
        "open_requests": open_requests(app),
        "points": points(app),
        "kinds": kinds.collect::<Map<String, Value>>(),
        "point_kinds": point_kinds.collect::<Map<String, Value>>(),
    });
    Draft::object("counts.json", &counts)
}

/// A text in every language, by the language's code.
pub fn in_all_languages(text: impl Fn(Language) -> String) -> Value {
    let texts = Language::ALL.into_iter();
    texts
        .map(|language| (language.code().to_owned(), Value::String(text(language))))
        .collect()
}

/// By district, kind and state; the book counts no practice and nothing unverified.
fn open_requests(app: &App) -> Vec<Value> {
    let mut sums: BTreeMap<(AreaCode, u16, u8), u32> = BTreeMap::new();
    for (cell, n) in app.map.book().counts(AreaCode::COUNTRY) {
        if let Some(district) = cell.district() {
            *sums.entry((district, cell.kind, cell.state)).or_default() += n;
        }
    }
    let rows = sums.into_iter().map(|((district, kind, state), n)| {
        json!({
            "district": district.short(),
            "kind": legend::KINDS[usize::from(kind)].code,
            "state": legend::STATES[usize::from(state)].code(),
            "n": n,
        })
    });
    rows.collect()
}

fn points(app: &App) -> Vec<Value> {
    let mut sums: BTreeMap<(u8, u16, Status), u32> = BTreeMap::new();
    for entry in app.points.book().iter() {
        let key = (entry.area.province(), entry.kind, entry.status);
        *sums.entry(key).or_default() += 1;
    }
    let rows = sums.into_iter().map(|((province, kind, status), n)| {
        json!({
            "province": format!("{province:02}"),
            "kind": KINDS[usize::from(kind)].code,
            "status": status.code(),
            "n": n,
        })
    });
    rows.collect()
}
