//! Why nothing was done.

use http::StatusCode;
use jiff::Timestamp;
use web::Message;

use crate::error::Refusal;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAct {
    #[error("another volunteer holds this request until {until}")]
    HeldByAnother { until: Timestamp },
    #[error("just offered to another volunteer, until {until}")]
    OfferedToAnother { until: Timestamp },
    #[error("the hold has lapsed")]
    HoldLapsed,
    #[error("take the request first")]
    NotHeld,
    #[error("the request is closed")]
    Closed,
    #[error("the request is not closed")]
    NotClosed,
    #[error("already there")]
    OutOfOrder,
    #[error("too long ago to open again")]
    TooLateToReopen,
    #[error("no role that may take this kind here")]
    WrongRole,
    #[error("the role still waits for approval")]
    RoleNotApproved,
    #[error("no member of that team")]
    NotOfTheTeam,
    #[error("it was there before")]
    ReferredBefore,
    #[error("not referred, or to somebody else by now")]
    NotReferred,
    #[error("it is there already")]
    ReferredThere,
    #[error("nobody has asked for it to change hands")]
    NoTransfer,
    #[error("that team holds it already")]
    TransferToItself,
    #[error("a request is no duplicate of itself")]
    DuplicateOfItself,
    #[error("of another incident")]
    OtherIncident,
    #[error("the request to be kept is itself a duplicate")]
    KeptIsDuplicate,
    #[error("merged into another request before")]
    MergedElsewhere,
    #[error("whoever it is given to may not take this kind there")]
    AssigneeMayNot,
    #[error("no duplicate")]
    NotMerged,
    #[error("the requester was not asked, or may still answer")]
    NotAsked,
}

impl Refusal for CannotAct {
    fn name(&self) -> &'static str {
        match self {
            CannotAct::HeldByAnother { .. } => "held-by-another",
            CannotAct::OfferedToAnother { .. } => "offered-to-another",
            CannotAct::HoldLapsed => "hold-lapsed",
            CannotAct::NotHeld => "not-held",
            CannotAct::Closed => "closed",
            CannotAct::NotClosed => "not-closed",
            CannotAct::OutOfOrder => "out-of-order",
            CannotAct::TooLateToReopen => "too-late-to-reopen",
            CannotAct::WrongRole => "wrong-role",
            CannotAct::RoleNotApproved => "role-not-approved",
            CannotAct::NotOfTheTeam => "not-of-the-team",
            CannotAct::ReferredBefore => "referred-before",
            CannotAct::NotReferred => "not-referred",
            CannotAct::ReferredThere => "referred-there",
            CannotAct::NoTransfer => "no-transfer",
            CannotAct::TransferToItself => "transfer-to-itself",
            CannotAct::DuplicateOfItself => "duplicate-of-itself",
            CannotAct::OtherIncident => "other-incident",
            CannotAct::KeptIsDuplicate => "kept-is-duplicate",
            CannotAct::MergedElsewhere => "merged-elsewhere",
            CannotAct::AssigneeMayNot => "assignee-may-not",
            CannotAct::NotMerged => "not-merged",
            CannotAct::NotAsked => "not-asked",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotAct::WrongRole | CannotAct::RoleNotApproved | CannotAct::NotOfTheTeam => {
                StatusCode::FORBIDDEN
            }
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        Message::new(match self {
            CannotAct::HeldByAnother { until } => {
                return Message::new("cannot-held-by-another").with("until", until.to_string());
            }
            CannotAct::OfferedToAnother { until } => {
                return Message::new("cannot-offered-to-another").with("until", until.to_string());
            }
            CannotAct::HoldLapsed => "cannot-hold-lapsed",
            CannotAct::NotHeld => "cannot-not-held",
            CannotAct::Closed => "cannot-closed",
            CannotAct::NotClosed => "cannot-not-closed",
            CannotAct::OutOfOrder => "cannot-out-of-order",
            CannotAct::TooLateToReopen => "cannot-too-late-to-reopen",
            CannotAct::WrongRole => "cannot-wrong-role",
            CannotAct::RoleNotApproved => "cannot-role-not-approved",
            CannotAct::NotOfTheTeam => "cannot-not-of-the-team",
            CannotAct::ReferredBefore => "cannot-referred-before",
            CannotAct::NotReferred => "cannot-not-referred",
            CannotAct::ReferredThere => "cannot-referred-there",
            CannotAct::NoTransfer => "cannot-no-transfer",
            CannotAct::TransferToItself => "cannot-transfer-to-itself",
            CannotAct::DuplicateOfItself => "cannot-duplicate-of-itself",
            CannotAct::OtherIncident => "cannot-other-incident",
            CannotAct::KeptIsDuplicate => "cannot-kept-is-duplicate",
            CannotAct::MergedElsewhere => "cannot-merged-elsewhere",
            CannotAct::AssigneeMayNot => "cannot-assignee-may-not",
            CannotAct::NotMerged => "cannot-not-merged",
            CannotAct::NotAsked => "cannot-not-asked",
        })
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotAct::HeldByAnother { until } | CannotAct::OfferedToAnother { until } => {
                serde_json::json!({ "until": until })
            }
            _ => serde_json::Value::Null,
        }
    }
}
