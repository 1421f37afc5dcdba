//! The page with the map.

use areas::{AreaCode, Level, Shape};
use askama::Template;
use axum::response::Response;
use web::Typed;

use super::{kinds, states, waited};
use crate::areas::THAILAND;
use crate::layout::{Failure, Page};
use crate::map::{base, legend};
use crate::points;
use crate::points::model::Status;

#[derive(Template)]
#[template(path = "map/templates/map.html")]
struct Map<'a> {
    page: &'a Page,
    tiles: &'static str,
    ground: String,
    /// The page's own query, for tiles, GeoJSON and list.
    query: String,
    bounds: String,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    waited: Vec<(&'static str, String)>,
    /// Kinds of service point: code, label, icon, how many there are.
    point_kinds: Vec<(String, String, String, i64)>,
    point_statuses: Vec<(&'static str, String)>,
    /// Whom to thank for the boundaries.
    credit: &'static str,
    /// Where the other map is: everybody's, or that of one's own areas.
    other: Option<Other>,
}

struct Other {
    url: String,
    words: String,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let works = page.who().is_some_and(|who| who.held().next().is_some());
    let for_staff = works && page.query.value("view") != "public";
    let kept = page.query.only(|name| name == "incident");
    let other = works.then(|| other(&page, &kept, for_staff));
    let (boundaries, version) = page.app.areas.in_force();
    let bounds = starting_area(&page, for_staff)
        .and_then(|area| boundaries.outline(area))
        .and_then(Shape::bounds)
        .unwrap_or(THAILAND);
    page.render(&Map {
        page: &page,
        tiles: if for_staff {
            "/tiles/staff/{z}/{x}/{y}.mvt"
        } else {
            "/tiles/public/{z}/{x}/{y}.mvt"
        },
        ground: format!("/tiles/base/{{z}}/{{x}}/{{y}}.mvt?v={version}"),
        query: kept.to_query(),
        bounds: bounds.map(|degrees| format!("{degrees:.3}")).join(","),
        kinds: kinds(&page),
        states: states(&page),
        waited: legend::BANDS
            .iter()
            .map(|(_, band)| (*band, waited(&page, band)))
            .collect(),
        point_kinds: point_kinds(&page),
        point_statuses: Status::ALL
            .map(|status| (status.code(), page.t(status.label())))
            .into(),
        credit: if boundaries.has_pack() {
            base::PACK_CREDIT
        } else {
            ""
        },
        other,
    })
}

/// Those of which there are any, in the order of the presets.
fn point_kinds(page: &Page) -> Vec<(String, String, String, i64)> {
    let counts = page.app.points.book().counts(|_| true);
    let kinds = points::model::KINDS.iter().zip(counts);
    kinds
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| {
            let label = kind.label(page.language()).to_owned();
            (kind.code.clone(), label, kind.icon.clone(), i64::from(n))
        })
        .collect()
}

fn other(page: &Page, kept: &Typed, for_staff: bool) -> Other {
    let mut query = kept.clone();
    if for_staff {
        query.set("view", "public");
    }
    let query = query.to_query();
    let url = if query.is_empty() {
        "/map".to_owned()
    } else {
        format!("/map?{query}")
    };
    Other {
        url,
        words: page.t(if for_staff {
            "map-to-public"
        } else {
            "map-to-work"
        }),
    }
}

/// What the map shows first: the area named, the area one works in, or that of the incident.
fn starting_area(page: &Page, for_staff: bool) -> Option<AreaCode> {
    let named = page.query.value("area").parse().ok();
    let own = || page.who().filter(|_| for_staff).map(|who| who.home());
    let of_incident = || match page.incident()?.areas.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let area = named.or_else(own).or_else(of_incident)?;
    // No outline is known of a smaller area without a pack: its province is shown.
    let has_outline = page.app.areas.boundaries().outline(area).is_some();
    match area.level() {
        Level::Country => None,
        _ if has_outline => Some(area),
        _ => area.province_code(),
    }
}
