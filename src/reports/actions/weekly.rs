//! On Friday afternoon every area for which somebody answers has its report, and they are told.

use areas::AreaCode;
use serde_json::json;

use super::content_in;
use crate::access::Cx;
use crate::accounts::admins;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::notifications;
use crate::reports::model::Report;
use crate::reports::{rules, store};
use crate::statistics::model::Days;

/// Areas that are looked for at once.
const AT_ONCE: i64 = 200;

/// Makes what is due and not there; gives how many were made. Whoever runs it twice makes nothing twice, and what a
/// server missed that was down on Friday is made when it is back.
pub async fn make_due(app: &App, cx: &Cx) -> Result<usize, Error> {
    let days = rules::due(cx.now);
    let mut n = 0;
    for incident in incidents::actions::open(app, cx.now).await? {
        if incident.practice || days.last < incident.starts_on {
            continue;
        }
        let mut after: i64 = -1;
        loop {
            let of = (incident.id, days.last);
            let areas = db::read!(app.db, |tx| {
                store::without(tx, of, after, AT_ONCE).await
            })?;
            let Some(last) = areas.last() else { break };
            after = i64::from(last.get());
            for area in areas.iter().filter(|area| reaches(&incident, **area)) {
                n += usize::from(of_area(app, cx, &incident, (*area, days)).await?);
            }
        }
    }
    Ok(n)
}

/// Whether an incident lies in an area, or the area in it.
fn reaches(incident: &Incident, area: AreaCode) -> bool {
    incident.covers(area) || incident.areas.iter().any(|one| area.contains(*one))
}

async fn of_area(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    (area, days): (AreaCode, Days),
) -> Result<bool, Error> {
    let link = format!(
        "/reports/{}/{}/{}",
        area.short(),
        incident.prefix.as_str(),
        days.last
    );
    db::write!(app.db, |tx| {
        let report = Report {
            area,
            incident: incident.id,
            days,
            made_at: cx.now,
            made_by: None,
            content: content_in(tx, incident, area, days, clock::day(cx.now)).await?,
        };
        if !store::insert(tx, &report).await? {
            return Ok(false);
        }
        for admin in admins::of(tx, area).await? {
            let args = json!({ "area": area.short() });
            notifications::tell_in(app, tx, cx, admin, "notice-weekly-report", args, &link).await?;
        }
        Ok::<_, Error>(true)
    })
}
