//! The three short forms: what came from outside, what was handed out, what is gone.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::{Words, answer, field, handle, kept, name, reasons};
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions;
use crate::supplies::form;
use crate::supplies::model::{Goods, Handle, Unit};
use crate::supplies::rules;

#[derive(Template)]
#[template(path = "supplies/templates/receive.html")]
struct Receive<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: &'a Unit,
    name: String,
    words: Words,
    key: String,
}

#[derive(Template)]
#[template(path = "supplies/templates/hand_out.html")]
struct HandOut<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: &'a Unit,
    name: String,
    words: Words,
    stock: Vec<Goods>,
    key: String,
}

#[derive(Template)]
#[template(path = "supplies/templates/write_off.html")]
struct WriteOff<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: &'a Unit,
    name: String,
    words: Words,
    stock: Vec<Goods>,
    reasons: Vec<(String, String)>,
    key: String,
}

/// The items that are there, with their quantity, to choose from.
pub(crate) fn there(words: &Words, stock: &[Goods]) -> Vec<(String, String)> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    for goods in stock {
        match sums.last_mut() {
            Some((item, sum)) if *item == goods.item => *sum += goods.quantity,
            _ => sums.push((&goods.item, goods.quantity)),
        }
    }
    let sums = sums.into_iter().filter(|(_, sum)| *sum > 0);
    sums.map(|(item, sum)| {
        let label = format!("{} · {}", words.item(item), words.packs(item, sum));
        (item.to_owned(), label)
    })
    .collect()
}

/// The lots that are there, to choose from where there are several.
pub(crate) fn lots(page: &Page, words: &Words, stock: &[Goods]) -> Vec<(String, String)> {
    let named = stock
        .iter()
        .filter(|goods| goods.quantity > 0 && !goods.lot.name.is_empty());
    named
        .map(|goods| {
            let lot = &goods.lot.name;
            let mut label = format!(
                "{lot} · {} · {}",
                words.item(&goods.item),
                words.packs(&goods.item, goods.quantity)
            );
            if let Some(day) = goods.lot.expires_on {
                let expires = page.say("supply-expires", "day", page.date(&day));
                label = format!("{label} · {expires}");
            }
            (lot.clone(), label)
        })
        .collect()
}

impl HandOut<'_> {
    fn field(&self, what: &str, group: &str) -> String {
        field(what, group)
    }

    fn there(&self) -> Vec<(String, String)> {
        there(&self.words, &self.stock)
    }

    fn lots(&self) -> Vec<(String, String)> {
        lots(self.page, &self.words, &self.stock)
    }
}

impl WriteOff<'_> {
    fn there(&self) -> Vec<(String, String)> {
        there(&self.words, &self.stock)
    }

    fn lots(&self) -> Vec<(String, String)> {
        lots(self.page, &self.words, &self.stock)
    }
}

/// Which of the forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Receive,
    HandOut,
    WriteOff,
}

