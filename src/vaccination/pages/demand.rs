//! What an area asks for, and its days of vaccination.

use areas::{AreaCode, Level};
use askama::Template;
use axum::response::Response;

use super::{area, incident};
use crate::clock;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page};
use crate::vaccination::actions::demand::{self, Seen};
use crate::vaccination::model::{Place, Session};

#[derive(Template)]
#[template(path = "vaccination/templates/demand.html")]
struct DemandPage<'a> {
    page: &'a Page,
    incident: &'a Incident,
    seen: &'a Seen,
}

impl DemandPage<'_> {
    fn goes_deeper(&self, area: &AreaCode) -> bool {
        area.level() != Level::Subdistrict
    }

    /// The area around it, where the reader answers for that too.
    fn around(&self) -> Option<AreaCode> {
        let who = self.page.who()?;
        let around = self.seen.area.parent()?;
        who.is_admin_of(around).then_some(around)
    }

    fn link(&self, area: &AreaCode) -> String {
        let incident = self.incident.prefix.as_str();
        format!("/vaccination?incident={incident}&area={}", area.short())
    }

    fn place(&self, session: &Session) -> String {
        place(self.page, session)
    }

    fn is_over(&self, session: &Session) -> bool {
        session.told.held_on < clock::day(self.page.cx.now)
    }
}

/// Where a day is held, in words.
pub fn place(page: &Page, session: &Session) -> String {
    match &session.told.place {
        Place::MobileTeam(words) => format!("{} · {words}", page.t("vaccination-mobile")),
        Place::Point(point) => page.app.points.row(*point).map_or_else(
            || page.t("vaccination-point-gone"),
            |point| match page.language() {
                i18n::Language::Th => point.told.names.th.clone(),
                _ if point.told.names.en.is_empty() => point.told.names.th.clone(),
                _ => point.told.names.en.clone(),
            },
        ),
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    demand::planner(&page.cx)?;
    let incident = incident(&page)?;
    let seen = demand::see(&page.app, &page.cx, incident, area(&page)?).await?;
    page.render(&DemandPage {
        page: &page,
        incident,
        seen: &seen,
    })
}
