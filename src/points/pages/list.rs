//! The list of points: the equal of the map, with the same query in the URL.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use contact::Position;
use web::{Problems, Typed};

use super::{Card, kinds};
use crate::areas::typed as area_typed;
use crate::layout::{Failure, Form, Page};
use crate::points::find::{self, Query};
use crate::points::model::kind_number;

/// Points on one page: few enough for the first view to stay below its weight.
const ON_ONE_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "points/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    cards: Vec<Card>,
    /// Words were taken for this area.
    area: Option<AreaCode>,
    next: Option<String>,
    kinds: Vec<(String, String)>,
    near: bool,
    is_filtered: bool,
    nearest: String,
    map: String,
    may_tell: bool,
    area_choices: Vec<(String, String)>,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let typed = page.query.only(|name| name != "lang");
    let (query, problems) = read(&typed);
    let found = match page.as_of {
        None => find::find(&page.app, &query, page.cx.now).await?,
        Some(_) => find::find_as_known(&page.app, &query, page.cx.now)?,
    };
    let cards = found
        .items
        .iter()
        .map(|found| Card::found(&page, found))
        .collect();
    let next = found.next.map(|cursor| {
        let mut query = typed.clone();
        query.set("after", cursor);
        query.to_query()
    });
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&typed, None));
    let who = page.who();
    let form = Form::new(typed, problems);
    page.render(&List {
        page: &page,
        cards,
        area: found.area,
        next,
        kinds: kinds(&page),
        near: query.near.is_some(),
        is_filtered: !query.kinds.is_empty()
            || query.area.is_some()
            || query.open_now
            || query.free_now,
        nearest: nearest(&form.typed),
        map: map(&form.typed),
        may_tell: who.is_some_and(crate::points::actions::may_create),
        area_choices,
        form: &form,
    })
}

/// Fields: `q`, `kind` (several, or `kinds` with commas), `area` (or words), `open_now`, `free_now`
/// (`yes`), `lat` and `lon` or `near`, `after`.
pub fn read(typed: &Typed) -> (Query, Problems) {
    let mut problems = Problems::default();
    let area = area_typed::read(typed, None);
    if let Some(message) = area_typed::problem(&area) {
        problems.add("area_text", message);
    }
    let area = match area {
        area_typed::AreaTyped::One(area) => Some(area),
        _ => None,
    };
    let codes = typed
        .all("kind")
        .chain(typed.value("kinds").split(','))
        .map(str::trim)
        .filter(|code| !code.is_empty());
    let near = typed.value("near").split_once(',');
    let (lat, lon) = near.unwrap_or((typed.value("lat"), typed.value("lon")));
    let query = Query {
        kinds: codes.filter_map(kind_number).collect(),
        status: None,
        open_now: typed.value("open_now") == "yes",
        free_now: typed.value("free_now") == "yes",
        area,
        bounds: None,
        near: Position::parse(lat, lon).ok(),
        words: contact::tidy_line(typed.value("q"), 120).unwrap_or_default(),
        // A cheap phone on a bad network gets no more at once.
        limit: Some(ON_ONE_PAGE),
        after: Some(typed.value("after").to_owned()).filter(|cursor| !cursor.is_empty()),
    };
    (query, problems)
}

/// The same query, the nearest first; the phone adds its position.
fn nearest(typed: &Typed) -> String {
    typed
        .only(|name| !["lat", "lon", "near", "after"].contains(&name))
        .to_query()
}

/// The other face of the same query.
fn map(typed: &Typed) -> String {
    let codes: Vec<&str> = typed
        .all("kind")
        .chain(typed.value("kinds").split(','))
        .filter(|code| !code.is_empty())
        .collect();
    let mut query = typed.only(|name| ["area", "open_now", "free_now"].contains(&name));
    if !codes.is_empty() {
        query.set("kinds", codes.join(","));
    }
    let (lat, lon) = (typed.value("lat"), typed.value("lon"));
    let center = match typed.value("near") {
        "" if lat.is_empty() => String::new(),
        "" => format!("{lat},{lon}"),
        near => near.to_owned(),
    };
    if !center.is_empty() {
        query.set("center", center);
        query.set("zoom", "13");
    }
    format!("/map?{}", query.to_query())
}
