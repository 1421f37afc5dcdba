//! Opening a round, and changing its name, days and target.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::handle;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};
use crate::rounds::actions;
use crate::rounds::form;
use crate::rounds::model::{Round, TargetOf};
use crate::rounds::rules;

#[derive(Template)]
#[template(path = "rounds/templates/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    form: &'a Form,
    /// The one that is changed; none while a new one is opened.
    round: Option<&'a Round>,
    incidents: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// Makes a double press of the button one sending.
    key: String,
}

impl Edit<'_> {
    fn action(&self) -> String {
        match self.round {
            Some(round) => format!("/rounds/{}", round.handle()),
            None => "/rounds".to_owned(),
        }
    }

    fn title(&self) -> String {
        self.page.t(match self.round {
            Some(_) => "round-edit",
            None => "round-new",
        })
    }

    fn targets(&self) -> [TargetOf; 2] {
        TargetOf::ALL
    }

    /// What a target counts unless said otherwise.
    fn is_of(&self, of: &TargetOf) -> bool {
        let chosen = TargetOf::from_code(self.form.value("target_of"));
        chosen.unwrap_or(TargetOf::Households) == *of
    }
}

/// The open incidents that record households.
fn incidents(page: &Page) -> Vec<(String, String)> {
    let with_households = page.incidents.iter().filter(|incident| {
        let mut kinds = incident.preset.kinds.iter();
        kinds.any(|kind| kind.household)
    });
    with_households
        .map(|one| (one.id.to_string(), one.name(page.language()).to_owned()))
        .collect()
}

fn shown(page: &Page, form: &Form, round: Option<&Round>) -> Result<Response, Failure> {
    let language = page.language();
    let template = Edit {
        page,
        form,
        round,
        incidents: incidents(page),
        area_choices: area_typed::choices(language, &area_typed::read(&form.typed, None)),
        key: vault::random_token(),
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

pub async fn new(page: Page) -> Result<Response, Failure> {
    let who = actions::admin(&page.cx)?;
    let mut typed = Typed::default();
    let home = who.home();
    if home != areas::AreaCode::COUNTRY {
        typed.set("area", home.get().to_string());
        typed.set("area_text", page.area(&home));
    }
    if let [(only, _)] = incidents(&page).as_slice() {
        typed.set("incident", only.as_str());
    }
    shown(&page, &Form::new(typed, Problems::default()), None)
}

pub async fn open(Sent { page, typed, key }: Sent) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    let opened = match form::read_new(&page.cx, &typed) {
        Ok(new) => actions::open(&page.app, &page.cx, new, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match opened {
        Ok(handle) => Ok(page.to_saying(&format!("/rounds/{handle}"), "said-round-opened")),
        Err(Error::Problems(problems)) => shown(&page, &Form::new(typed, problems), None),
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn edit(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let round = actions::see_run(&page.app, &page.cx, handle(&id)?).await?;
    if round.closed_at.is_some() {
        return Err(rules::CannotChange::Closed.into());
    }
    let typed = form::fill(page.language(), &round);
    shown(&page, &Form::new(typed, Problems::default()), Some(&round))
}

pub async fn change(
    Path(id): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&id)?;
    let round = actions::see_run(&page.app, &page.cx, handle).await?;
    let read = form::read_change(&page.cx, &typed, &round);
    let changed = match read.and_then(|new| Ok((form::read_version(&typed)?, new))) {
        Ok((seen, new)) => actions::change(&page.app, &page.cx, handle, seen, new).await,
        Err(problems) => Err(problems.into()),
    };
    match changed {
        Ok(()) => Ok(page.to_saying(&format!("/rounds/{handle}"), "said-saved")),
        Err(Error::Problems(problems)) => shown(&page, &Form::new(typed, problems), Some(&round)),
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
