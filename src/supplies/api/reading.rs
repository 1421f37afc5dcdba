//! Quantities, items and groups as programs send them.

use utoipa::ToSchema;
use web::{Problems, Typed};

use crate::incidents::preset::{Preset, SupplyItem};
use crate::supplies::form;
use crate::supplies::model::Reason;
use crate::supplies::quantity as quantities;

/// A quantity: a number of base units, or text such as `2 boxes and 13`.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyQuantity)]
#[serde(untagged)]
pub enum QuantitySent {
    Text(String),
    Number(i64),
}

/// The places of a list of objects: `lines.0`, `lines.1`, as many as were sent.
pub(super) fn places<'a>(typed: &'a Typed, list: &'a str) -> impl Iterator<Item = String> + 'a {
    (0..)
        .map(move |n| format!("{list}.{n}"))
        .take_while(|at| typed.iter().any(|(name, _)| is_below(name, at)))
}

fn is_below(name: &str, at: &str) -> bool {
    let rest = name.strip_prefix(at);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

/// The item named at a place; the only one there is where none is named.
pub(super) fn item<'a>(
    preset: &'a Preset,
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
) -> Option<&'a SupplyItem> {
    let item = match (typed.value(field).trim(), &*preset.supply_items) {
        ("", [only]) => Some(only),
        (code, _) => preset.supply_items.get(code),
    };
    problems.keep(field, item.ok_or(()), |()| "choice-unknown")
}

/// A quantity above zero.
pub(super) fn some(
    item: &SupplyItem,
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
) -> Option<i64> {
    form::quantity(item, typed, field, problems)
}

/// A quantity that may be nothing; `usual` where none is sent.
pub(super) fn any(
    item: &SupplyItem,
    typed: &Typed,
    field: &str,
    usual: Option<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    match (typed.has(field), usual) {
        (false, Some(usual)) => Some(usual),
        _ => {
            let read = quantities::parse(item, typed.value(field));
            problems.keep(field, read, |err| err.said())
        }
    }
}

/// A code of the preset's risk groups.
pub(super) fn group(
    preset: &Preset,
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
) -> Option<String> {
    let code = typed.value(field).trim();
    let known = preset.risk_groups.get(code).map(|group| group.code.clone());
    problems.keep(field, known.ok_or(()), |()| "choice-unknown")
}

/// A reason by its code, where one is sent.
pub(super) fn reason(typed: &Typed, field: &str, problems: &mut Problems) -> Option<Reason> {
    if !typed.has(field) {
        return None;
    }
    let reason = Reason::from_code(typed.value(field).trim());
    problems.keep(field, reason.ok_or(()), |()| "choice-unknown")
}
