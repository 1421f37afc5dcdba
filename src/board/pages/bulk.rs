//! Many cases at once: a page that says what will happen, and one that says for every case what came
//! of it.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::area_of;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::board::actions::bulk::{self, Came, MOST, Order, Outcome, Targets, Ticked};
use crate::board::model::{Case, Mark, What};
use crate::error::Error;
use crate::help_requests::api::assign::assignment;
use crate::help_requests::model::ReferredTo;
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::referral::Reason;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "board/templates/bulk.html")]
struct Confirm<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    what: What,
    cases: Vec<Case>,
    /// Ticked, but gone or not theirs.
    missing: usize,
    targets: Targets,
    area_choices: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "board/templates/bulk_done.html")]
struct Done<'a> {
    page: &'a Page,
    area: AreaCode,
    what: What,
    outcomes: Vec<Outcome>,
}

impl Confirm<'_> {
    fn teams(&self) -> Vec<(String, String)> {
        let teams = self.targets.teams.iter();
        teams
            .map(|(id, name)| (id.0.to_string(), name.clone()))
            .collect()
    }

    fn organisations(&self) -> Vec<(String, String)> {
        let all = self.targets.organisations.iter();
        all.map(|(id, name)| (id.0.to_string(), name.clone()))
            .collect()
    }

    fn reasons(&self) -> Vec<(String, String)> {
        let all = Reason::ALL.iter();
        all.map(|reason| (reason.code().to_owned(), self.page.t(reason.label())))
            .collect()
    }

    fn is_held(&self, case: &Case) -> bool {
        case.request.held_now(&self.page.cx.now).is_some()
    }

    fn is_silent(&self, case: &Case) -> bool {
        case.marks.contains(&Mark::Silent)
    }

    fn n_held(&self) -> usize {
        self.cases.iter().filter(|case| self.is_held(case)).count()
    }
}

impl Done<'_> {
    fn n_done(&self) -> usize {
        let done = |outcome: &&Outcome| outcome.came == Came::Done;
        self.outcomes.iter().filter(done).count()
    }

    fn words(&self, came: &Came) -> String {
        match came {
            Came::Done => self.page.t("bulk-done"),
            Came::Changed => self.page.t("bulk-changed"),
            Came::Refused(message) => self.page.message(message),
            Came::NotFound => self.page.t("bulk-not-found"),
            Came::Fault => self.page.t("bulk-fault"),
        }
    }

    /// The same once more, with those that came to nothing.
    fn again(&self) -> Option<String> {
        let mut query = Typed::default();
        query.set("what", self.what.code());
        let mut pairs = vec![("what", self.what.code())];
        let left = self
            .outcomes
            .iter()
            .filter(|outcome| !matches!(outcome.came, Came::Done | Came::NotFound));
        pairs.extend(left.map(|outcome| ("reference", outcome.reference.as_str())));
        (pairs.len() > 1).then(|| {
            let query = Typed::from_pairs(pairs).to_query();
            format!("/board/{}/bulk?{query}", self.area.short())
        })
    }
}

/// What will happen, before it does.
pub async fn show(page: Page, Path(area): Path<String>) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let area = area_of(&area)?;
    let typed = page.query.only(|name| name != "lang");
    confirm(&page, area, Form::new(typed, Problems::default())).await
}

async fn confirm(page: &Page, area: AreaCode, mut form: Form) -> Result<Response, Failure> {
    let what = What::from_code(form.value("what")).unwrap_or(What::Assign);
    let ticked = read_ticked(&form.typed);
    let cases = bulk::ticked(&page.app, &page.cx, area, &ticked).await?;
    if ticked.is_empty() {
        form.problems.add("reference", "bulk-none-ticked");
    }
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    let is_bad = !form.problems.is_empty();
    let template = Confirm {
        page,
        area,
        what,
        missing: ticked.len() - cases.len(),
        cases,
        targets: bulk::targets(&page.app, &page.cx, area).await?,
        area_choices,
        form: &form,
    };
    if is_bad {
        page.refuse(&template)
    } else {
        page.render(&template)
    }
}

pub async fn send(
    Path(area): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let area = area_of(&area)?;
    let (app, cx) = (&page.app, &page.cx);
    // Who may not is told so whatever they sent.
    bulk::ticked(app, cx, area, &[]).await?;
    let what = What::from_code(typed.value("what")).unwrap_or(What::Assign);
    let ticked = read_ticked(&typed);
    let order = read_order(what, &typed);
    let (order, ticked) = match order {
        Ok(order) if !ticked.is_empty() => (order, ticked),
        Ok(_) => return confirm(&page, area, Form::new(typed, Problems::default())).await,
        Err(problems) => return confirm(&page, area, Form::new(typed, problems)).await,
    };
    let outcomes = bulk::carry_out(app, cx, area, &order, &ticked).await?;
    page.render(&Done {
        page: &page,
        area,
        what,
        outcomes,
    })
}

/// `reference` from the board, `case` (reference and version) from the page that asks.
fn read_ticked(typed: &Typed) -> Vec<Ticked> {
    let seen = typed.all("case").filter_map(|text| {
        let (reference, version) = text.split_once('|')?;
        Some(Ticked {
            reference: reference.parse().ok()?,
            version: version.parse().ok(),
        })
    });
    let mut ticked: Vec<Ticked> = seen.collect();
    for text in typed.all("reference") {
        let Ok(reference) = text.trim().parse::<Reference>() else {
            continue;
        };
        if !ticked.iter().any(|one| one.reference == reference) {
            let version = None;
            ticked.push(Ticked { reference, version });
        }
    }
    ticked.truncate(MOST);
    ticked
}

fn read_order(what: What, typed: &Typed) -> Result<Order, Problems> {
    let words: String = i18n::normalise(typed.value("words"))
        .chars()
        .take(500)
        .collect();
    match what {
        What::Assign => {
            let (to, overrule) = assignment(typed)?;
            Ok(Order::Assign { to, overrule })
        }
        What::Refer => read_referral(typed, words),
        What::Duplicate => {
            let mut problems = Problems::default();
            let kept = i18n::normalise(typed.value("kept")).to_uppercase();
            match kept.parse() {
                Ok(kept) => Ok(Order::Duplicate { kept, words }),
                Err(_) => {
                    problems.add("kept", "bulk-kept-missing");
                    Err(problems)
                }
            }
        }
        What::AskStill => Ok(Order::AskStill),
        What::Expire => Ok(Order::Expire),
    }
}

fn read_referral(typed: &Typed, words: String) -> Result<Order, Problems> {
    let mut problems = Problems::default();
    let office = typed.value("organisation").trim();
    let area = area_typed::read(typed, None);
    let to = match (office, &area) {
        ("", AreaTyped::One(area)) => Some(ReferredTo::Area(*area)),
        ("", AreaTyped::Nothing) => {
            problems.add("organisation", "bulk-refer-to-nobody");
            None
        }
        ("", other) => {
            if let Some(message) = area_typed::problem(other) {
                problems.add("area_text", message);
            }
            None
        }
        (office, AreaTyped::Nothing) => {
            let id = office.parse().ok().map(ReferredTo::Organisation);
            if id.is_none() {
                problems.add("organisation", "choice-unknown");
            }
            id
        }
        _ => {
            problems.add("area_text", "bulk-refer-to-both");
            None
        }
    };
    let reason = Reason::from_code(typed.value("reason"));
    if reason.is_none() {
        problems.add("reason", "bulk-reason-missing");
    }
    match (to, reason) {
        (Some(to), Some(reason)) => Ok(Order::Refer { to, reason, words }),
        _ => Err(problems),
    }
}
