//! The volunteer's tab: for strangers the way in, for volunteers what they hold and may do.

use askama::Template;
use axum::response::Response;

use crate::access::SignedIn;
use crate::accounts::model::Standing;
use crate::help_requests::actions::see;
use crate::help_requests::model::HelpRequest;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "accounts/templates/volunteer_in.html")]
struct WayIn<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "accounts/templates/volunteer.html")]
struct Volunteer<'a> {
    page: &'a Page,
    who: &'a SignedIn,
    holding: Vec<HelpRequest>,
    recorded: Vec<HelpRequest>,
}

impl Volunteer<'_> {
    fn refused(&self) -> Option<&str> {
        let seats = self.who.seats.iter();
        let mut refused = seats.filter(|seat| seat.standing == Standing::Refused);
        refused.next().map(|seat| seat.reason.as_str())
    }

    fn lacks_district(&self) -> bool {
        !crate::areas::typed::is_local(self.who.account.area)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let Some(who) = page.who() else {
        return page.render(&WayIn { page: &page });
    };
    let (held, recorded) = see::mine(&page.app, &page.cx).await?;
    let now = page.cx.now;
    let holding = held
        .into_iter()
        .filter(|request| request.progress.now(now).held().is_some())
        .collect();
    page.render(&Volunteer {
        page: &page,
        who,
        holding,
        recorded,
    })
}
