//! Who keeps the books of a unit, named by the level above.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::{answer, handle, name, seen};
use crate::error::Error;
use crate::ids::SupplySeatId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions;
use crate::supplies::form;
use crate::supplies::model::{Handle, Officer, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/officers.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: Unit,
    officers: Vec<Officer>,
    names: bool,
}

impl Show<'_> {
    fn name(&self) -> String {
        name(self.page, &self.unit)
    }
}

async fn shown(page: &Page, handle: Handle, form: &Form) -> Result<Response, Failure> {
    let (unit, rights, _) = seen(page, handle).await?;
    let officers = actions::officers(&page.app, &page.cx, handle).await?;
    let template = Show {
        page,
        form,
        unit,
        officers,
        names: rights.names,
    };
    answer(page, form, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let form = Form::new(Typed::default(), Problems::default());
    shown(&page, handle(&unit)?, &form).await
}

pub async fn add(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let named = match form::read_officer(&typed) {
        Ok(new) => actions::name_officer(&page.app, &page.cx, handle, &new).await,
        Err(problems) => Err(problems.into()),
    };
    match named {
        Ok(_) => {
            let address = format!("/supplies/{handle}/officers");
            Ok(page.to_saying(&address, "said-supply-officer-named"))
        }
        Err(Error::Problems(problems)) => shown(&page, handle, &Form::new(typed, problems)).await,
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn end(
    Path((unit, seat)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let seat: SupplySeatId = seat.parse().map_err(|_| Error::NotFound)?;
    actions::end_seat(&page.app, &page.cx, handle, seat)
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    let address = format!("/supplies/{handle}/officers");
    Ok(page.to_saying(&address, "said-supply-officer-ended"))
}
