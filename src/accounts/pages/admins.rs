//! Who answers for an area and for those below it.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use crate::accounts::actions::admins::{self, Answering};
use crate::accounts::admins::Admin;
use crate::accounts::form;
use crate::error::Error;
use crate::ids::SeatId;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/admins.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    answering: Answering,
}

impl Show<'_> {
    fn is_own(&self, admin: &Admin) -> bool {
        self.page.cx.account() == Some(admin.account)
    }

    /// Whether the level above looks at this.
    fn is_above(&self) -> bool {
        let who = self.page.who();
        let above = self.answering.area.parent();
        who.zip(above)
            .is_some_and(|(who, above)| who.is_admin_of(above))
    }

    /// The area above, where one may look at it too.
    fn above(&self) -> Option<AreaCode> {
        let above = self.answering.area.parent()?;
        let who = self.page.who()?;
        who.is_admin_of(above).then_some(above)
    }

    fn n_named(&self) -> usize {
        let below = self.answering.below.iter();
        below.filter(|(_, admins)| !admins.is_empty()).count()
    }

    /// What was typed belongs to the form of the seat it was sent with, or to that of a new admin.
    fn is_leaving(&self) -> bool {
        !self.form.value("seat").is_empty()
    }
}

fn area_of(text: &str) -> Result<AreaCode, Error> {
    let code: AreaCode = text.parse().map_err(|_| Error::NotFound)?;
    let known = areas::register().get(code).map(|area| area.code);
    known.ok_or(Error::NotFound)
}

async fn shown(page: &Page, area: AreaCode, form: &Form) -> Result<Response, Failure> {
    let answering = admins::answering(&page.app, &page.cx, area).await?;
    let template = Show {
        page,
        form,
        answering,
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

/// To the area one answers for.
pub async fn own(page: Page) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let home = admins::home(who).ok_or(Error::NotFound)?;
    Ok(page.to(&format!("/admins/{}", home.short())))
}

pub async fn show(page: Page, Path(area): Path<String>) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let form = Form::new(Typed::default(), Problems::default());
    shown(&page, area_of(&area)?, &form).await
}

pub async fn name(
    Path(area): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let area = area_of(&area)?;
    // Whoever may not is told so before anything else.
    admins::answering(&page.app, &page.cx, area).await?;
    let named = match form::read_admin(&typed) {
        Ok(new) => admins::name(&page.app, &page.cx, area, &new).await,
        Err(problems) => Err(problems.into()),
    };
    match named {
        Ok(_) => Ok(page.to_saying(&format!("/admins/{}", area.short()), "said-admin-named")),
        Err(err) => again(&page, area, typed, err).await,
    }
}

/// The page once more, with what is amiss beside the fields.
async fn again(page: &Page, area: AreaCode, typed: Typed, err: Error) -> Result<Response, Failure> {
    let problems = match err {
        Error::Problems(problems) => problems,
        Error::Refused(refusal) => {
            let mut problems = Problems::default();
            problems.add("phone", refusal.said());
            problems
        }
        err => return Err(Failure::with_typed(err, typed)),
    };
    shown(page, area, &Form::new(typed, problems)).await
}

pub async fn end(
    Path(seat): Path<SeatId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let reason = form::reason(&typed);
    let area = admins::end(&page.app, &page.cx, seat, &reason)
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    Ok(page.to_saying(&after(&page, area), "said-admin-ended"))
}

/// Whoever ended their own seat may not look there any more.
fn after(page: &Page, area: AreaCode) -> String {
    let is_above = area
        .parent()
        .is_some_and(|above| page.who().is_some_and(|who| who.is_admin_of(above)));
    match is_above {
        true => format!("/admins/{}", area.short()),
        false => "/volunteer".to_owned(),
    }
}

pub async fn name_successor(
    Path(seat): Path<SeatId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let own = who.seats.iter().find(|one| one.id == seat);
    let area = own.map(|one| one.area).ok_or(Error::NotFound)?;
    let named = match form::read_admin(&typed) {
        Ok(new) => admins::name_successor(&page.app, &page.cx, seat, &new).await,
        Err(problems) => Err(problems.into()),
    };
    match named {
        Ok(area) => Ok(page.to_saying(&after(&page, area), "said-admin-succeeded")),
        Err(err) => {
            let mut typed = typed;
            typed.set("seat", seat.to_string());
            again(&page, area, typed, err).await
        }
    }
}
