//! Goods that a unit keeps aside for requests: the list, and one of them, handed over or given free.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::enter::{filled, on_the_form};
use super::{Words, answer, field, handle, name, seen};
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, PAGE, Promised};
use crate::supplies::form;
use crate::supplies::model::{Handle, ReservationHandle, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/reservations.html")]
struct List<'a> {
    page: &'a Page,
    unit: Unit,
    words: Words,
    all: Vec<Promised>,
    next: Option<String>,
}

impl List<'_> {
    fn name(&self) -> String {
        name(self.page, &self.unit)
    }
}

pub async fn list(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let handle = handle(&unit)?;
    let (_, _, preset) = seen(&page, handle).await?;
    let (unit, _, all, next) =
        actions::reservations(&page.app, &page.cx, handle, PAGE, after).await?;
    let next = next.map(|cursor| {
        let mut query = Typed::default();
        query.set("after", cursor);
        query.to_query()
    });
    page.render(&List {
        page: &page,
        unit,
        words: Words::of(&page, preset),
        all,
        next,
    })
}

#[derive(Template)]
#[template(path = "supplies/templates/reservation.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    one: Promised,
    words: Words,
    /// Which of its two forms was sent and refused.
    sent: Option<&'a str>,
    key: String,
}

impl Show<'_> {
    fn name(&self) -> String {
        name(self.page, &self.one.unit)
    }

    fn field(&self, what: &str, group: &str) -> String {
        field(what, group)
    }

    fn address(&self) -> String {
        address(self.one.unit.handle(), self.one.reservation.handle())
    }

    fn may_end(&self) -> bool {
        self.one.rights.keeps && self.one.reservation.stands(&self.page.cx.now)
    }

    fn is_sent(&self, which: &str) -> bool {
        self.sent == Some(which)
    }

    /// Whether lots are named: an item without any has one that is called nothing.
    fn has_lots(&self) -> bool {
        let mut lots = self.one.reservation.lots.iter();
        lots.any(|(lot, _)| !lot.name.is_empty() || lot.expires_on.is_some())
    }
}

fn address(unit: Handle, which: ReservationHandle) -> String {
    format!("/supplies/{unit}/reservations/{which}")
}

type Which = (Handle, ReservationHandle);

fn which(unit: &str, reservation: &str) -> Result<Which, Error> {
    let reservation = reservation.parse().map_err(|_| Error::NotFound)?;
    Ok((handle(unit)?, reservation))
}

/// The reservation, where it is one of that unit.
async fn found(page: &Page, (unit, which): Which) -> Result<Promised, Error> {
    let one = actions::reservation(&page.app, &page.cx, which).await?;
    match one.unit.handle() == unit {
        true => Ok(one),
        false => Err(Error::NotFound),
    }
}

async fn shown(
    page: &Page,
    which: Which,
    form: &Form,
    sent: Option<&str>,
) -> Result<Response, Failure> {
    let one = found(page, which).await?;
    let incident = actions::incident_of(&page.app, &page.cx, &one.unit).await?;
    let template = Show {
        page,
        form,
        words: Words::of(page, incident.preset),
        one,
        sent,
        key: vault::random_token(),
    };
    answer(page, form, &template)
}

pub async fn show(
    page: Page,
    Path((unit, reservation)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let form = Form::new(Typed::default(), Problems::default());
    shown(&page, which(&unit, &reservation)?, &form, None).await
}

pub async fn hand_over(
    Path((unit, reservation)): Path<(String, String)>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let which = which(&unit, &reservation)?;
    let (app, cx) = (&page.app, &page.cx);
    let one = found(&page, which).await?;
    let incident = actions::incident_of(app, cx, &one.unit).await?;
    let item = &one.reservation.item;
    let done = match form::read_hand_over(cx, incident.preset, &typed, item) {
        Ok(over) => actions::hand_over(app, cx, which.1, &over, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(_) => Ok(page.to_saying(&address(which.0, which.1), "said-supply-handed-over")),
        Err(err) => {
            let at = filled(&typed).unwrap_or_else(|| "happened_on".to_owned());
            refused(&page, which, (err, at), typed, "hand-over").await
        }
    }
}

pub async fn release(
    Path((unit, reservation)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let which = which(&unit, &reservation)?;
    found(&page, which).await?;
    let done = match form::read_release(&typed) {
        Ok(reason) => actions::release(&page.app, &page.cx, which.1, &reason).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => Ok(page.to_saying(&address(which.0, which.1), "said-supply-released")),
        Err(err) => refused(&page, which, (err, "reason".to_owned()), typed, "release").await,
    }
}

async fn refused(
    page: &Page,
    which: Which,
    (err, field): (Error, String),
    typed: Typed,
    sent: &str,
) -> Result<Response, Failure> {
    let problems =
        on_the_form(err, field).map_err(|err| Failure::with_typed(err, typed.clone()))?;
    shown(page, which, &Form::new(typed, problems), Some(sent)).await
}
