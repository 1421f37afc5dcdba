//! What a phone takes along into places without network.

use axum::Json;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::json::{self, GoodsJson};
use super::signed_in;
use crate::api::Caller;
use crate::api::problem::{SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::incidents;
use crate::layout::Failure;
use crate::meta;
use crate::supplies::actions::{self, Pocket};
use crate::supplies::model::{Shipment, Unit};

/// The books somebody keeps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPocket)]
pub struct PocketJson {
    /// Another one after the server was set back to an older state: what was acknowledged is to be sent again.
    pub epoch: String,
    /// The server's clock.
    pub now: Timestamp,
    /// At most sixty: those with a seat first, then those below that have no officers.
    pub units: Vec<PocketUnitJson>,
    /// Whether there are more of them.
    pub has_more: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPocketUnit)]
pub struct PocketUnitJson {
    pub unit: String,
    /// In the reader's language where it has one.
    pub name: String,
    #[schema(format = Date)]
    pub opened_on: Date,
    #[schema(format = Date)]
    pub last_closed_on: Option<Date>,
    /// All lots, those that were used up as well.
    pub stock: Vec<GoodsJson>,
    /// What of it is promised to requests and goes to nobody else.
    pub reserved: Vec<GoodsJson>,
    /// What moved since the last closed day, by day; also where what came and went is the same.
    pub moved: Vec<MovedJson>,
    /// What waits to be acknowledged.
    pub incoming: Vec<IncomingJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPocketMoved)]
pub struct MovedJson {
    #[schema(format = Date)]
    pub date: Date,
    pub item: String,
    pub lot: String,
    pub received: i64,
    pub sent: i64,
    pub handed_out: i64,
    /// Losses and corrections; above zero where there became more.
    pub corrected: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPocketShipment)]
pub struct IncomingJson {
    pub id: String,
    /// The unit that sent it.
    pub from: String,
    pub document: String,
    #[schema(format = Date)]
    pub sent_on: Date,
    pub sent_at: Timestamp,
    pub lines: Vec<GoodsJson>,
}

fn name(language: i18n::Language, unit: &Unit) -> String {
    match language {
        i18n::Language::Th => unit.name.clone(),
        _ if unit.name_en.is_empty() => unit.name.clone(),
        _ => unit.name_en.clone(),
    }
}

fn incoming(shipment: &Shipment, from: String, lines: Vec<GoodsJson>) -> IncomingJson {
    IncomingJson {
        id: shipment.handle().to_string(),
        from,
        document: shipment.document.clone(),
        sent_on: shipment.sent_on,
        sent_at: shipment.sent_at,
        lines,
    }
}

fn unit(language: i18n::Language, pocket: &Pocket) -> PocketUnitJson {
    let moved = pocket.moved.iter();
    let on_the_way = pocket.incoming.iter();
    PocketUnitJson {
        unit: pocket.unit.handle().to_string(),
        name: name(language, &pocket.unit),
        opened_on: pocket.unit.opened_on,
        last_closed_on: pocket.last_closed,
        stock: json::goods(&pocket.stock),
        reserved: json::goods(&pocket.reserved),
        moved: moved
            .map(|(date, item, lot, moved)| MovedJson {
                date: *date,
                item: item.clone(),
                lot: lot.clone(),
                received: moved.received,
                sent: moved.sent,
                handed_out: moved.handed_out,
                corrected: moved.corrected,
            })
            .collect(),
        incoming: on_the_way
            .map(|(shipment, from, lines)| {
                incoming(shipment, name(language, from), json::goods(lines))
            })
            .collect(),
    }
}

/// The books that the caller keeps, for a phone that is to go on with them without network. What is entered there is
/// sent with the keys and days that it was entered with.
#[utoipa::path(
    get, path = "/api/v1/supply/phone", tag = "supply",
    params(("incident" = String, Query, description = "The prefix or id of an incident")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The books", body = PocketJson),
        (status = 401, response = SignInNeeded),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(caller: Caller) -> Result<Json<PocketJson>, Failure> {
    signed_in(&caller)?;
    let (app, cx) = (&caller.app, &caller.cx);
    let mut problems = caller.unknown_in_query(&["incident"]);
    let incidents = incidents::actions::all(app, cx.now).await?;
    let incident = incidents::api::find(&incidents, caller.query.value("incident"));
    let incident = problems.keep("incident", incident.ok_or(()), |()| "api-unknown-incident");
    let Some(incident) = incident.filter(|_| problems.is_empty()) else {
        return Err(Error::from(problems).into());
    };
    let epoch = meta::epoch(app).await?;
    let (pockets, has_more) = actions::pocket(app, cx, incident.id).await?;
    Ok(Json(PocketJson {
        epoch,
        now: cx.now,
        units: pockets.iter().map(|one| unit(cx.language, one)).collect(),
        has_more,
    }))
}
