//! A shipment: acknowledged by its receiver, taken back by its sender.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::enter::on_the_form;
use super::{Words, answer, field, handle, name, reasons, shipment_handle};
use crate::error::Error;
use crate::files;
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Traced, When};
use crate::supplies::form;
use crate::supplies::model::{Handle, ShipmentHandle, Standing, Unit};
use crate::supplies::rules::Rights;

#[derive(Template)]
#[template(path = "supplies/templates/shipment.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: Unit,
    rights: Rights,
    traced: Traced,
    words: Words,
    reasons: Vec<(String, String)>,
}

impl Show<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn field(&self, what: &str, n: impl std::fmt::Display) -> String {
        field(what, n)
    }

    fn is_receiver(&self) -> bool {
        self.traced.to.id == self.unit.id
    }

    fn may_acknowledge(&self) -> bool {
        self.rights.keeps && self.is_receiver() && self.standing() == Standing::InTransit
    }

    fn may_undo(&self) -> bool {
        self.rights.keeps && self.is_receiver() && self.standing() == Standing::Arrived
    }

    fn may_cancel(&self) -> bool {
        self.rights.keeps && !self.is_receiver() && self.standing() == Standing::InTransit
    }

    fn standing(&self) -> Standing {
        self.traced.shipment.standing()
    }

    fn sent(&self, n: &usize) -> String {
        let line = self.traced.lines.get(*n);
        line.map_or_else(String::new, |line| {
            self.words.packs(&line.item, line.quantity)
        })
    }
}

async fn shown(
    page: &Page,
    (unit, shipment): (Handle, ShipmentHandle),
    form: &Form,
) -> Result<Response, Failure> {
    let (unit, rights, traced) = actions::shipment(&page.app, &page.cx, unit, shipment).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &unit)
        .await?
        .preset;
    let template = Show {
        page,
        form,
        unit,
        rights,
        traced,
        words: Words::of(page, preset),
        reasons: reasons(page),
    };
    answer(page, form, &template)
}

pub async fn show(
    page: Page,
    Path((unit, shipment)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, shipment_handle(&shipment)?);
    let mut form = Form::new(Typed::default(), Problems::default());
    let (_, _, traced) = actions::shipment(&page.app, &page.cx, which.0, which.1).await?;
    form.typed.set("photo", traced.photo.unwrap_or_default());
    shown(&page, which, &form).await
}

pub async fn acknowledge(
    Path((unit, shipment)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, shipment_handle(&shipment)?);
    let (unit, _, traced) = actions::shipment(&page.app, &page.cx, which.0, which.1).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &unit)
        .await?
        .preset;
    let done = match form::arrivals(preset, &typed, &traced.lines) {
        Ok((came, note)) => {
            let told = (came.as_slice(), note.as_str());
            actions::acknowledge(&page.app, &page.cx, which, told, When::Now).await
        }
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => Ok(page.to_saying(&format!("/supplies/{}", which.0), "said-supply-arrived")),
        Err(err) => {
            let problems = on_the_form(err, "received.0".to_owned())
                .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            shown(&page, which, &Form::new(typed, problems)).await
        }
    }
}

/// A picture of what came, another, or none any more.
pub async fn photo(
    Path((unit, shipment)): Path<(String, String)>,
    Uploaded {
        page,
        mut typed,
        file,
    }: Uploaded,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, shipment_handle(&shipment)?);
    // Nothing is kept of whoever may not show it.
    let (_, rights, _) = actions::shipment(&page.app, &page.cx, which.0, which.1).await?;
    if !rights.keeps {
        return Err(Error::from(actions::NotYours::Books).into());
    }
    let mut problems = Problems::default();
    let sent = (&mut typed, file);
    let photo = files::form::read(&page.app, &page.cx, "photo", sent, &mut problems).await?;
    if !problems.is_empty() {
        return shown(&page, which, &Form::new(typed, problems)).await;
    }
    actions::set_photo(&page.app, &page.cx, which, photo).await?;
    let address = format!("/supplies/{}/shipments/{}", which.0, which.1);
    Ok(page.to_saying(&address, "said-saved"))
}

pub async fn undo(
    Path((unit, shipment)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, shipment_handle(&shipment)?);
    actions::undo(&page.app, &page.cx, which, typed.value("note"))
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    let address = format!("/supplies/{}/shipments/{}", which.0, which.1);
    Ok(page.to_saying(&address, "said-supply-undone"))
}

pub async fn cancel(
    Path((unit, shipment)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, shipment_handle(&shipment)?);
    actions::cancel(&page.app, &page.cx, which, typed.value("note"))
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    Ok(page.to_saying(&format!("/supplies/{}", which.0), "said-supply-cancelled"))
}
