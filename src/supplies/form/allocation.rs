//! One form for many receivers: a quantity for each, typed, filled in by a formula or pasted from a sheet; and what
//! a receiver says of what came.

use web::{Problems, Typed};

use super::{item, line, note, quantity, reason, when};
use crate::access::Cx;
use crate::ids::SupplyUnitId;
use crate::incidents::preset::{Preset, SupplyItem};
use crate::supplies::actions::{Came, NewAllocation};
use crate::supplies::model::{Goods, NewShipment, Planned, Unit};
use crate::supplies::quantity as quantities;

/// By what a total is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    Equal,
    /// By how many people live in the area of each.
    Population,
    /// By how many people of a risk group, or of all, each serves.
    Headcount,
    /// By what each handed out or sent on in the last two weeks, less what it has.
    Need,
    /// By what stands in the pasted lines.
    Pasted,
}

impl Formula {
    pub const ALL: [Formula; 5] = [
        Formula::Equal,
        Formula::Population,
        Formula::Headcount,
        Formula::Need,
        Formula::Pasted,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Formula::Equal => "equal",
            Formula::Population => "population",
            Formula::Headcount => "headcount",
            Formula::Need => "need",
            Formula::Pasted => "pasted",
        }
    }

    pub fn from_code(code: &str) -> Option<Formula> {
        Formula::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Formula::Equal => "supply-formula-equal",
            Formula::Population => "supply-formula-population",
            Formula::Headcount => "supply-formula-headcount",
            Formula::Need => "supply-formula-need",
            Formula::Pasted => "supply-formula-pasted",
        }
    }
}

/// The formulas that share a total out; the last one takes what was pasted.
pub const SHARES: [Formula; 4] = [
    Formula::Equal,
    Formula::Population,
    Formula::Headcount,
    Formula::Need,
];

/// Shares a total out by weights, whole, so that the parts sum up to it: what is left over goes to the largest
/// remainders. In equal parts where no weight is known.
pub fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
    let all_zero = weights.iter().all(|weight| *weight <= 0);
    let weights: Vec<i128> = weights
        .iter()
        .map(|weight| {
            if all_zero {
                1
            } else {
                i128::from((*weight).max(0))
            }
        })
        .collect();
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return Vec::new();
    }
    let whole = |weight: &i128| i128::from(total) * weight;
    let mut parts: Vec<i64> = weights
        .iter()
        .map(|weight| i64::try_from(whole(weight) / sum).unwrap_or(0))
        .collect();
    let mut left = total - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(whole(&weights[*at]) % sum), *at));
    for at in order {
        if left == 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    parts
}

/// Puts a formula's quantities into the fields of the receivers. Pasted lines hold a name or code and a quantity,
/// apart by a tab, a semicolon or the last blank.
///
/// # Errors
/// What is amiss with the total or with a pasted line.
pub fn fill(
    preset: &Preset,
    typed: &mut Typed,
    receivers: &[(Unit, i64)],
    formula: Formula,
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let Some(item) = item(preset, typed, &mut problems) else {
        return Err(problems);
    };
    let counts_people = matches!(formula, Formula::Population | Formula::Headcount);
    if counts_people && receivers.iter().all(|(_, n)| *n <= 0) {
        // In equal parts it would look as if it had been reckoned.
        problems.add("total", "supply-weights-unknown");
        return Err(problems);
    }
    let filled: Vec<(SupplyUnitId, i64)> = match formula {
        Formula::Pasted => pasted(item, typed.value("pasted"), receivers, &mut problems),
        _ => match quantity(item, typed, "total", &mut problems) {
            None => Vec::new(),
            Some(total) => {
                let weights: Vec<i64> = receivers.iter().map(|(_, weight)| *weight).collect();
                let ids = receivers.iter().map(|(unit, _)| unit.id);
                ids.zip(shares(total, &weights)).collect()
            }
        },
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    for (unit, n) in filled {
        typed.set(&format!("to.{unit}"), n.to_string());
    }
    Ok(())
}

fn pasted(
    item: &SupplyItem,
    text: &str,
    receivers: &[(Unit, i64)],
    problems: &mut Problems,
) -> Vec<(SupplyUnitId, i64)> {
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let amiss = |said: &'static str| web::Message::new(said).with("line", (n + 1) as i64);
        let parted = line
            .split_once(['\t', ';'])
            .or_else(|| line.trim().rsplit_once(' '));
        let Some((name, quantity)) = parted else {
            problems.add("pasted", amiss("supply-pasted-unclear"));
            return Vec::new();
        };
        let name = i18n::normalise(name);
        let mut receivers = receivers.iter().map(|(unit, _)| unit);
        let unit = receivers.find(|unit| {
            unit.code == name
                || i18n::normalise(&unit.name) == name
                || i18n::normalise(&unit.name_en).eq_ignore_ascii_case(&name)
        });
        let Some(unit) = unit else {
            problems.add(
                "pasted",
                amiss("supply-pasted-unknown-unit").with("name", name),
            );
            return Vec::new();
        };
        match quantities::parse(item, quantity) {
            Ok(n) => found.push((unit.id, n)),
            Err(_) => {
                problems.add("pasted", amiss("supply-pasted-unclear"));
                return Vec::new();
            }
        }
    }
    if found.is_empty() {
        problems.add("pasted", "supply-pasted-missing");
    }
    found
}

