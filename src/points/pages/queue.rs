//! The queue of calls: how much waits, and one point at a time with all that is needed to ask how it
//! is now and to write it down on the same screen.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::edit::{CHANGED, Difference, differences, statuses, words};
use super::update::{self, Bed};
use super::{Card, kinds};
use crate::areas::typed as area_typed;
use crate::error::{Error, Refusal as _};
use crate::ids::PointId;
use crate::incidents::preset::{Answer, PointKind};
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::actions::calls;
use crate::points::actions::queue::{self, OnDesk, Queue, Wanted};
use crate::points::model::desk::{Call, Outcome, Report, Verdict};
use crate::points::rules::desk::CannotCall;
use crate::points::{form, rules};

#[derive(Template)]
#[template(path = "points/templates/queue.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    queue: &'a Queue,
    mine: Option<Card>,
    kinds: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// Asked for the next one, and there was none.
    is_empty: bool,
}

impl List<'_> {
    fn areas(&self) -> String {
        let areas = self.queue.areas.iter();
        let names: Vec<String> = areas.map(|area| self.page.area(area)).collect();
        names.join(" · ")
    }
}

/// What is asked for: `kind`, and `area` or words.
fn wanted(typed: &Typed) -> Wanted {
    let area = match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) => Some(area),
        _ => None,
    };
    Wanted {
        kind: typed.value("kind").trim().to_owned(),
        area,
    }
}

/// The same in an address, so that it still holds for the next one.
fn query(typed: &Typed) -> String {
    let known = |name: &str| ["kind", "area", "area_text"].contains(&name);
    let mut kept = typed.only(known);
    for name in ["kind", "area", "area_text"] {
        if kept.value(name).is_empty() {
            kept.remove(name);
        }
    }
    match kept.to_query() {
        query if query.is_empty() => query,
        query => format!("?{query}"),
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let typed = page.query.only(|name| name != "lang");
    let queue = queue::look(&page.app, &page.cx, &wanted(&typed)).await?;
    let area = area_typed::read(&typed, None);
    let mut problems = Problems::default();
    if let Some(message) = area_typed::problem(&area) {
        problems.add("area_text", message);
    }
    let mine = queue.mine.as_ref();
    page.render(&List {
        page: &page,
        mine: mine.map(|point| Card::of(&page, point, None, None)),
        kinds: kinds(&page),
        area_choices: area_typed::choices(page.language(), &area),
        is_empty: page.query.chose("none", "1"),
        queue: &queue,
        form: &Form::new(typed, problems),
    })
}

/// Gives the next point to whoever asks.
pub async fn next(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let query = query(&typed);
    let next = queue::next(&page.app, &page.cx, &wanted(&typed)).await?;
    Ok(match next {
        Some(id) => page.to(&format!("/points/queue/{id}{query}")),
        None if query.is_empty() => page.to("/points/queue?none=1"),
        None => page.to(&format!("/points/queue{query}&none=1")),
    })
}

#[derive(Template)]
#[template(path = "points/templates/queue_item.html")]
struct Item<'a> {
    page: &'a Page,
    form: &'a Form,
    on: &'a OnDesk,
    card: Card,
    kind: Option<&'static PointKind>,
    statuses: Vec<(String, String)>,
    beds: Vec<Bed>,
    facts: Vec<(&'static str, String, String)>,
    theirs: Vec<Difference>,
    refused: Option<String>,
    query: String,
    key: String,
}

impl Item<'_> {
    fn works(&self) -> bool {
        self.on.working.is_ok()
    }

    /// Whether the form stands there: also for whoever lost the point meanwhile, with what they typed.
    fn shows_form(&self) -> bool {
        self.works() || (self.refused.is_some() && self.form.typed.has("how"))
    }

    /// Why they may not go on.
    fn stopped(&self) -> Option<String> {
        let said = self.on.working.err()?;
        Some(self.page.message(&said.said()))
    }

    fn may_claim(&self) -> bool {
        matches!(
            self.on.working,
            Err(CannotCall::Lapsed | CannotCall::NotClaimed)
        )
    }

    fn open(&self) -> Vec<&Report> {
        let reports = self.on.reports.iter();
        reports.filter(|report| report.handled.is_none()).collect()
    }

    /// Calls, without what was only skipped.
    fn calls(&self) -> Vec<&Call> {
        let calls = self.on.calls.iter();
        calls
            .filter(|call| call.outcome != Outcome::Skipped)
            .take(5)
            .collect()
    }

    /// Outcomes that one tap tells.
    fn outcomes(&self) -> Vec<(&'static str, String)> {
        [Outcome::NoAnswer, Outcome::Busy, Outcome::WrongNumber]
            .into_iter()
            .map(|outcome| (outcome.code(), self.page.t(outcome.label())))
            .collect()
    }

    fn endings(&self) -> Vec<(&'static str, String)> {
        [Outcome::Closed, Outcome::Gone]
            .into_iter()
            .map(|outcome| (outcome.code(), self.page.t(outcome.label())))
            .collect()
    }

    fn verdicts(&self) -> Vec<(String, String)> {
        verdicts(self.page)
    }
}

