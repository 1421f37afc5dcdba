//! What was counted.

use web::{Problems, Typed};

use super::{note, reason};
use crate::incidents::preset::Preset;
use crate::supplies::model::{Count, Line};
use crate::supplies::quantity as quantities;
use crate::supplies::rules::Asked;

/// Fields of line N of the day's page: `counted.N`, `reason.N`, `note.N`, and hidden `item.N`, `lot.N` and `seen.N`,
/// what was expected when the page was made. `same` says that all is as expected.
pub fn read_counts(preset: &Preset, typed: &Typed, lines: &[Line]) -> Result<Asked, Problems> {
    let mut problems = Problems::default();
    let is_same = typed.has("same");
    let mut counts = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let at = place(typed, line).unwrap_or(n);
        let field = format!("counted.{at}");
        let counted = match preset.supply_items.get(&line.item) {
            // A later preset dropped it; what there is of it stays as it is.
            None => Some(line.expected()),
            Some(_) if is_same => Some(line.expected()),
            Some(item) => {
                let read = quantities::parse(item, typed.value(&field));
                problems.keep(&field, read, |err| err.said())
            }
        };
        let reason = reason(typed, &format!("reason.{at}"));
        let note = note(typed, &format!("note.{at}"), &mut problems);
        let Some(counted) = counted else { continue };
        if counted != line.expected() && reason.is_none() {
            problems.add(format!("reason.{at}"), "supply-reason-missing");
        }
        counts.push(Count {
            item: line.item.clone(),
            lot: line.lot.name.clone(),
            counted,
            reason: reason.filter(|_| counted != line.expected()),
            note,
        });
    }
    match problems.is_empty() {
        true => Ok(Asked {
            counts,
            seen: seen(typed),
        }),
        false => Err(problems),
    }
}

/// Under which number the page has a line.
fn place(typed: &Typed, line: &Line) -> Option<usize> {
    (0..)
        .take_while(|n| typed.has(&format!("item.{n}")))
        .find(|n| {
            typed.value(&format!("item.{n}")) == line.item
                && typed.value(&format!("lot.{n}")) == line.lot.name
        })
}

/// What the page showed as expected; none where it was not sent along.
fn seen(typed: &Typed) -> Option<Vec<(String, String, i64)>> {
    typed.has("seen").then(|| {
        (0..)
            .take_while(|n| typed.has(&format!("item.{n}")))
            .filter_map(|n| {
                let expected = typed.value(&format!("seen.{n}")).parse().ok()?;
                let item = typed.value(&format!("item.{n}")).to_owned();
                Some((item, typed.value(&format!("lot.{n}")).to_owned(), expected))
            })
            .collect()
    })
}
