//! What an incident counts, and for which groups.

use axum::Json;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::api::Caller;
use crate::api::json::LabelsJson;
use crate::api::problem::Unprocessable;
use crate::error::Error;
use crate::incidents;
use crate::incidents::preset::{Entry, SupplyItem};
use crate::layout::Failure;

/// Of which incident.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Its prefix or its id.
    #[param(example = "COV")]
    pub incident: String,
}

/// A code with its words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyWord)]
pub struct WordJson {
    pub code: String,
    pub labels: LabelsJson,
}

impl From<&Entry> for WordJson {
    fn from(entry: &Entry) -> WordJson {
        WordJson {
            code: entry.code.clone(),
            labels: (&entry.labels).into(),
        }
    }
}

/// In what an item is packed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPack)]
pub struct PackJson {
    pub unit: WordJson,
    /// How many of the base unit are in it.
    pub of: u32,
}

/// Something that is counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyItem)]
pub struct ItemJson {
    pub code: String,
    pub labels: LabelsJson,
    /// What a quantity counts.
    pub unit: WordJson,
    pub packs: Vec<PackJson>,
    /// Lot and day of expiry are kept.
    pub lots: bool,
}

impl From<&SupplyItem> for ItemJson {
    fn from(item: &SupplyItem) -> ItemJson {
        ItemJson {
            code: item.code.clone(),
            labels: (&item.labels).into(),
            unit: (&item.unit).into(),
            packs: item
                .packs
                .iter()
                .map(|pack| PackJson {
                    unit: (&pack.unit).into(),
                    of: pack.of,
                })
                .collect(),
            lots: item.lots,
        }
    }
}

/// The items of an incident. The list is whole: `next` is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyItemList)]
pub struct ItemsJson {
    pub items: Vec<ItemJson>,
    /// To whom is handed out.
    pub risk_groups: Vec<WordJson>,
    pub next: Option<String>,
}

/// What an incident counts, with packs and words in every language. Anybody may see it.
#[utoipa::path(
    get, path = "/api/v1/supply/items", tag = "supply",
    params(Asked),
    responses(
        (status = 200, description = "The items", body = ItemsJson),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<ItemsJson>, Failure> {
    let mut problems = caller.unknown_in_query(&["incident"]);
    // Books of an incident that is over are read as well.
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    let incident = incidents::api::find(&all, caller.query.value("incident"));
    if incident.is_none() {
        problems.add("incident", "api-unknown-incident");
    }
    match incident {
        Some(incident) if problems.is_empty() => Ok(Json(ItemsJson {
            items: incident
                .preset
                .supply_items
                .iter()
                .map(ItemJson::from)
                .collect(),
            risk_groups: incident
                .preset
                .risk_groups
                .iter()
                .map(WordJson::from)
                .collect(),
            next: None,
        })),
        _ => Err(Error::from(problems).into()),
    }
}
