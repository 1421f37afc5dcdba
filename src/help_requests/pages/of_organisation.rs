//! The inbox of an organisation: what was referred to it, and what its teams hold.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;

use super::follow::kind_label;
use crate::help_requests::actions::of_organisation::{self, Cases};
use crate::help_requests::model::{HelpRequest, Progress, Referral};
use crate::help_requests::rules::referral::Reason;
use crate::ids::OrganisationId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "help_requests/templates/of_organisation.html")]
struct OfOrganisation<'a> {
    page: &'a Page,
    cases: &'a Cases,
    incidents: &'a [Incident],
}

impl OfOrganisation<'_> {
    fn name(&self) -> &str {
        self.cases.organisation.names.get(self.page.language())
    }

    fn kind(&self, request: &HelpRequest) -> String {
        let mut incidents = self.incidents.iter();
        let incident = incidents.find(|incident| incident.id == request.incident);
        incident.map_or_else(
            || request.kind.clone(),
            |incident| kind_label(self.page, incident, request),
        )
    }

    fn team(&self, request: &HelpRequest) -> &str {
        let helper = request.progress.helper();
        let team = helper.and_then(|helper| helper.team);
        team.and_then(|team| self.cases.teams.get(&team))
            .map_or("", String::as_str)
    }

    fn reasons(&self) -> Vec<(&'static str, String)> {
        let all = Reason::ALL.into_iter();
        all.map(|reason| (reason.code(), self.page.t(reason.label())))
            .collect()
    }

    fn acknowledged(&self, request: &HelpRequest) -> Option<Timestamp> {
        referral(request).and_then(|referral| referral.acknowledged_at)
    }

    fn since(&self, request: &HelpRequest) -> Timestamp {
        referral(request).map_or(request.state_at, |referral| referral.at)
    }
}

fn referral(request: &HelpRequest) -> Option<Referral> {
    match &request.progress {
        Progress::Referred(referral) => Some(*referral),
        _ => None,
    }
}

pub async fn show(page: Page, Path(id): Path<OrganisationId>) -> Result<Response, Failure> {
    let cases = of_organisation::cases(&page.app, &page.cx, id).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    page.render(&OfOrganisation {
        page: &page,
        cases: &cases,
        incidents: &incidents,
    })
}
