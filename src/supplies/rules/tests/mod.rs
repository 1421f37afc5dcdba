//! The rules by tables, and by whatever is thrown at them.

mod booking;
mod chain;
mod closing;
mod tree;

use areas::AreaCode;
use jiff::civil::Date;
use uuid::Uuid;

use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Goods, Lot, Tier, Unit};

/// A day of November.
fn day(n: i8) -> Date {
    jiff::civil::date(2026, 11, n)
}

fn id(n: u128) -> SupplyUnitId {
    SupplyUnitId(Uuid::from_u128(n))
}

fn area(code: u32) -> AreaCode {
    AreaCode::new(code).unwrap()
}

/// A unit of Mae Sai that accounts from the tenth on.
fn unit() -> Unit {
    Unit {
        id: id(3),
        incident: IncidentId(Uuid::from_u128(1)),
        parent: Some(id(2)),
        province: 57,
        tier: Tier::District,
        kind: None,
        area: area(570_900),
        name: "สสอ.แม่สาย".to_owned(),
        name_en: String::new(),
        code: String::new(),
        opened_on: day(10),
        closed_on: None,
        version: 1,
    }
}

fn goods(item: &str, lot: &str, expires_on: Option<Date>, quantity: i64) -> Goods {
    Goods {
        item: item.to_owned(),
        lot: Lot {
            name: lot.to_owned(),
            expires_on,
        },
        quantity,
    }
}
