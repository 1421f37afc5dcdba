//! Sending to several units by one form: typed, filled in by a formula, or pasted from a sheet.

use std::collections::HashMap;

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::enter::on_the_form;
use super::{Words, answer, field, handle, kept, name};
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Receivers};
use crate::supplies::form::{self, Formula};
use crate::supplies::model::{Handle, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/allocate.html")]
struct Allocate<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: &'a Unit,
    words: Words,
    receivers: &'a Receivers,
    key: String,
}

impl Allocate<'_> {
    fn called(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn field(&self, what: &str, which: impl std::fmt::Display) -> String {
        field(what, which)
    }

    fn formulas(&self) -> [Formula; 4] {
        form::SHARES
    }

    /// The items that are there, with their quantity.
    fn there(&self) -> Vec<(String, String)> {
        let mut sums: Vec<(&str, i64)> = Vec::new();
        for goods in &self.receivers.stock {
            match sums.last_mut() {
                Some((item, sum)) if *item == goods.item => *sum += goods.quantity,
                _ => sums.push((&goods.item, goods.quantity)),
            }
        }
        let sums = sums.into_iter().filter(|(_, sum)| *sum > 0);
        sums.map(|(item, sum)| {
            let label = format!(
                "{} · {}",
                self.words.item(item),
                self.words.packs(item, sum)
            );
            (item.to_owned(), label)
        })
        .collect()
    }

    /// Units below come first, then those beside and above.
    fn groups(&self) -> Vec<(&'static str, Vec<&Unit>)> {
        let all = [
            ("supply-to-below", &self.receivers.below),
            ("supply-to-beside", &self.receivers.beside),
            ("supply-to-above", &self.receivers.above),
        ];
        let all = all.map(|(title, units)| (title, units.iter().collect::<Vec<_>>()));
        all.into_iter()
            .filter(|(_, units)| !units.is_empty())
            .collect()
    }
}

async fn shown(
    page: &Page,
    (unit, preset): (&Unit, &'static Preset),
    receivers: &Receivers,
    form: &Form,
) -> Result<Response, Failure> {
    let template = Allocate {
        page,
        form,
        unit,
        words: Words::of(page, preset),
        receivers,
        key: vault::random_token(),
    };
    answer(page, form, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (unit, preset) = kept(&page, handle).await?;
    let receivers = actions::receivers(&page.app, &page.cx, handle).await?;
    let mut typed = Typed::default();
    let there = receivers.items();
    let mut items = preset.supply_items.iter();
    if let Some(first) = items.find(|item| there.contains(&item.code.as_str())) {
        typed.set("item", first.code.as_str());
    }
    let form = Form::new(typed, Problems::default());
    shown(&page, (&unit, preset), &receivers, &form).await
}

/// Fills in by a formula, or sends.
pub async fn send(Path(unit): Path<String>, sent: Sent) -> Result<Response, Failure> {
    let Sent {
        page,
        mut typed,
        key,
    } = sent;
    let handle: Handle = handle(&unit)?;
    let (unit, preset) = kept(&page, handle).await?;
    let receivers = actions::receivers(&page.app, &page.cx, handle).await?;
    let formula = Formula::from_code(typed.value("formula"));
    typed.remove("formula");
    if let Some(formula) = formula {
        let weights = weights(&page, preset, &typed, (handle, &receivers), formula).await?;
        let problems = form::fill(preset, &mut typed, &weights, formula).err();
        let form = Form::new(typed, problems.unwrap_or_default());
        return shown(&page, (&unit, preset), &receivers, &form).await;
    }
    let all = receivers.all();
    let sent = match form::read_allocation(&page.cx, preset, &typed, &all) {
        Ok(new) => actions::allocate(&page.app, &page.cx, handle, &new, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match sent {
        Ok(allocation) => {
            let address = format!("/supplies/{handle}/trace/{allocation}");
            Ok(page.to_saying(&address, "said-supply-sent"))
        }
        Err(err) => {
            let filled = typed
                .iter()
                .find(|(name, value)| name.starts_with("to.") && !value.trim().is_empty());
            let field = filled.map_or("item", |(name, _)| name).to_owned();
            let problems =
                on_the_form(err, field).map_err(|err| Failure::with_typed(err, typed.clone()))?;
            let form = Form::new(typed, problems);
            shown(&page, (&unit, preset), &receivers, &form).await
        }
    }
}

/// The units below with what each weighs by a formula; all of them where lines were pasted.
async fn weights(
    page: &Page,
    preset: &'static Preset,
    typed: &Typed,
    (above, receivers): (Handle, &Receivers),
    formula: Formula,
) -> Result<Vec<(Unit, i64)>, Failure> {
    let below = receivers.below.clone();
    Ok(match formula {
        Formula::Equal => below.into_iter().map(|unit| (unit, 1)).collect(),
        Formula::Pasted => receivers.all().into_iter().map(|unit| (unit, 0)).collect(),
        Formula::Population => {
            let living = actions::living(&page.app, &below).await?;
            let known: HashMap<AreaCode, i64> = living.into_iter().collect();
            let n = |unit: &Unit| known.get(&unit.area).copied().unwrap_or(0);
            below
                .into_iter()
                .map(|unit| (n(&unit), unit))
                .map(|(n, unit)| (unit, n))
                .collect()
        }
        Formula::Headcount => {
            let of = Some(typed.value("headcount_of")).filter(|group| !group.is_empty());
            actions::served(&page.app, above, below, of).await?
        }
        Formula::Need => {
            let item = match (typed.value("item"), &*preset.supply_items) {
                ("", [only]) => only.code.clone(),
                (code, _) => code.to_owned(),
            };
            actions::needs(&page.app, &page.cx, &below, &item).await?
        }
    })
}
