//! A request for the tests of the rules.

use contact::Headcount;
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use crate::help_requests::model::{HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::ids::{HelpRequestId, IncidentId};

pub fn noon() -> Timestamp {
    "2026-11-21T05:00:00Z".parse().unwrap()
}

pub fn request(progress: Progress) -> HelpRequest {
    HelpRequest {
        province: 57,
        id: HelpRequestId(Uuid::from_u128(9)),
        incident: IncidentId(Uuid::from_u128(8)),
        reference: "COV69-571121-0001".parse::<Reference>().unwrap(),
        area: areas::AreaCode::new(570_901).unwrap(),
        kind: "goods".to_owned(),
        headcount: Headcount::new(4).unwrap(),
        vulnerabilities: Vec::new(),
        verified: true,
        practice: false,
        has_pin: true,
        urgency: 0,
        urgency_reasons: Vec::new(),
        urgent_since: noon(),
        asked_at: noon(),
        asked_on: date(2026, 11, 21),
        recorded_by: None,
        asker_phone_hash: None,
        progress,
        state_at: noon(),
        offered: None,
        referred_before: Vec::new(),
        transfer: None,
        colour: None,
        medic_status: None,
        escalation: 0,
        sign_at: noon(),
        still_asked_at: None,
        source: None,
        version: 1,
    }
}
