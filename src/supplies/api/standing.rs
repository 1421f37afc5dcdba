//! What a unit has, who below it has not reported, and whether the books are whole; for programs.

use axum::Json;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::json::{self, GoodsJson, UnitJson};
use super::{after, unit_asked};
use crate::api::Caller;
use crate::api::json::Items;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::layout::Failure;
use crate::supplies::actions;
use crate::supplies::rules::{self, Broken};

/// Of which unit.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfUnit {
    pub unit: String,
}

/// What a unit has of a lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyStock)]
pub struct StockJson {
    #[serde(flatten)]
    pub goods: GoodsJson,
    /// How much of it is promised to no help request.
    pub free: i64,
}

/// What a unit has, by lot. Whoever sees the unit may. The list is whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/supply/stock", tag = "supply",
    params(OfUnit),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The stock", body = Items<StockJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn stock(caller: Caller) -> Result<Json<Items<StockJson>>, Failure> {
    let (unit, _) = unit_asked(&caller, &["unit"])?;
    let home = actions::home(&caller.app, &caller.cx, unit).await?;
    let free = rules::free(&home.stock, &home.reserved);
    let all = json::goods(&home.stock).into_iter().zip(free);
    Ok(Json(Items {
        items: all
            .map(|(goods, free)| StockJson {
                goods,
                free: free.quantity,
            })
            .collect(),
        next: None,
    }))
}

/// Who has not reported.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Unreported {
    /// The unit above.
    pub unit: String,
    /// Today when left out.
    #[param(format = Date)]
    pub date: Option<String>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// A unit that has not closed a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnreportedSupplyUnit)]
pub struct UnreportedJson {
    #[serde(flatten)]
    pub unit: UnitJson,
    /// The last day it did close.
    #[schema(format = Date)]
    pub last_closed_on: Option<Date>,
}

/// The units of every level below one that have not closed a day, a hundred at a time.
#[utoipa::path(
    get, path = "/api/v1/supply/unreported", tag = "supply",
    params(Unreported),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<UnreportedJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn unreported(caller: Caller) -> Result<Json<Items<UnreportedJson>>, Failure> {
    let (unit, date) = unit_asked(&caller, &["unit", "date", "after"])?;
    let (app, cx) = (&caller.app, &caller.cx);
    let (units, next) = actions::unreported(app, cx, unit, date, after(&caller)).await?;
    let items = units.iter().map(|(unit, last)| UnreportedJson {
        unit: json::unit(unit, None),
        last_closed_on: *last,
    });
    Ok(Json(Items {
        items: items.collect(),
        next,
    }))
}

/// Where the chain of days is broken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BrokenSupplyDay)]
pub struct BrokenJson {
    #[schema(format = Date)]
    pub date: Date,
    /// `missing`, `not_linked` to the day before, or `changed` since it was closed.
    pub why: &'static str,
}

impl From<Broken> for BrokenJson {
    fn from(broken: Broken) -> BrokenJson {
        BrokenJson {
            date: broken.day(),
            why: broken.code(),
        }
    }
}

/// A lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyLot)]
pub struct LotJson {
    pub item: String,
    pub lot: String,
}

/// Whether the books of a unit are what was closed, and what it has the sum of its entries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerifiedSupplyUnit)]
pub struct VerifiedJson {
    pub unit: String,
    pub is_whole: bool,
    pub n_days: usize,
    /// The first broken link.
    pub broken: Option<BrokenJson>,
    /// Lots of which there is not what the entries sum up to.
    pub stock_differs: Vec<LotJson>,
}

/// Reckons the chain of closed days of a unit anew, and its stock. Whoever sees the unit may.
#[utoipa::path(
    get, path = "/api/v1/supply/verify", tag = "supply",
    params(OfUnit),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What was found", body = VerifiedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn verify(caller: Caller) -> Result<Json<VerifiedJson>, Failure> {
    let (unit, _) = unit_asked(&caller, &["unit"])?;
    let found = actions::verify(&caller.app, &caller.cx, unit).await?;
    let differs = found.stock_differs.iter();
    Ok(Json(VerifiedJson {
        unit: found.unit.handle().to_string(),
        is_whole: found.is_whole(),
        n_days: found.n_days,
        broken: found.broken.map(BrokenJson::from),
        stock_differs: differs
            .map(|(item, lot)| LotJson {
                item: item.clone(),
                lot: lot.clone(),
            })
            .collect(),
    }))
}
