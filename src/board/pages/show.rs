//! The board. Everything chosen stands in the URL; a script may put fresh parts in place of old ones.

use std::sync::Arc;

use areas::{AreaCode, Level};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;
use web::Typed;

use super::area_of;
use crate::board::actions::{self, Cases, Counts, People};
use crate::board::form::{self, Asked, Tab};
use crate::board::model::{self, BANDS, Case, Mark, Part, STATES, Sort, Worker};
use crate::error::Error;
use crate::help_requests::model::State;
use crate::ids::AccountId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::ReasonCode;
use crate::layout::{Failure, Page};
use crate::map::pages::Frame;

#[derive(Template)]
#[template(path = "board/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    area: AreaCode,
    typed: Typed,
    asked: Asked,
    counts: Counts,
    /// What the open tab shows.
    cases: Option<Cases>,
    parts: Vec<Part>,
    people: Option<People>,
    incidents: Arc<Vec<Incident>>,
    map: Frame,
    is_admin: bool,
}

/// To the board of the area one answers for.
pub async fn own(page: Page) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let home = actions::home(who).ok_or(Error::NotFound)?;
    Ok(page.to(&format!("/board/{}", home.short())))
}

pub async fn show(page: Page, Path(area): Path<String>) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let area = area_of(&area)?;
    let (app, cx) = (&page.app, &page.cx);
    let who = actions::looker(cx, area)?;
    let incidents = incidents::actions::all(app, cx.now).await?;
    let typed = page.query.only(|name| name != "lang");
    let asked = form::read(&typed, &incidents);
    let counts = actions::counts(app, cx, area, &asked.filter).await?;
    let mut cases = None;
    let mut parts = Vec::new();
    let mut people = None;
    match asked.tab {
        Tab::Cases => {
            let after = asked.after.as_deref();
            cases = Some(
                actions::list(app, cx, area, &asked.filter, asked.sort, after).await?,
            );
        }
        Tab::Parts => parts = actions::parts(app, cx, area, &asked.filter, &counts).await?,
        Tab::People => {
            let after = asked.after.as_deref().and_then(|id| id.parse().ok());
            people = Some(actions::people(app, cx, area, &counts, after).await?);
        }
    }
    page.render(&Show {
        page: &page,
        area,
        typed,
        counts,
        cases,
        parts,
        people,
        incidents,
        map: Frame::of(&page, area, asked.filter.incident),
        is_admin: who.is_admin_of(area),
        asked,
    })
}

