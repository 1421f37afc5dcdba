//! A count of one lot between the days, for programs: what differs is entered with its reason.

use http::StatusCode;
use web::{Message, Problems, Typed};

use super::reading;
use crate::error::Refusal;
use crate::incidents::preset::Preset;
use crate::supplies::form;
use crate::supplies::model::Count;
use crate::supplies::rules::Asked;

/// The books say the same: there is nothing to enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the books say the same")]
pub struct CountAgrees;

impl Refusal for CountAgrees {
    fn name(&self) -> &'static str {
        "supply-count-agrees"
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        "said-supply-count-agrees".into()
    }
}

/// Fields: `item`, `lot`, `counted`, `expected`, `reason`, `note`.
pub(super) fn read(preset: &Preset, typed: &Typed) -> Result<Asked, Problems> {
    let mut problems = Problems::default();
    let item = reading::item(preset, typed, "item", &mut problems);
    let counted = item.and_then(|item| reading::any(item, typed, "counted", None, &mut problems));
    let reason = reading::reason(typed, "reason", &mut problems);
    let note = form::note(typed, "note", &mut problems);
    let lot = typed.value("lot").trim().to_owned();
    let expected: Option<i64> = match typed.has("expected") {
        false => None,
        true => {
            let expected = typed.value("expected").trim().parse();
            problems.keep("expected", expected, |_| "supply-quantity-missing")
        }
    };
    match (item, counted) {
        (Some(item), Some(counted)) if problems.is_empty() => Ok(Asked {
            seen: expected.map(|n| vec![(item.code.clone(), lot.clone(), n)]),
            counts: vec![Count {
                item: item.code.clone(),
                lot,
                counted,
                reason,
                note,
            }],
        }),
        _ => Err(problems),
    }
}
