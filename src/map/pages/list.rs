//! The list: the country by provinces, a province by districts, a district by kind, state and time
//! waited. Finer places are not told, and every filter stands in the URL.

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use askama::Template;
use axum::response::Response;
use web::{Problems, Typed};

use super::{incidents, kinds, states, waited};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::model::State;
use crate::ids::IncidentId;
use crate::layout::{Failure, Form, Page};
use crate::map::{legend, seconds, store};

#[derive(Template)]
#[template(path = "map/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    words: &'static str,
    /// The areas around this one, the widest first, as link and name.
    around: Vec<(String, String)>,
    map: String,
    counts: Counts,
    areas: Vec<AreaRow>,
    groups: Vec<GroupRow>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    incidents: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
}

/// Open requests by what is being done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub taken: i64,
    pub helping: i64,
}

impl Counts {
    fn add(&mut self, state: State, n: i64) {
        match state {
            State::Waiting => self.waiting += n,
            State::Taken | State::OnTheWay => self.taken += n,
            _ => self.helping += n,
        }
    }

    fn all(&self) -> i64 {
        self.waiting + self.taken + self.helping
    }
}

struct AreaRow {
    link: String,
    name: String,
    counts: Counts,
}

struct GroupRow {
    kind: String,
    state: State,
    waited: String,
    n: i64,
}

/// What the URL asks for.
struct Asked {
    area: AreaCode,
    state: Option<State>,
    kind: Option<String>,
    incident: Option<IncidentId>,
}

impl Asked {
    fn fits(&self, state: State, kind: &str, incident: Option<IncidentId>) -> bool {
        self.state.is_none_or(|wanted| wanted == state)
            && self.kind.as_deref().is_none_or(|wanted| wanted == kind)
            && (self.incident.is_none() || self.incident == incident)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let typed = page.query.only(|name| name != "lang");
    let (asked, problems) = read(&page, &typed);
    let mut counts = Counts::default();
    let mut areas = Vec::new();
    let mut groups = Vec::new();
    if asked.area.level() == Level::District {
        groups = in_district(&page, &asked).await?;
        for group in &groups {
            counts.add(group.state, group.n);
        }
    } else {
        areas = below(&page, &asked, &typed);
        for row in &areas {
            counts.waiting += row.counts.waiting;
            counts.taken += row.counts.taken;
            counts.helping += row.counts.helping;
        }
    }
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&typed, None));
    let form = Form::new(typed, problems);
    page.render(&List {
        page: &page,
        form: &form,
        area: asked.area,
        words: match asked.area.level() {
            Level::District => "map-list-words-district",
            _ => "map-list-words",
        },
        around: around(&page, asked.area, &form.typed),
        map: map_link(asked.area, &form.typed),
        counts,
        areas,
        groups,
        kinds: kinds(&page),
        states: states(&page),
        incidents: incidents(&page),
        area_choices,
    })
}

fn read(page: &Page, typed: &Typed) -> (Asked, Problems) {
    let mut problems = Problems::default();
    let found = area_typed::read(typed, None);
    if let Some(message) = area_typed::problem(&found) {
        problems.add("area_text", message);
    }
    let area = match found {
        // A subdistrict is finer than the public is told.
        area_typed::AreaTyped::One(area) => area.district().unwrap_or(area),
        _ => AreaCode::COUNTRY,
    };
    let named = |name: &str| Some(typed.value(name)).filter(|value| !value.is_empty());
    let incident = named("incident").and_then(|prefix| {
        let fits = |one: &&crate::incidents::model::Incident| {
            one.prefix.as_str().eq_ignore_ascii_case(prefix)
        };
        page.incidents.iter().find(fits).map(|incident| incident.id)
    });
    let asked = Asked {
        area,
        state: State::from_code(typed.value("state")),
        kind: named("kind").map(str::to_owned),
        incident,
    };
    (asked, problems)
}

