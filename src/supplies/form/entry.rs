//! What came, what was handed out, what is gone, what is taken back.

use web::{Problems, Typed};

use super::{day, item, line, note, persons, quantity, reason, when};
use crate::access::Cx;
use crate::incidents::preset::Preset;
use crate::supplies::actions::{HandOut, Loss, Receipt};
use crate::supplies::model::{Lot, Reason};

/// Fields: `item`, `quantity`, `lot` and `expires_on` of items that keep lots, `party`, `document`, `note`,
/// `happened_on` or `happened_at`.
pub fn read_receipt(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<Receipt, Problems> {
    let mut problems = Problems::default();
    let when = when(cx.language, cx.now, typed, &mut problems);
    let item = item(preset, typed, &mut problems);
    let n = item.and_then(|item| quantity(item, typed, "quantity", &mut problems));
    let lot = match item.is_some_and(|item| item.lots) {
        true => Lot {
            name: line(typed, "lot", &mut problems),
            expires_on: day(cx.language, typed, "expires_on", &mut problems),
        },
        false => Lot::default(),
    };
    let party = line(typed, "party", &mut problems);
    if party.is_empty() && problems.of("party").is_none() {
        problems.add("party", "supply-party-missing");
    }
    let document = line(typed, "document", &mut problems);
    let note = note(typed, "note", &mut problems);
    match (item, n) {
        (Some(item), Some(quantity)) if problems.is_empty() => Ok(Receipt {
            when,
            item: item.code.clone(),
            lot,
            quantity,
            party,
            document,
            note,
        }),
        _ => Err(problems),
    }
}

/// Fields: `item`, `lot` (what expires first without), `quantity.CODE` and `persons.CODE` of each risk group,
/// `note`, `happened_on` or `happened_at`.
pub fn read_hand_out(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<HandOut, Problems> {
    let mut problems = Problems::default();
    let when = when(cx.language, cx.now, typed, &mut problems);
    let item = item(preset, typed, &mut problems);
    let mut groups = Vec::new();
    for group in preset.risk_groups.iter() {
        let field = format!("quantity.{}", group.code);
        let people = persons(typed, &format!("persons.{}", group.code), &mut problems);
        let (Some(item), true) = (item, typed.has(&field)) else {
            continue;
        };
        let is_zero = crate::supplies::quantity::parse(item, typed.value(&field)) == Ok(0);
        if is_zero {
            continue;
        }
        if let Some(n) = quantity(item, typed, &field, &mut problems) {
            groups.push((group.code.clone(), n, people));
        }
    }
    if groups.is_empty()
        && problems.is_empty()
        && let Some(first) = preset.risk_groups.first()
    {
        problems.add(format!("quantity.{}", first.code), "supply-groups-missing");
    }
    let note = note(typed, "note", &mut problems);
    match item {
        Some(item) if problems.is_empty() => Ok(HandOut {
            when,
            item: item.code.clone(),
            lot: lot(typed),
            groups,
            note,
        }),
        _ => Err(problems),
    }
}

/// Fields: `item`, `lot`, `quantity`, `reason`, `note`, `happened_on` or `happened_at`.
pub fn read_loss(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<Loss, Problems> {
    let mut problems = Problems::default();
    let when = when(cx.language, cx.now, typed, &mut problems);
    let item = item(preset, typed, &mut problems);
    let n = item.and_then(|item| quantity(item, typed, "quantity", &mut problems));
    let reason = reason(typed, "reason");
    if reason.is_none() {
        problems.add("reason", "supply-reason-choose");
    }
    let note = note(typed, "note", &mut problems);
    match (item, n, reason) {
        (Some(item), Some(quantity), Some(reason)) if problems.is_empty() => Ok(Loss {
            when,
            item: item.code.clone(),
            lot: lot(typed),
            quantity,
            reason,
            note,
        }),
        _ => Err(problems),
    }
}

/// Fields: `reason`, `note`.
pub fn read_reversal(typed: &Typed) -> Result<(Reason, String), Problems> {
    let mut problems = Problems::default();
    let reason = reason(typed, "reason");
    if reason.is_none() {
        problems.add("reason", "supply-reason-choose");
    }
    let note = note(typed, "note", &mut problems);
    match reason {
        Some(reason) if problems.is_empty() => Ok((reason, note)),
        _ => Err(problems),
    }
}

pub(super) fn lot(typed: &Typed) -> Option<String> {
    let lot = typed.value("lot").trim();
    (!lot.is_empty()).then(|| lot.to_owned())
}