impl Show<'_> {
    /// This board with another choice; what the whole board is about stays.
    fn with(&self, choices: &[(&str, &str)]) -> String {
        let mut query = self
            .typed
            .only(|name| matches!(name, "incident" | "kind"));
        for (name, value) in choices {
            query.set(name, *value);
        }
        format!("/board/{}?{}", self.area.short(), query.to_query())
    }

    /// The board of another area, its choices kept.
    fn of(&self, area: AreaCode) -> String {
        let query = self
            .typed
            .only(|name| matches!(name, "incident" | "kind" | "tab"));
        format!("/board/{}?{}", area.short(), query.to_query())
    }

    fn in_state(&self, state: State) -> String {
        self.with(&[("state", state.code())])
    }

    fn in_cell(&self, band: usize, state: State) -> String {
        self.with(&[("waited", BANDS[band].1), ("state", state.code())])
    }

    fn marked(&self, mark: Mark) -> String {
        self.with(&[("mark", mark.code())])
    }

    fn held_by(&self, holder: AccountId) -> String {
        self.with(&[("holder", &holder.0.to_string())])
    }

    /// Both states of somebody who is coming.
    fn coming(&self) -> String {
        let mut query = self.with(&[("state", "taken")]);
        query.push_str("&state=on_the_way");
        query
    }

    fn sorted(&self, sort: Sort) -> String {
        let mut query = self.typed.only(|name| !matches!(name, "sort" | "after"));
        query.set("sort", sort.code());
        format!("/board/{}?{}", self.area.short(), query.to_query())
    }

    fn tabbed(&self, tab: Tab) -> String {
        self.with(&[("tab", tab.code())])
    }

    fn after(&self, cursor: &str) -> String {
        let mut query = self.typed.only(|name| name != "after");
        query.set("after", cursor);
        format!("/board/{}?{}", self.area.short(), query.to_query())
    }

    /// As it stands, for whoever has no script.
    fn again(&self) -> String {
        format!("/board/{}?{}", self.area.short(), self.typed.to_query())
    }

    fn is_only(&self, states: &[State]) -> bool {
        let filter = &self.asked.filter;
        filter.states == states && filter.marks.is_empty() && filter.band.is_none()
    }

    fn has_mark(&self, mark: Mark) -> bool {
        self.asked.filter.marks.contains(&mark)
    }

    fn is_filtered(&self) -> bool {
        let filter = &self.asked.filter;
        !(filter.states.is_empty()
            && filter.marks.is_empty()
            && filter.band.is_none()
            && filter.holder.is_none()
            && filter.team.is_none())
    }

    /// What the list is narrowed by: the word, and the board without it.
    fn chips(&self) -> Vec<(String, String)> {
        let filter = &self.asked.filter;
        let without = |name: &str, code: &str| {
            let pairs: Vec<(&str, &str)> = self
                .typed
                .iter()
                .filter(|(known, value)| {
                    *known != "after" && !(*known == name && (code.is_empty() || *value == code))
                })
                .collect();
            let query = Typed::from_pairs(pairs).to_query();
            format!("/board/{}?{query}", self.area.short())
        };
        let mut chips: Vec<(String, String)> = Vec::new();
        for state in &filter.states {
            chips.push((self.page.t(state.label()), without("state", state.code())));
        }
        if let Some(band) = filter.band {
            chips.push((self.waited(band), without("waited", "")));
        }
        for mark in &filter.marks {
            chips.push((self.page.t(mark.label()), without("mark", mark.code())));
        }
        if filter.holder.is_some() {
            chips.push((self.page.t("board-of-one-holder"), without("holder", "")));
        }
        if filter.team.is_some() {
            chips.push((self.page.t("board-of-one-team"), without("team", "")));
        }
        chips
    }

    fn waited(&self, band: usize) -> String {
        self.page.t(&format!("map-waited-{}", BANDS[band].1))
    }

    fn n(&self, n: u32) -> String {
        self.page.number(&i64::from(n))
    }

    fn at(&self, seconds: u32) -> Timestamp {
        Timestamp::from_second(i64::from(seconds)).unwrap_or_default()
    }

    fn band_sum(&self, band: usize) -> u32 {
        self.counts.figures.ages[band].iter().sum()
    }

    /// The areas around, which this person may look at too.
    fn around(&self) -> Vec<(String, String)> {
        let mut around = Vec::new();
        let mut next = self.area.parent();
        while let Some(wider) = next {
            if self.page.who().is_some_and(|who| actions::may_see(who, wider)) {
                around.push((self.of(wider), self.page.area(&wider)));
            }
            next = wider.parent();
        }
        around.reverse();
        around
    }

    /// The name without those of the areas around, which stand above it.
    fn short_name(&self, area: AreaCode) -> String {
        let thai = self.page.language() == i18n::Language::Th;
        let known = areas::register().get(area);
        known.map_or_else(
            || self.page.area(&area),
            |known| match thai {
                true => known.name_th.to_string(),
                false => known.name_en.to_string(),
            },
        )
    }

    fn parts_title(&self) -> String {
        self.page.t(match self.area.level() {
            Level::Country => "board-provinces",
            Level::Province => "board-districts",
            Level::District | Level::Subdistrict => "board-subdistricts",
        })
    }

    fn incident_of(&self, case: &Case) -> Option<&Incident> {
        let wanted = case.request.incident;
        self.incidents.iter().find(|one| one.id == wanted)
    }

    fn kind(&self, case: &Case) -> String {
        let kind = self
            .incident_of(case)
            .and_then(|incident| incident.preset.kind(&case.request.kind));
        kind.map_or_else(
            || case.request.kind.clone(),
            |kind| kind.label(self.page.language()).to_owned(),
        )
    }

    fn reasons(&self, case: &Case) -> String {
        let Some(incident) = self.incident_of(case) else {
            return String::new();
        };
        let reasons = case.request.urgency_reasons.iter();
        let words: Vec<String> = reasons
            .filter_map(|text| text.parse::<ReasonCode>().ok())
            .filter_map(|reason| incident.preset.reason(&reason, self.page.language()))
            .collect();
        words.join(" · ")
    }

    /// To whom it has risen.
    fn level(&self, case: &Case) -> Option<String> {
        let key = match case.request.escalation {
            0 => return None,
            1 => "board-risen-here",
            2 => "board-risen-province",
            _ => "board-risen-country",
        };
        Some(self.page.t(key))
    }

    fn bears(&self, case: &Case, mark: Mark) -> bool {
        case.marks.contains(&mark)
    }

    /// The incidents to choose between; those of a course too.
    fn incident_choices(&self) -> Vec<(String, String)> {
        let open = self.page.incidents.iter();
        open.map(|incident| {
            (
                incident.prefix.as_str().to_owned(),
                incident.name(self.page.language()).to_owned(),
            )
        })
        .collect()
    }

    fn is_silent(&self, worker: &Worker) -> bool {
        worker.is_silent(self.page.cx.now)
    }
}
