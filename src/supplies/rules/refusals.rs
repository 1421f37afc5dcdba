//! Why something is not booked, sent, acknowledged, taken back or closed.

use http::StatusCode;
use jiff::civil::Date;
use serde_json::{Value, json};
use web::Message;

use crate::error::Refusal;
use crate::supplies::model::Lot;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotBook {
    /// Nothing goes below zero: what is left is told, so that two who took the last at once both know.
    #[error("only {left} of {item} are left")]
    TooFew { item: String, left: i64 },
    /// There may be more in the store, but the rest is promised to people who asked for help.
    #[error("only {left} of {item} are free, {reserved} are reserved")]
    Reserved {
        item: String,
        left: i64,
        reserved: i64,
    },
    /// There is enough now, but was not on the day it is booked for.
    #[error("only {left} of {item} were left on {on}")]
    TooFewThen { item: String, left: i64, on: Date },
    /// There is more, but nobody is given what has expired.
    #[error("only {left} of {item} are left; {expired} have expired")]
    TooFewUsable {
        item: String,
        left: i64,
        expired: i64,
    },
    #[error("{} of {item} has expired", lot.name)]
    Expired { item: String, lot: Lot },
    #[error("more than the books can hold")]
    TooMuch,
    #[error("the day lies ahead")]
    Future,
    #[error("the unit accounts from {opened_on} on")]
    BeforeOpening { opened_on: Date },
    #[error("the unit is closed")]
    UnitClosed,
}

