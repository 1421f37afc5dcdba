//! The one screen on which whoever runs a place, or has just called it, says how it is now.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::Card;
use super::edit::{CHANGED, Difference, differences, hows, statuses, words};
use crate::error::Error;
use crate::ids::PointId;
use crate::incidents::preset::{Answer, PointKind};
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::actions::{self, Seen};
use crate::points::model::{Contact, Fact, How};
use crate::points::{form, rules};

#[derive(Template)]
#[template(path = "points/templates/update.html")]
struct Update<'a> {
    page: &'a Page,
    form: &'a Form,
    seen: &'a Seen,
    card: Card,
    kind: Option<&'static PointKind>,
    statuses: Vec<(String, String)>,
    hows: Vec<(String, String)>,
    /// What else may be said to be right as it stands.
    facts: Vec<(&'static str, String, String)>,
    theirs: Vec<Difference>,
    key: String,
}

fn render(
    page: &Page,
    form: &Form,
    seen: &Seen,
    theirs: Vec<Difference>,
) -> Result<Response, Failure> {
    let card = Card::of(page, &seen.point, seen.owner.as_ref(), None);
    let template = Update {
        page,
        form,
        seen,
        kind: seen.point.told.kind(),
        statuses: statuses(page),
        hows: hows(page),
        facts: facts(page, seen, &card),
        card,
        theirs,
        key: vault::random_token(),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

/// Facts not asked on this screen, each with how it stands now.
fn facts(page: &Page, seen: &Seen, card: &Card) -> Vec<(&'static str, String, String)> {
    let lines = |rows: &[(String, String)]| {
        let rows: Vec<String> = rows.iter().map(|(a, b)| format!("{a} {b}")).collect();
        rows.join(" · ")
    };
    let contact = match &seen.point.told.contact {
        Contact::NoneKnown => page.t("point-no-contact"),
        Contact::Phones(phones) => phones.clone(),
    };
    let place = [card.address.as_str(), card.area.as_str()].join(" ");
    [
        (Fact::Hours, lines(&card.week)),
        (Fact::Contact, contact),
        (Fact::Place, place),
    ]
    .into_iter()
    .filter(|(_, now)| !now.trim().is_empty())
    .map(|(fact, now)| (fact.code(), page.t(fact.label()), now))
    .collect()
}

async fn mine(page: &Page, id: PointId) -> Result<Seen, Error> {
    page.who().ok_or(Error::SignInNeeded)?;
    let seen = actions::see(&page.app, &page.cx, id).await?;
    match seen.may.changes() && seen.point.ended_at.is_none() {
        true => Ok(seen),
        false => Err(Error::NotFound),
    }
}

pub async fn show(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    let seen = mine(&page, id).await?;
    let mut typed = Typed::default();
    form::fill_update(&mut typed, &seen.point.told);
    typed.set("version", seen.point.version.to_string());
    typed.set("how", How::Call.code());
    let form = Form::new(typed, Problems::default());
    render(&page, &form, &seen, Vec::new())
}

pub async fn send(
    Path(id): Path<PointId>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let seen = mine(&page, id).await?;
    let change = match form::read_update(&page.cx, &typed, &seen.point) {
        Ok(change) => change,
        Err(problems) => return render(&page, &Form::new(typed, problems), &seen, Vec::new()),
    };
    let told = change.told.clone();
    match actions::change(&page.app, &page.cx, id, change, key.as_ref()).await {
        Ok(_) => Ok(page.to_saying(&format!("/points/{id}"), "said-point-updated")),
        Err(Error::Refused(refusal)) if refusal.name() == CHANGED => {
            let seen = mine(&page, id).await?;
            let theirs = differences(&rules::changes(&seen.point.told, &told));
            let mut typed = typed;
            typed.set("version", seen.point.version.to_string());
            let mut problems = Problems::default();
            problems.add("theirs", refusal.said());
            render(&page, &Form::new(typed, problems), &seen, theirs)
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
