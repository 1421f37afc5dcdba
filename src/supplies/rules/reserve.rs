//! Goods promised to help requests: how long, how much is left for others, and what may still be done with a promise.

use std::collections::HashMap;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use web::Message;

use crate::error::Refusal;
use crate::ids::SupplyReservationId;
use crate::supplies::model::{Goods, Outcome, Reservation};

/// How long goods are kept aside. Whoever asked for oxygen, food or medicine has it within three days or is helped
/// otherwise, and what stands on the shelf for a case that nobody followed is needed by the next.
pub const LASTS: SignedDuration = SignedDuration::from_hours(72);

/// What a unit may give to others: its stock less what is promised. Never below zero, also where goods were lost
/// that were promised.
pub fn free(stock: &[Goods], reserved: &[Goods]) -> Vec<Goods> {
    let promised = |goods: &Goods| {
        let of_lot = reserved
            .iter()
            .filter(|one| one.item == goods.item && one.lot.name == goods.lot.name);
        of_lot.fold(0_i64, |sum, one| sum.saturating_add(one.quantity))
    };
    let less = |goods: &Goods| Goods {
        quantity: goods.quantity.saturating_sub(promised(goods)).max(0),
        ..goods.clone()
    };
    stock.iter().map(less).collect()
}

/// The reservations that the stock does not hold out for, of those that stand, the oldest first: what was promised
/// earlier is served earlier.
pub fn uncovered(stock: &[Goods], reservations: &[Reservation]) -> Vec<SupplyReservationId> {
    let mut left: HashMap<(&str, &str), i64> = HashMap::new();
    for goods in stock {
        *left.entry((&goods.item, &goods.lot.name)).or_default() += goods.quantity;
    }
    let mut short = Vec::new();
    for one in reservations {
        let key = |lot| (one.item.as_str(), lot);
        let enough = one
            .lots
            .iter()
            .all(|(lot, n)| left.get(&key(lot.name.as_str())).copied().unwrap_or(0) >= *n);
        if !enough {
            short.push(one.id);
            continue;
        }
        for (lot, n) in &one.lots {
            *left.entry(key(lot.name.as_str())).or_default() -= n;
        }
    }
    short
}

/// Whether a reservation may be handed over or released: not twice, and not after its time.
pub fn may_end(reservation: &Reservation, now: Timestamp) -> Result<(), CannotReserve> {
    match reservation.outcome(now) {
        None => Ok(()),
        Some(outcome) => Err(CannotReserve::Ended(outcome)),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReserve {
    #[error("the request is closed")]
    RequestClosed,
    #[error("goods are no answer to this kind of request")]
    OtherKind,
    #[error("the unit keeps supplies of another incident")]
    OtherIncident,
    #[error("it ended: {}", .0.code())]
    Ended(Outcome),
    #[error("only {reserved} were reserved")]
    More { reserved: i64 },
}

impl Refusal for CannotReserve {
    fn name(&self) -> &'static str {
        match self {
            CannotReserve::RequestClosed => "supply-request-closed",
            CannotReserve::OtherKind => "supply-other-kind",
            CannotReserve::OtherIncident => "supply-other-incident",
            CannotReserve::Ended(_) => "supply-reservation-ended",
            CannotReserve::More { .. } => "supply-more-than-reserved",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotReserve::RequestClosed => "supply-request-is-closed".into(),
            CannotReserve::OtherKind => "supply-request-of-other-kind".into(),
            CannotReserve::OtherIncident => "supply-request-of-other-incident".into(),
            CannotReserve::Ended(Outcome::HandedOver) => "supply-was-handed-over".into(),
            CannotReserve::Ended(Outcome::Released) => "supply-was-released".into(),
            CannotReserve::Ended(Outcome::RequestClosed) => "supply-ended-with-request".into(),
            CannotReserve::Ended(Outcome::Expired) => "supply-has-expired".into(),
            CannotReserve::More { reserved } => {
                Message::new("supply-more-than-reserved").with("reserved", *reserved)
            }
        }
    }

    fn details(&self) -> Value {
        match self {
            CannotReserve::Ended(outcome) => json!({ "outcome": outcome.code() }),
            CannotReserve::More { reserved } => json!({ "reserved": reserved }),
            _ => Value::Null,
        }
    }
}
