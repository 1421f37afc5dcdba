//! `/news/{id}`: one announcement with its history, to be passed on by its address.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;
use jiff::Timestamp;

use super::Words;
use crate::events::store::Event;
use crate::ids::AnnouncementId;
use crate::incidents;
use crate::layout::{Failure, Page};
use crate::news::actions;

#[derive(Template)]
#[template(path = "news/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    one: Words<'a>,
    incident: Option<String>,
    history: Vec<Step>,
    /// Whole, to be passed on.
    address: String,
    /// Whether it is the reader's to change and withdraw.
    may_change: bool,
}

struct Step {
    at: Timestamp,
    said: String,
    /// Which parts were changed, or why it was withdrawn.
    more: String,
}

pub async fn show(
    page: Page,
    Path(id): Path<AnnouncementId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let seen = match page.as_of {
        None => actions::see(&page.app, &page.cx, id).await?,
        Some(_) => actions::see_as_known(&page.app, page.cx.now, id)?,
    };
    let incidents = match page.as_of {
        None => incidents::actions::all(&page.app, page.cx.now).await?,
        Some(_) => incidents::actions::all_as_known(&page.app),
    };
    let incident = match seen.announcement.incident {
        None => None,
        Some(id) => incidents
            .iter()
            .find(|incident| incident.id == id)
            .map(|incident| incident.name(page.language()).to_owned()),
    };
    let history = seen.history.iter();
    let history = history.filter_map(|event| step(&page, event)).collect();
    page.render(&Show {
        page: &page,
        one: Words::of(&page, seen.announcement),
        incident,
        history,
        address: page.whole_address(&headers, &format!("/news/{id}")),
        may_change: seen.may_change,
    })
}

fn step(page: &Page, event: &Event) -> Option<Step> {
    let (said, more) = match event.name.as_str() {
        "announcement.published" => ("announcement-was-published", String::new()),
        "announcement.changed" => ("announcement-was-changed", parts(page, event)),
        "announcement.withdrawn" => {
            let reason = event.payload["reason"].as_str().unwrap_or_default();
            ("announcement-is-withdrawn", reason.to_owned())
        }
        _ => return None,
    };
    Some(Step {
        at: event.at,
        said: page.t(said),
        more,
    })
}

fn parts(page: &Page, event: &Event) -> String {
    let parts = event.payload["parts"].as_array();
    let named = parts.into_iter().flatten().filter_map(|part| part.as_str());
    let named: Vec<String> = named.map(|part| page.t(super::part(part))).collect();
    named.join(" · ")
}
