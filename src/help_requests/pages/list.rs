//! The volunteer's list, its filters in the URL.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use web::Typed;

use super::follow::kind_label;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::list::{self, Query, Sort};
use crate::help_requests::model::{HelpRequest, State};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page};

#[derive(Template)]
#[template(path = "help_requests/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    rows: Vec<Row>,
    next: Option<String>,
    states: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    sort: Sort,
    area_choices: Vec<(String, String)>,
}

struct Row {
    request: HelpRequest,
    kind: String,
    state: State,
    late: bool,
    /// How far it is, to 100 m, when the list is by distance.
    metres: Option<u32>,
}

impl List<'_> {
    /// The same list in another order.
    fn sorted(&self, sort: &str) -> String {
        let mut query = self
            .form
            .typed
            .only(|name| !["after", "sort", "lat", "lon"].contains(&name));
        query.set("sort", sort);
        query.to_query()
    }

    fn far(&self, metres: &u32) -> String {
        let tenths = metres.div_ceil(100).max(1);
        let km = format!("{}.{}", tenths / 10, tenths % 10);
        self.page.say("list-far", "km", km)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let typed = page.query.only(|name| name != "lang");
    let (query, problems) = read(&typed);
    let home = query.area.unwrap_or_else(|| who.home());
    let found = list::list(&page.app, &page.cx, &query).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let find = |request: &HelpRequest| incidents.iter().find(|one| one.id == request.incident);
    let mut metres = found.metres.into_iter();
    let rows = found
        .items
        .into_iter()
        .map(|request| (request, metres.next()))
        .filter_map(|(request, metres)| {
            find(&request).map(|incident| row(&page, incident, request, metres))
        })
        .collect();
    let next = found.next.map(|cursor| {
        let mut query = typed.clone();
        query.set("after", cursor);
        query.to_query()
    });
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&typed, None));
    let form = Form::new(typed, problems);
    page.render(&List {
        page: &page,
        form: &form,
        area: home,
        rows,
        next,
        states: [
            State::Waiting,
            State::Taken,
            State::OnTheWay,
            State::Helping,
        ]
        .iter()
        .map(|state| (state.code().to_owned(), page.t(state.label())))
        .collect(),
        kinds: kinds(&page),
        sort: query.sort,
        area_choices,
    })
}

fn read(typed: &Typed) -> (Query, web::Problems) {
    let mut problems = web::Problems::default();
    let area = area_typed::read(typed, None);
    if let Some(message) = area_typed::problem(&area) {
        problems.add("area_text", message);
    }
    let area = match area {
        area_typed::AreaTyped::One(area) => Some(area),
        _ => None,
    };
    let query = Query {
        area,
        state: State::from_code(typed.value("state")),
        kinds: typed
            .all("kind")
            .filter(|kind| !kind.is_empty())
            .map(str::to_owned)
            .collect(),
        sort: Sort::from_code(typed.value("sort")).unwrap_or_default(),
        near: contact::Position::parse(typed.value("lat"), typed.value("lon")).ok(),
        limit: None,
        after: Some(typed.value("after").to_owned()).filter(|cursor| !cursor.is_empty()),
    };
    (query, problems)
}

fn kinds(page: &Page) -> Vec<(String, String)> {
    let mut kinds: Vec<(String, String)> = Vec::new();
    for incident in page.incidents.iter() {
        for kind in incident.preset.kinds.iter().filter(|kind| !kind.household) {
            if !kinds.iter().any(|(code, _)| *code == kind.code) {
                kinds.push((kind.code.clone(), kind.label(page.language()).to_owned()));
            }
        }
    }
    kinds
}

fn row(page: &Page, incident: &Incident, request: HelpRequest, metres: Option<u32>) -> Row {
    let state = request.progress.now(page.cx.now).state();
    let limits = incident.preset.kind(&request.kind).map(|kind| kind.limits);
    let minutes = page.cx.now.duration_since(request.state_at).as_mins();
    let limit = limits.map(|limits| match state {
        State::Taken => limits.taken,
        State::OnTheWay => limits.on_the_way,
        State::Helping => limits.helping,
        _ => limits.waiting,
    });
    Row {
        kind: kind_label(page, incident, &request),
        late: limit.is_some_and(|limit| minutes > i64::from(limit)),
        state,
        request,
        metres,
    }
}
