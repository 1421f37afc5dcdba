//! Telling of a new point, and changing all of one.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::kinds;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::PointId;
use crate::incidents::preset::{Answer, Field, PointKind};
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::model::Tie;
use crate::points::actions::{self, Seen};
use crate::points::form;
use crate::points::model::{How, Status, kind};
use crate::points::rules;

#[derive(Template)]
#[template(path = "points/templates/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    form: &'a Form,
    /// The one that is changed; none while a new one is told of.
    seen: Option<&'a Seen>,
    kind: Option<&'static PointKind>,
    kinds: Vec<(String, String)>,
    statuses: Vec<(String, String)>,
    hows: Vec<(String, String)>,
    owners: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// What somebody else changed meanwhile: field, theirs, one's own.
    theirs: Vec<Difference>,
    key: String,
}

/// A field in which two people differ.
pub struct Difference {
    pub field: String,
    pub theirs: String,
    pub mine: String,
}

impl Edit<'_> {
    fn action(&self) -> String {
        match self.seen {
            None => "/points".to_owned(),
            Some(seen) => format!("/points/{}", seen.point.key.id),
        }
    }
}

fn render(
    page: &Page,
    form: &Form,
    seen: Option<&Seen>,
    theirs: Vec<Difference>,
) -> Result<Response, Failure> {
    let typed = &form.typed;
    let template = Edit {
        page,
        form,
        seen,
        kind: kind(typed.value("kind")),
        kinds: kinds(page),
        statuses: statuses(page),
        hows: hows(page),
        owners: owners(page, seen),
        area_choices: area_typed::choices(page.language(), &area_typed::read(typed, None)),
        key: vault::random_token(),
        theirs,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub fn statuses(page: &Page) -> Vec<(String, String)> {
    Status::ALL
        .into_iter()
        .map(|status| (status.code().to_owned(), page.t(status.label())))
        .collect()
}

/// How somebody may say that they know.
pub fn hows(page: &Page) -> Vec<(String, String)> {
    [How::Call, How::Visit, How::Owner]
        .into_iter()
        .map(|how| (how.code().to_owned(), page.t(how.label())))
        .collect()
}

/// The organisations one answers for, and the present owner.
fn owners(page: &Page, seen: Option<&Seen>) -> Vec<(String, String)> {
    let language = page.language();
    let mut owners: Vec<(String, String)> = Vec::new();
    if let Some(who) = page.who() {
        let mine = who.memberships.iter().filter(|one| one.tie == Tie::Officer);
        owners.extend(mine.map(|one| {
            let name = one.organisation_names.get(language).to_owned();
            (one.organisation.to_string(), name)
        }));
    }
    if let Some(seen) = seen
        && let (Some(owner), Some(names)) = (seen.point.told.owner, &seen.owner)
    {
        owners.push((owner.to_string(), names.get(language).to_owned()));
    }
    owners.dedup();
    owners
}

/// What templates ask of the fields of a kind.
pub mod words {
    use super::{Field, Page};

    pub fn label(page: &Page, field: &Field) -> String {
        format!(
            "{} {}",
            field.label(page.language()),
            page.t("form-optional")
        )
    }

    pub fn hint(page: &Page, field: &Field) -> String {
        let language = page.language();
        let parts = [field.hint(language), field.unit(language)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    pub fn choices(page: &Page, field: &Field) -> Vec<(String, String)> {
        let choices = field.choices().iter();
        choices
            .map(|choice| {
                let label = choice.labels.get(page.language());
                (choice.code.clone(), label.to_owned())
            })
            .collect()
    }

    pub fn yes_no(page: &Page) -> Vec<(String, String)> {
        vec![
            ("yes".to_owned(), page.t("yes")),
            ("no".to_owned(), page.t("no")),
        ]
    }
}

fn may_tell(page: &Page) -> Result<(), Error> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    match actions::may_create(who) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// The kind is chosen first: it decides what is asked.
pub async fn new(page: Page) -> Result<Response, Failure> {
    may_tell(&page)?;
    let form = Form::new(page.query.only(|name| name != "lang"), Problems::default());
    render(&page, &form, None, Vec::new())
}

pub async fn create(Sent { page, typed, key }: Sent) -> Result<Response, Failure> {
    may_tell(&page)?;
    if typed.has("show_kind") {
        return show_kind(&page, typed, None);
    }
    let told = match form::read(&page.app, &page.cx, &typed, None) {
        Ok(told) => told,
        Err(problems) => return render(&page, &Form::new(typed, problems), None, Vec::new()),
    };
    let how = form::how(&typed);
    match actions::create(&page.app, &page.cx, told, how, key.as_ref()).await {
        Ok(id) => Ok(page.to_saying(&format!("/points/{id}"), "said-point-made")),
        Err(Error::Problems(problems)) => {
            render(&page, &Form::new(typed, problems), None, Vec::new())
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// Another kind was chosen: the form asks what it asks, and keeps what was typed.
fn show_kind(page: &Page, mut typed: Typed, seen: Option<&Seen>) -> Result<Response, Failure> {
    typed.remove("show_kind");
    render(
        page,
        &Form::new(typed, Problems::default()),
        seen,
        Vec::new(),
    )
}

async fn mine(page: &Page, id: PointId) -> Result<Seen, Error> {
    page.who().ok_or(Error::SignInNeeded)?;
    let seen = actions::see(&page.app, &page.cx, id).await?;
    match seen.may.changes() && seen.point.ended_at.is_none() {
        true => Ok(seen),
        false => Err(Error::NotFound),
    }
}

pub async fn edit(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    let seen = mine(&page, id).await?;
    let mut typed = form::fill(&seen.point.told, page.language());
    typed.set("version", seen.point.version.to_string());
    let form = Form::new(typed, Problems::default());
    render(&page, &form, Some(&seen), Vec::new())
}

pub async fn change(
    Path(id): Path<PointId>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let seen = mine(&page, id).await?;
    if typed.has("show_kind") {
        return show_kind(&page, typed, Some(&seen));
    }
    let change = match form::read_change(&page.app, &page.cx, &typed, &seen.point) {
        Ok(change) => change,
        Err(problems) => {
            return render(&page, &Form::new(typed, problems), Some(&seen), Vec::new());
        }
    };
    let told = change.told.clone();
    match actions::change(&page.app, &page.cx, id, change, key.as_ref()).await {
        Ok(_) => Ok(page.to_saying(&format!("/points/{id}"), "said-saved")),
        Err(Error::Problems(problems)) => {
            render(&page, &Form::new(typed, problems), Some(&seen), Vec::new())
        }
        Err(Error::Refused(refusal)) if refusal.name() == CHANGED => {
            // Shown beside what they typed; sending again writes it over the other's.
            let seen = mine(&page, id).await?;
            let theirs = differences(&rules::changes(&seen.point.told, &told));
            let mut typed = typed;
            typed.set("version", seen.point.version.to_string());
            let mut problems = Problems::default();
            problems.add("theirs", refusal.said());
            render(&page, &Form::new(typed, problems), Some(&seen), theirs)
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// The name of the refusal to a change upon an old version.
pub const CHANGED: &str = "point-changed-meanwhile";

/// What the history calls changes, as rows: field, theirs, one's own.
pub fn differences(changes: &serde_json::Value) -> Vec<Difference> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "–".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let changes = changes.as_object().into_iter().flatten();
    changes
        .map(|(field, change)| Difference {
            field: field.clone(),
            theirs: text(&change[0]),
            mine: text(&change[1]),
        })
        .collect()
}
