//! Between form and sending: is it one of these? One more press for whoever has something new.

use askama::Template;
use axum::response::Response;
use web::Typed;

use crate::error::Error;
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::duplicates::{self, Likely};
use crate::help_requests::actions::see;
use crate::help_requests::model::NewHelpRequest;
use crate::idempotency::{self, Key};
use crate::incidents::model::Incident;
use crate::incidents::preset::Kind;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "help_requests/templates/ask_likely.html")]
struct AskLikely<'a> {
    page: &'a Page,
    incident: &'a Incident,
    kind: &'a Kind,
    typed: &'a Typed,
    likely: Vec<Likely>,
    key: String,
}

impl AskLikely<'_> {
    fn follow(&self, likely: &Likely) -> String {
        let request = &likely.request;
        follow_token(&self.page.app, request.province, request.id)
    }

    /// People at work there may open the case itself.
    fn works_there(&self, likely: &Likely) -> bool {
        see::works_there(&self.page.cx, &likely.request)
    }
}

/// The page, where there is something to show; nothing when the sender said already that it is none
/// of them, or when this very send was received before.
pub(super) async fn page(
    page: &Page,
    incident: &Incident,
    kind: &Kind,
    new: &NewHelpRequest,
    typed: &Typed,
    key: Option<&Key>,
) -> Result<Option<Response>, Failure> {
    if typed.value("none_of_these") == "yes" {
        return Ok(None);
    }
    let (app, cx) = (&page.app, &page.cx);
    if let Some(key) = key {
        let province = new.area.province();
        let known = db::read!(app.db, |tx| {
            idempotency::is_claimed(tx, province, key, "help_request.ask").await
        })
        .map_err(Error::from)?;
        if known {
            return Ok(None);
        }
    }
    let at = new.pin.map(|pin| pin.position);
    let likely = duplicates::likely(app, cx, incident.id, &kind.code, at).await?;
    if likely.is_empty() {
        return Ok(None);
    }
    let template = AskLikely {
        page,
        incident,
        kind,
        typed,
        likely,
        key: vault::random_token(),
    };
    Ok(Some(page.render(&template)?))
}