/// Fields: `item`, `to.UNIT` with a quantity for each receiver, `plan.CODE` with how much of all is meant for a
/// risk group, `document`, `carrier`, `note`, `happened_on` or `happened_at`.
pub fn read_allocation(
    cx: &Cx,
    preset: &Preset,
    typed: &Typed,
    receivers: &[Unit],
) -> Result<NewAllocation, Problems> {
    let mut problems = Problems::default();
    let when = when(cx.language, cx.now, typed, &mut problems);
    let item = item(preset, typed, &mut problems);
    let mut wanted: Vec<(SupplyUnitId, i64)> = Vec::new();
    for unit in receivers {
        let field = format!("to.{}", unit.id);
        let (Some(item), true) = (item, typed.has(&field)) else {
            continue;
        };
        match quantities::parse(item, typed.value(&field)) {
            Ok(0) => {}
            Ok(n) => wanted.push((unit.id, n)),
            Err(err) => problems.add(field, err.said()),
        }
    }
    if wanted.is_empty()
        && problems.is_empty()
        && let Some(first) = receivers.first()
    {
        problems.add(format!("to.{}", first.id), "supply-receivers-missing");
    }
    let total: i64 = wanted.iter().map(|(_, n)| n).sum();
    let plan = match item {
        Some(item) => plan(preset, item, typed, total, &mut problems),
        None => Vec::new(),
    };
    let document = line(typed, "document", &mut problems);
    let carrier = line(typed, "carrier", &mut problems);
    let note = note(typed, "note", &mut problems);
    match item {
        Some(item) if problems.is_empty() => Ok(NewAllocation {
            when,
            document,
            carrier,
            note,
            shipments: shipments(item, &wanted, &plan),
        }),
        _ => Err(problems),
    }
}

fn plan(
    preset: &Preset,
    item: &SupplyItem,
    typed: &Typed,
    total: i64,
    problems: &mut Problems,
) -> Vec<(String, i64)> {
    let mut plan = Vec::new();
    for group in preset.risk_groups.iter() {
        let field = format!("plan.{}", group.code);
        if !typed.has(&field) {
            continue;
        }
        match quantities::parse(item, typed.value(&field)) {
            Ok(0) => {}
            Ok(n) => plan.push((group.code.clone(), n)),
            Err(err) => problems.add(field, err.said()),
        }
    }
    let planned: i64 = plan.iter().map(|(_, n)| n).sum();
    if planned != 0
        && planned != total
        && problems.is_empty()
        && let Some((first, _)) = plan.first()
    {
        let said = web::Message::new("supply-plan-differs")
            .with("planned", planned)
            .with("total", total);
        problems.add(format!("plan.{first}"), said);
    }
    plan
}

/// Each receiver's part of the plan follows its part of the goods.
fn shipments(
    item: &SupplyItem,
    wanted: &[(SupplyUnitId, i64)],
    plan: &[(String, i64)],
) -> Vec<NewShipment> {
    let mut left: Vec<i64> = plan.iter().map(|(_, n)| *n).collect();
    wanted
        .iter()
        .map(|(to, n)| {
            let parts = match left.iter().sum::<i64>() {
                0 => Vec::new(),
                _ => shares(*n, &left),
            };
            let mut planned = Vec::new();
            for (at, part) in parts.into_iter().enumerate().filter(|(_, part)| *part > 0) {
                left[at] -= part;
                planned.push(Planned {
                    item: item.code.clone(),
                    risk_group: plan[at].0.clone(),
                    quantity: part,
                });
            }
            NewShipment {
                to: *to,
                wanted: vec![(item.code.clone(), *n)],
                planned,
            }
        })
        .collect()
}

/// Fields: `received.N`, `damaged.N`, `reason.N` and `note.N` of line N of the shipment, as it lists them; `whole`
/// says that all of it came.
pub fn arrivals(
    preset: &Preset,
    typed: &Typed,
    lines: &[Goods],
) -> Result<(Vec<Came>, String), Problems> {
    let mut problems = Problems::default();
    let note_of_all = note(typed, "note", &mut problems);
    if typed.has("whole") {
        return match problems.is_empty() {
            true => Ok((Vec::new(), note_of_all)),
            false => Err(problems),
        };
    }
    let mut came = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let Some(item) = preset.supply_items.get(&line.item) else {
            continue;
        };
        let mut read = |field: String| match typed.has(&field) {
            false => Some(0),
            true => {
                let n = quantities::parse(item, typed.value(&field));
                problems.keep(&field, n, |err| err.said())
            }
        };
        let damaged = read(format!("damaged.{n}"));
        let received = match typed.has(&format!("received.{n}")) {
            true => read(format!("received.{n}")),
            false => Some(line.quantity),
        };
        let (Some(received), Some(damaged)) = (received, damaged) else {
            continue;
        };
        let field = format!("received.{n}");
        let reason = reason(typed, &format!("reason.{n}"));
        if received.saturating_add(damaged) > line.quantity {
            let said = web::Message::new("supply-more-than-sent").with("sent", line.quantity);
            problems.add(field, said);
        } else if (received + damaged < line.quantity || damaged > 0) && reason.is_none() {
            problems.add(format!("reason.{n}"), "supply-reason-missing");
        }
        came.push(Came {
            item: line.item.clone(),
            lot: line.lot.name.clone(),
            received,
            damaged,
            reason,
            note: note(typed, &format!("note.{n}"), &mut problems),
        });
    }
    match problems.is_empty() {
        true => Ok((came, note_of_all)),
        false => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders() {
        assert_eq!(shares(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(10, &[0, 0]), [5, 5]);
        assert_eq!(shares(7, &[5, 0, 5]), [4, 0, 3]);
        assert_eq!(shares(7, &[]), Vec::<i64>::new());
    }

    proptest! {
        #[test]
        fn parts_sum_up_to_the_whole(
            total in 0..1_000_000_000_i64,
            weights in prop::collection::vec(0..10_000_000_i64, 1..60),
        ) {
            let parts = shares(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            prop_assert!(parts.iter().all(|part| *part >= 0));
        }
    }
}
