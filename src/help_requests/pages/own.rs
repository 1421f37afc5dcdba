//! All requests of a verified phone, for who lost the link.

use askama::Template;
use axum::response::Response;

use super::follow::kind_label;
use crate::access::Actor;
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::see;
use crate::help_requests::model::HelpRequest;
use crate::incidents;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "help_requests/templates/own.html")]
struct Own<'a> {
    page: &'a Page,
    requests: Vec<(HelpRequest, String, String)>,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let verified = matches!(&page.cx.actor, Actor::Phone(_, holder) if holder.verified);
    if !verified {
        return Ok(page.to("/mine/phone"));
    }
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let requests = see::own(&page.app, &page.cx).await?;
    let requests = requests
        .into_iter()
        .map(|request| {
            let incident = incidents
                .iter()
                .find(|incident| incident.id == request.incident);
            let kind = incident.map_or_else(String::new, |incident| {
                kind_label(&page, incident, &request)
            });
            let token = follow_token(&page.app, request.province, request.id);
            (request, kind, token)
        })
        .collect();
    page.render(&Own {
        page: &page,
        requests,
    })
}
