//! What is put aside for a request, handed over and given free.

use web::{Problems, Typed};

use super::entry::{lot, read_hand_out};
use super::{item, line, note, quantity};
use crate::access::Cx;
use crate::incidents::preset::Preset;
use crate::supplies::actions::{HandOver, NewReservation};

/// Fields: `item`, `lot` (what expires first without), `quantity`, `note`.
pub fn read_reservation(preset: &Preset, typed: &Typed) -> Result<NewReservation, Problems> {
    let mut problems = Problems::default();
    let item = item(preset, typed, &mut problems);
    let n = item.and_then(|item| quantity(item, typed, "quantity", &mut problems));
    let note = note(typed, "note", &mut problems);
    match (item, n) {
        (Some(item), Some(quantity)) if problems.is_empty() => Ok(NewReservation {
            item: item.code.clone(),
            lot: lot(typed),
            quantity,
            note,
        }),
        _ => Err(problems),
    }
}

/// Fields: those of what is handed out but for the item and the lot, which were chosen when it was put aside.
pub fn read_hand_over(
    cx: &Cx,
    preset: &Preset,
    typed: &Typed,
    item: &str,
) -> Result<HandOver, Problems> {
    let mut whole = typed.only(|field| !matches!(field, "item" | "lot"));
    whole.set("item", item);
    let out = read_hand_out(cx, preset, &whole)?;
    Ok(HandOver {
        when: out.when,
        groups: out.groups,
        note: out.note,
    })
}

/// Fields: `reason`, which may be left out.
pub fn read_release(typed: &Typed) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let reason = line(typed, "reason", &mut problems);
    match problems.is_empty() {
        true => Ok(reason),
        false => Err(problems),
    }
}
