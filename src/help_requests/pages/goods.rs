//! Goods put aside for a request from the store of a unit whose books the reader keeps.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::follow::kind_label;
use crate::error::Error;
use crate::help_requests::actions::goods::{self, Filling};
use crate::help_requests::reference::Reference;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::form;
use crate::supplies::model::{Goods, Unit};
use crate::supplies::pages::{Words, enter, name};
use crate::supplies::rules;

#[derive(Template)]
#[template(path = "help_requests/templates/goods.html")]
struct Fill<'a> {
    page: &'a Page,
    form: &'a Form,
    filling: &'a Filling,
    words: Words,
    /// The unit that is chosen, with what is free there.
    chosen: Option<&'a (Unit, Vec<Goods>)>,
    key: String,
}

impl Fill<'_> {
    fn kind(&self) -> String {
        kind_label(self.page, &self.filling.incident, &self.filling.request)
    }

    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn days(&self) -> i64 {
        rules::LASTS.as_hours() / 24
    }

    fn is_chosen(&self, unit: &Unit) -> bool {
        self.chosen.is_some_and(|(chosen, _)| chosen.id == unit.id)
    }

    fn there(&self) -> Vec<(String, String)> {
        let there = |(_, free): &(Unit, Vec<Goods>)| enter::there(&self.words, free);
        self.chosen.map_or_else(Vec::new, there)
    }

    fn lots(&self) -> Vec<(String, String)> {
        let lots = |(_, free): &(Unit, Vec<Goods>)| enter::lots(self.page, &self.words, free);
        self.chosen.map_or_else(Vec::new, lots)
    }
}

fn reference(text: &str) -> Result<Reference, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn shown(
    page: &Page,
    reference: &Reference,
    unit: &str,
    form: &Form,
) -> Result<Response, Failure> {
    let filling = goods::filling(&page.app, &page.cx, reference).await?;
    let units = &filling.units;
    let named = units
        .iter()
        .find(|(one, _)| one.handle().to_string() == unit);
    let template = Fill {
        page,
        form,
        filling: &filling,
        words: Words::of(page, filling.incident.preset),
        chosen: named.or(units.first()),
        key: vault::random_token(),
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

pub async fn show(page: Page, Path(text): Path<String>) -> Result<Response, Failure> {
    if page.who().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let form = Form::new(Typed::default(), Problems::default());
    let unit = page.query.value("unit").trim();
    shown(&page, &reference(&text)?, unit, &form).await
}

pub async fn reserve(
    Path(text): Path<String>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let reference = reference(&text)?;
    let (app, cx) = (&page.app, &page.cx);
    // Of a request or a unit that is not theirs nobody is told what else is amiss.
    let filling = goods::filling(app, cx, &reference).await?;
    let unit = typed.value("unit").trim().to_owned();
    let handle = unit.parse().map_err(|_| Error::NotFound)?;
    let done = match form::read_reservation(filling.incident.preset, &typed) {
        Ok(new) => goods::reserve(app, cx, (&reference, handle), &new, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(_) => Ok(page.to_saying(
            &format!("/help-requests/{reference}"),
            "said-goods-reserved",
        )),
        Err(err) => {
            let problems = enter::on_the_form(err, "quantity".to_owned())
                .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            shown(&page, &reference, &unit, &Form::new(typed, problems)).await
        }
    }
}
