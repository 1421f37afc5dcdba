//! The map's pages: the map itself, and the list that does all the map does.

pub mod list;
pub mod map;

use super::legend;
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
