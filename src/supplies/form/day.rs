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
    counts.extend(unknown(preset, typed, lines));
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

/// What was counted of lines that the day does not have any more. Nothing is dropped in silence: the rules say so.
fn unknown(preset: &Preset, typed: &Typed, lines: &[Line]) -> Vec<Count> {
    let mut counts = Vec::new();
    for n in (0..).take_while(|n| typed.has(&format!("item.{n}"))) {
        let item = typed.value(&format!("item.{n}"));
        let lot = typed.value(&format!("lot.{n}"));
        let is_known = lines
            .iter()
            .any(|line| line.item == item && line.lot.name == lot);
        let counted = typed.value(&format!("counted.{n}"));
        let counted = match preset.supply_items.get(item) {
            Some(known) => quantities::parse(known, counted).unwrap_or(0),
            None => counted.trim().parse().unwrap_or(0),
        };
        if !is_known && counted != 0 {
            counts.push(Count {
                item: item.to_owned(),
                lot: lot.to_owned(),
                counted,
                reason: None,
                note: String::new(),
            });
        }
    }
    counts
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

/// The same fields as those of a day, of which only the lines are counted for which something was typed.
pub fn read_some_counts(preset: &Preset, typed: &Typed, lines: &[Line]) -> Result<Asked, Problems> {
    let mut problems = Problems::default();
    let is_typed = |line: &&Line| place(typed, line).is_some_and(|at| is_told(typed, at));
    let counted: Vec<Line> = lines.iter().filter(is_typed).cloned().collect();
    let mut told = typed.clone();
    for at in (0..).take_while(|n| typed.has(&format!("item.{n}"))) {
        if !is_told(typed, at) {
            // What was seen of the others does not matter.
            told.set(&format!("seen.{at}"), "0");
        }
    }
    let asked = read_counts(preset, &told, &counted)?;
    if asked.counts.is_empty() {
        problems.add("counted.0", "supply-count-none");
        return Err(problems);
    }
    Ok(asked)
}

fn is_told(typed: &Typed, at: usize) -> bool {
    typed.has(&format!("counted.{at}"))
}

/// What was typed, under the numbers that the lines have by now: they move when the books do.
pub fn for_lines(typed: &Typed, lines: &[Line]) -> Typed {
    let mut moved = typed.only(|name| !name.contains('.'));
    for (n, line) in lines.iter().enumerate() {
        let Some(at) = place(typed, line) else {
            continue;
        };
        for what in ["counted", "reason", "note"] {
            moved.set(&format!("{what}.{n}"), typed.value(&format!("{what}.{at}")));
        }
    }
    moved
}
