//! `/supplies`: the units one keeps, what they have, what comes and goes, and their days.

pub mod allocate;
pub mod count;
pub mod day;
pub mod days;
pub mod enter;
pub mod entries;
pub mod hang;
pub mod headcounts;
pub mod home;
pub mod list;
pub mod officers;
pub mod phone;
pub mod report;
pub mod reservations;
pub mod shipment;
pub mod trace;
pub mod units;

use std::borrow::Borrow;

use askama::Template;
use axum::response::Response;
use i18n::Language;

use super::actions;
use super::model::{Handle, ShipmentHandle, Unit};
use super::quantity;
use super::rules::{self, Rights};
use crate::error::Error;
use crate::incidents::preset::{Preset, SupplyItem};
use crate::layout::{Failure, Form, Page};

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

fn shipment_handle(text: &str) -> Result<ShipmentHandle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A unit whose books one keeps, with its preset; refused before a form is shown to others.
async fn kept(page: &Page, handle: Handle) -> Result<(Unit, &'static Preset), Error> {
    let (unit, rights) = actions::unit(&page.app, &page.cx, handle).await?;
    if !rights.keeps {
        return Err(actions::NotYours::Books.into());
    }
    let preset = actions::incident_of(&page.app, &page.cx, &unit)
        .await?
        .preset;
    Ok((unit, preset))
}

async fn seen(page: &Page, handle: Handle) -> Result<(Unit, Rights, &'static Preset), Error> {
    let (unit, rights) = actions::unit(&page.app, &page.cx, handle).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &unit)
        .await?
        .preset;
    Ok((unit, rights, preset))
}

/// Items, quantities and units in the reader's words.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    language: Language,
    preset: &'static Preset,
}

impl Words {
    pub(crate) fn of(page: &Page, preset: &'static Preset) -> Words {
        Words {
            language: page.language(),
            preset,
        }
    }

    pub(crate) fn item(&self, code: &str) -> String {
        let label = self.preset.supply_items.label(code, self.language);
        label.to_owned()
    }

    pub(crate) fn known(&self, code: &str) -> Option<&'static SupplyItem> {
        self.preset.supply_items.get(code)
    }

    /// "24 กล่อง 40 ชิ้น".
    pub(crate) fn packs(&self, code: &str, n: impl Borrow<i64>) -> String {
        let n = *n.borrow();
        match self.known(code) {
            Some(item) => quantity::in_packs(item, n, self.language),
            None => i18n::number(self.language, n),
        }
    }

    /// "1,240 ชิ้น".
    pub(crate) fn pieces(&self, code: &str, n: impl Borrow<i64>) -> String {
        let n = *n.borrow();
        match self.known(code) {
            Some(item) => quantity::in_units(item, n, self.language),
            None => i18n::number(self.language, n),
        }
    }

    /// "กล่องละ 50 ชิ้น", of items with packs.
    pub(crate) fn pack_hint(&self, page: &Page, code: &str) -> String {
        let Some(item) = self.known(code) else {
            return String::new();
        };
        let packs = item.packs.iter().filter(|pack| pack.of > 1);
        let told = packs.map(|pack| {
            let inside = quantity::in_units(item, i64::from(pack.of), self.language);
            let pack = pack.unit.labels.get(self.language).to_owned();
            let args = [
                ("pack", i18n::Arg::from(pack)),
                ("inside", i18n::Arg::from(inside)),
            ];
            i18n::say(page.language(), "supply-pack-hint", &args)
        });
        told.collect::<Vec<_>>().join(" · ")
    }

    pub(crate) fn group(&self, code: &str) -> String {
        self.preset
            .risk_groups
            .label(code, self.language)
            .to_owned()
    }

    pub(crate) fn items(&self) -> Vec<(String, String)> {
        let items = self.preset.supply_items.iter();
        items
            .map(|item| (item.code.clone(), item.labels.get(self.language).to_owned()))
            .collect()
    }

    pub(crate) fn groups(&self) -> Vec<(String, String)> {
        let groups = self.preset.risk_groups.iter();
        groups
            .map(|group| {
                (
                    group.code.clone(),
                    group.labels.get(self.language).to_owned(),
                )
            })
            .collect()
    }
}

/// The page, again with what is amiss where it was refused.
fn answer(page: &Page, form: &Form, template: &impl Template) -> Result<Response, Failure> {
    match form.problems.is_empty() {
        true => page.render(template),
        false => page.refuse(template),
    }
}

/// The name of a field for one of several.
fn field(what: &str, which: impl std::fmt::Display) -> String {
    format!("{what}.{which}")
}

/// For how many days so much is enough by what was used of late, in words, and whether that is little; nothing where
/// nothing was used, or enough is there for months.
fn lasts(page: &Page, there: i64, used: i64) -> Option<(String, bool)> {
    /// Beyond so many days the figure says nothing.
    const TOLD: i64 = 90;
    let days = rules::days_left(there, used)?;
    let words = match days {
        _ if there < 1 => page.t("supply-ran-out"),
        0 => page.t("supply-lasts-no-day"),
        days if days > TOLD => return None,
        days => page.say("supply-lasts", "n", days),
    };
    Some((words, rules::runs_out(there, used)))
}

/// What a unit is called in a language.
pub(crate) fn name(page: &Page, unit: &Unit) -> String {
    match page.language() {
        Language::Th => unit.name.clone(),
        _ if unit.name_en.is_empty() => unit.name.clone(),
        _ => unit.name_en.clone(),
    }
}

fn reasons(page: &Page) -> Vec<(String, String)> {
    let all = super::model::Reason::ALL.into_iter();
    all.map(|reason| (reason.code().to_owned(), page.t(reason.label())))
        .collect()
}
