//! The volunteer's tab: for strangers the way in, for volunteers what they hold and may do.

use std::collections::HashSet;

use askama::Template;
use axum::response::Response;

use crate::access::SignedIn;
use crate::accounts::model::{Seat, Standing};
use crate::help_requests::actions::{health, see};
use crate::help_requests::model::HelpRequest;
use crate::ids::HelpRequestId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::invites;
use crate::layout::{Failure, Page};
use crate::organisations::model::Tie;
use crate::volunteers::actions::profile;
use crate::volunteers::model::Done;

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
    /// Of these, to be checked every day and not checked yet today.
    unchecked: HashSet<HelpRequestId>,
    recorded: Vec<HelpRequest>,
    /// What was helped, the newest first.
    helped: Vec<HelpRequest>,
    available: bool,
    done: Done,
    incidents: &'a [Incident],
}

impl Volunteer<'_> {
    fn refused(&self) -> Option<&str> {
        let seats = self.who.seats.iter();
        let mut refused = seats.filter(|seat| seat.standing == Standing::Refused);
        refused.next().map(|seat| seat.reason.as_str())
    }

    /// The seats that were taken back for a time.
    fn suspended(&self) -> Vec<&Seat> {
        let seats = self.who.seats.iter();
        seats
            .filter(|seat| seat.standing == Standing::Suspended)
            .collect()
    }

    /// Teams and organisations, as name, address and what one is there.
    fn ties(&self) -> Vec<(String, String, String)> {
        let language = self.page.language();
        let ties = self.who.memberships.iter();
        ties.filter_map(|one| {
            let organisation = one.organisation_names.get(language);
            Some(match &one.tie {
                Tie::Officer => (
                    organisation.to_owned(),
                    format!("/organisations/{}", one.organisation),
                    self.page.t("volunteer-is-officer"),
                ),
                Tie::Member { team, name, lead } => {
                    let is = if *lead {
                        "team-lead"
                    } else {
                        "volunteer-is-member"
                    };
                    let named = format!("{name} · {organisation}");
                    (named, format!("/teams/{team}"), self.page.t(is))
                }
                Tie::Dispatches { .. } => return None,
            })
        })
        .collect()
    }

    /// The inboxes of the organisations one belongs to.
    fn inboxes(&self) -> Vec<(String, String)> {
        let language = self.page.language();
        let mut inboxes: Vec<(String, String)> = Vec::new();
        for one in &self.who.memberships {
            let address = format!("/organisations/{}/cases", one.organisation);
            if !inboxes.iter().any(|(_, known)| *known == address) {
                let name = one.organisation_names.get(language).to_owned();
                inboxes.push((name, address));
            }
        }
        inboxes
    }

    fn may_invite(&self) -> bool {
        invites::actions::may_invite(self.who)
    }

    /// What came of a case, in the words of its incident.
    fn outcome(&self, request: &HelpRequest) -> String {
        let mut incidents = self.incidents.iter();
        let incident = incidents.find(|incident| incident.id == request.incident);
        let closing = request.progress.closing();
        incident
            .zip(closing)
            .and_then(|(incident, closing)| incident.preset.outcomes.get(&closing.outcome))
            .map(|outcome| outcome.label(self.page.language()).to_owned())
            .unwrap_or_default()
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
    let (helped, held): (Vec<_>, Vec<_>) = held
        .into_iter()
        .partition(|request| request.progress.closing().is_some());
    let holding: Vec<HelpRequest> = held
        .into_iter()
        .filter(|request| request.progress.now(now).held().is_some())
        .collect();
    let unchecked = health::unchecked_today(&page.app, &page.cx, &holding).await?;
    let incidents = incidents::actions::all(&page.app, now).await?;
    page.render(&Volunteer {
        page: &page,
        who,
        holding,
        unchecked,
        recorded,
        helped,
        available: profile::own(&page.app, &page.cx).await?.available,
        done: profile::done(&page.app, &page.cx).await?,
        incidents: &incidents,
    })
}
