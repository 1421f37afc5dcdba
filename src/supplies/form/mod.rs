//! Reading what officers type, for pages and programs alike.

mod allocation;
mod day;
mod entry;
mod headcount;
mod people;
mod reserve;

pub use allocation::{Formula, SHARES, arrivals, fill, read_allocation, shares};
pub use day::{for_lines, read_counts, read_some_counts};
pub use entry::{read_hand_out, read_loss, read_receipt, read_reversal};
pub use headcount::read_headcount;
pub use people::{read_officer, read_unit};
pub use reserve::{read_hand_over, read_release, read_reservation};

use areas::AreaCode;
use i18n::Language;
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use super::actions::When;
use super::model::Reason;
use super::quantity;
use crate::accounts::form::words;
use crate::areas::typed as area_typed;
use crate::clock;
use crate::incidents::preset::{Preset, SupplyItem};

/// Letters of a document number, a carrier, a donor, a lot; and of a note.
const LINE: usize = 120;
const NOTE: usize = 500;

/// The item that is meant; the only one there is where none is named.
pub fn item<'a>(
    preset: &'a Preset,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<&'a SupplyItem> {
    let code = typed.value("item").trim();
    let item = match (code, &*preset.supply_items) {
        ("", [only]) => Some(only),
        _ => preset.supply_items.get(code),
    };
    if item.is_none() {
        problems.add("item", "choice-unknown");
    }
    item
}

/// A quantity above zero; none where nothing was typed or it is no quantity.
pub(super) fn quantity(
    item: &SupplyItem,
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
) -> Option<i64> {
    match quantity::parse(item, typed.value(field)) {
        Ok(0) => {
            problems.add(field, "supply-quantity-missing");
            None
        }
        Ok(n) => Some(n),
        Err(err) => {
            problems.add(field, err.said());
            None
        }
    }
}

/// Fields `happened_on` (a day as the reader writes it) or `happened_at` (an instant, RFC 3339); now without.
pub(super) fn when(
    language: Language,
    now: jiff::Timestamp,
    typed: &Typed,
    problems: &mut Problems,
) -> When {
    if typed.has("happened_at") {
        let at = typed.value("happened_at").trim().parse();
        let at = problems.keep("happened_at", at, |_| "supply-date-wrong");
        return at.map_or(When::Now, When::At);
    }
    if !typed.has("happened_on") {
        return When::Now;
    }
    let day = i18n::date::parse_date(language, typed.value("happened_on"));
    let day = problems.keep("happened_on", day, |_| "supply-date-wrong");
    match day {
        Some(day) if day > clock::day(now) => {
            problems.add("happened_on", "supply-future");
            When::Now
        }
        Some(day) if day == clock::day(now) => When::Now,
        Some(day) => When::On(day),
        None => When::Now,
    }
}

fn day(language: Language, typed: &Typed, field: &str, problems: &mut Problems) -> Option<Date> {
    if !typed.has(field) {
        return None;
    }
    let day = i18n::date::parse_date(language, typed.value(field));
    problems.keep(field, day, |_| "supply-date-wrong")
}

fn reason(typed: &Typed, field: &str) -> Option<Reason> {
    Reason::from_code(typed.value(field).trim())
}

pub(super) fn line(typed: &Typed, field: &str, problems: &mut Problems) -> String {
    words(typed, field, LINE, problems)
}

pub(super) fn note(typed: &Typed, field: &str, problems: &mut Problems) -> String {
    words(typed, field, NOTE, problems)
}

/// How many people; none where nothing was typed.
pub(super) fn persons(typed: &Typed, field: &str, problems: &mut Problems) -> Option<u32> {
    let text = i18n::fold_digits(typed.value(field).trim()).replace([',', ' '], "");
    if text.is_empty() {
        return None;
    }
    let n = text.parse().ok().filter(|n| *n <= 1_000_000);
    if n.is_none() {
        problems.add(field, Message::new("supply-persons-wrong"));
    }
    n
}

fn area(typed: &Typed, problems: &mut Problems) -> Option<AreaCode> {
    match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) => Some(area),
        area_typed::AreaTyped::Nothing => {
            problems.add("area_text", "round-area-missing");
            None
        }
        unclear => {
            problems.add("area_text", area_typed::problem(&unclear)?);
            None
        }
    }
}
