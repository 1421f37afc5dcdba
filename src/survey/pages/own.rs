//! What one recorded: the page that says it is kept, and the list.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::Typed;

use crate::access::Actor;
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page};
use crate::survey::actions::{reach, see};
use crate::survey::handle::Handle;
use crate::survey::model::Household;

#[derive(Template)]
#[template(path = "survey/templates/done.html")]
struct Done<'a> {
    page: &'a Page,
    household: &'a Household,
    incident: &'a Incident,
    /// The form for the next household, where there is one.
    another: Option<String>,
    may_list: bool,
}

/// What we have and what comes next; a volunteer goes on to the next house from here.
pub async fn done(page: Page, Path(handle): Path<String>) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    let household = see::just_recorded(&page.app, &page.cx, handle).await?;
    let incident = incident_of(&page, &household).await?;
    let is_open = page.incidents.iter().any(|open| open.id == incident.id);
    let another = (is_open && page.who().is_some()).then(|| {
        let next = Typed::from_pairs([
            ("area", household.area.short().as_str()),
            ("village", household.village.as_str()),
            ("nationality", page.query.value("nationality")),
        ]);
        format!(
            "/ask/{}/{}?{}",
            incident.prefix.as_str(),
            household.kind,
            next.to_query()
        )
    });
    let may_list = match &page.cx.actor {
        Actor::SignedIn(_) => true,
        Actor::Phone(_, holder) => holder.verified,
        Actor::Visitor => false,
    };
    let (household, incident) = (&household, &incident);
    page.render(&Done {
        page: &page,
        household,
        incident,
        another,
        may_list,
    })
}

pub(super) async fn incident_of(page: &Page, household: &Household) -> Result<Incident, Error> {
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let found = incidents
        .iter()
        .find(|incident| incident.id == household.incident);
    found.cloned().ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "survey/templates/own.html")]
struct Own<'a> {
    page: &'a Page,
    rows: Vec<Household>,
    next: Option<String>,
    another: Option<String>,
    /// Whether this person brings and takes sheets.
    has_sheets: bool,
}

pub async fn list(page: Page) -> Result<Response, Failure> {
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let own = see::own(&page.app, &page.cx, after).await?;
    let another = page.incidents.iter().find_map(|incident| {
        let kind = incident.preset.kinds.iter().find(|kind| kind.household)?;
        Some(format!("/ask/{}/{}", incident.prefix.as_str(), kind.code))
    });
    let (app, cx) = (&page.app, &page.cx);
    let reach = db::read!(app.db, |tx| reach::of(tx, cx).await).map_err(Error::from)?;
    let is_admin = page.who().is_some_and(|who| who.is_admin());
    page.render(&Own {
        page: &page,
        has_sheets: is_admin || !reach.shares.is_empty(),
        rows: own.items,
        next: own.next,
        another,
    })
}
