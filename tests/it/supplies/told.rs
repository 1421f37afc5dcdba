//! What officers tell, as the forms hand it over, and what they are told when it is refused.

use contact::{PersonName, PhoneNumber};
use jitasa::error::Error;
use jitasa::supplies::actions::{Came, HandOut, NewAllocation, NewOfficer, Receipt, When};
use jitasa::supplies::model::{EndKind, Lot, NewShipment, NewUnit, Reason, Tier};
use jitasa::supplies::store::seats::Told;

use super::world::Place;

pub const MASK: &str = "surgical_mask";
pub const ATK: &str = "atk";
pub const ELDERLY: &str = "vulnerable";
pub const NURSES: &str = "close_to_patients";

pub fn told(tier: Tier, area: &str, name: &str) -> NewUnit {
    NewUnit {
        tier,
        kind: (tier == Tier::End).then_some(EndKind::Temple),
        area: area.parse().unwrap(),
        name: name.to_owned(),
        name_en: String::new(),
        code: String::new(),
    }
}

pub fn officer(full_name: &str, phone: &str) -> NewOfficer {
    NewOfficer {
        full_name: PersonName::parse(full_name).unwrap(),
        phone: PhoneNumber::parse(phone).unwrap(),
        affiliation: String::new(),
        told: Told::default(),
    }
}

pub fn receipt(item: &str, quantity: i64, when: When) -> Receipt {
    Receipt {
        when,
        item: item.to_owned(),
        lot: Lot::default(),
        quantity,
        party: "บริษัท ใจกว้าง จำกัด".to_owned(),
        document: "รับ 1/2569".to_owned(),
        note: String::new(),
    }
}

pub fn hand_out(item: &str, groups: &[(&str, i64)], when: When) -> HandOut {
    let groups = groups.iter();
    HandOut {
        when,
        item: item.to_owned(),
        lot: None,
        groups: groups
            .map(|(group, n)| ((*group).to_owned(), *n, Some(2)))
            .collect(),
        note: String::new(),
    }
}

pub fn allocation(to: &[(&Place, &[(&str, i64)])], when: When) -> NewAllocation {
    let shipment = |(place, wanted): &(&Place, &[(&str, i64)])| NewShipment {
        to: place.handle.id,
        wanted: wanted
            .iter()
            .map(|(item, n)| ((*item).to_owned(), *n))
            .collect(),
        planned: Vec::new(),
    };
    NewAllocation {
        when,
        document: "จัดสรร 7/2569".to_owned(),
        carrier: "รถโรงพยาบาล".to_owned(),
        note: String::new(),
        shipments: to.iter().map(shipment).collect(),
    }
}

pub fn came(item: &str, received: i64, damaged: i64, reason: Option<Reason>) -> Came {
    Came {
        item: item.to_owned(),
        lot: String::new(),
        received,
        damaged,
        reason,
        note: String::new(),
    }
}

/// The name of a refusal, with its details.
#[track_caller]
pub fn refused<T>(result: Result<T, Error>) -> (&'static str, serde_json::Value) {
    match result {
        Err(Error::Refused(refusal)) => (refusal.name(), refusal.details()),
        Err(other) => panic!("a fault, no refusal: {other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// The name alone.
#[track_caller]
pub fn why<T>(result: Result<T, Error>) -> &'static str {
    refused(result).0
}
