//! Talks that are due: an area's for its admin, one's own for everybody else.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::Problems;

use super::{area, incident};
use crate::clock;
use crate::error::Error;
use crate::ids::PersonId;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page, Sent};
use crate::survey::handle::Handle;
use crate::vaccination::actions::talks;
use crate::vaccination::model::DueTalk;

#[derive(Template)]
#[template(path = "vaccination/templates/talks.html")]
struct Talks<'a> {
    page: &'a Page,
    form: &'a Form,
    incident: &'a Incident,
    area: Option<AreaCode>,
    list: &'a talks::Page,
}

impl Talks<'_> {
    fn handle(&self, talk: &DueTalk) -> String {
        let handle = Handle {
            province: talk.province,
            id: talk.household,
        };
        handle.to_string()
    }

    fn reason<'a>(&'a self, talk: &'a DueTalk) -> &'a str {
        let reasons = &self.incident.preset.reasons;
        reasons.label(&talk.reason, self.page.language())
    }

    fn band<'a>(&'a self, talk: &'a DueTalk) -> &'a str {
        let bands = &self.incident.preset.age_bands;
        bands.label(&talk.age_band, self.page.language())
    }

    fn is_late(&self, talk: &DueTalk) -> bool {
        talk.due_on <= clock::day(self.page.cx.now)
    }

    fn is_sent(&self, talk: &DueTalk) -> bool {
        self.form.value("person") == talk.person.to_string()
    }

    fn more(&self) -> String {
        let incident = self.incident.prefix.as_str();
        let area = self
            .area
            .map_or(String::new(), |area| format!("&area={}", area.short()));
        format!("?incident={incident}{area}")
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let area = area(&page)?;
    shown(&page, area, &Form::default()).await
}

async fn shown(page: &Page, area: Option<AreaCode>, form: &Form) -> Result<Response, Failure> {
    if page.who().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let incident = incident(page)?;
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let list = talks::list(&page.app, &page.cx, incident, area, after).await?;
    let template = Talks {
        page,
        form,
        incident,
        area,
        list: &list,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

/// Gives a talk to somebody for a day.
pub async fn assign(
    Path(household): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let household: Handle = household.parse().map_err(|_| Error::NotFound)?;
    if page.who().is_none() {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let person: PersonId = typed.value("person").parse().map_err(|_| Error::NotFound)?;
    let area: Option<AreaCode> = typed.value("area").parse().ok();
    let mut problems = Problems::default();
    let text = typed.value("on").trim();
    let on = text
        .parse()
        .ok()
        .or_else(|| i18n::date::parse_date(page.language(), text).ok());
    let Some(on) = on else {
        problems.add("on", "survey-not-a-day");
        return shown(&page, area, &Form::new(typed, problems)).await;
    };
    let to = (typed.value("username"), on);
    match talks::assign(&page.app, &page.cx, household, person, to).await {
        Ok(()) => {
            let area = area.map_or(String::new(), |area| format!("?area={}", area.short()));
            Ok(page.to_saying(&format!("/vaccination/talks{area}"), "said-saved"))
        }
        Err(Error::Problems(problems)) => shown(&page, area, &Form::new(typed, problems)).await,
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
