//! One point: its page, and the card that the map shows in its sheet.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;

use super::Card;
use crate::events::store::Event;
use crate::ids::PointId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::actions::{self, Seen};
use crate::points::model::{Fact, How};
use crate::points::rules::May;

#[derive(Template)]
#[template(path = "points/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    card: Card,
    may: May,
    ended_at: Option<Timestamp>,
    /// Each fact with how and when it was checked, for those who may change it.
    facts: Vec<(String, Option<(Timestamp, String)>)>,
    history: Vec<Step>,
}

struct Step {
    at: Timestamp,
    words: String,
    details: Vec<String>,
}

pub async fn show(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    let seen = match page.as_of {
        None => actions::see(&page.app, &page.cx, id).await?,
        Some(_) => actions::see_as_known(&page.app, id)?,
    };
    let history = if seen.may.changes() {
        actions::history(&page.app, &page.cx, id).await?.1
    } else {
        Vec::new()
    };
    page.render(&Show {
        page: &page,
        card: Card::of(&page, &seen.point, seen.owner.as_ref(), None),
        may: seen.may,
        ended_at: seen.point.ended_at,
        facts: facts(&page, &seen),
        history: history
            .iter()
            .rev()
            .map(|event| step(&page, event))
            .collect(),
    })
}

fn facts(page: &Page, seen: &Seen) -> Vec<(String, Option<(Timestamp, String)>)> {
    Fact::ALL
        .into_iter()
        .map(|fact| {
            let check = seen.point.checks.of(fact);
            let told = check.map(|check| (check.at, page.t(check.how.label())));
            (page.t(fact.label()), told)
        })
        .collect()
}

fn step(page: &Page, event: &Event) -> Step {
    let how = event.payload["how"].as_str().and_then(How::from_code);
    let words = match event.name.as_str() {
        "point.created" => "point-was-created",
        "point.changed" => "point-was-changed",
        "point.verified" => "point-was-verified",
        "point.reported" => "point-was-reported",
        "point.called" => "point-was-called",
        "point.imported" => "point-was-imported",
        "point.undone" => "point-was-undone",
        _ => "point-was-ended",
    };
    let how = how.map(|how| page.t(how.label()));
    let words = match how {
        Some(how) => format!("{} ({how})", page.t(words)),
        None => page.t(words),
    };
    let changes = event.payload["changes"].as_object();
    let details = changes
        .into_iter()
        .flatten()
        .map(|(name, change)| format!("{name}: {} → {}", told(&change[0]), told(&change[1])));
    Step {
        at: event.at,
        words,
        details: details.collect(),
    }
}

fn told(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "–".to_owned(),
        serde_json::Value::String(text) if text.is_empty() => "–".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[derive(Template)]
#[template(path = "points/templates/sheet.html")]
struct Sheet<'a> {
    page: &'a Page,
    card: Card,
    may: May,
}

/// The card alone, without the frame of a page.
pub async fn card(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    let seen = match page.as_of {
        None => actions::card(&page.app, &page.cx, id).await?,
        Some(_) => actions::see_as_known(&page.app, id)?,
    };
    page.render(&Sheet {
        page: &page,
        card: Card::of(&page, &seen.point, seen.owner.as_ref(), None),
        may: seen.may,
    })
}

#[derive(Template)]
#[template(path = "points/templates/end.html")]
struct End<'a> {
    page: &'a Page,
    form: &'a Form,
    card: Card,
}

/// What cannot be undone is asked once more on a page of its own.
pub async fn ask_end(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    let seen = actions::see(&page.app, &page.cx, id).await?;
    if page.who().is_none() {
        return Err(crate::error::Error::SignInNeeded.into());
    }
    if !seen.may.ends() || seen.point.ended_at.is_some() {
        return Err(crate::error::Error::NotFound.into());
    }
    page.render(&End {
        page: &page,
        form: &Form::default(),
        card: Card::of(&page, &seen.point, seen.owner.as_ref(), None),
    })
}

pub async fn end(Path(id): Path<PointId>, Sent { page, .. }: Sent) -> Result<Response, Failure> {
    actions::end(&page.app, &page.cx, id).await?;
    Ok(page.to_saying("/points", "said-point-ended"))
}