/// The areas next below with open requests, the one with most people waiting first.
fn below(page: &Page, asked: &Asked, typed: &Typed) -> Vec<AreaRow> {
    let mut sums: BTreeMap<AreaCode, Counts> = BTreeMap::new();
    let book = page.app.map.book();
    let group = asked
        .incident
        .map(|incident| book.group(incident).map(|group| group.number));
    for (cell, n) in book.counts(asked.area) {
        let state = legend::STATES[usize::from(cell.state)];
        let kind = legend::KINDS[usize::from(cell.kind)].code.as_str();
        let in_incident = group.is_none_or(|group| group == Some(cell.group));
        let Some(district) = cell.district() else {
            continue;
        };
        let area = match asked.area.level() {
            Level::Country => district.province_code().unwrap_or(district),
            _ => district,
        };
        if in_incident && asked.fits(state, kind, asked.incident) {
            sums.entry(area).or_default().add(state, i64::from(n));
        }
    }
    let mut rows: Vec<AreaRow> = sums
        .into_iter()
        .map(|(area, counts)| AreaRow {
            link: list_link(area, typed),
            name: bare_name(page, area),
            counts,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.counts.waiting, row.counts.all())));
    rows
}

/// The name without those of the areas around, which stand above the list.
fn bare_name(page: &Page, area: AreaCode) -> String {
    let name = page.area(&area);
    let around = area.parent().filter(|parent| *parent != AreaCode::COUNTRY);
    let around = around.map(|parent| page.area(&parent)).unwrap_or_default();
    let bare = name.strip_suffix(&around).unwrap_or(&name);
    bare.trim_end_matches([',', ' ']).to_owned()
}

async fn in_district(page: &Page, asked: &Asked) -> Result<Vec<GroupRow>, Error> {
    let (area, now) = (asked.area, page.cx.now);
    let found = match page.as_of {
        None => db::read!(page.app.db, |tx| { store::groups(tx, area, now).await })?,
        Some(_) => as_known(page, area),
    };
    // Those who wait first, the longest wait first.
    let mut sums: BTreeMap<(usize, std::cmp::Reverse<usize>, usize), i64> = BTreeMap::new();
    for group in found
        .iter()
        .filter(|group| asked.fits(group.state, &group.kind, Some(group.incident)))
    {
        let state = legend::STATES
            .iter()
            .position(|state| *state == group.state);
        let kind = legend::KINDS
            .iter()
            .position(|kind| kind.code == group.kind);
        if let (Some(state), Some(kind)) = (state, kind) {
            *sums
                .entry((state, std::cmp::Reverse(group.band), kind))
                .or_default() += group.n;
        }
    }
    let rows = sums.into_iter().map(|((state, band, kind), n)| GroupRow {
        kind: legend::KINDS[kind].label(page.language()).to_owned(),
        state: legend::STATES[state],
        waited: legend::BANDS
            .get(band.0)
            .map(|(_, band)| waited(page, band))
            .unwrap_or_default(),
        n,
    });
    Ok(rows.collect())
}

/// The same from the book, while the database is away.
fn as_known(page: &Page, district: AreaCode) -> Vec<store::Group> {
    let ends: Vec<u32> = legend::band_ends(page.cx.now)
        .into_iter()
        .map(seconds)
        .collect();
    let book = page.app.map.book();
    let told = book.within(district).filter(|(_, entry)| entry.public);
    let groups = told.filter_map(|(_, entry)| {
        Some(store::Group {
            incident: book.incident(entry.group)?,
            kind: legend::KINDS[usize::from(entry.kind)].code.clone(),
            state: legend::STATES[usize::from(legend::state_number(entry.state)?)],
            band: ends.iter().filter(|end| entry.asked_at <= **end).count(),
            n: 1,
        })
    });
    groups.collect()
}

/// The same list of another area, filters kept.
fn list_link(area: AreaCode, typed: &Typed) -> String {
    let mut query = typed.only(|name| matches!(name, "state" | "kind" | "incident"));
    if area != AreaCode::COUNTRY {
        query.set("area", area.short());
    }
    format!("/map/list?{}", query.to_query())
}

fn map_link(area: AreaCode, typed: &Typed) -> String {
    let mut query = typed.only(|name| name == "incident");
    if area != AreaCode::COUNTRY {
        query.set("area", area.short());
    }
    format!("/map?{}", query.to_query())
}

fn around(page: &Page, area: AreaCode, typed: &Typed) -> Vec<(String, String)> {
    let mut around = Vec::new();
    let mut next = area.parent();
    while let Some(wider) = next {
        around.push((list_link(wider, typed), page.area(&wider)));
        next = wider.parent();
    }
    around.reverse();
    around
}
