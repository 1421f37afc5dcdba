//! The board. Everything chosen stands in the URL; a script may put fresh parts in place of old ones.

use std::borrow::Borrow;
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
use crate::board::model::{self, BANDS, Case, Mark, Part, STATES, Sort, What, Worker};
use crate::error::Error;
use crate::help_requests::model::{Progress, State};
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
    /// Of other areas, referred to this one.
    referred_here: Vec<Case>,
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
    let mut referred_here = Vec::new();
    let mut parts = Vec::new();
    let mut people = None;
    match asked.tab {
        Tab::Cases => {
            let after = asked.after.as_deref();
            cases = Some(actions::list(app, cx, area, &asked.filter, asked.sort, after).await?);
            referred_here = actions::referred_here(app, cx, area).await?;
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
        referred_here,
        parts,
        people,
        incidents,
        map: Frame::of(&page, area, asked.filter.incident),
        is_admin: who.is_admin_of(area),
        asked,
    })
}

/// A figure, which is a link to the cases it counts.
struct Tile {
    state: &'static str,
    n: String,
    words: String,
    link: String,
    is_chosen: bool,
    is_late: bool,
}

impl Show<'_> {
    fn tiles(&self) -> Vec<Tile> {
        let figures = &self.counts.figures;
        let all = &figures.all;
        let of_states = |look, key, states: &[State]| {
            let n: u32 = states.iter().map(|state| all.of(*state)).sum();
            let pairs: Vec<_> = states.iter().map(|state| ("state", state.code())).collect();
            let filter = &self.asked.filter;
            Tile {
                state: look,
                n: self.n(n),
                words: self.page.t(key),
                link: self.with(&pairs),
                is_chosen: filter.states == states && filter.marks.is_empty(),
                is_late: false,
            }
        };
        let mut tiles = vec![
            Tile {
                state: "",
                n: self.n(all.open()),
                words: self.page.t("board-open"),
                link: self.with(&[]),
                is_chosen: self.asked.tab == Tab::Cases && !self.is_filtered(),
                is_late: false,
            },
            of_states("waiting", "board-waiting", &[State::Waiting]),
            of_states("taken", "board-coming", &[State::Taken, State::OnTheWay]),
            of_states("helping", "board-helping", &[State::Helping]),
            of_states("referred", "board-referred", &[State::Referred]),
        ];
        tiles.extend(Mark::ALL.into_iter().map(|mark| Tile {
            state: "",
            n: self.n(figures.of(mark)),
            words: self.page.t(mark.label()),
            link: self.with(&[("mark", mark.code())]),
            is_chosen: self.asked.filter.marks.contains(&mark),
            is_late: figures.of(mark) > 0 && mark != Mark::Unverified,
        }));
        tiles
    }

    /// The longest wait, and those who wait, the longest first.
    fn oldest(&self) -> Option<(Timestamp, String)> {
        let oldest = self.counts.figures.all.oldest?;
        let link = self.with(&[("state", "waiting"), ("sort", "waiting")]);
        Some((self.at(oldest), link))
    }

    fn address(&self, area: AreaCode, query: &Typed) -> String {
        match query.to_query() {
            query if query.is_empty() => format!("/board/{}", area.short()),
            query => format!("/board/{}?{query}", area.short()),
        }
    }

    /// This board with another choice; what the whole board is about stays.
    fn with(&self, choices: &[(&str, &str)]) -> String {
        let query = self.typed.only(|name| matches!(name, "incident" | "kind"));
        // A name may be chosen more than once.
        let kept: Vec<(String, String)> = query
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let pairs = kept
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let query = Typed::from_pairs(pairs.chain(choices.iter().copied()));
        self.address(self.area, &query)
    }

    /// The board of another area, its choices kept.
    fn of(&self, area: impl Borrow<AreaCode>) -> String {
        let area = *area.borrow();
        let query = self
            .typed
            .only(|name| matches!(name, "incident" | "kind" | "tab"));
        self.address(area, &query)
    }

    fn in_cell(&self, band: impl Borrow<usize>, state: impl Borrow<State>) -> String {
        let (band, state) = (*band.borrow(), *state.borrow());
        self.with(&[("waited", BANDS[band].1), ("state", state.code())])
    }

    fn held_by(&self, holder: impl Borrow<AccountId>) -> String {
        self.with(&[("holder", &holder.borrow().0.to_string())])
    }

    /// The sides of the board: address, word, whether it is the open one.
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let has_parts = self.area.level() != Level::Subdistrict;
        let tabs = Tab::ALL.into_iter();
        tabs.filter(|tab| *tab != Tab::Parts || has_parts)
            .map(|tab| {
                let words = match tab {
                    Tab::Parts => self.parts_title(),
                    tab => self.page.t(tab.label()),
                };
                (
                    self.with(&[("tab", tab.code())]),
                    words,
                    tab == self.asked.tab,
                )
            })
            .collect()
    }

    fn after(&self, cursor: &str) -> String {
        let mut query = self.typed.only(|name| name != "after");
        query.set("after", cursor);
        self.address(self.area, &query)
    }

    /// As it stands, for whoever has no script.
    fn again(&self) -> String {
        self.address(self.area, &self.typed)
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
            self.address(self.area, &Typed::from_pairs(pairs))
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

    fn waited(&self, band: impl Borrow<usize>) -> String {
        let band = *band.borrow();
        self.page.t(&format!("map-waited-{}", BANDS[band].1))
    }

    fn n(&self, n: impl Borrow<u32>) -> String {
        self.page.number(&i64::from(*n.borrow()))
    }

    fn oldest_of(&self, counts: &model::Counts) -> Option<Timestamp> {
        counts.oldest.map(|seconds| self.at(seconds))
    }

    fn at(&self, seconds: impl Borrow<u32>) -> Timestamp {
        Timestamp::from_second(i64::from(*seconds.borrow())).unwrap_or_default()
    }

    fn in_band(&self, band: impl Borrow<usize>) -> String {
        self.with(&[("waited", BANDS[*band.borrow()].1)])
    }

    /// One row of the table of ages.
    fn cells(&self, band: impl Borrow<usize>) -> Vec<(State, u32)> {
        let row = &self.counts.figures.ages[*band.borrow()];
        STATES.into_iter().zip(row.iter().copied()).collect()
    }

    fn band_sum(&self, band: impl Borrow<usize>) -> u32 {
        self.counts.figures.ages[*band.borrow()].iter().sum()
    }

    /// The areas around, which this person may look at too.
    fn around(&self) -> Vec<(String, String)> {
        let mut around = Vec::new();
        let mut next = self.area.parent();
        while let Some(wider) = next {
            if self
                .page
                .who()
                .is_some_and(|who| actions::may_see(who, wider))
            {
                around.push((self.of(wider), self.page.area(&wider)));
            }
            next = wider.parent();
        }
        around.reverse();
        around
    }

    /// The name without those of the areas around, which stand above it.
    fn short_name(&self, area: impl Borrow<AreaCode>) -> String {
        self.page.area_alone(area.borrow())
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

    fn referred_at(&self, case: &Case) -> Timestamp {
        match &case.request.progress {
            Progress::Referred(referral) => referral.at,
            _ => case.request.state_at,
        }
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
