//! Where a unit may lie in the tree, and between which units goods may go.

use http::StatusCode;
use web::Message;

use crate::error::Refusal;
use crate::supplies::model::{NewUnit, Purpose, Tier, Unit};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotPlace {
    #[error("a unit lies below one of a higher tier")]
    Tier,
    #[error("an area of that size does not fit the tier")]
    Level,
    #[error("the area lies outside that of the unit above")]
    Area,
    #[error("there is a unit with this code already")]
    Code,
    #[error("the incident has a ministry already")]
    SecondRoot,
    #[error("the unit above is closed")]
    ParentClosed,
    #[error("the unit is closed")]
    Closed,
    #[error("there is stock left")]
    HasStock,
    #[error("something is on its way")]
    InTransit,
    #[error("there are units below it")]
    HasUnits,
    #[error("somebody changed it meanwhile")]
    Meanwhile,
}

impl Refusal for CannotPlace {
    fn name(&self) -> &'static str {
        match self {
            CannotPlace::Tier => "supply-unit-tier",
            CannotPlace::Level => "supply-unit-level",
            CannotPlace::Area => "supply-unit-area",
            CannotPlace::Code => "supply-unit-code",
            CannotPlace::SecondRoot => "supply-second-root",
            CannotPlace::ParentClosed | CannotPlace::Closed => "supply-unit-closed",
            CannotPlace::HasStock => "supply-unit-has-stock",
            CannotPlace::InTransit => "supply-unit-in-transit",
            CannotPlace::HasUnits => "supply-unit-has-units",
            CannotPlace::Meanwhile => "changed-meanwhile",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotPlace::Tier | CannotPlace::Level | CannotPlace::Area => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotPlace::Tier => "supply-unit-tier".into(),
            CannotPlace::Level => "supply-unit-level".into(),
            CannotPlace::Area => "supply-unit-area".into(),
            CannotPlace::Code => "supply-unit-code-taken".into(),
            CannotPlace::SecondRoot => "supply-unit-second-root".into(),
            CannotPlace::ParentClosed => "supply-unit-above-is-closed".into(),
            CannotPlace::Closed => "supply-unit-is-closed".into(),
            CannotPlace::HasStock => "supply-unit-has-stock".into(),
            CannotPlace::InTransit => "supply-unit-in-transit".into(),
            CannotPlace::HasUnits => "supply-unit-has-units".into(),
            CannotPlace::Meanwhile => "supply-unit-changed-meanwhile".into(),
        }
    }
}

/// Whether a unit may lie below another: of a lower tier, in its area. None is the root.
pub fn may_lie(new: &NewUnit, parent: Option<&Unit>) -> Result<(), CannotPlace> {
    if !new.tier.fits(new.area.level()) {
        return Err(CannotPlace::Level);
    }
    let Some(parent) = parent else {
        return match new.tier {
            Tier::Ministry => Ok(()),
            _ => Err(CannotPlace::Tier),
        };
    };
    if parent.tier >= new.tier || parent.tier == Tier::End {
        return Err(CannotPlace::Tier);
    }
    if parent.closed_on.is_some() {
        return Err(CannotPlace::ParentClosed);
    }
    match parent.area.contains(new.area) {
        true => Ok(()),
        false => Err(CannotPlace::Area),
    }
}

/// Why goods may go from one unit to another, or none where they may not. Sideways is to a unit with the same
/// one above.
pub fn may_go(from: &Unit, to: &Unit) -> Option<Purpose> {
    if from.incident != to.incident || from.id == to.id {
        return None;
    }
    if to.parent == Some(from.id) {
        Some(Purpose::Allocation)
    } else if from.parent == Some(to.id) {
        Some(Purpose::Return)
    } else if from.parent.is_some() && from.parent == to.parent {
        Some(Purpose::Transfer)
    } else {
        None
    }
}
