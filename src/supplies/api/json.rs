//! How units, goods and shipments are told to programs.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::supplies::actions::Traced;
use crate::supplies::model::{EndKind, Goods, Handle, Officer, Planned, Shipment, Unit};
use crate::supplies::rules::Rights;

/// Who keeps supplies for an incident.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyUnit)]
pub struct UnitJson {
    pub id: String,
    pub incident: Uuid,
    /// The unit above; left out in lists of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// `ministry`, `province`, `district`, `local` or `end`.
    pub tier: &'static str,
    /// Of an end unit: `hospital`, `village`, `checkpoint`, `temple`, `school`, `shelter` or `other`.
    pub kind: Option<&'static str>,
    pub area: String,
    pub name: String,
    /// Empty where it has none.
    pub name_en: String,
    /// As its register knows it; empty where it has none.
    pub code: String,
    /// The first day it accounts for.
    #[schema(format = Date)]
    pub opened_on: Date,
    /// The last one.
    #[schema(format = Date)]
    pub closed_on: Option<Date>,
    /// To be sent along with a change.
    pub version: i64,
}

pub fn unit(unit: &Unit, parent: Option<Handle>) -> UnitJson {
    UnitJson {
        id: unit.handle().to_string(),
        incident: unit.incident.0,
        parent: parent.map(|parent| parent.to_string()),
        tier: unit.tier.code(),
        kind: unit.kind.map(EndKind::code),
        area: unit.area.short(),
        name: unit.name.clone(),
        name_en: unit.name_en.clone(),
        code: unit.code.clone(),
        opened_on: unit.opened_on,
        closed_on: unit.closed_on,
        version: unit.version,
    }
}

/// What the caller may do at a unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyRights)]
pub struct RightsJson {
    /// Enters and closes in its books.
    pub keeps: bool,
    /// Makes units below it.
    pub arranges: bool,
    /// Names who keeps its books, changes and closes it.
    pub names: bool,
}

impl From<Rights> for RightsJson {
    fn from(rights: Rights) -> RightsJson {
        RightsJson {
            keeps: rights.keeps,
            arranges: rights.arranges,
            names: rights.names,
        }
    }
}

/// Somebody who keeps the books of a unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplySeat)]
pub struct SeatJson {
    pub id: Uuid,
    pub account: Uuid,
    pub username: String,
    pub full_name: String,
    pub affiliation: String,
    pub position: String,
    pub named_at: Timestamp,
    /// Null while they have not signed in yet.
    pub seen_at: Option<Timestamp>,
}

impl From<&Officer> for SeatJson {
    fn from(officer: &Officer) -> SeatJson {
        SeatJson {
            id: officer.seat.0,
            account: officer.account.0,
            username: officer.username.clone(),
            full_name: officer.full_name.clone(),
            affiliation: officer.affiliation.clone(),
            position: officer.position.clone(),
            named_at: officer.created_at,
            seen_at: officer.seen_at,
        }
    }
}

/// So much of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplySum)]
pub struct SumJson {
    pub item: String,
    /// In the item's base unit.
    pub quantity: i64,
}

/// So much of a lot of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyGoods)]
pub struct GoodsJson {
    pub item: String,
    /// Empty for items that keep none.
    pub lot: String,
    #[schema(format = Date)]
    pub expires_on: Option<Date>,
    /// In the item's base unit.
    pub quantity: i64,
}

impl From<&Goods> for GoodsJson {
    fn from(goods: &Goods) -> GoodsJson {
        GoodsJson {
            item: goods.item.clone(),
            lot: goods.lot.name.clone(),
            expires_on: goods.lot.expires_on,
            quantity: goods.quantity,
        }
    }
}

pub fn goods(all: &[Goods]) -> Vec<GoodsJson> {
    all.iter().map(GoodsJson::from).collect()
}

/// For whom it is meant, or who got it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyForGroup)]
pub struct ForGroupJson {
    pub item: String,
    /// A code of the preset's risk groups.
    pub risk_group: String,
    pub quantity: i64,
}

impl From<&Planned> for ForGroupJson {
    fn from(planned: &Planned) -> ForGroupJson {
        ForGroupJson {
            item: planned.item.clone(),
            risk_group: planned.risk_group.clone(),
            quantity: planned.quantity,
        }
    }
}

/// A unit at one end of a shipment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyShipmentEnd)]
pub struct EndJson {
    pub unit: String,
    pub name: String,
}

impl From<&Unit> for EndJson {
    fn from(unit: &Unit) -> EndJson {
        EndJson {
            unit: unit.handle().to_string(),
            name: unit.name.clone(),
        }
    }
}

/// What goes from one unit to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyShipment)]
pub struct ShipmentJson {
    pub id: String,
    /// The same for all that went out at once.
    pub allocation: Uuid,
    pub from: EndJson,
    pub to: EndJson,
    /// `allocation` to a unit below, `transfer` to one beside, `return` to the one above.
    pub purpose: &'static str,
    pub document: String,
    pub carrier: String,
    pub note: String,
    #[schema(format = Date)]
    pub sent_on: Date,
    pub sent_at: Timestamp,
    pub sent_by: Uuid,
    /// `in_transit`, `arrived` or `cancelled`.
    pub standing: &'static str,
    pub arrived_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
}

pub fn shipment(shipment: &Shipment, from: &Unit, to: &Unit) -> ShipmentJson {
    ShipmentJson {
        id: shipment.handle().to_string(),
        allocation: shipment.allocation.0,
        from: from.into(),
        to: to.into(),
        purpose: shipment.purpose.code(),
        document: shipment.document.clone(),
        carrier: shipment.carrier.clone(),
        note: shipment.note.clone(),
        sent_on: shipment.sent_on,
        sent_at: shipment.sent_at,
        sent_by: shipment.sent_by.0,
        standing: shipment.standing().code(),
        arrived_at: shipment.arrived_at,
        cancelled_at: shipment.cancelled_at,
    }
}

/// What the receiver said of a line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyCame)]
pub struct CameJson {
    /// `arrival`, `short` or `damaged`.
    pub kind: &'static str,
    pub item: String,
    pub lot: String,
    pub quantity: i64,
}

/// A shipment with its lines, the plan and what was said of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeenSupplyShipment)]
pub struct TracedJson {
    #[serde(flatten)]
    pub shipment: ShipmentJson,
    pub lines: Vec<GoodsJson>,
    pub plan: Vec<ForGroupJson>,
    pub came: Vec<CameJson>,
}

impl From<&Traced> for TracedJson {
    fn from(traced: &Traced) -> TracedJson {
        TracedJson {
            shipment: shipment(&traced.shipment, &traced.from, &traced.to),
            lines: goods(&traced.lines),
            plan: traced.plans.iter().map(ForGroupJson::from).collect(),
            came: traced
                .came
                .iter()
                .map(|(kind, item, lot, quantity)| CameJson {
                    kind: kind.code(),
                    item: item.clone(),
                    lot: lot.clone(),
                    quantity: *quantity,
                })
                .collect(),
        }
    }
}
