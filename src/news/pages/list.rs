//! `/news`: what is announced for the reader's area, then numbers to call and how things are done.
//! `/news/archive`: what was announced and holds no longer.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use web::Typed;

use super::{HOTLINES, Words, updated};
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::layout::{Failure, Form, Page};
use crate::news::actions::{self, PAGE};
use crate::news::memory;
use crate::news::model::Announcement;
use crate::news::store::Wanted;

#[derive(Template)]
#[template(path = "news/templates/news.html")]
struct News<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    in_force: Vec<Words<'a>>,
    /// Over or withdrawn, for those who saw them before.
    ended: Vec<Words<'a>>,
    /// Still to come, for those who answer for their areas.
    upcoming: Vec<Words<'a>>,
    area_choices: Vec<(String, String)>,
    hotlines: &'static [(&'static str, &'static str)],
    updated: String,
}

impl News<'_> {
    fn may_publish(&self) -> bool {
        self.page.who().is_some_and(|who| who.is_admin())
    }

    fn archive(&self) -> String {
        link("/news/archive", self.area)
    }
}

fn link(path: &str, area: AreaCode) -> String {
    format!("{path}?area={}", area.short())
}

/// The area asked for, or else where this person is; what was typed is kept, and told where unclear.
fn asked(page: &Page) -> (AreaCode, Form) {
    let mut typed: Typed = page.query.only(|name| name != "lang" && name != "after");
    let home = || page.who().map_or(AreaCode::COUNTRY, |who| who.home());
    let found = area_typed::read(&typed, None);
    let mut problems = web::Problems::default();
    let area = match &found {
        AreaTyped::One(area) => *area,
        AreaTyped::Nothing => home(),
        unclear => {
            if let Some(said) = area_typed::problem(unclear) {
                problems.add("area_text", said);
            }
            home()
        }
    };
    if !typed.has("area_text") && area != AreaCode::COUNTRY {
        typed.set("area_text", page.area(&area));
        typed.set("area", area.get().to_string());
    }
    (area, Form::new(typed, problems))
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let (area, form) = asked(&page);
    let now = page.cx.now;
    let words = |one: Announcement| Words::of(&page, one);
    let (in_force, ended): (Vec<Words>, Vec<Words>) = memory::listed(&page.app, area, now)
        .into_iter()
        .map(words)
        .partition(Words::is_in_force);
    let answers = |area: AreaCode| page.who().is_some_and(|who| who.is_admin_of(area));
    let upcoming = memory::upcoming(&page.app, now, answers);
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    let template = News {
        page: &page,
        form: &form,
        area,
        in_force,
        ended,
        upcoming: upcoming.into_iter().map(words).collect(),
        area_choices,
        hotlines: &HOTLINES,
        updated: updated(page.language()),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

#[derive(Template)]
#[template(path = "news/templates/archive.html")]
struct Archive<'a> {
    page: &'a Page,
    area: AreaCode,
    items: Vec<Words<'a>>,
    next: Option<String>,
}

impl Archive<'_> {
    fn news(&self) -> String {
        link("/news", self.area)
    }
}

pub async fn archive(page: Page) -> Result<Response, Failure> {
    let (area, _) = asked(&page);
    let wanted = Wanted {
        area: Some(area),
        level: None,
        in_force: Some(false),
    };
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let found = actions::list(&page.app, page.cx.now, wanted, PAGE, after).await?;
    let next = found.next.map(|cursor| {
        let mut query = Typed::default();
        query.set("area", area.short());
        query.set("after", cursor);
        query.to_query()
    });
    let items = found.items.into_iter();
    let items = items.map(|one| Words::of(&page, one)).collect();
    page.render(&Archive {
        page: &page,
        area,
        items,
        next,
    })
}
