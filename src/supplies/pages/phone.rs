//! The books of supply units on a phone without network: a shell that is the same for everybody, with all words,
//! items and pieces of forms. What is of units comes by the API and lies sealed on the phone.

use askama::Template;
use axum::response::Response;
use i18n::Language;
use serde::Serialize;

use super::reasons;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Entry, Preset, SupplyItem};
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "supplies/templates/phone.html")]
struct Shell<'a> {
    page: &'a Page,
    books: Option<Books<'a>>,
    reasons: Vec<(String, String)>,
}

struct Books<'a> {
    incident: &'a Incident,
    /// What is counted and for whom, for the script.
    catalog: String,
}

/// Items and groups as `islands/src/supplies/model.ts` reads them.
#[derive(Serialize)]
struct Catalog {
    items: Vec<Item>,
    groups: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    code: String,
    label: String,
}

#[derive(Serialize)]
struct Item {
    code: String,
    label: String,
    lots: bool,
    unit: Unit,
    packs: Vec<Pack>,
}

#[derive(Serialize)]
struct Pack {
    of: u32,
    unit: Unit,
}

#[derive(Serialize)]
struct Unit {
    code: String,
    label: String,
    /// All that people call it, in small letters.
    names: Vec<String>,
}

fn unit(language: Language, entry: &Entry) -> Unit {
    let all = Language::ALL.into_iter();
    let mut names: Vec<String> = all
        .map(|one| entry.labels.get(one).to_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    Unit {
        code: entry.code.clone(),
        label: entry.labels.get(language).to_owned(),
        names,
    }
}

fn item(language: Language, item: &SupplyItem) -> Item {
    let packs = item.packs.iter();
    Item {
        code: item.code.clone(),
        label: item.labels.get(language).to_owned(),
        lots: item.lots,
        unit: unit(language, &item.unit),
        packs: packs
            .map(|pack| Pack {
                of: pack.of,
                unit: unit(language, &pack.unit),
            })
            .collect(),
    }
}

fn catalog(language: Language, preset: &Preset) -> Result<String, Error> {
    let groups = preset.risk_groups.iter();
    let all = Catalog {
        items: preset
            .supply_items
            .iter()
            .map(|one| item(language, one))
            .collect(),
        groups: groups
            .map(|group| Named {
                code: group.code.clone(),
                label: group.labels.get(language).to_owned(),
            })
            .collect(),
    };
    serde_json::to_string(&all).map_err(|err| Error::fault("telling the items", err.to_string()))
}

/// The incident whose books the program keeps where none is asked for.
fn usual(page: &Page) -> Option<&Incident> {
    let mut open = page.incidents.iter();
    open.find(|incident| !incident.preset.supply_items.is_empty())
}

/// Where a phone keeps the books of an incident.
pub(super) fn address(page: &Page, incident: IncidentId) -> String {
    let mut open = page.incidents.iter();
    match open.find(|one| one.id == incident) {
        Some(one) if usual(page).is_some_and(|usual| usual.id != incident) => {
            format!("/supplies/phone?incident={}", one.prefix.as_str())
        }
        _ => "/supplies/phone".to_owned(),
    }
}

/// The program on the phone, for the first open incident that counts supplies, or the one asked for.
pub async fn show(page: Page) -> Result<Response, Failure> {
    let page = page.for_everybody();
    let asked = page.query.value("incident");
    let incident = match asked {
        "" => usual(&page),
        asked => page.incidents.iter().find(|incident| {
            incident.prefix.as_str() == asked && !incident.preset.supply_items.is_empty()
        }),
    };
    if incident.is_none() && !asked.is_empty() {
        return Err(Error::NotFound.into());
    }
    let books = match incident {
        None => None,
        Some(incident) => Some(Books {
            incident,
            catalog: catalog(page.language(), incident.preset)?,
        }),
    };
    page.render(&Shell {
        page: &page,
        books,
        reasons: reasons(&page),
    })
}