impl Refusal for CannotBook {
    fn name(&self) -> &'static str {
        match self {
            CannotBook::TooFew { .. } => "supply-too-few",
            CannotBook::Reserved { .. } => "supply-reserved",
            CannotBook::TooFewThen { .. } => "supply-too-few-then",
            CannotBook::TooFewUsable { .. } => "supply-too-few-usable",
            CannotBook::Expired { .. } => "supply-lot-expired",
            CannotBook::TooMuch => "supply-too-much",
            CannotBook::Future => "supply-future",
            CannotBook::BeforeOpening { .. } => "supply-before-opening",
            CannotBook::UnitClosed => "supply-unit-closed",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotBook::TooFew { left, .. } => Message::new("supply-too-few").with("left", *left),
            CannotBook::Reserved { left, reserved, .. } => Message::new("supply-too-few-free")
                .with("left", *left)
                .with("reserved", *reserved),
            CannotBook::TooFewThen { left, on, .. } => Message::new("supply-too-few-then")
                .with("left", *left)
                .with("day", on.to_string()),
            CannotBook::TooFewUsable { left, expired, .. } => Message::new("supply-too-few-usable")
                .with("left", *left)
                .with("expired", *expired),
            CannotBook::Expired { lot, .. } => Message::new("supply-lot-expired").with(
                "day",
                lot.expires_on.map_or_else(String::new, |on| on.to_string()),
            ),
            CannotBook::TooMuch => "supply-too-much".into(),
            CannotBook::Future => "supply-future".into(),
            CannotBook::BeforeOpening { opened_on } => {
                Message::new("supply-before-opening").with("day", opened_on.to_string())
            }
            CannotBook::UnitClosed => "supply-unit-is-closed".into(),
        }
    }

    fn details(&self) -> Value {
        match self {
            CannotBook::TooFew { item, left } => json!({ "item": item, "left": left }),
            CannotBook::Reserved {
                item,
                left,
                reserved,
            } => json!({ "item": item, "left": left, "reserved": reserved }),
            CannotBook::TooFewThen { item, left, on } => {
                json!({ "item": item, "left": left, "on": on })
            }
            CannotBook::TooFewUsable {
                item,
                left,
                expired,
            } => json!({ "item": item, "left": left, "expired": expired }),
            CannotBook::Expired { item, lot } => {
                json!({ "item": item, "lot": lot.name, "expired_on": lot.expires_on })
            }
            CannotBook::BeforeOpening { opened_on } => json!({ "opened_on": opened_on }),
            CannotBook::TooMuch | CannotBook::Future | CannotBook::UnitClosed => Value::Null,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotShip {
    #[error("goods go to a unit below, beside or above, of the same incident")]
    NotThere,
    #[error("the receiver is closed")]
    ReceiverClosed,
    #[error("it was acknowledged already")]
    Arrived,
    #[error("it was taken back already")]
    Cancelled,
}

impl Refusal for CannotShip {
    fn name(&self) -> &'static str {
        match self {
            CannotShip::NotThere => "supply-not-there",
            CannotShip::ReceiverClosed => "supply-receiver-closed",
            CannotShip::Arrived => "supply-arrived",
            CannotShip::Cancelled => "supply-cancelled",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotShip::NotThere => "supply-goes-not-there".into(),
            CannotShip::ReceiverClosed => "supply-receiver-is-closed".into(),
            CannotShip::Arrived => "supply-has-arrived".into(),
            CannotShip::Cancelled => "supply-was-cancelled".into(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotArrive {
    #[error("it was acknowledged otherwise already")]
    Already,
    #[error("the sender took it back")]
    Cancelled,
    #[error("{sent} were sent; what is more is a receipt of its own")]
    More { sent: i64 },
    #[error("what differs needs a reason")]
    ReasonMissing,
    #[error("it was sent on {sent_on}")]
    BeforeSending { sent_on: Date },
}

impl Refusal for CannotArrive {
    fn name(&self) -> &'static str {
        match self {
            CannotArrive::Already => "supply-acknowledged",
            CannotArrive::Cancelled => "supply-cancelled",
            CannotArrive::More { .. } => "supply-more-than-sent",
            CannotArrive::ReasonMissing => "supply-reason-missing",
            CannotArrive::BeforeSending { .. } => "supply-before-sending",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotArrive::Already
            | CannotArrive::Cancelled
            | CannotArrive::BeforeSending { .. } => StatusCode::CONFLICT,
            CannotArrive::More { .. } | CannotArrive::ReasonMissing => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotArrive::Already => "supply-acknowledged-already".into(),
            CannotArrive::Cancelled => "supply-was-cancelled".into(),
            CannotArrive::More { sent } => {
                Message::new("supply-more-than-sent").with("sent", *sent)
            }
            CannotArrive::ReasonMissing => "supply-reason-missing".into(),
            CannotArrive::BeforeSending { sent_on } => {
                Message::new("supply-before-sending").with("day", sent_on.to_string())
            }
        }
    }

    fn details(&self) -> Value {
        match self {
            CannotArrive::More { sent } => json!({ "sent": sent }),
            CannotArrive::BeforeSending { sent_on } => json!({ "sent_on": sent_on }),
            CannotArrive::Already | CannotArrive::Cancelled | CannotArrive::ReasonMissing => {
                Value::Null
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReverse {
    #[error("it was taken back already")]
    Already,
    #[error("a reversal is not taken back; enter it anew")]
    IsReversal,
    #[error("what went between units is taken back as a whole")]
    OfShipment,
}

impl Refusal for CannotReverse {
    fn name(&self) -> &'static str {
        match self {
            CannotReverse::Already => "supply-reversed",
            CannotReverse::IsReversal => "supply-is-reversal",
            CannotReverse::OfShipment => "supply-of-shipment",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotReverse::Already => "supply-reversed-already".into(),
            CannotReverse::IsReversal => "supply-is-a-reversal".into(),
            CannotReverse::OfShipment => "supply-is-of-a-shipment".into(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    #[error("the day was closed with other counts")]
    Already,
    #[error("{first} is closed first")]
    NotYet { first: Date },
    #[error("the day lies ahead")]
    Future,
    #[error("the unit does not account for this day")]
    NotOurs,
    /// Something was booked since the count was begun: what is expected is another.
    #[error("something was booked meanwhile")]
    Meanwhile,
    #[error("the books know no {item} {lot}")]
    Unknown { item: String, lot: String },
    #[error("{item} {lot} was not counted")]
    NotCounted { item: String, lot: String },
    #[error("{item} {lot} differs by {by}, and no reason is told")]
    ReasonMissing { item: String, lot: String, by: i64 },
}

impl Refusal for CannotClose {
    fn name(&self) -> &'static str {
        match self {
            CannotClose::Already => "supply-day-closed",
            CannotClose::NotYet { .. } => "supply-day-not-yet",
            CannotClose::Future => "supply-future",
            CannotClose::NotOurs => "supply-day-not-ours",
            CannotClose::Meanwhile => "supply-booked-meanwhile",
            CannotClose::Unknown { .. } => "supply-count-unknown",
            CannotClose::NotCounted { .. } => "supply-not-counted",
            CannotClose::ReasonMissing { .. } => "supply-reason-missing",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotClose::Unknown { .. }
            | CannotClose::NotCounted { .. }
            | CannotClose::ReasonMissing { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotClose::Already => "supply-day-is-closed".into(),
            CannotClose::NotYet { first } => {
                Message::new("supply-day-not-yet").with("day", first.to_string())
            }
            CannotClose::Future => "supply-future".into(),
            CannotClose::NotOurs => "supply-day-not-ours".into(),
            CannotClose::Meanwhile => "supply-booked-meanwhile".into(),
            CannotClose::Unknown { .. } => "supply-count-unknown".into(),
            CannotClose::NotCounted { .. } => "supply-not-counted".into(),
            CannotClose::ReasonMissing { .. } => "supply-reason-missing".into(),
        }
    }

    fn details(&self) -> Value {
        match self {
            CannotClose::NotYet { first } => json!({ "first": first }),
            CannotClose::Unknown { item, lot } | CannotClose::NotCounted { item, lot } => {
                json!({ "item": item, "lot": lot })
            }
            CannotClose::ReasonMissing { item, lot, by } => {
                json!({ "item": item, "lot": lot, "by": by })
            }
            _ => Value::Null,
        }
    }
}
