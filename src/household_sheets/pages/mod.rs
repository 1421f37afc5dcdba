//! Sheets of households, for those who bring them and take them out.

mod download;
mod form;
pub mod list;
pub mod one;

pub use download::{empty, export, to_mend};

use areas::{AreaCode, Level};
use i18n::Language;

use crate::app::App;
use crate::error::Error;
use crate::household_sheets::write::Proposed;
use crate::layout::Page;
use crate::villages;
use crate::villages::model::Village;

/// Subdistricts and villages that a sheet proposes at most.
const MOST_PROPOSED: usize = 400;

/// What a sheet of an area proposes to choose from.
async fn proposed(page: &Page, area: AreaCode) -> Result<Proposed, Error> {
    let language = page.language();
    let app: &App = &page.app;
    let subdistricts: Vec<AreaCode> = match area.level() {
        Level::Country => Vec::new(),
        _ => areas::register()
            .areas_in(area)
            .iter()
            .map(|area| area.code)
            .filter(|code| code.level() == Level::Subdistrict)
            .take(MOST_PROPOSED)
            .collect(),
    };
    let villages = match area.level() {
        Level::Subdistrict => villages::actions::of_area(app, area).await?,
        _ => Vec::new(),
    };
    let village = |village: &Village| {
        let (word, name) = match language {
            Language::Th => ("หมู่", &village.name),
            _ => ("Moo", &village.name_en),
        };
        format!("{word} {} {name}", village.moo)
            .trim_end()
            .to_owned()
    };
    Ok(Proposed {
        areas: subdistricts
            .iter()
            .map(|code| crate::areas::name(language, *code))
            .collect(),
        villages: villages.iter().take(MOST_PROPOSED).map(village).collect(),
    })
}