/// What a report may turn out to be.
pub fn verdicts(page: &Page) -> Vec<(String, String)> {
    let all = Verdict::ALL.into_iter();
    all.map(|verdict| (verdict.code().to_owned(), page.t(verdict.label())))
        .collect()
}

pub async fn item(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    shown(&page, id, None, Vec::new(), None).await
}

async fn shown(
    page: &Page,
    id: PointId,
    form: Option<Form>,
    theirs: Vec<Difference>,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let on = queue::open(&page.app, &page.cx, id).await?;
    let point = &on.seen.point;
    let (status, sentence) = match (refused, &form) {
        (Some((status, sentence)), _) => (status, Some(sentence)),
        (None, Some(form)) if !form.problems.is_empty() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        _ => (StatusCode::OK, None),
    };
    let mut form = form.unwrap_or_default();
    // What another form of the page sent leaves this one as the point stands.
    if !form.typed.has("status") {
        form::fill_update(&mut form.typed, &point.told);
        form.typed.set("version", point.version.to_string());
    }
    let card = Card::of(page, point, on.seen.owner.as_ref(), None);
    let template = Item {
        page,
        form: &form,
        kind: point.told.kind(),
        statuses: statuses(page),
        beds: update::beds(page, point),
        facts: update::facts(page, &on.seen, &card),
        card,
        theirs,
        refused: sentence,
        query: query(&page.query),
        key: vault::random_token(),
        on: &on,
    };
    page.render_as(status, &template)
}

/// One thing done about a point of the queue. When it cannot be done, the page says what has changed
/// and keeps what was typed.
pub async fn act(
    Path((id, deed)): Path<(PointId, String)>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let query = query(&page.query);
    let here = format!("/points/queue/{id}{query}");
    let queue = format!("/points/queue{query}");
    let done = match deed.as_str() {
        "call" => match form::read_call(&typed) {
            Ok((outcome, at)) => match calls::call(app, cx, id, outcome, at).await {
                Ok(true) => Ok((here, "point-said-reached")),
                Ok(false) => Ok((queue, "point-said-called")),
                Err(err) => Err(err),
            },
            Err(problems) => queue::open(app, cx, id).await.and(Err(problems.into())),
        },
        "reached" => {
            let on = queue::open(app, cx, id).await?;
            match form::read_update(cx, &typed, &on.seen.point) {
                Ok(change) => {
                    let told = change.told.clone();
                    match calls::reached(app, cx, id, change, key.as_ref()).await {
                        Ok(_) => Ok((queue, "point-said-kept-true")),
                        Err(Error::Refused(refusal)) if refusal.name() == CHANGED => {
                            let on = queue::open(app, cx, id).await?;
                            let point = &on.seen.point;
                            let theirs = differences(&rules::changes(&point.told, &told));
                            let mut typed = typed;
                            typed.set("version", point.version.to_string());
                            let mut problems = Problems::default();
                            problems.add("theirs", refusal.said());
                            let form = Form::new(typed, problems);
                            return shown(&page, id, Some(form), theirs, None).await;
                        }
                        Err(err) => Err(err),
                    }
                }
                Err(problems) => Err(problems.into()),
            }
        }
        "skip" => {
            let done = queue::skip(app, cx, id).await;
            done.map(|()| (queue, "point-said-skipped"))
        }
        "release" => {
            let done = queue::release(app, cx, id).await;
            done.map(|()| (queue, "point-said-released"))
        }
        "claim" => {
            let done = queue::claim(app, cx, id).await;
            done.map(|()| (here, "point-said-claimed"))
        }
        _ => Err(match cx.signed_in() {
            None => Error::SignInNeeded,
            Some(_) => Error::NotFound,
        }),
    };
    match done {
        Ok((url, said)) => Ok(page.to_saying(&url, said)),
        Err(Error::Problems(problems)) => {
            let form = Form::new(typed, problems);
            shown(&page, id, Some(form), Vec::new(), None).await
        }
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(&page, id, Some(form), Vec::new(), Some(told)).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
