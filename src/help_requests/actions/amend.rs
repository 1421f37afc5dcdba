//! The requester puts right what they told: who is there, where to look, whom to call. Whoever helps
//! sees it at once.

use serde_json::json;

use super::requester::{self, Through};
use super::urgency::weigh_again;
use super::{Incidents, desk, place, record_in, save_in, see};
use crate::access::{Actor, Cx, Grant, Ground};
use crate::app::App;
use crate::areas::model::Pin;
use crate::error::Error;
use crate::help_requests::model::desk::{NewPlace, Reason};
use crate::help_requests::model::{Amendment, HelpRequest};
use crate::help_requests::rules::CannotAct;
use crate::help_requests::store::{self, health};
use crate::notifications;

pub async fn amend(
    app: &App,
    cx: &Cx,
    through: Through<'_>,
    amendment: &Amendment,
) -> Result<HelpRequest, Error> {
    if matches!(
        (&through, &cx.actor),
        (Through::Reference(_), Actor::Visitor)
    ) {
        return Err(Error::SignInNeeded);
    }
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = requester::find(tx, &through).await?;
        if matches!(through, Through::Reference(_)) {
            match see::ground(app, cx, &request) {
                Some(Ground::Own | Ground::Recorder | Ground::AreaAdmin) => {}
                _ => return Err(Error::NotFound),
            }
        }
        if !request.progress.state().is_open() {
            return Err(CannotAct::Closed.into());
        }
        request.headcount = amendment.headcount;
        request.vulnerabilities = amendment.vulnerabilities.clone();
        let grant = Grant::own(request.id.0);
        let own = store::particulars(tx, &app.vault, &request, grant).await?;
        let triages = health::triages(tx, &request, grant).await?;
        let age = triages.first().and_then(|triage| triage.look.age);
        let preset = incidents.find(request.incident)?.preset;
        weigh_again(&mut request, preset, &own.extra, age);
        request.sign_at = cx.now;
        request.still_asked_at = None;
        store::amend(tx, &app.vault, &request, amendment).await?;
        match elsewhere(&request, own.pin, amendment) {
            Some(to) => {
                place::move_in(app, tx, cx, &incidents, &mut request, &to).await?;
                if to.pin.is_some() {
                    desk::clear_in(tx, &request, &[Reason::NoPin]).await?;
                }
            }
            None => save_in(tx, cx, &incidents, &mut request).await?,
        }
        desk::heard_of_in(tx, &request).await?;
        record_in(app, tx, cx, &request, "help_request.amended", json!({}))?;
        if let Some(held) = request.progress.now(cx.now).held() {
            let args = json!({ "reference": request.reference.as_str() });
            let link = format!("/help-requests/{}", request.reference);
            let message = "notice-request-amended";
            notifications::tell_in(app, tx, cx, held.helper.by, message, args, &link).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// The new place, if it is another one. Who only names the area again keeps the pin.
fn elsewhere(request: &HelpRequest, pin: Option<Pin>, amendment: &Amendment) -> Option<NewPlace> {
    let (area, to) = amendment.place?;
    let same_pin = match (to, pin) {
        (None, _) => area.contains(request.area) || area == request.area,
        (Some(to), Some(pin)) => to.position == pin.position && area == request.area,
        (Some(_), None) => false,
    };
    (!same_pin).then(|| NewPlace {
        area,
        pin: to,
        landmark: String::new(),
        reason: String::new(),
    })
}
