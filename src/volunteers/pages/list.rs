//! The volunteers of an area, for its admins.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;

use crate::accounts::model::{Seat, Standing};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::layout::{Failure, Form, Page};
use crate::volunteers::actions::look;
use crate::volunteers::model::{Filter, Volunteer};
use crate::volunteers::{form, rules};

#[derive(Template)]
#[template(path = "volunteers/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    items: Vec<Volunteer>,
    next: Option<String>,
    area_choices: Vec<(String, String)>,
}

impl List<'_> {
    fn is_silent(&self, volunteer: &Volunteer) -> bool {
        rules::is_silent(volunteer, self.page.cx.now)
    }

    fn says(&self, seat: &Seat) -> bool {
        says_standing(seat)
    }

    fn role(&self, seat: &Seat) -> String {
        seat.role.label(self.page.language())
    }

    /// The filters as code, word and whether chosen; the first is none.
    fn filters(&self) -> Vec<(&'static str, String, bool)> {
        let chosen = self.form.value("filter");
        let all = [("", "list-all")].into_iter();
        let all = all.chain(Filter::ALL.map(|filter| (filter.code(), filter.label())));
        all.map(|(code, label)| (code, self.page.t(label), chosen == code))
            .collect()
    }

    /// The query of this list with another filter.
    fn filtered(&self, code: &str) -> String {
        let mut query = self.page.query.only(|name| ["area", "q"].contains(&name));
        if !code.is_empty() {
            query.set("filter", code);
        }
        query.to_query()
    }
}

/// Held seats go without saying.
pub fn says_standing(seat: &Seat) -> bool {
    seat.standing != Standing::Held
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if !who.is_admin() {
        return Err(Error::NotFound.into());
    }
    let (query, problems) = form::read_query(&page.query);
    let found = look::list(&page.app, &page.cx, &query).await?;
    let mut typed = page.query.clone();
    if !typed.has("area_text") && query.area.is_some() {
        typed.set("area_text", page.area(&found.area));
    }
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&typed, None));
    let next = found.next.map(|cursor| {
        let mut next = page.query.only(|name| name != "after" && name != "lang");
        next.set("after", cursor);
        next.to_query()
    });
    let form = Form::new(typed, problems);
    let template = List {
        page: &page,
        form: &form,
        area: found.area,
        items: found.items,
        next,
        area_choices,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}
