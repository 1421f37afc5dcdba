//! "Give me the next case": one offer, with its reasons, held back for two minutes.

use askama::Template;
use axum::response::Response;
use contact::Position;

use super::follow::kind_label;
use crate::error::Error;
use crate::help_requests::actions::next::{self, Offered};
use crate::help_requests::rules::next::{SKIP_REASONS, Why};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::ReasonCode;
use crate::layout::{Failure, Page, Sent};

#[derive(Template)]
#[template(path = "help_requests/templates/next.html")]
struct Next<'a> {
    page: &'a Page,
    offer: Option<(Offered, &'a Incident)>,
    /// Asked and nothing found.
    none: bool,
    refused: Option<String>,
    lat: &'a str,
    lon: &'a str,
}

impl Next<'_> {
    fn kind(&self, offered: &Offered, incident: &Incident) -> String {
        kind_label(self.page, incident, &offered.request)
    }

    fn vulnerabilities(&self, offered: &Offered, incident: &Incident) -> Vec<String> {
        let list = &incident.preset.vulnerabilities;
        let codes = offered.request.vulnerabilities.iter();
        codes
            .map(|code| list.label(code, self.page.language()).to_owned())
            .collect()
    }

    /// Why this one, in words.
    fn why(&self, offered: &Offered, incident: &Incident) -> Vec<String> {
        let page = self.page;
        offered
            .why
            .iter()
            .map(|why| match why {
                Why::Urgent => {
                    let language = page.language();
                    let reasons = offered.request.urgency_reasons.iter();
                    let words: Vec<String> = reasons
                        .filter_map(|text| text.parse::<ReasonCode>().ok())
                        .filter_map(|reason| incident.preset.reason(&reason, language))
                        .collect();
                    page.say("why-urgent", "reasons", words.join(" · "))
                }
                Why::Near { metres } => {
                    let tenths = metres.div_ceil(100).max(1);
                    let km = format!("{}.{}", tenths / 10, tenths % 10);
                    page.say("why-near", "km", km)
                }
                Why::SameSubdistrict => page.t("why-same-subdistrict"),
                Why::SameDistrict => page.t("why-same-district"),
                Why::Waited { minutes } => page.say("why-waited", "hours", *minutes / 60),
                Why::PassedOver { times } => page.say("why-passed-over", "times", *times),
                Why::Risen => page.t("why-risen"),
            })
            .collect()
    }

    fn skip_reasons(&self) -> Vec<(&'static str, String)> {
        let reasons = SKIP_REASONS.iter();
        reasons
            .map(|(code, key)| (*code, self.page.t(key)))
            .collect()
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let found = next::offered(&page.app, &page.cx).await;
    let none = page.query.has("none");
    let at = (
        page.query.value("lat").to_owned(),
        page.query.value("lon").to_owned(),
    );
    answered(&page, found, none, &at).await
}

async fn answered(
    page: &Page,
    found: Result<Option<Offered>, Error>,
    none: bool,
    (lat, lon): &(String, String),
) -> Result<Response, Failure> {
    let (offered, refused) = match found {
        Ok(offered) => (offered, None),
        // No role that takes cases, or not yet: said on the page itself.
        Err(Error::Refused(refusal)) => (None, Some(refusal)),
        Err(err) => return Err(err.into()),
    };
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let offer = offered.and_then(|offered| {
        let incident = incidents
            .iter()
            .find(|incident| incident.id == offered.request.incident)?;
        Some((offered, incident))
    });
    let status = refused
        .as_ref()
        .map_or(http::StatusCode::OK, |refusal| refusal.status());
    let template = Next {
        page,
        none: none && offer.is_none(),
        offer,
        refused: refused.map(|refusal| page.message(&refusal.said())),
        lat,
        lon,
    };
    page.render_as(status, &template)
}

/// Asks for one, and passes over the one before where its reference is sent along.
pub async fn ask(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let at = Position::parse(typed.value("lat"), typed.value("lon")).ok();
    let skipped = typed.value("skip").parse().ok();
    if let Some(reference) = skipped {
        let reason = typed.value("reason").trim();
        next::skip(&page.app, &page.cx, &reference, reason).await?;
    }
    match next::next(&page.app, &page.cx, at).await {
        Ok(Some(_)) => Ok(page.to(&here("/help-requests/next", &typed, ""))),
        Ok(None) => Ok(page.to(&here("/help-requests/next", &typed, "none=yes"))),
        Err(err @ Error::Refused(_)) => {
            answered(&page, Err(err), false, &(String::new(), String::new())).await
        }
        Err(err) => Err(err.into()),
    }
}

/// The volunteer's own position goes along, so that the next skip knows it; it is theirs alone and
/// rounded to a hundred metres.
fn here(path: &str, typed: &web::Typed, more: &str) -> String {
    let round = |field: &str| -> Option<String> {
        let degrees: f64 = typed.value(field).trim().parse().ok()?;
        Some(format!("{degrees:.3}"))
    };
    let place = round("lat")
        .zip(round("lon"))
        .map(|(lat, lon)| format!("lat={lat}&lon={lon}"));
    let query: Vec<String> = place
        .into_iter()
        .chain((!more.is_empty()).then(|| more.to_owned()))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}
