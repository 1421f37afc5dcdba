//! One volunteer, for the admins of their areas: what is told, what was decided, and the words that
//! decide.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::list::says_standing;
use crate::accounts::actions::{approve, suspend};
use crate::accounts::model::{Seat, Standing};
use crate::accounts::rules::seats as rules;
use crate::error::Error;
use crate::help_requests::actions::drop;
use crate::ids::AccountId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::volunteers::actions::look::{self, Seen};
use crate::volunteers::form;

#[derive(Template)]
#[template(path = "volunteers/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    seen: &'a Seen,
    refused: Option<String>,
}

impl Show<'_> {
    fn is_mine(&self, seat: &Seat) -> bool {
        let who = self.page.who();
        who.is_some_and(|who| who.is_admin_of(seat.area)) && !seat.role.is_admin()
    }

    fn any(&self, wanted: fn(&Seat) -> bool) -> bool {
        let mut seats = self.seen.volunteer.seats.iter();
        seats.any(|seat| self.is_mine(seat) && wanted(seat))
    }

    fn may_suspend(&self) -> bool {
        self.any(rules::may_suspend)
    }

    fn may_reinstate(&self) -> bool {
        self.any(rules::may_reinstate)
    }

    fn waits(&self, seat: &Seat) -> bool {
        self.is_mine(seat) && seat.standing == Standing::Waiting
    }

    fn role(&self, role: &crate::accounts::role::Role) -> String {
        role.label(self.page.language())
    }

    fn told(&self, keys: Vec<&'static str>) -> String {
        let words: Vec<String> = keys.into_iter().map(|key| self.page.t(key)).collect();
        words.join(" · ")
    }

    fn languages(&self) -> String {
        let all = self.seen.profile.languages.iter();
        self.told(all.map(|one| one.label()).collect())
    }

    fn skills(&self) -> String {
        let all = self.seen.profile.skills.iter();
        self.told(all.map(|one| one.label()).collect())
    }

    fn means(&self) -> String {
        let vehicle = self.seen.profile.vehicle.map(|one| one.label());
        let gear = self.seen.profile.gear.iter().map(|one| one.label());
        self.told(vehicle.into_iter().chain(gear).collect())
    }

    fn says(&self, seat: &Seat) -> bool {
        says_standing(seat)
    }
}

pub async fn show(page: Page, Path(id): Path<AccountId>) -> Result<Response, Failure> {
    shown(&page, id, Form::default(), None).await
}

async fn shown(
    page: &Page,
    id: AccountId,
    form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    let (status, sentence) = match refused {
        Some((status, sentence)) => (status, Some(sentence)),
        None if !form.problems.is_empty() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (StatusCode::OK, None),
    };
    let template = Show {
        page,
        form: &form,
        seen: &seen,
        refused: sentence,
    };
    page.render_as(status, &template)
}

/// `approve`, `refuse`, `suspend` or `reinstate`.
pub async fn decide(
    Path((id, word)): Path<(AccountId, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let word = Word::from_code(&word).ok_or(Error::NotFound)?;
    // Told before anything is read: there is nobody here, or nobody of theirs.
    look::see(&page.app, &page.cx, id).await?;
    let done = match form::read_reason(&typed, word == Word::Suspend) {
        Ok(reason) => {
            let seat = typed.value("seat").parse().ok();
            say(&page.app, &page.cx, id, word, seat, &reason).await
        }
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => Ok(page.to_saying(&format!("/volunteers/{id}"), word.said())),
        Err(Error::Problems(problems)) => shown(&page, id, Form::new(typed, problems), None).await,
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            shown(
                &page,
                id,
                Form::new(Typed::default(), Problems::default()),
                Some(told),
            )
            .await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// What an area admin says of a volunteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Approve,
    Refuse,
    Suspend,
    Reinstate,
}

impl Word {
    pub fn from_code(code: &str) -> Option<Word> {
        Some(match code {
            "approve" => Word::Approve,
            "refuse" => Word::Refuse,
            "suspend" => Word::Suspend,
            "reinstate" => Word::Reinstate,
            _ => return None,
        })
    }

    fn said(self) -> &'static str {
        match self {
            Word::Approve => "said-approved",
            Word::Refuse => "said-refused",
            Word::Suspend => "said-suspended",
            Word::Reinstate => "said-reinstated",
        }
    }
}

/// Says it. What a suspended volunteer holds goes back to the list at once.
pub async fn say(
    app: &crate::app::App,
    cx: &crate::access::Cx,
    id: AccountId,
    word: Word,
    seat: Option<crate::ids::SeatId>,
    reason: &str,
) -> Result<(), Error> {
    match word {
        Word::Approve => approve::decide_all(app, cx, id, seat, true, reason).await,
        Word::Refuse => approve::decide_all(app, cx, id, seat, false, reason).await,
        Word::Reinstate => suspend::reinstate(app, cx, id, reason).await,
        Word::Suspend => {
            let areas = suspend::suspend(app, cx, id, reason).await?;
            drop::release_all(app, cx, id, &areas).await?;
            Ok(())
        }
    }
}