async fn shown(
    page: &Page,
    which: Which,
    (unit, preset): (&Unit, &'static Preset),
    form: &Form,
) -> Result<Response, Failure> {
    let words = Words::of(page, preset);
    let name = name(page, unit);
    let key = vault::random_token();
    let home = actions::home(&page.app, &page.cx, unit.handle()).await?;
    let stock = match which {
        // What is promised to requests is not for others; spoilt it may be as well.
        Which::HandOut => rules::free(&home.stock, &home.reserved),
        Which::Receive | Which::WriteOff => home.stock,
    };
    match which {
        Which::Receive => answer(
            page,
            form,
            &Receive {
                page,
                form,
                unit,
                name,
                words,
                key,
            },
        ),
        Which::HandOut => answer(
            page,
            form,
            &HandOut {
                page,
                form,
                unit,
                name,
                words,
                stock,
                key,
            },
        ),
        Which::WriteOff => answer(
            page,
            form,
            &WriteOff {
                page,
                form,
                unit,
                name,
                words,
                stock,
                reasons: reasons(page),
                key,
            },
        ),
    }
}

async fn blank(page: Page, unit: &str, which: Which) -> Result<Response, Failure> {
    let (unit, preset) = kept(&page, handle(unit)?).await?;
    let mut typed = Typed::default();
    // What stands first on the list is what nearly everybody enters: masks.
    let home = actions::home(&page.app, &page.cx, unit.handle()).await?;
    let there = |code: &str| {
        let mut stock = home.stock.iter();
        which == Which::Receive || stock.any(|goods| goods.item == code && goods.quantity > 0)
    };
    let mut items = preset.supply_items.iter();
    if let Some(first) = items.find(|item| there(&item.code)) {
        typed.set("item", first.code.as_str());
    }
    let form = Form::new(typed, Problems::default());
    shown(&page, which, (&unit, preset), &form).await
}

async fn sent(unit: &str, which: Which, sent: Sent) -> Result<Response, Failure> {
    let Sent { page, typed, key } = sent;
    let handle: Handle = handle(unit)?;
    let (unit, preset) = kept(&page, handle).await?;
    let (app, cx, key) = (&page.app, &page.cx, key.as_ref());
    let entered = match which {
        Which::Receive => match form::read_receipt(cx, preset, &typed) {
            Ok(told) => actions::receive(app, cx, handle, &told, key).await,
            Err(problems) => Err(problems.into()),
        },
        Which::HandOut => match form::read_hand_out(cx, preset, &typed) {
            Ok(told) => actions::hand_out(app, cx, handle, &told, key).await,
            Err(problems) => Err(problems.into()),
        },
        Which::WriteOff => match form::read_loss(cx, preset, &typed) {
            Ok(told) => actions::lose(app, cx, handle, &told, key).await,
            Err(problems) => Err(problems.into()),
        },
    };
    let said = match which {
        Which::Receive => "said-supply-received",
        Which::HandOut => "said-supply-handed-out",
        Which::WriteOff => "said-supply-written-off",
    };
    match entered {
        Ok(_) => Ok(page.to_saying(&format!("/supplies/{handle}"), said)),
        Err(err) => {
            let problems = on_the_form(err, field_of(which, &typed))
                .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            shown(&page, which, (&unit, preset), &Form::new(typed, problems)).await
        }
    }
}

/// Where a refusal of the books is shown on the form.
fn field_of(which: Which, typed: &Typed) -> String {
    match which {
        Which::Receive | Which::WriteOff => "quantity".to_owned(),
        Which::HandOut => filled(typed).unwrap_or_else(|| "item".to_owned()),
    }
}

/// The first quantity of a group that was filled in.
pub(super) fn filled(typed: &Typed) -> Option<String> {
    let filled = typed
        .iter()
        .find(|(name, value)| name.starts_with("quantity.") && !value.trim().is_empty());
    filled.map(|(name, _)| name.to_owned())
}

/// What the books refuse stands at the quantity, with all that was typed; other errors go on as they are.
pub(crate) fn on_the_form(err: Error, field: String) -> Result<Problems, Error> {
    match err {
        Error::Problems(problems) => Ok(problems),
        Error::Refused(refusal) if refusal.name().starts_with("supply-") => {
            let mut problems = Problems::default();
            problems.add(field, refusal.said());
            Ok(problems)
        }
        other => Err(other),
    }
}

pub async fn receive(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    blank(page, &unit, Which::Receive).await
}

pub async fn hand_out(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    blank(page, &unit, Which::HandOut).await
}

pub async fn write_off(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    blank(page, &unit, Which::WriteOff).await
}

pub async fn send_receive(Path(unit): Path<String>, form: Sent) -> Result<Response, Failure> {
    sent(&unit, Which::Receive, form).await
}

pub async fn send_hand_out(Path(unit): Path<String>, form: Sent) -> Result<Response, Failure> {
    sent(&unit, Which::HandOut, form).await
}

pub async fn send_write_off(Path(unit): Path<String>, form: Sent) -> Result<Response, Failure> {
    sent(&unit, Which::WriteOff, form).await
}
