//! Pages of points: found, looked at, told of, updated on one screen.

mod card;
pub mod edit;
pub mod list;
pub mod show;
pub mod update;

pub use card::Card;

use super::model::KINDS;
use crate::layout::Page;

/// Kinds as code and label in the reader's language: those of the open incidents first.
pub fn kinds(page: &Page) -> Vec<(String, String)> {
    let of_incidents = page
        .incidents
        .iter()
        .flat_map(|incident| incident.preset.point_kinds.iter());
    let mut kinds: Vec<(String, String)> = Vec::new();
    for kind in of_incidents.chain(KINDS.iter().copied()) {
        if !kinds.iter().any(|(code, _)| *code == kind.code) {
            kinds.push((kind.code.clone(), kind.label(page.language()).to_owned()));
        }
    }
    kinds
}
