//! Talks that are due, and whom they are given to.

use areas::AreaCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::Problems;

use crate::access::Cx;
use crate::accounts;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::ids::PersonId;
use crate::incidents::model::Incident;
use crate::survey::handle::Handle;
use crate::survey::store as survey;
use crate::vaccination::model::DueTalk;
use crate::vaccination::store::talks::{self, Whose};

/// Rows on one page.
const PAGE: usize = 50;

/// One page, and the cursor of the next.
#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<DueTalk>,
    pub next: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct After(Date, PersonId);

/// An area's talks for its admin; without an area those of whoever asks.
pub async fn list(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    area: Option<AreaCode>,
    after: Option<&str>,
) -> Result<Page, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let whose = match area {
        Some(area) if who.is_admin_of(area) => Whose::Of(area),
        Some(_) => return Err(Error::NotFound),
        None => Whose::Own(who.account.id),
    };
    let filter = format!("talks {} {area:?}", incident.id);
    let start = After(Date::ZERO, PersonId(uuid::Uuid::nil()));
    let After(on, person) = match after {
        None => start,
        Some(cursor) => web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?,
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut items = db::read!(app.db, |tx| {
        talks::list(tx, incident.id, whose, (on, person), limit).await
    })?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let last = items.last().filter(|_| more);
    let next = last.map(|last| web::cursor::write(&filter, &After(last.due_on, last.person)));
    Ok(Page { items, next })
}

/// Gives a talk to a volunteer, for a day. They may see the household as its surveyor only if it was given
/// to them in a round; here they are told where to go.
pub async fn assign(
    app: &App,
    cx: &Cx,
    household: Handle,
    person: PersonId,
    (username, on): (&str, Date),
) -> Result<(), Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let problem = |field, key| {
        let mut problems = Problems::default();
        problems.add(field, key);
        Error::from(problems)
    };
    if on < clock::day(cx.now) {
        return Err(problem("on", "survey-day-past"));
    }
    let username = username.trim().to_lowercase();
    db::write!(app.db, |tx| {
        let found = survey::find(tx, household).await?.ok_or(Error::NotFound)?;
        if !who.is_admin_of(found.area) {
            return Err(Error::NotFound);
        }
        let to = match username.as_str() {
            "" => None,
            name => match accounts::store::find_by_username(tx, name).await? {
                Some((account, _)) => Some(account),
                None => return Err(problem("username", "talk-no-such-volunteer")),
            },
        };
        if !survey::tasks::assign(tx, household.province, person, to, on).await? {
            return Err(Error::NotFound);
        }
        let event = NewEvent {
            province: household.province,
            name: "household.talk_given",
            subject: household.id.0,
            area: found.area,
            also: None,
            payload: json!({ "on": on.to_string() }),
        };
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(())
    })
}
