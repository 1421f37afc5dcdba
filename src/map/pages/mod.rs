//! The map's pages: the map itself, and the list that does all the map does.

pub mod list;
pub mod map;

use areas::{AreaCode, Shape};

use super::legend;
use crate::ids::IncidentId;
use crate::layout::Page;

/// Kinds as code and label in the reader's language.
fn kinds(page: &Page) -> Vec<(String, String)> {
    legend::KINDS
        .iter()
        .map(|kind| (kind.code.clone(), kind.label(page.language()).to_owned()))
        .collect()
}

/// The open states as code and word.
fn states(page: &Page) -> Vec<(String, String)> {
    legend::STATES
        .iter()
        .map(|state| (state.code().to_owned(), page.t(state.label())))
        .collect()
}

/// How long the band of this name is, in words.
fn waited(page: &Page, band: &str) -> String {
    page.t(&format!("map-waited-{band}"))
}

/// The open incidents one may choose between, as prefix and name; practice is not for the public.
fn incidents(page: &Page) -> Vec<(String, String)> {
    page.incidents
        .iter()
        .filter(|incident| !incident.practice)
        .map(|incident| {
            (
                incident.prefix.as_str().to_owned(),
                incident.name(page.language()).to_owned(),
            )
        })
        .collect()
}

/// What a map needs that stands on another page, beside a list.
pub struct Frame {
    pub ground: String,
    pub query: String,
    pub bounds: String,
    pub kinds: Vec<(String, String)>,
    pub states: Vec<(String, String)>,
    pub waited: Vec<(&'static str, String)>,
    pub credit: &'static str,
}

impl Frame {
    pub fn of(page: &Page, area: AreaCode, incident: Option<IncidentId>) -> Frame {
        let (boundaries, version) = page.app.areas.in_force();
        let province = area.province_code();
        let outline = boundaries.outline(area);
        let bounds = outline
            .or_else(|| boundaries.outline(province?))
            .and_then(Shape::bounds)
            .unwrap_or(crate::areas::THAILAND);
        let named = page.incidents.iter().find(|one| Some(one.id) == incident);
        let mut query = web::Typed::default();
        if let Some(incident) = named {
            query.set("incident", incident.prefix.as_str());
        }
        Frame {
            ground: format!("/tiles/base/{{z}}/{{x}}/{{y}}.mvt?v={version}"),
            query: query.to_query(),
            bounds: bounds.map(|degrees| format!("{degrees:.3}")).join(","),
            kinds: kinds(page),
            states: states(page),
            waited: legend::BANDS
                .iter()
                .map(|(_, band)| (*band, waited(page, band)))
                .collect(),
            credit: if boundaries.has_pack() {
                super::base::PACK_CREDIT
            } else {
                ""
            },
        }
    }
}
