//! `/rounds`: the rounds of an area for its admins, own shares for volunteers.

pub mod close;
pub mod edit;
pub mod list;
pub mod show;

use areas::{AreaCode, Level};
use jiff::civil::Date;

use super::handle::Handle;
use super::model::{Named, OwnShare, Round, Share};
use super::rules::{self, Standing};
use crate::clock;
use crate::error::Error;
use crate::layout::Page;

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

fn standing(page: &Page, round: &Round) -> Standing {
    rules::standing(round, clock::day(page.cx.now))
}

/// First and last day.
fn days(page: &Page, starts_on: Date, ends_on: Date) -> String {
    format!("{} – {}", page.date(&starts_on), page.date(&ends_on))
}

/// An area by its own name alone, where it stands below the area it lies in.
fn short_name(page: &Page, area: AreaCode) -> String {
    let thai = page.language() == i18n::Language::Th;
    match areas::register().get(area) {
        Some(known) if thai => known.name_th.to_string(),
        Some(known) => known.name_en.to_string(),
        None => page.area(&area),
    }
}

/// "หมู่ 3 บ้านสันผักฮี้".
fn village_name(page: &Page, named: &Named) -> String {
    let thai = page.language() == i18n::Language::Th;
    let name = match thai || named.name_en.is_empty() {
        true => &named.name,
        false => &named.name_en,
    };
    let moo = page.say("village-moo", "n", named.moo);
    format!("{moo} {name}").trim_end().to_owned()
}

/// What was given: the village, or the whole subdistrict.
fn share_name(page: &Page, share: &Share, named: Option<&Named>) -> String {
    match (share.village, named) {
        (None, _) => page.t("round-whole-subdistrict"),
        (Some(_), Some(named)) => village_name(page, named),
        (Some(code), None) => page.say("village-moo", "n", code % 100),
    }
}

/// An own share, with the subdistrict it is in.
fn own_name(page: &Page, own: &OwnShare) -> String {
    let area = short_name(page, own.share.area);
    let share = share_name(page, &own.share, own.village.as_ref());
    format!("{area} · {share}")
}

/// The message key of what the parts of an area are.
fn parts_title(area: AreaCode) -> &'static str {
    match area.level() {
        Level::Country | Level::Province => "round-by-district",
        Level::District => "round-by-subdistrict",
        Level::Subdistrict => "round-by-village",
    }
}
